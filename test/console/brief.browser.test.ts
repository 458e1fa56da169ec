import {beforeEach, expect, test, vi} from 'vitest';
import type {ScheduleCommands} from '../../api/console/commands.ts';
import {DEFAULT_STALENESS} from '../../domain/staleness.ts';
import {countCoverage} from '../../sql/queries/coverage.ts';
import {closeRun, markRunWaiting, recordCell} from '../../sql/queries/runs.ts';
import {commandsOn, NO_SCHEDULE} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {givenRun} from '../sql/givens.ts';
import {emptyQueue, givenLessons, refresh} from '../sql/queued.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

// Several pages are opened, and axe reads them: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(() => emptyQueue(sql));

const NEXT = new Date('2030-01-01T02:30:00Z');

/** A schedule that answers with its next run. */
const PLANNED: ScheduleCommands = {
  ...NO_SCHEDULE,
  read: async () => ({
    kind: 'read',
    schedule: {
      cron: '30 2 * * *',
      timeZone: 'UTC',
      nextRuns: [NEXT],
      isPaused: false,
      note: null,
      filter: {},
      maxUsd: null,
      recentActions: [],
      lastDueAt: null,
      missedCount: 0,
      skippedCount: 0,
      setAt: new Date(0),
    },
  }),
};

const given = (schedule: ScheduleCommands = PLANNED) =>
  givenConsole({pool: sql, commands: commandsOn(sql, {schedule})});

/** A night that made one lesson and failed at another, with a paused run beside it and lessons that wait for a mentor. */
async function givenBadNight(): Promise<{nightId: number; lessonId: string}> {
  const [lessonId] = await givenLessons(sql, 'Loops', 'Lists', 'Maps');
  await sql`delete from lessons_lessoncontent where id <> ${lessonId ?? null}`;
  await sql`delete from preheat.lesson_version where lesson_id <> ${lessonId ?? null}`;
  const nightId = await givenRun(sql, {workflowId: 'night', kind: 'nightly', maxUsd: 1});
  await sql`update preheat.lesson_version set run_id = ${nightId}`;
  await recordCell(sql, {runId: nightId, cellId: 2, status: 'failed', message: 'It was refused.'});
  await closeRun(sql, {
    runId: nightId,
    end: {state: 'stopped', cause: 'auth', message: 'HTTP 403: no billing.'},
  });
  const pausedId = await givenRun(sql, {workflowId: 'paused'});
  await markRunWaiting(sql, {runId: pausedId, wait: {cause: 'paused', message: 'By anna.', untilMs: null}});
  await refresh(sql);
  return {nightId, lessonId: String(lessonId)};
}

test('a night that went wrong says what, why, and what needs whom, each with the way there', async () => {
  const {nightId, lessonId} = await givenBadNight();
  const page = await (await given()).open('moderator', '/brief');

  await page.getByText('It stopped after').waitFor();
  await page.getByText('HTTP 403: no billing.').first().waitFor();
  await page.getByText('It was refused.').waitFor();
  await page.getByRole('link', {name: `Retry from run ${nightId}`}).waitFor();
  await page.getByText('The next nightly run starts on 1 Jan 2030, 03:30').waitFor();
  const needs = page.getByRole('region', {name: 'What needs you'});
  expect(await needs.getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
  await needs.getByRole('link', {name: 'Look at the runs'}).waitFor();
  await needs.getByRole('link', {name: 'Look at the queue'}).waitFor();

  await page.getByRole('region', {name: 'New lessons to look at first'}).getByRole('link').first().click();
  await page.waitForURL(url => url.searchParams.get('lesson')?.replaceAll('"', '') === lessonId);
  await page.goBack();
  await needs.getByRole('link', {name: `Look at run ${nightId}`}).click();
  await page.getByRole('heading', {level: 1, name: `Run ${nightId}`}).waitFor();
});

test('a healthy night says so in one line', async () => {
  await givenLessons(sql, 'Loops');
  await sql`delete from preheat.review_score`;
  const runId = await givenRun(sql, {workflowId: 'night', kind: 'nightly'});
  await closeRun(sql, {runId, end: {state: 'finished'}});
  const page = await (await given()).open('moderator', '/brief');

  await page.getByRole('status').getByText('All is well').waitFor();
  await page.getByText('all of its cells were tried').waitFor();
  expect(await page.getByRole('heading', {name: 'What needs you'}).count()).toBe(0);
});

test('before any run, what to do is said', async () => {
  const page = await (await given(NO_SCHEDULE)).open('admin', '/brief');
  await page.getByText('No night is planned.').waitFor();
  await page.getByRole('link', {name: 'Start a run'}).click();
  await page.getByRole('dialog', {name: 'Start a run'}).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/runs?start=true');
});

test('old counts are made anew from the brief', async () => {
  await givenLessons(sql, 'Loops');
  await countCoverage(sql, {maxAgeMs: 0, emulated: false, staleness: DEFAULT_STALENESS});
  await sql`update preheat.coverage_refresh set counted_at = now() - interval '2 days'`;
  const page = await (await given()).open('moderator', '/brief');

  await page.getByRole('button', {name: 'Count anew'}).click();
  await page.getByText('The coverage is counted.').waitFor();
  await page.getByRole('button', {name: 'Count anew'}).waitFor({state: 'detached'});
  const [{isFresh}] = await sql<[{isFresh: boolean}]>`
    select counted_at > now() - interval '1 minute' as is_fresh from preheat.coverage_refresh
  `;
  expect(isFresh).toBe(true);
});

test('the brief is for moderators', async () => {
  const page = await (await given()).open('mentor', '/');
  await page.getByRole('navigation', {name: 'Pages'}).waitFor();
  expect(await page.getByRole('link', {name: 'Morning brief'}).count()).toBe(0);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the page can be read by all (%o)',
  async look => {
    await givenBadNight();
    const page = await (await given()).open('moderator', '/brief', look);
    await page.getByText('It was refused.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  },
);
