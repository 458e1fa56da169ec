import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, roadmap, step} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('python', [step('Variables', {description: 'Names.'}), step('Loops'), step('Old things')]),
    roadmap('data', [step('Variables')]),
  ]);
});

const TEXT = `id: python
title: Roadmap python
steps:
  - title: Variables
    description: Names of values.
    styles: [reading]
  - title: Loops
    lessons: 2
    styles: [reading]
---
title: Rust
steps:
  - title: Ownership
`;
const FIELD = 'Roadmaps, as YAML or JSON';

const steps = async () =>
  (
    await sql<{step: string}[]>`
      select r.roadmap_key || ': ' || s.title as step from preheat.roadmap_step s join preheat.roadmap r using (roadmap_id)
      order by r.roadmap_key, s.position
    `
  ).map(row => row.step);

const archivedCells = async () =>
  (
    await sql<{title: string}[]>`
      select step_title as title from preheat.cell where archived_at is not null order by step_title
    `
  ).map(row => row.title);

const isSideways = async (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

test('a text is imported after a look at what changes', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps');
  await page.getByRole('link', {name: 'Import roadmaps'}).click();
  await page.getByLabel(FIELD).fill(TEXT);

  const preview = page.getByRole('region', {name: 'What the import changes'});
  await preview.getByText('1 roadmap new, 1 roadmap changed.').waitFor();
  await preview.getByText('Steps: 1 removed, 2 changed').waitFor();
  const changes = preview.getByRole('table', {name: 'Steps of Roadmap python that change'});
  const rows = await changes.getByRole('row').allInnerTexts();
  expect(rows.slice(1).map(row => row.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'CHANGED 1 Variables description Names. → Names of values.',
    'CHANGED 2 Loops lessons 1 → 2',
    expect.stringMatching(/^REMOVED 3 Old things/),
  ]);
  await preview.getByRole('button', {name: /^Rust/}).click();
  await preview.getByRole('table', {name: 'Steps of Rust that change'}).getByText('Ownership').waitFor();
  expect(await steps()).toEqual([
    'data: Variables',
    'python: Variables',
    'python: Loops',
    'python: Old things',
  ]);

  await page.getByRole('button', {name: 'Import 2 roadmaps'}).click();

  await page.getByRole('table', {name: 'Roadmaps'}).getByRole('link', {name: 'Rust'}).waitFor();
  expect(await steps()).toEqual(['data: Variables', 'python: Variables', 'python: Loops', 'rust: Ownership']);
  expect(await archivedCells()).toEqual(['Old things']);
});

test('all faults of a text are named at once, each with a way to its line', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps?import=true');
  const file = {
    name: 'a.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from('title: X\ncatgory: y\nsteps:\n  - title: A\n  - title: B\n    lessons: 0\n'),
  };
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', {name: 'Choose files'}).click();
  await (await chooser).setFiles([file]);

  const faults = page.getByRole('alert', {name: '2 faults to mend'});
  await faults.getByText('did you mean category?').waitFor();
  await faults.getByText('steps[1].lessons').waitFor();
  expect(await page.getByRole('button', {name: /^Import \d/}).count()).toBe(0);
  await faults.getByRole('button', {name: 'Go to line 6'}).click();
  const marked = await page.getByLabel(FIELD).evaluate(element => {
    const {value, selectionStart, selectionEnd} = element as HTMLTextAreaElement;
    return [document.activeElement === element, value.slice(selectionStart, selectionEnd)];
  });
  expect(marked).toEqual([true, '    lessons: 0']);
});

test('what would do something else by now is refused, and shown anew', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps?import=true');
  await page.getByLabel(FIELD).fill(TEXT);
  await page.getByRole('button', {name: 'Import 2 roadmaps'}).waitFor();
  await importRoadmaps(sql, [roadmap('rust', [step('Borrowing')], {title: 'Rust', category: 'General'})]);

  await page.getByRole('button', {name: 'Import 2 roadmaps'}).click();

  await page.getByRole('alert').getByText('it would do something else now than was seen').waitFor();
  await page
    .getByRole('region', {name: 'What the import changes'})
    .getByText('2 roadmaps changed.')
    .waitFor();
  expect(await steps()).toContain('rust: Borrowing');

  await page.getByRole('button', {name: 'Import 2 roadmaps'}).click();
  await page.getByRole('table', {name: 'Roadmaps'}).waitFor();
  expect(await steps()).toContain('rust: Ownership');
});

test('a roadmap is changed as text', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps/python');
  await page.getByRole('link', {name: 'Change'}).click();
  const field = page.getByLabel('The roadmap, as YAML');
  const text = await field.inputValue();
  expect(text).toContain('title: Old things');
  await field.fill(text.replace('Old things', 'New things'));

  await page.getByRole('button', {name: 'Save the changes'}).click();

  await page.getByRole('table', {name: 'Steps'}).getByRole('link', {name: 'New things'}).waitFor();
  expect(await steps()).toContain('python: New things');
});

test('what is typed stays where the roadmap is asked for again in vain', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps/python?edit=true');
  const field = page.getByLabel('The roadmap, as YAML');
  await field.fill('title: Half a thought');
  let failedCount = 0;
  await page.route('**/graphql', async route => {
    const isRoadmap = route.request().postData()?.includes('query Roadmap(') ?? false;
    if (!isRoadmap || failedCount > 0) return route.continue();
    failedCount += 1;
    await route.fulfill({json: {errors: [{message: 'No.', extensions: {code: 'INTERNAL'}}]}});
  });
  const askAgain = async () => {
    const answered = page.waitForResponse(
      response => response.request().postData()?.includes('query Roadmap(') ?? false,
    );
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', {name: 'Find or do'}).fill('count');
    await page.getByRole('option', {name: 'Count the coverage anew'}).click();
    await answered;
  };

  await askAgain();
  await sql`update preheat.roadmap set title = 'Renamed' where roadmap_key = 'python'`;
  await askAgain();

  // The second answer is there, so that the first one was.
  await page.getByRole('heading', {name: 'Change Renamed'}).waitFor();
  expect(failedCount).toBe(1);
  expect(await field.inputValue()).toBe('title: Half a thought');
});

test('a roadmap is archived and brought back; before that it is said what becomes of its cells', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps/python');
  await page.getByRole('button', {name: 'Archive'}).click();
  const dialog = page.getByRole('dialog', {name: 'Archive Roadmap python?'});
  await dialog.getByText('2 cells are archived').waitFor();
  await dialog.getByText('1 cell stay').waitFor();
  await dialog.getByLabel('Why').fill('Nobody takes it.');
  await dialog.getByRole('button', {name: 'Archive the roadmap'}).click();

  await page.getByRole('alert', {name: 'This roadmap is archived'}).getByText('Nobody takes it.').waitFor();
  expect(await archivedCells()).toEqual(['Loops', 'Old things']);
  expect(await page.getByRole('link', {name: 'Change'}).count()).toBe(0);

  await page.getByRole('button', {name: 'Bring back'}).click();
  await page.getByRole('button', {name: 'Bring the roadmap back'}).click();
  await page.getByRole('link', {name: 'Change'}).waitFor();
  expect(await archivedCells()).toEqual([]);
});

test('the list is searched, and shows the archive when asked', async () => {
  await sql`update preheat.roadmap set archived_at = now(), archived_by = 'cli' where roadmap_key = 'data'`;
  const page = await (await givenConsole({pool: sql})).open('mentor', '/roadmaps');
  const table = page.getByRole('table', {name: 'Roadmaps'});
  await table.getByRole('link', {name: 'Roadmap python'}).waitFor();
  expect(await table.getByRole('row').count()).toBe(2);

  await page.getByText('Archived', {exact: true}).click();
  await table.getByRole('link', {name: 'Roadmap data'}).waitFor();
  expect(new URL(page.url()).search).toBe('?archived=only');

  await page.getByText('All', {exact: true}).click();
  await page.getByLabel('Search roadmaps').fill('pyth');
  await page.waitForURL(/text=pyth/);
  await table.getByRole('link', {name: 'Roadmap python'}).waitFor();
  await page.getByLabel('Search roadmaps').fill('cobol');
  await page.getByRole('heading', {name: 'No roadmap fits'}).waitFor();
  await page.getByRole('link', {name: 'Clear the search'}).click();
  await table.getByRole('link', {name: 'Roadmap data'}).waitFor();
  expect(await page.getByLabel('Search roadmaps').inputValue()).toBe('');
});

test('a step leads to its cells, and to the roadmaps that share it', async () => {
  const page = await (await givenConsole({pool: sql})).open('mentor', '/roadmaps/python');
  const table = page.getByRole('table', {name: 'Steps'});
  await table.getByRole('link', {name: 'Roadmap data'}).waitFor();
  const href = await table.getByRole('link', {name: 'Loops'}).getAttribute('href');
  const {pathname, searchParams} = new URL(href ?? '', 'http://x');
  expect([pathname, searchParams.get('roadmapKeys'), searchParams.get('text')]).toEqual([
    '/',
    '["python"]',
    'Loops',
  ]);
});

test('who is no administrator can look and download, and nothing else; nor can the application’s own be changed', async () => {
  await importRoadmaps(sql, [roadmap('app:1', [step('Theirs')])]);
  const served = await givenConsole({pool: sql});
  const page = await served.open('mentor', '/roadmaps?import=true');
  await page.getByRole('table', {name: 'Roadmaps'}).waitFor();
  expect(await page.getByRole('link', {name: 'Import roadmaps'}).count()).toBe(0);
  await page.getByRole('link', {name: 'Roadmap python'}).click();
  await page.getByRole('button', {name: 'Download'}).waitFor();
  expect(await page.getByRole('link', {name: 'Change'}).count()).toBe(0);
  expect(await page.getByRole('button', {name: 'Archive'}).count()).toBe(0);

  const admins = await served.open('admin', '/roadmaps/app:1?edit=true');
  await admins.getByRole('alert', {name: 'the learning application’s own'}).waitFor();
  expect(await admins.getByRole('button', {name: 'Archive'}).count()).toBe(0);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the pages have no serious fault (%o)',
  async look => {
    const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps', look);
    await page.getByRole('table', {name: 'Roadmaps'}).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await isSideways(page)).toBe(false);

    await page.goto('/roadmaps/python');
    await page.getByRole('table', {name: 'Steps'}).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await isSideways(page)).toBe(false);

    await page.goto('/roadmaps?import=true');
    await page.getByLabel(FIELD).fill(TEXT);
    await page.getByRole('button', {name: 'Import 2 roadmaps'}).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await isSideways(page)).toBe(false);
  },
);
