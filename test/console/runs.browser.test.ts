import type {Page} from 'playwright-core';
import {beforeEach, expect, test, vi} from 'vitest';
import {storeQuote} from '../../sql/queries/quotes.ts';
import {closeRun, markRunWaiting, recordCell} from '../../sql/queries/runs.ts';
import {commandsOn} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, expectFaults, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';

// A test goes through several pages, and axe reads each: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
});

const given = () => givenConsole({pool: sql, commands: commandsOn(sql)});

const dialog = (page: Page) => page.getByRole('dialog');
const startButton = (page: Page, label: string) => dialog(page).getByRole('button', {name: label});

/** A run of three cells, of which two failed; it was quoted, and has ended. */
async function givenFailed(): Promise<number> {
  const runId = await givenRun(sql, {maxUsd: 7, workflowId: 'failed'});
  const quote = await commandsOn(sql).quote({filter: {}, maxUsd: 7});
  await storeQuote(sql, {runId, quote});
  for (const cellId of [2, 3])
    await recordCell(sql, {runId, cellId, status: 'failed', message: 'It was refused.'});
  await closeRun(sql, {runId, end: {state: 'stopped', cause: 'budget', message: 'No room for a call.'}});
  return runId;
}

const startedRuns = () => sql`
  select filter, max_usd, (select count(*) from preheat.run_cell c where c.run_id = r.run_id) as cell_count
  from preheat.run r where workflow_id like 'console-%'
`;

test('a run is started as it was quoted, and its page is shown', async () => {
  const page = await (await given()).open('admin', '/runs');
  await page.getByRole('button', {name: 'Start a run'}).first().click();
  await startButton(page, 'Start: 3 cells, $').waitFor();

  await dialog(page).getByLabel('At most', {exact: true}).fill('2');
  await dialog(page).getByLabel('It may spend at most').fill('5');
  await startButton(page, 'Start: 2 cells, $').waitFor();
  await dialog(page).getByRole('button', {name: 'Show the 2 cells'}).click();
  await dialog(page).getByRole('cell', {name: 'Lists · 1'}).waitFor();
  expect(await dialog(page).getByRole('cell', {name: 'Maps · 1'}).count()).toBe(0);
  await startButton(page, 'Start: 2 cells, $').click();

  await page.getByRole('heading', {level: 1, name: 'Run 1'}).waitFor();
  expect(await startedRuns()).toEqual([
    {
      filter: {only: ['missing', 'placeholder', 'rejected', 'stale'], limit: 2, order: 'walk'},
      maxUsd: 5,
      cellCount: 2,
    },
  ]);
});

test('a run that would take other cells than were quoted is refused, and the new quote is shown', async () => {
  const page = await (await given()).open('admin', '/runs?start=true');
  await startButton(page, 'Start: 3 cells, $').waitFor();
  await givenPublished(sql, 1);

  await startButton(page, 'Start: 3 cells, $').click();

  await dialog(page).getByRole('alert').getByText('The run would take 2 cells now, not 3.').waitFor();
  expect(await startedRuns()).toEqual([]);
  await startButton(page, 'Start: 2 cells, $').click();
  await page.getByRole('heading', {level: 1, name: 'Run 2'}).waitFor();
  expect(await startedRuns()).toMatchObject([{cellCount: 2}]);
});

test('why nothing can be started is told', async () => {
  const page = await (await given()).open('admin', '/runs?start=true');
  await startButton(page, 'Start: 3 cells, $').waitFor();

  for (const state of ['Missing', 'Placeholder', 'Rejected', 'Stale'])
    await dialog(page).getByRole('checkbox', {name: state}).uncheck();
  await dialog(page).getByText('Choose at least one.').waitFor();
  expect(await startButton(page, 'Start').isDisabled()).toBe(true);
  await dialog(page).getByRole('checkbox', {name: 'Stale'}).check();
  await dialog(page).getByText('No cell fits: there is nothing to fill.').waitFor();
  expect(await startButton(page, 'Nothing to start').isDisabled()).toBe(true);
});

test('what failed is retried; cells that were made since are not made again', async () => {
  const runId = await givenFailed();
  const page = await (await given()).open('admin', `/runs/${runId}`);
  await page.getByRole('heading', {name: 'Not served, and why'}).waitFor();
  await page.getByText('It was refused.').waitFor();

  await page.getByRole('button', {name: 'Retry 2 failed cells'}).first().click();
  await startButton(page, 'Retry 2 cells').waitFor();
  await givenPublished(sql, 2);
  await startButton(page, 'Retry 2 cells').click();
  await dialog(page).getByRole('alert').getByText('The run would take 1 cells now, not 2.').waitFor();
  await startButton(page, 'Retry 1 cell').click();

  await page.getByRole('heading', {level: 1, name: 'Run 3'}).waitFor();
  expect(await startedRuns()).toEqual([{filter: {failedInRunId: runId}, maxUsd: 7, cellCount: 1}]);
});

test('a run that has ended tells why it stopped and what it took beside its quote', async () => {
  const runId = await givenFailed();
  const page = await (await given()).open('moderator', `/runs/${runId}`);

  await page
    .getByText('A budget has no room for one more call; raise it or start another run to go on.', {
      exact: true,
    })
    .waitFor();
  await page.getByText('No room for a call.').waitFor();
  await page.getByRole('row', {name: /^Dollars \$[\d.–]+ \$0.00/}).waitFor();
  await page.getByText('It ended before all of its cells were tried').waitFor();
  await page.getByText('2 failed, 1 left of 3').waitFor();
  await page.getByRole('row', {name: /Roadmap r .*3 0 0 2 1$/}).waitFor();
  expect(await page.title()).toBe(`Run ${runId} · Preheat`);
});

test('a run goes on before the eyes of who looks, to its end', async () => {
  const runId = await givenRun(sql);
  const page = await (await given()).open('moderator', `/runs/${runId}`);
  await page.getByText('0 of 3 cells decided').waitFor();
  await page.getByText('Live', {exact: true}).waitFor();
  // Its parts are asked for every few seconds, and would tell the same: these questions are not answered.
  let unansweredCount = 0;
  let isAnswered = false;
  await page.route(/\/graphql$/, async route => {
    if (isAnswered || !route.request().postData()?.includes('query Run(')) return route.continue();
    unansweredCount += 1;
  });

  await recordCell(sql, {runId, cellId: 1, status: 'served', message: null});
  await page.getByText('1 of 3 cells decided').waitFor();
  await page.waitForFunction(() => document.title.startsWith('33 % · Run'));
  await page.getByRole('status').getByText('25 percent are done.').waitFor({state: 'attached'});

  const waits = {cause: 'day_quota', message: 'Limit: 900.', untilMs: Date.now() + 3_600_000} as const;
  await markRunWaiting(sql, {runId, wait: waits});
  await page.getByText('It waits').waitFor();
  await page.getByText("The model provider's quota for today is used up").first().waitFor();
  await page.getByText('Limit: 900.').waitFor();

  // While it waits for an answer, only the end of the stream has it ask once more.
  await until('the parts were asked for', () => unansweredCount > 0);
  isAnswered = true;
  await recordCell(sql, {runId, cellId: 2, status: 'failed', message: 'It was refused.'});
  await recordCell(sql, {runId, cellId: 3, status: 'served', message: null});
  await closeRun(sql, {runId, end: {state: 'finished'}});
  await page.getByText('3 of 3 cells decided').waitFor();
  // The parts are of the end, too.
  await page.getByText('It was refused.').waitFor();
  await page.getByRole('status').getByText(`Run ${runId} has finished`).waitFor({state: 'attached'});
  expect(await page.title()).toBe(`Run ${runId} · Preheat`);
});

test('what fails is told while the run goes on', async () => {
  const runId = await givenRun(sql);
  const page = await (await given()).open('moderator', `/runs/${runId}`);
  await page.getByText('Live', {exact: true}).waitFor();

  await recordCell(sql, {runId, cellId: 2, status: 'failed', message: 'It was refused.'});
  await page.getByText('It was refused.').waitFor();
  expect(await page.getByText('1 of 3 cells decided').count()).toBe(1);
});

test('where the stream is cut, a run is looked up again and again, and that is said', async () => {
  const runId = await givenRun(sql);
  const watching = await (await given()).open('moderator', '/runs');
  await watching.route(/\/graphql\?/, route => route.abort());
  await watching.getByRole('link', {name: `Run ${runId}`}).click();

  await watching.getByText('Not live: looked up every few seconds').waitFor();
  await recordCell(sql, {runId, cellId: 1, status: 'served', message: null});
  await watching.getByText('1 of 3 cells decided').waitFor();
  // It goes on trying: no complaint may come after the look at them.
  await watching.close();
  // What the browser says of the stream that it does not get.
  expect(expectFaults(/ERR_FAILED/)).not.toEqual([]);
});

test.each(['/runs', '/runs?show=ended'])(
  'a run that ends is among those that have ended (%s)',
  async path => {
    const runId = await givenRun(sql);
    const page = await (await given()).open('moderator', path);
    await page.getByText('No run has ended yet').waitFor();
    // What is under way was asked for, too.
    await page.waitForLoadState('networkidle');

    await closeRun(sql, {runId, end: {state: 'finished'}});

    await page
      .getByRole('region', {name: 'Ended'})
      .getByRole('link', {name: `Run ${runId}`})
      .waitFor();
    expect(await page.getByText('No run has ended yet').count()).toBe(0);
  },
);

test('how long ago something was goes on while nobody does anything', async () => {
  const runId = await givenRun(sql);
  await closeRun(sql, {runId, end: {state: 'finished'}});
  const page = await (await given()).open('moderator', '/account');
  await page.clock.install();
  await page.goto('/runs?show=ended');
  const row = page.getByRole('row', {name: `Run ${runId}`});
  await row.getByText('just now').waitFor();

  await page.clock.fastForward('03:00:00');

  await row.getByText('3 hours ago').waitFor();
  expect(await row.getByText('just now').count()).toBe(0);
});

test('runs under way come first; which are shown stands in the address', async () => {
  for (let count = 1; count <= 21; count += 1) {
    const runId = await givenRun(sql, {workflowId: `w${count}`});
    if (count > 1) await closeRun(sql, {runId, end: {state: 'finished'}});
  }
  const page = await (await given()).open('moderator', '/runs');
  await page
    .getByRole('region', {name: 'Under way'})
    .getByRole('link', {name: 'Run 1', exact: true})
    .waitFor();
  const ended = page.getByRole('region', {name: 'Ended'});
  await ended.getByRole('link', {name: 'Run 21'}).waitFor();

  await page.getByText('Ended', {exact: true}).first().click();
  await page.getByRole('region', {name: 'Under way'}).waitFor({state: 'detached'});
  await page.reload();
  await ended.getByRole('link', {name: 'Run 21'}).waitFor();
  expect(new URL(page.url()).search).toBe('?show=ended');
  expect(await page.getByRole('region', {name: 'Under way'}).count()).toBe(0);
});

test('before any run, and for a run that is not there, what to do is said', async () => {
  const console = await given();
  const page = await console.open('admin', '/runs');
  await page.getByRole('heading', {name: 'No run has ended yet'}).waitFor();
  await page.getByText('Nothing is under way.').waitFor();

  for (const name of ['99', 'abc']) {
    await page.goto(`/runs/${name}`);
    await page.getByRole('heading', {name: `There is no run ${name}`}).waitFor();
    expect(await page.getByRole('link', {name: 'Go to the runs'}).isVisible()).toBe(true);
  }
});

test('who is no administrator sees runs and steers none', async () => {
  const failed = await givenFailed();
  const open = await givenRun(sql, {workflowId: 'open'});
  const console = await given();
  const page = await console.open('moderator', '/runs?start=true');
  await page.getByRole('link', {name: `Run ${failed}`}).waitFor();
  expect(await page.getByRole('button', {name: 'Start a run'}).count()).toBe(0);
  expect(await dialog(page).count()).toBe(0);

  await page.goto(`/runs/${failed}`);
  await page.getByText('It was refused.').waitFor();
  expect(await page.getByRole('button', {name: /^Retry/}).count()).toBe(0);
  await page.goto(`/runs/${open}`);
  await page.getByText('0 of 3 cells decided').waitFor();
  expect(await page.getByRole('button', {name: /^(Pause|Cancel|Change)/}).count()).toBe(0);

  const mentors = await console.open('mentor', '/');
  await mentors.getByRole('navigation', {name: 'Pages'}).waitFor();
  expect(await mentors.getByRole('link', {name: 'Runs', exact: true}).count()).toBe(0);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the pages can be read by all (%o)',
  async look => {
    const failed = await givenFailed();
    const open = await givenRun(sql, {workflowId: 'open', maxUsd: 1});
    await recordCell(sql, {runId: open, cellId: 1, status: 'served', message: null});
    const page = await (await given()).open('admin', '/runs', look);
    const shown = [
      ['/runs', page.getByRole('link', {name: `Run ${failed}`})],
      ['/runs?start=true', startButton(page, 'Start: 3 cells, $')],
      [`/runs/${failed}`, page.getByRole('heading', {name: 'By roadmap'})],
      [`/runs/${open}`, page.getByText('1 of 3 cells decided')],
    ] as const;
    for (const [path, seen] of shown) {
      await page.goto(path);
      await seen.waitFor();
      expect({path, faults: await seriousFaults(page)}).toEqual({path, faults: []});
      const beyondPx = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({path, beyondPx: Math.max(0, beyondPx)}).toEqual({path, beyondPx: 0});
    }
  },
);
