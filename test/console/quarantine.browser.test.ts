import {beforeEach, expect, test} from 'vitest';
import {consoleCommands} from '../../cli/console-commands.ts';
import {readConfig} from '../../config.ts';
import {storeDraft} from '../../sql/queries/drafts.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {sampleAnswers} from '../domain/content/sample-answers.ts';
import {emptyTables, givenRun, newDraft, roadmap, step} from '../sql/givens.ts';
import {endPagesAfterEach, expectFaults, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url: databaseUrl} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('python', [step('Loops'), step('Functions'), step('Files')], {title: 'Python'}),
    roadmap('git', [step('Branches', {styles: ['video']})], {title: 'Git'}),
  ]);
});

const commands = consoleCommands({
  config: readConfig({DATABASE_URL: databaseUrl, GEMINI_API_KEY: 'key'}),
  db: sql,
  client: async () => {
    throw new Error('Temporal is not needed.');
  },
});

let requestCount = 0;

/** A draft in quarantine, in a run of its own, kept back by these checks. */
async function givenDraft(
  cellId: number,
  {checks = ['quiz-options'], answerText = JSON.stringify(sampleAnswers.reading())} = {},
): Promise<{draftId: number; runId: number}> {
  requestCount += 1;
  const runId = await givenRun(sql, {workflowId: `run ${requestCount}`});
  const request = {requestId: `request ${requestCount}`, cellId, runId, answerText};
  const {draftId} = await storeDraft(sql, newDraft(request));
  const findings = checks.map(check => ({check, severity: 'error', message: `Something about ${check}.`}));
  await sql`update preheat.draft set status = 'quarantined', findings = ${sql.json(findings)} where draft_id = ${draftId}`;
  return {draftId, runId};
}

const statuses = async () =>
  (await sql<{status: string}[]>`select status from preheat.draft order by draft_id`).map(
    ({status}) => status,
  );

test('drafts stand under the check that keeps them back, and are narrowed by check, roadmap, style and run', async () => {
  await givenDraft(1);
  await givenDraft(2, {checks: ['near-duplicate']});
  const {runId} = await givenDraft(4);
  const site = await givenConsole({pool: sql, commands});
  const page = await site.open('moderator', '/quarantine');
  const table = page.getByRole('table', {name: /^Drafts in quarantine/});

  await table.getByRole('rowheader', {name: /Quiz options · 2 drafts/}).waitFor();
  await table.getByRole('rowheader', {name: /Near duplicate · 1 draft/}).waitFor();
  await page.getByRole('group', {name: 'Checks'}).getByText('Near duplicate 1').click();
  await table.getByText('Loops').waitFor({state: 'hidden'});
  expect(await table.getByRole('link', {name: 'Functions'}).count()).toBe(1);
  expect(decodeURIComponent(new URL(page.url()).search)).toBe('?checks=["near-duplicate"]');

  await page.goto('/quarantine?roadmapKeys=%5B%22git%22%5D');
  await table.getByRole('link', {name: 'Branches'}).waitFor();
  expect(await table.getByRole('link', {name: 'Loops'}).count()).toBe(0);
  await page.goto(`/quarantine?runId=${runId}`);
  await table.getByRole('link', {name: 'Branches'}).waitFor();
  expect(await table.getByRole('link', {name: 'Loops'}).count()).toBe(0);
  await page.getByRole('button', {name: /^Show other runs/}).click();
  await table.getByRole('link', {name: 'Loops'}).waitFor();

  await page.goto('/quarantine?styles=%5B%22hands_on%22%5D');
  await page.getByRole('heading', {name: 'No draft in quarantine fits this filter'}).waitFor();
  await page.getByRole('button', {name: 'Show all'}).click();
  await table.getByRole('link', {name: 'Loops'}).waitFor();
});

test('a draft is opened by its address: findings, lesson, answer, prompt, origin', async () => {
  const {draftId} = await givenDraft(1, {checks: ['quiz-options', 'code']});
  const page = await (
    await givenConsole({pool: sql, commands})
  ).open('moderator', `/quarantine?draft=${draftId}`);
  const drawer = page.getByRole('dialog', {name: `Draft ${draftId}`});

  await drawer.getByText('Something about code.').waitFor();
  await drawer.getByRole('region', {name: 'Quiz'}).waitFor();
  await drawer.getByRole('tab', {name: 'Answer as written'}).click();
  await drawer.getByRole('group', {name: 'Answer of the model'}).waitFor();
  await drawer.getByRole('tab', {name: 'Prompt'}).click();
  await drawer.getByText('Write a lesson.').waitFor();
  await drawer.getByRole('tab', {name: 'Origin'}).click();
  await drawer.getByText('$0.25').waitFor();

  await page.keyboard.press('Escape');
  await drawer.waitFor({state: 'hidden'});
  expect(new URL(page.url()).search).toBe('');
});

test('all that match are tried again, unless others match by then', async () => {
  await givenDraft(1);
  await givenDraft(1);
  await givenDraft(2);
  const page = await (await givenConsole({pool: sql, commands})).open('admin', '/quarantine');
  await page.getByRole('button', {name: 'Try all again (2 cells)'}).click();
  const dialog = page.getByRole('dialog', {name: 'Try 2 cells again'});
  await givenDraft(3);

  await dialog.getByRole('button', {name: 'Try 2 cells again'}).click();
  await dialog.getByRole('alert').getByText('3 now, not 2').waitFor();
  expect(await statuses()).toEqual(Array.from({length: 4}, () => 'quarantined'));
  await dialog.getByRole('button', {name: 'Look at them again'}).click();

  await page.getByRole('button', {name: 'Try all again (3 cells)'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Try 3 cells again'}).click();
  await page.getByRole('heading', {name: 'Nothing is in quarantine'}).waitFor();
  expect(await statuses()).toEqual(Array.from({length: 4}, () => 'superseded'));
  expect(
    await sql`select cell_id from preheat.audit_event where action = 'retry_quarantined' order by 1`,
  ).toEqual([{cellId: 1}, {cellId: 2}, {cellId: 3}]);
});

test('of a check, only its cells are tried again; of a selection, only these', async () => {
  await givenDraft(1);
  await givenDraft(2, {checks: ['code']});
  await givenDraft(3, {checks: ['code']});
  const page = await (await givenConsole({pool: sql, commands})).open('admin', '/quarantine');

  await page.getByRole('checkbox', {name: 'Functions, lesson 1, Reading'}).check();
  await page.getByRole('status').getByText('1 cell selected').waitFor();
  await page.getByRole('button', {name: 'Try 1 cell again'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Try 1 cell again'}).click();
  await page.getByRole('link', {name: 'Functions'}).waitFor({state: 'hidden'});
  expect(await statuses()).toEqual(['quarantined', 'superseded', 'quarantined']);

  await page.getByRole('group', {name: 'Checks'}).getByText('Code 1').click();
  await page.getByRole('button', {name: 'Try all that match again (1 cell)'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Try 1 cell again'}).click();
  await page.getByRole('heading', {name: 'No draft in quarantine fits this filter'}).waitFor();
  expect(await statuses()).toEqual(['quarantined', 'superseded', 'superseded']);
});

test('until the drafts of another filter are there, nothing can be done to those of the filter before', async () => {
  const {runId} = await givenDraft(1);
  await givenDraft(2);
  const page = await (await givenConsole({pool: sql, commands})).open('admin', `/quarantine?runId=${runId}`);
  await page.getByRole('checkbox', {name: 'Loops, lesson 1, Reading'}).check();
  let answer = () => {};
  const isHeld = new Promise<void>(resolve => {
    answer = resolve;
  });
  await page.route('**/graphql', async route => {
    await isHeld;
    await route.continue();
  });

  await page.getByRole('button', {name: /^Show other runs/}).click();
  const all = page.getByRole('button', {name: 'Try all again (1 cell)'});
  await all.waitFor();
  expect(await all.isDisabled()).toBe(true);
  expect(await page.getByRole('button', {name: 'Try 1 cell again'}).isDisabled()).toBe(true);
  expect(await page.locator('table').evaluate(table => table.closest('[inert]') !== null)).toBe(true);

  answer();
  await page.getByRole('button', {name: 'Try all again (2 cells)'}).click();
  await page.getByRole('dialog', {name: 'Try 2 cells again'}).waitFor();
  expect(await page.locator('table').evaluate(table => table.closest('[inert]'))).toBe(null);
});

test('a draft is published in spite of its findings, with a reason', async () => {
  const {draftId} = await givenDraft(1);
  const page = await (
    await givenConsole({pool: sql, commands})
  ).open('moderator', `/quarantine?draft=${draftId}`);
  await page.getByRole('button', {name: 'Publish in spite of the findings'}).click();
  const dialog = page.getByRole('dialog', {name: 'Publish in spite of the findings'});

  await dialog.getByText('Learners who ask for “Loops”').waitFor();
  await dialog.getByRole('button', {name: 'Publish it'}).click();
  await dialog.getByText('Say why: it is kept in the audit').waitFor();
  await dialog.getByRole('textbox', {name: 'Why it is good enough'}).fill('Both options are right.');
  await dialog.getByRole('button', {name: 'Publish it'}).click();

  await page.getByText('It was published.').waitFor();
  expect(await statuses()).toEqual(['published']);
  expect(await sql`select roadmap_step_title from lessons_lessoncontent`).toEqual([
    {roadmapStepTitle: 'Loops'},
  ]);
  expect(
    await sql`select actor_role, reason from preheat.audit_event where action = 'release_quarantined'`,
  ).toEqual([{actorRole: 'moderator', reason: 'Both options are right.'}]);
});

test('what cannot be published says why, and stays', async () => {
  const {draftId} = await givenDraft(1, {answerText: '{"title": "Cut'});
  const page = await (
    await givenConsole({pool: sql, commands})
  ).open('moderator', `/quarantine?draft=${draftId}`);
  await page.getByRole('button', {name: 'Publish in spite of the findings'}).click();
  const dialog = page.getByRole('dialog', {name: 'Publish in spite of the findings'});
  await dialog.getByRole('textbox', {name: 'Why it is good enough'}).fill('It is fine.');
  await dialog.getByRole('button', {name: 'Publish it'}).click();

  await dialog.getByRole('alert').getByText('makes no reading lesson').waitFor();
  expect(await statuses()).toEqual(['quarantined']);
});

test('moderators look and publish, administrators try again; to mentors the page says whose it is', async () => {
  await givenDraft(1);
  const site = await givenConsole({pool: sql, commands});

  const moderator = await site.open('moderator', '/quarantine');
  await moderator.getByRole('link', {name: 'Loops'}).waitFor();
  expect(await moderator.getByRole('button', {name: /again/}).count()).toBe(0);
  expect(await moderator.getByRole('table').getByRole('checkbox').count()).toBe(0);

  const mentor = await site.open('mentor', '/quarantine');
  await mentor.getByRole('heading', {name: 'This page is for moderators'}).waitFor();
  expect(expectFaults(/.*/)).toEqual([]);
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('axe finds nothing serious, %s, %i pixels wide', async (scheme, width) => {
  await givenDraft(1);
  const {draftId} = await givenDraft(2, {checks: ['code', 'url', 'html']});
  const page = await (
    await givenConsole({pool: sql, commands})
  ).open('admin', '/quarantine', {scheme, width});
  await page.getByRole('checkbox', {name: 'All of “Quiz options”'}).check();
  await page.getByRole('status').getByText('1 cell selected').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  await page.goto(`/quarantine?draft=${draftId}`);
  await page.getByRole('dialog').getByText('Something about html.').waitFor();
  await page.getByRole('dialog').getByRole('region', {name: 'Quiz'}).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});
