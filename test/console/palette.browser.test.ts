import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, roadmap, step} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [roadmap('python', [step('Loops and ranges')], {title: 'Python'})]);
});

/** What the palette shows, in its order. */
const options = async (page: Page): Promise<string[]> => page.getByRole('option').allInnerTexts();

/** Opens the palette by its keys, once there is something to hear them. */
async function open(page: Page): Promise<void> {
  await page.getByRole('button', {name: /^Account of/}).waitFor();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', {name: 'Find or do'}).waitFor();
}

/** Opens the palette, types, and waits until this is the active choice. */
async function find(page: Page, text: string, name: string | RegExp): Promise<void> {
  await open(page);
  await page.keyboard.type(text);
  const option = page.getByRole('option', {name});
  await option.waitFor();
  for (let steps = 0; (await option.getAttribute('aria-selected')) !== 'true'; steps += 1) {
    expect(steps).toBeLessThan(20);
    await page.keyboard.press('ArrowDown');
  }
}

test('by keyboard alone it leads to a page, a roadmap, a step, a lesson and a run', async () => {
  const lessonId = await givenPublished(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('moderator', '/roadmaps');
  await page.getByRole('table', {name: 'Roadmaps'}).waitFor();

  await find(page, 'pyth', /^Python/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/roadmaps/python');
  await find(page, 'rang loo', /^Loops and ranges Python/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/\?.*text=Loops/);
  await find(page, 'loops 1 reading', /^Ours/);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/lessons/${lessonId}`);
  await find(page, 'run 1', /^Run 1/i);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/runs/1');
  await find(page, 'quar', 'Quarantine');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/quarantine');

  await open(page);
  await page.getByRole('group', {name: 'Lately'}).waitFor();
  const lately = await page.getByRole('group', {name: 'Lately'}).getByRole('option').allInnerTexts();
  expect(lately.map(text => text.split('\n', 1)[0])).toEqual([
    expect.stringMatching(/^Run 1/i),
    'Ours',
    'Loops and ranges',
    'Python',
  ]);
});

test('what is typed at once goes into its field: no moment is without the focus there', async () => {
  const page = await (await givenConsole({pool: sql})).open('mentor', '/roadmaps');
  await page.getByRole('button', {name: /^Account of/}).waitFor();
  // A page that is busy hears keys before it comes to what waits for a timer.
  const focusedFirst = page.evaluate(
    () =>
      new Promise<string | null>(resolve => {
        const observer = new MutationObserver(() => {
          if (document.querySelector('[role=combobox][aria-label="Find or do"]') === null) return;
          observer.disconnect();
          resolve(document.activeElement?.getAttribute('aria-label') ?? null);
        });
        observer.observe(document.body, {childList: true, subtree: true});
      }),
  );
  await page.keyboard.press('Control+K');
  expect(await focusedFirst).toBe('Find or do');
});

test('it does what may be done: counts the coverage, changes the colours, signs out', async () => {
  const page = await (await givenConsole({pool: sql})).open('mentor', '/roadmaps');
  await find(page, 'count', 'Count the coverage anew');
  await page.keyboard.press('Enter');
  await page.getByText('The coverage is counted.').waitFor();
  expect(await sql`select from preheat.coverage_refresh`).toHaveLength(1);

  await find(page, 'dark', 'Dark colours');
  await page.keyboard.press('Enter');
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor();

  await find(page, 'sign o', 'Sign out');
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
});

test('what a role may not do is not offered', async () => {
  const served = await givenConsole({pool: sql});
  const page = await served.open('mentor', '/roadmaps');
  await open(page);
  await page.getByRole('option', {name: 'Coverage', exact: true}).waitFor();
  const offered = await options(page);
  expect(offered).toContain('Review the next lesson');
  for (const name of ['Start a run', 'Import roadmaps', 'Votes', 'Runs', 'Audit', 'Team'])
    expect(offered).not.toContain(name);

  const admins = await served.open('admin', '/roadmaps');
  await find(admins, 'import', 'Import roadmaps');
  await admins.keyboard.press('Enter');
  await admins.getByRole('heading', {name: 'Import roadmaps'}).waitFor();
});

test('what fits nothing says so; Escape closes, and the focus is where it was', async () => {
  const page = await (await givenConsole({pool: sql})).open('mentor', '/roadmaps');
  const field = page.getByRole('textbox', {name: 'Search roadmaps'});
  await field.focus();
  await open(page);
  await page.getByRole('combobox', {name: 'Find or do'}).fill('xylophone');
  await page.getByText('Nothing fits “xylophone”.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', {name: 'Find or do'}).waitFor({state: 'hidden'});
  expect(await field.evaluate(element => document.activeElement === element)).toBe(true);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'it has no serious fault (%o)',
  async look => {
    const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps', look);
    await find(page, 'loo', /^Loops and ranges/);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  },
);
