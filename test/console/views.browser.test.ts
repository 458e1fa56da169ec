import {beforeEach, expect, test} from 'vitest';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
});

const views = async () => sql<{name: string; filter: object}[]>`select name, filter from preheat.saved_view`;

test('a view that one saves is picked by another, who may not save', async () => {
  const served = await givenConsole({pool: sql});
  const page = await served.open('moderator', '/roadmaps?archived=too');
  await page.getByRole('button', {name: 'Views'}).click();
  await page.getByRole('menuitem', {name: 'Save these filters…'}).click();
  await page.getByRole('textbox', {name: 'Name'}).fill('With the archive');
  await page.getByRole('button', {name: 'Save the view'}).click();
  await page.getByRole('button', {name: 'View: With the archive'}).waitFor();
  expect(await views()).toEqual([{name: 'With the archive', filter: {archived: 'too'}}]);

  const other = await served.open('mentor', '/roadmaps');
  await other.getByRole('button', {name: 'Views'}).click();
  const item = other.getByRole('menuitem', {name: /^With the archive/});
  await item.waitFor();
  expect(await other.getByRole('menuitem', {name: 'Save these filters…'}).count()).toBe(0);
  expect(await other.getByRole('menuitem', {name: /delete/}).count()).toBe(0);
  await item.click();
  await other.waitForURL(/archived=too/);
});

test('a view is replaced under its name, and deleted after a question', async () => {
  const page = await (await givenConsole({pool: sql})).open('moderator', '/roadmaps?archived=only');
  await sql`insert into preheat.saved_view (page, name, filter, saved_by) values ('roadmaps', 'Mine', '{"text": "x"}', 'ann')`;
  await page.reload();
  await page.getByRole('button', {name: 'Views'}).click();
  await page.getByRole('menuitem', {name: 'Replace or delete views…'}).click();
  await page.getByRole('button', {name: 'Replace Mine by the filters that are set'}).click();
  await page.getByText('The view is saved.').waitFor();
  expect(await views()).toEqual([{name: 'Mine', filter: {archived: 'only'}}]);

  await page.getByRole('button', {name: 'Delete Mine', exact: true}).click();
  await page.getByRole('button', {name: 'Delete “Mine” for everybody'}).click();
  await page.getByText('There is none any more.').waitFor();
  expect(await views()).toEqual([]);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'menu and dialog have no serious fault (%o)',
  async look => {
    await sql`insert into preheat.saved_view (page, name, filter, saved_by) values ('roadmaps', 'Mine', '{"text": "x"}', 'ann')`;
    const page = await (await givenConsole({pool: sql})).open('moderator', '/roadmaps', look);
    await page.getByRole('button', {name: 'Views'}).click();
    await page.getByRole('menuitem', {name: /^Mine/}).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('menuitem', {name: 'Replace or delete views…'}).click();
    await page.getByRole('button', {name: 'Delete Mine', exact: true}).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  },
);
