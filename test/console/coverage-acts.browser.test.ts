import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import type {RegenerateLessons} from '../../api/lessons/lesson-requests.ts';
import {requestRegenerations} from '../../sql/queries/regenerations.ts';
import {commandsOn} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, givenConsole} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {givenRoadmaps} from './coverage-nights.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenRoadmaps(sql);
});

const regenerateLessons: RegenerateLessons = async wanted =>
  requestRegenerations(sql, {...wanted, trigger: 'person'});

const given = () => givenConsole({pool: sql, commands: commandsOn(sql), regenerateLessons});

const row = (page: Page, title: string) =>
  page.getByRole('row').filter({has: page.getByRole('rowheader', {name: title, exact: true})});
const cell = (page: Page, title: string, name: string | RegExp) =>
  row(page, title).getByRole('gridcell', {name});
const bar = (page: Page) => page.getByRole('region', {name: 'Selected cells'});
/** Waits for it; what is announced comes a moment later. */
const selected = (page: Page, summary: string) =>
  bar(page).getByText(summary, {exact: true}).first().waitFor();
const runs = () => sql`
  select filter, (select count(*) from preheat.run_cell c where c.run_id = r.run_id) as cell_count
  from preheat.run r where workflow_id like 'console-%'
`;

test('the worst gap is found and filled: the price is known before, and the filter is sent, not the cells', async () => {
  await givenPublished(sql, 1);
  const page = await (await given()).open('admin');
  await page.getByRole('button', {name: 'Missing 9'}).click();
  await page.getByRole('button', {name: 'Select all 9 cells'}).click();

  await selected(page, '9 cells selected: 9 to fill');
  await bar(page).getByText(/^\$/).waitFor();
  await bar(page).getByRole('button', {name: 'Show the cells'}).click();
  await page.getByRole('dialog').getByRole('cell', {name: 'Maps · 1'}).waitFor();
  await page.keyboard.press('Escape');
  await bar(page).getByRole('button', {name: 'Fill 9 cells'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Start: 9 cells, $'}).click();

  await page.getByRole('heading', {level: 1, name: 'Run 2'}).waitFor();
  expect(await runs()).toEqual([{filter: {only: ['missing']}, cellCount: 9}]);
});

test('cells, rows and columns are selected by keys alone, and filled', async () => {
  await givenPublished(sql, 2);
  const page = await (await given()).open('admin');
  await page.getByRole('rowheader', {name: 'Roadmap python'}).focus();
  await page.keyboard.press('ArrowRight');
  await cell(page, 'Loops', 'Video: Served').waitFor();

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await selected(page, '1 cell selected: 1 to fill');
  await page.keyboard.press('Shift+ArrowRight');
  await selected(page, '2 cells selected: 1 to fill, 1 served');
  expect(await cell(page, 'Loops', 'Video: Served').getAttribute('aria-selected')).toBe('true');
  expect(await cell(page, 'Loops', 'Reading: Missing').getAttribute('aria-selected')).toBe('false');
  await page.keyboard.press('Shift+Space');
  await selected(page, '4 cells selected: 3 to fill, 1 served');
  await page.keyboard.press('Control+Space');
  await selected(page, '3 cells selected: 2 to fill, 1 served');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+Space');
  await selected(page, '4 cells selected: 3 to fill, 1 served');
  await bar(page).getByRole('button', {name: 'Fill 3 cells'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', {name: 'Start: 3 cells, $'}).focus();
  await page.keyboard.press('Enter');

  await page.getByRole('heading', {level: 1, name: 'Run 2'}).waitFor();
  expect(await runs()).toEqual([
    {
      filter: {only: ['missing', 'placeholder', 'rejected', 'stale'], styles: ['hands_on', 'video']},
      cellCount: 3,
    },
  ]);
});

test('a roadmap is selected closed, and a cell of it taken out again', async () => {
  const page = await (await given()).open('admin');

  await page.getByRole('checkbox', {name: 'Select Roadmap python'}).click();
  await selected(page, '8 cells selected: 8 to fill');
  await page.getByRole('rowheader', {name: 'Roadmap python'}).click({position: {x: 200, y: 10}});
  await cell(page, 'Loops', 'Mixed: Missing').click({modifiers: ['Control']});
  await selected(page, '7 cells selected: 7 to fill');
  await bar(page).getByRole('button', {name: 'Fill 7 cells'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Start: 7 cells, $'}).click();

  await page.getByRole('heading', {level: 1, name: 'Run 1'}).waitFor();
  expect(await runs()).toEqual([{filter: {cellIds: [1, 2, 3, 5, 6, 7, 8]}, cellCount: 7}]);
});

/** Clicks at the title of a row, beside its checkbox. */
const clickTitle = (page: Page, name: string, modifiers: 'Shift'[] = []) =>
  page.getByRole('rowheader', {name, exact: true}).click({position: {x: 200, y: 10}, modifiers});
const clear = async (page: Page) => {
  await bar(page).getByRole('button', {name: 'Clear the selection'}).click();
  await bar(page).waitFor({state: 'detached'});
};

test('a range that is clicked goes from the last click, whatever was selected before', async () => {
  const page = await (await given()).open('admin', '/?roadmapKeys=["python","rust"]');
  await clickTitle(page, 'Maps', ['Shift']);
  await selected(page, '1 cell selected: 1 to fill');
  await clear(page);
  await clickTitle(page, 'Loops');
  await clickTitle(page, 'Lists', ['Shift']);
  await selected(page, '8 cells selected: 8 to fill');

  await clear(page);
  await clickTitle(page, 'Lesson 1');
  await clickTitle(page, 'Lesson 2', ['Shift']);
  await selected(page, '4 cells selected: 4 to fill');
  expect(await cell(page, 'Loops', 'Video: Missing').getAttribute('aria-selected')).toBe('false');
  await clickTitle(page, 'Lesson 1', ['Shift']);
  await selected(page, '2 cells selected: 2 to fill');
});

test('what was cleared is not selected again by the next key', async () => {
  const page = await (await given()).open('admin', '/?roadmapKeys=["python"]');
  await page.getByRole('rowheader', {name: 'Roadmap python'}).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await selected(page, '4 cells selected: 4 to fill');

  await clear(page);
  await cell(page, 'Loops', 'Reading: Missing').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await selected(page, '2 cells selected: 2 to fill');
  expect(await cell(page, 'Loops', 'Video: Missing').getAttribute('aria-selected')).toBe('false');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await selected(page, '3 cells selected: 3 to fill');
});

test('of all that match one is left out', async () => {
  const page = await (await given()).open('admin', '/?text=maps');

  await page.getByRole('checkbox', {name: 'Select all that match', exact: true}).click();
  await selected(page, '1 cell selected: 1 to fill');
  await cell(page, 'Maps', 'Reading: Missing').click({modifiers: ['Control']});
  await bar(page).waitFor({state: 'detached'});
  expect(await cell(page, 'Maps', 'Reading: Missing').getAttribute('aria-selected')).toBe('false');
});

test('all that match is forgotten when other cells match; what was chosen one by one is not', async () => {
  const page = await (await given()).open('admin', '/?text=maps');
  await page.getByRole('button', {name: 'Select the cell'}).click();
  await selected(page, '1 cell selected: 1 to fill');

  await page.getByRole('button', {name: 'Clear the filters'}).click();
  await bar(page).waitFor({state: 'detached'});
  await page.getByRole('checkbox', {name: 'Select Roadmap rust'}).click();
  await selected(page, '1 cell selected: 1 to fill');
  await page.getByLabel('Step', {exact: true}).fill('loops');
  await page.getByText('4 cells in 1 roadmap match.').waitFor();
  await selected(page, '1 cell selected: 1 to fill');
  expect(await cell(page, 'Loops', 'Video: Missing').getAttribute('aria-selected')).toBe('false');
});

test('one missing cell is opened and filled', async () => {
  const page = await (await given()).open('admin', '/?roadmapKeys=["rust"]');
  await page.getByRole('rowheader', {name: 'Maps'}).focus();
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const opened = page.getByRole('dialog', {name: 'Maps, lesson 1, Reading'});
  await opened.getByText('No lesson was made yet.').waitFor();

  await page.keyboard.press('Escape');
  await opened.waitFor({state: 'detached'});
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-colindex'))).toBe('4');
  await page.keyboard.press('Enter');
  await opened.getByRole('button', {name: 'Fill this cell'}).click();
  await page.getByRole('button', {name: 'Start: 1 cell, $'}).click();

  await page.getByRole('heading', {level: 1, name: 'Run 1'}).waitFor();
  expect(await runs()).toEqual([{filter: {cellIds: [9]}, cellCount: 1}]);
});

test('what was filled since it was counted is not filled again', async () => {
  const page = await (await given()).open('admin', '/?text=loops');
  await page.getByText('4 cells in 1 roadmap match.').waitFor();
  await givenPublished(sql, 1);
  await page.getByRole('button', {name: 'Select all 4 cells'}).click();

  await bar(page).getByText('To be filled when the cells were counted: 4; now: 3.').waitFor();
  await bar(page).getByRole('button', {name: 'Fill 3 cells'}).waitFor();
  expect(await bar(page).getByRole('button', {name: 'Fill 4 cells'}).count()).toBe(0);
});

const GIVEN_LESSONS = [1, 2];

test('lessons that are served are made anew, and other lessons than were seen are refused', async () => {
  for (const cellId of GIVEN_LESSONS) await givenPublished(sql, cellId);
  const page = await (await given()).open('admin', '/?states=["served"]');
  await page.getByRole('button', {name: 'Select all 2 cells'}).click();
  await selected(page, '2 cells selected: 2 served');
  expect(await bar(page).getByRole('button', {name: /^Fill/}).count()).toBe(0);
  await bar(page).getByRole('button', {name: 'Regenerate 2 lessons'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'Regenerate 2 lessons'}).waitFor();
  await dialog.getByLabel('What the new versions should do better').fill('Longer examples.');
  await sql`update preheat.lesson_version set state = 'retired', live_since = null where cell_id = 2`;

  await dialog.getByRole('button', {name: 'Regenerate 2 lessons'}).click();
  await dialog.getByRole('alert').getByText('1 now, not 2 (1 fewer)').waitFor();
  expect(await sql`select from preheat.regeneration`).toEqual([]);
  await dialog.getByRole('button', {name: 'Regenerate 1 lesson', exact: true}).click();

  await dialog.waitFor({state: 'detached'});
  expect(await sql`select cell_id, instructions from preheat.regeneration`).toEqual([
    {cellId: 1, instructions: 'Longer examples.'},
  ]);
});

test('on a phone, cells are selected by tapping', async () => {
  const page = await (await given()).open('admin', '/?roadmapKeys=["rust"]', {width: 390});
  await page.getByRole('button', {name: 'Select by tapping'}).click();

  await cell(page, 'Maps', 'Reading: Missing').click();

  await selected(page, '1 cell selected: 1 to fill');
  expect(new URL(page.url()).searchParams.get('lesson')).toBeNull();
});
