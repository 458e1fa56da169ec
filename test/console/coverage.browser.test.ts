import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import {claimCell} from '../../sql/queries/claims.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {commandsOn} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenLesson, roadmap, step} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {givenRating} from '../sql/rated.ts';
import {endPagesAfterEach, expectFaults, givenConsole, type Look, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';
import {givenCount, givenRoadmaps} from './coverage-nights.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenRoadmaps(sql);
});

const given = () => givenConsole({pool: sql, commands: commandsOn(sql)});

const row = (page: Page, title: string) =>
  page.getByRole('row').filter({has: page.getByRole('rowheader', {name: title, exact: true})});
const cell = (page: Page, title: string, name: string | RegExp) =>
  row(page, title).getByRole('gridcell', {name});
const titles = (page: Page) =>
  page
    .getByRole('rowheader')
    .evaluateAll(headers => headers.map(header => header.getAttribute('aria-label')));
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const own = element?.closest('[role=row]')?.querySelector('[role=rowheader]')?.getAttribute('aria-label');
    return [own, element?.getAttribute('aria-colindex')];
  });

test('figures on top count the cells, and each shows its cells', async () => {
  await givenPublished(sql, 1);
  await givenLesson(sql, 9, {approvalStatus: 'rejected'});
  const page = await (await given()).open('mentor');

  await page.getByText('1 of 10 cells').waitFor();
  await page.getByRole('button', {name: 'Rejected 1'}).click();
  await page.getByText('1 cell in 1 roadmap matches.').waitFor();
  // A single roadmap is open from the start.
  await cell(page, 'Maps', 'Reading: Rejected').waitFor();
  expect(await page.getByRole('button', {name: 'Rejected 1'}).getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('button', {name: 'Rejected 1'}).click();
  await page.getByText('10 cells in 3 roadmaps.').waitFor();
});

test('roadmaps open to steps, and steps of several lessons to lessons', async () => {
  await givenPublished(sql, 1);
  const page = await (await given()).open('mentor');

  await cell(page, 'Roadmap python', 'Hands-on: 1 of 1 served').waitFor();
  await cell(page, 'Roadmap python', 'Video: 0 of 3 served, 3 missing').waitFor();
  await page.getByRole('rowheader', {name: 'Roadmap python'}).click();
  await cell(page, 'Loops', 'Hands-on: Served').waitFor();
  await cell(page, 'Loops', 'Video: Missing').waitFor();
  await page.getByRole('rowheader', {name: 'Lists'}).click();
  await cell(page, 'Lesson 2', 'Reading: Missing').waitFor();
  expect(await titles(page)).toEqual([
    'Roadmap go',
    'Roadmap python',
    'Loops',
    'Lists',
    'Lesson 1',
    'Lesson 2',
    'Roadmap rust',
  ]);
  await page.getByRole('rowheader', {name: 'Roadmap python'}).click();
  await cell(page, 'Loops', 'Hands-on: Served').waitFor({state: 'detached'});
});

test('a cell tells why it is not served, on hover and on focus', async () => {
  await givenLesson(sql, 9, {approvalStatus: 'rejected'});
  const page = await (await given()).open('mentor', '/?roadmapKeys=["rust"]');
  const told = page
    .getByRole('tooltip')
    .getByText('Rejected. A mentor rejected the lesson, and there is no other.');

  await cell(page, 'Maps', 'Reading: Rejected').hover();
  await told.waitFor();
  await page.mouse.move(0, 0);
  await told.waitFor({state: 'detached'});
  await page.getByRole('rowheader', {name: 'Maps'}).focus();
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight');
  await told.waitFor();
  expect(await cell(page, 'Maps', 'Reading: Rejected').getAttribute('aria-describedby')).toBe(
    await page.getByRole('tooltip').getAttribute('id'),
  );
  await page.keyboard.press('Escape');
  await told.waitFor({state: 'detached'});
});

test('a cell that somebody makes says so, in the cell, on hover and when it is opened', async () => {
  await claimCell(sql, {cellId: 9, claimedBy: 'run:7', leaseMs: 60_000, emulated: false});
  const page = await (await given()).open('mentor', '/?roadmapKeys=["rust"]');
  const made = cell(page, 'Maps', 'Reading: Missing, being made now');

  await made.getByText('being made now', {exact: true}).waitFor();
  await page.getByRole('list', {name: 'Marks'}).getByText('Being made now').waitFor();
  await made.hover();
  await page.getByRole('tooltip').getByText('Being made now. A run makes its lesson').waitFor();
  await made.click();
  await page.getByRole('dialog').getByText('Being made now.').waitFor();
  expect(await page.getByText('being made now', {exact: true}).count()).toBe(1);
});

test('the matrix is gone through by keys alone, as one tab stop', async () => {
  const page = await (await given()).open('admin');
  await page.getByRole('button', {name: 'Open all'}).focus();

  await page.keyboard.press('Tab');
  expect(await focused(page)).toEqual(['Roadmap go', '1']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await cell(page, 'Loops', 'Video: Missing').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  expect(await focused(page)).toEqual(['Loops', '5']);
  await page.keyboard.press('Control+End');
  expect(await focused(page)).toEqual(['Roadmap rust', '5']);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  expect(await focused(page)).toEqual(['Roadmap python', '1']);
  await page.keyboard.press('ArrowLeft');
  await row(page, 'Loops').waitFor({state: 'detached'});
  // One stop: Tab leaves it.
  await page.keyboard.press('Shift+Tab');
  expect(await focused(page)).toEqual([undefined, null]);
});

test('an address brings its filters back, and they are cleared by one click', async () => {
  await givenPublished(sql, 5);
  const page = await (await given()).open('mentor');

  await page.getByLabel('Step', {exact: true}).fill('lists');
  await page.getByText('4 cells in 1 roadmap match.').waitFor();
  await page.getByRole('button', {name: /^Missing/}).click();
  await page.getByRole('group', {name: 'Styles'}).getByText('Video').click();
  await page.getByText('1 cell in 1 roadmap matches.').waitFor();
  await page.reload();
  await page.getByText('1 cell in 1 roadmap matches.').waitFor();
  expect(await page.getByLabel('Step', {exact: true}).inputValue()).toBe('lists');
  expect(await page.getByRole('checkbox', {name: 'Video'}).isChecked()).toBe(true);
  await page.getByRole('button', {name: 'Clear the filters'}).click();
  await page.getByText('10 cells in 3 roadmaps.').waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('a letter typed while the address takes over those before it stays', async () => {
  const page = await (await given()).open('mentor');
  await page.addInitScript(() => {
    const values: string[] = [];
    Object.assign(globalThis, {values});
    const note = () => {
      values.push((document.activeElement as HTMLInputElement).value);
      requestAnimationFrame(note);
    };
    const replaceState = history.replaceState.bind(history);
    History.prototype.replaceState = (...entry) => {
      replaceState(...entry);
      if (values.length > 0 || !/text=lo/.test(String(entry[2]))) return;
      document.execCommand('insertText', false, 'o');
      note();
    };
  });
  await page.reload();

  await page.getByLabel('Step', {exact: true}).fill('lo');
  await page.waitForURL(/text=loo/);
  await page.getByText('4 cells in 1 roadmap match.').waitFor();
  expect(
    await page.evaluate(() => [...new Set((globalThis as unknown as {values: string[]}).values)]),
  ).toEqual(['loo']);
});

test('what clears the filters clears what was typed just before it, too', async () => {
  const page = await (await given()).open('mentor', '/?styles=["video"]');
  await page.getByRole('button', {name: 'Clear the filters'}).waitFor();
  await page.clock.install();

  // In one go: a busy machine would let the moment pass in which what is typed waits.
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('[type=search]')?.focus();
    document.execCommand('insertText', false, 'lists');
    const clear = [...document.querySelectorAll('button')].find(
      button => button.innerText === 'Clear the filters',
    );
    clear?.focus();
    clear?.click();
  });
  await page.getByText('10 cells in 3 roadmaps.').waitFor();
  await page.clock.runFor(1_000);
  await page.getByText('10 cells in 3 roadmaps.').waitFor();

  expect(new URL(page.url()).search).toBe('');
  expect(await page.getByLabel('Step', {exact: true}).inputValue()).toBe('');
});

test('roadmaps are chosen by their titles', async () => {
  const page = await (await given()).open('mentor');

  await page.getByRole('combobox', {name: 'Roadmaps'}).fill('rust');
  await page.getByRole('option', {name: 'Roadmap rust'}).click();
  await page.getByText('1 cell in 1 roadmap matches.').waitFor();
  await cell(page, 'Maps', 'Reading: Missing').waitFor();
  expect(new URL(page.url()).searchParams.get('roadmapKeys')).toBe('["rust"]');
});

test('two counts are compared: what was filled, lost, went stale or is new', async () => {
  const lost = await givenPublished(sql, 1);
  const stale = await givenPublished(sql, 2);
  await givenCount(sql);
  await givenPublished(sql, 3);
  await givenRating(sql, lost, {upvotes: 0, downvotes: 0, status: 'rejected'});
  await sql`update preheat.lesson_version set stale_text_since = now() where lesson_id = ${stale}`;
  await importRoadmaps(sql, [roadmap('sql', [step('Joins')])]);
  await givenCount(sql);
  const page = await (await given()).open('mentor');

  await page.getByLabel('Compared with').selectOption({index: 2});
  await page.getByText('4 cells in 2 roadmaps match.').waitFor();
  await cell(page, 'Loops', 'Hands-on: Rejected, lost').waitFor();
  await cell(page, 'Loops', 'Video: Stale, went stale').waitFor();
  await cell(page, 'Loops', 'Reading: Served, filled').waitFor();
  await cell(page, 'Joins', 'Reading: Missing, new').waitFor();
  await page.getByRole('group', {name: 'Changes'}).getByText('Filled').click();
  await page.getByText('3 cells in 2 roadmaps match.').waitFor();
  expect(await cell(page, 'Loops', /filled/).count()).toBe(0);
});

test('the matrix is shown as of a past night, and nothing can be selected there', async () => {
  await givenCount(sql);
  await givenPublished(sql, 9);
  await givenCount(sql);
  const page = await (await given()).open('admin', '/?roadmapKeys=["rust"]');

  await cell(page, 'Maps', 'Reading: Served').waitFor();
  await page.getByLabel('As of', {exact: true}).selectOption({index: 2});
  await page.getByText('The matrix is as of').waitFor();
  await cell(page, 'Maps', 'Reading: Missing').waitFor();
  expect(await page.getByRole('button', {name: /^Select/}).count()).toBe(0);
  await page.getByRole('button', {name: 'Back to now'}).click();
  await cell(page, 'Maps', 'Reading: Served').waitFor();
});

test('the cells are counted anew when somebody asks for it', async () => {
  await givenCount(sql);
  await sql`update preheat.coverage_refresh set counted_at = counted_at - interval '2 minutes'`;
  await givenPublished(sql, 9);
  const page = await (await given()).open('mentor');
  await page.getByText('0 of 10 cells').waitFor();

  await page.getByRole('button', {name: 'Count anew'}).click();

  await page.getByText('1 of 10 cells').waitFor();
  await cell(page, 'Roadmap rust', 'Reading: 1 of 1 served').waitFor();
  expect(await page.getByText('0 of 10 cells').count()).toBe(0);
});

test('who may not act on cells finds no way to; a mentor is led to no lesson', async () => {
  const lessonId = await givenPublished(sql, 9);
  const console = await given();
  const [mentor, moderator] = [
    await console.open('mentor', '/?roadmapKeys=["rust"]'),
    await console.open('moderator', '/?roadmapKeys=["rust"]'),
  ];

  for (const page of [mentor, moderator]) {
    await cell(page, 'Maps', 'Reading: Served').click();
    expect(await page.getByRole('treegrid').getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', {name: /^Select/}).count()).toBe(0);
    expect(await page.getByRole('treegrid').getAttribute('aria-multiselectable')).toBeNull();
  }
  const isTaken = await cell(mentor, 'Maps', 'Reading: Served').evaluate(
    element =>
      !element.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'a', ctrlKey: true, bubbles: true, cancelable: true}),
      ),
  );
  expect(isTaken).toBe(false);
  await moderator.waitForURL(url => url.searchParams.get('lesson') === `"${lessonId}"`);
  await mentor.getByRole('dialog', {name: 'Maps, lesson 1, Reading'}).waitFor();
  await moderator.getByRole('link', {name: /^Run 1: /}).waitFor();
  expect(await mentor.getByRole('link', {name: /^Run 1: /}).count()).toBe(0);
});

test('many rows are told by their number, and few of them are drawn', async () => {
  await importRoadmaps(
    sql,
    Array.from({length: 60}, (_, index) => roadmap(`many-${100 + index}`, [step(`Step ${index}`)])),
  );
  const page = await (await given()).open('mentor');
  await page.getByRole('button', {name: 'Open all'}).click();
  await cell(page, 'Channels', 'Reading: Missing').waitFor();

  // 63 roadmaps, 64 steps, of which one opens to two lessons, and the head.
  await page.getByRole('rowheader', {name: 'Roadmap go'}).focus();
  // Rows load as they come into sight, so that the end may still move.
  await until('the last cell has the focus', async () => {
    await page.keyboard.press('Control+End');
    return String(await focused(page)) === 'Maps,5';
  });
  await cell(page, 'Maps', 'Reading: Missing').waitFor();
  const {y = 0, height = 0} = (await row(page, 'Maps').boundingBox()) ?? {};
  expect(y).toBeGreaterThan(90);
  expect(y + height).toBeLessThanOrEqual(800);
  expect(Number(await row(page, 'Maps').getAttribute('aria-rowindex'))).toBe(
    Number(await page.getByRole('treegrid').getAttribute('aria-rowcount')),
  );
  expect(await page.getByRole('row').count()).toBeLessThan(70);
});

test('rows that could not be loaded say so, and are asked for again', async () => {
  const page = await (await given()).open('mentor');
  let isDown = true;
  await page.route('**/graphql', async route => {
    const isRows = route.request().postData()?.includes('MatrixRows') ?? false;
    await (isRows && isDown ? route.abort() : route.continue());
  });

  await page.getByRole('rowheader', {name: 'Roadmap rust'}).click();
  await page.getByText('These rows could not be loaded: The server does not answer.').waitFor();
  isDown = false;
  await page.getByRole('button', {name: 'Try again'}).click();
  await cell(page, 'Maps', 'Reading: Missing').waitFor();
  expect(expectFaults(/ERR_FAILED/)).not.toEqual([]);
});

test('an empty matrix says why, and what next', async () => {
  const console = await given();
  const page = await console.open('admin', '/?text=none');
  await page.getByRole('heading', {name: 'No cell matches'}).waitFor();
  await page.getByRole('button', {name: 'Clear the filters'}).last().click();
  await page.getByText('10 cells in 3 roadmaps.').waitFor();

  await emptyTables(sql);
  const empty = await console.open('admin');
  await empty.getByRole('heading', {name: 'There are no cells yet'}).waitFor();
  const link = empty.getByRole('link', {name: 'Import roadmaps'});
  expect(await link.getAttribute('href')).toBe('/roadmaps');
});

test.each<[string, Look]>([
  ['light', {}],
  ['dark', {scheme: 'dark'}],
  ['narrow', {width: 390}],
])('nothing keeps people out: %s', async (_name, look) => {
  await givenPublished(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  const page = await (await given()).open('admin', '/', look);
  await page.getByRole('rowheader', {name: 'Roadmap python'}).click();
  await cell(page, 'Loops', 'Video: Rejected').waitFor();
  await page.getByRole('button', {name: /^Select all/}).click();
  await page.getByText('10 cells selected: 9 to fill, 1 served').first().waitFor();
  await page.getByRole('region', {name: 'Selected cells'}).getByText(/^\$/).waitFor();

  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
