import {readFile} from 'node:fs/promises';
import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
  await sql`
    insert into preheat.audit_event (at, actor, actor_role, action, cell_id, lesson_id, reason, before, after) values
      ('2026-01-01T12:00:00Z', 'ann', 'mentor', 'review', 1, '11', '=HYPERLINK("x")', '{"status": "rejected", "expertise_area": "Go"}', '{"status": "verified", "expertise_area": "Go"}'),
      ('2026-01-02T12:00:00Z', 'bob', 'admin', 'retire', 1, '12', null, '{"12": {"state": "live"}}', '{"12": {"state": "retired"}}'),
      ('2026-01-03T12:00:00Z', 'cli', 'admin', 'set_limits', null, null, null, null, null)
  `;
});

const rowsOf = async (page: Page): Promise<string[]> => {
  const rows = await page.getByRole('table', {name: 'Events'}).getByRole('row').allInnerTexts();
  return rows.slice(1).map(row => row.replaceAll(/\s+/g, ' ').trim());
};

test('the log says who did what, and only what changed', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/audit');
  await page.getByRole('table', {name: 'Events'}).getByText('Reviewed a lesson').waitFor();

  const rows = await rowsOf(page);

  expect(rows.map(row => row.replace(/^.*? ago /, ''))).toEqual([
    'A terminal admin Set limits',
    'bob admin Retired a version lesson 12 cell 1 state live → retired',
    'ann mentor Reviewed a lesson lesson 11 cell 1 “=HYPERLINK("x")” status rejected → verified',
  ]);
});

test('filters narrow the log, stand in the address, and hold for the file, in which nothing is a formula', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/audit');
  await page.getByRole('combobox', {name: 'Did what'}).click();
  await page.getByRole('option', {name: 'Reviewed a lesson'}).click();
  await page.keyboard.press('Escape');
  await page.waitForURL(/actions=/);
  await page.getByLabel('From', {exact: true}).fill('2026-01-01');
  await page.getByLabel('To', {exact: true}).fill('2026-01-01');
  await page.waitForURL(/until=2026-01-01/);
  await page.reload();
  await page.getByRole('table', {name: 'Events'}).getByText('Reviewed a lesson').waitFor();
  expect(await rowsOf(page)).toHaveLength(1);

  const file = page.waitForEvent('download');
  await page.getByRole('button', {name: 'Download CSV'}).click();
  const downloaded = await file;
  expect(downloaded.suggestedFilename()).toMatch(/^preheat-audit-.*\.csv$/);
  const lines = (await readFile(await downloaded.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`);
  await page.getByText(/\.csv holds 1 row\./).waitFor();

  await page.getByLabel('Cell', {exact: true}).fill('99');
  await page.getByRole('heading', {name: 'Nothing fits the filters'}).waitFor();
  await page.getByRole('link', {name: 'Clear the filters'}).click();
  await page.getByRole('table', {name: 'Events'}).getByText('Set limits').waitFor();
  expect(await rowsOf(page)).toHaveLength(3);
});

test('a long log comes page by page', async () => {
  await sql`insert into preheat.audit_event (actor, actor_role, action) select 'eve', 'admin', 'retire' from generate_series(1, 60)`;
  const page = await (await givenConsole({pool: sql})).open('admin', '/audit?actor=eve');
  await page.getByRole('button', {name: 'Show more'}).waitFor();
  await page.route('**/graphql', async route =>
    route.fulfill({json: {errors: [{message: 'No.', extensions: {code: 'INTERNAL'}}]}}),
  );
  await page.getByRole('button', {name: 'Show more'}).click();
  const trouble = page.getByRole('alert').filter({hasText: 'More could not be loaded'});
  await trouble.waitFor();
  expect(await rowsOf(page)).toHaveLength(50);

  await page.unroute('**/graphql');
  await trouble.getByRole('button', {name: 'Try again'}).click();
  await trouble.waitFor({state: 'detached'});
  expect(await rowsOf(page)).toHaveLength(60);
});

test('an act on many lessons is undone from another browser, after the first tab was closed', async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
  const ids = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
  const served = await givenConsole({pool: sql});
  const first = await served.open('admin', '/audit');
  const query =
    'mutation { bulkAct(act: retire, filter: {states: [live]}, expectedCount: 2, reason: "Old.") { success } }';
  const answer = await first.request.post(`${served.url}/graphql`, {
    headers: {'x-preheat-csrf': '1'},
    data: {query},
  });
  expect(await answer.json()).toEqual({data: {bulkAct: {success: true}}});
  await first.close();

  const page = await served.open('admin', '/audit?bulk=1');
  const panel = page.getByRole('region', {name: 'Acts on many lessons'});
  await panel.getByText('2 lessons retired').waitFor();
  const items = panel.getByRole('table', {name: 'What became of each lesson'});
  await items.waitFor();
  expect(await items.getByRole('row').allInnerTexts()).toEqual([
    expect.stringContaining('What became of it'),
    ...ids.map((id, index) => `${id}\t${index + 1}\tDone`),
  ]);
  await panel.getByRole('button', {name: /^Undo \(10 min left\)/}).click();

  await page.getByText('2 taken back.').waitFor();
  await panel.getByText('undone by You').waitFor();
  expect(await panel.getByRole('button', {name: /^Undo/}).count()).toBe(0);
  const states = await sql<{state: string}[]>`select state from preheat.lesson_version`;
  expect(states.map(({state}) => state)).toEqual(['live', 'live']);
});

test('the log is for administrators: others do not even ask for it', async () => {
  const page = await (await givenConsole({pool: sql})).open('moderator', '/roadmaps');
  const asked: string[] = [];
  page.on('request', request => asked.push(request.postData() ?? ''));
  await page.goto('/audit');
  await page.getByRole('heading', {name: 'The log is for administrators'}).waitFor();
  expect(await page.getByRole('link', {name: 'Audit'}).count()).toBe(0);
  expect(asked.filter(body => /auditEvents|bulkCommands/.test(body))).toEqual([]);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the page has no serious fault (%o)',
  async look => {
    const page = await (await givenConsole({pool: sql})).open('admin', '/audit', look);
    await page.getByRole('table', {name: 'Events'}).getByText('Reviewed a lesson').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  },
);
