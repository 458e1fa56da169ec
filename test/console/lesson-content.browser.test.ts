import {beforeEach, expect, test} from 'vitest';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, givenConsole} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {RICH, setContent} from './lesson-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
});

/** The page of a lesson with this content. */
async function shown(content: unknown) {
  const id = await givenPublished(sql, 1);
  await setContent(sql, id, {content});
  return (await givenConsole({pool: sql})).open('moderator', `/lessons/${id}`);
}

test('hints and solutions are folded until they are asked for', async () => {
  const page = await shown(RICH);
  const exercises = page.getByRole('region', {name: 'Exercises'});
  await exercises.getByText('Count to three.').waitFor();

  expect(await exercises.getByText('Begin at 0.').isVisible()).toBe(false);
  expect(await exercises.getByText('print(0)').isVisible()).toBe(false);
  await exercises.getByText('Hint 1 of 2').click();
  await exercises.getByText('Begin at 0.').waitFor();
  expect(await exercises.getByText('End before 3.').isVisible()).toBe(false);
  await exercises.getByText('Solution').first().click();
  await exercises.getByRole('group', {name: 'Solution'}).getByText('print(0)').waitFor();
});

test('the quiz can be taken: choose, check, why, and again', async () => {
  const page = await shown(RICH);
  const quiz = page.getByRole('region', {name: 'Quiz'});
  const check = quiz.getByRole('button', {name: 'Check question 1'});

  await check.click();
  await quiz.getByText('Choose an answer first.').waitFor();
  await quiz.getByRole('radio', {name: /while True/}).check();
  await check.click();
  await quiz.getByText('Not right: B is.').waitFor();
  await quiz.getByText('An empty list has nothing to go through.').waitFor();
  await quiz.getByText('0 right of 1 checked; 1 in all.').waitFor();
  await quiz.getByRole('radio', {name: /for i in/}).check();
  await check.click();
  await quiz.getByText('Right.', {exact: true}).waitFor();
  await quiz.getByText('1 right of 1 checked; 1 in all.').waitFor();
  await quiz.getByRole('button', {name: 'Start the quiz again'}).click();
  await quiz.getByText('Choose an answer, then check it.').waitFor();
  expect(await quiz.getByRole('radio', {checked: true}).count()).toBe(0);
});

test('a tag that a text mentions is read as it stands', async () => {
  const page = await shown({
    content: 'Put <em class="x"> around it.\n\n<section>\n<p>All of it</p>\n</section>',
  });

  const inline = page.getByText('Put <em class="x"> around it.');
  await inline.waitFor();
  await page.getByText('<section> <p>All of it</p> </section>').waitFor();
  expect(await inline.locator('em').count()).toBe(0);
});

test('no name that a text gives is one of the page', async () => {
  const page = await shown({content: 'As they say.[^main]\n\n[^main]: A note.'});
  // The text stands there before it is read as Markdown.
  const notes = page.locator('section[data-footnotes]');
  await notes.getByText('A note.').waitFor();
  const ids = await notes.locator('[id]').evaluateAll(elements => elements.map(({id}) => id));

  expect(ids).toHaveLength(2);
  for (const id of ids) expect(id).toMatch(/^user-content-/);
});

test('a diagram is a picture in which nothing can run; a broken one is its text', async () => {
  const page = await shown(RICH);
  const diagrams = page.getByRole('region', {name: 'Diagrams'});
  const picture = diagrams.getByRole('img', {name: 'From a to b.'});
  await picture.waitFor();

  expect(await picture.getAttribute('src')).toMatch(/^data:image\/svg\+xml;/);
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)).toBe(true);
  expect(await page.locator('svg [id^="drawing-"], body > [id^="ddrawing-"]').count()).toBe(0);
  await diagrams.getByText(/The diagram cannot be drawn/).waitFor();
  await diagrams.getByText('a -->', {exact: false}).last().waitFor();
});

test('code has its colours, and is copied', async () => {
  const page = await shown(RICH);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const code = page.getByRole('region', {name: 'Code examples'}).getByRole('group', {name: 'python'});
  const keyword = code.getByText('def', {exact: true});
  await keyword.waitFor();

  expect(await keyword.evaluate(span => getComputedStyle(span).color)).not.toBe(
    await code
      .getByText('total', {exact: false})
      .last()
      .evaluate(span => getComputedStyle(span).backgroundColor),
  );
  await code.getByRole('button', {name: 'Copy the code'}).click();
  await code.getByRole('button', {name: 'Copied'}).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'def total(items):\n    return sum(items)',
  );
});

test('links lead to other tabs and tell them nothing; images are links; headings go on where the page ends', async () => {
  const page = await shown({
    content:
      '# Large\n\n[a link](https://example.org/a) ![a picture](https://example.org/i.png) [here](/votes)',
    video: RICH.video,
  });
  const link = page.getByRole('link', {name: 'a link'});
  await link.waitFor();

  expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  expect(await link.getAttribute('target')).toBe('_blank');
  expect(await page.getByRole('link', {name: 'Image: a picture'}).getAttribute('href')).toBe(
    'https://example.org/i.png',
  );
  expect(await page.getByRole('link', {name: 'here'}).count()).toBe(0);
  expect(await page.getByRole('heading', {name: 'Large'}).evaluate(heading => heading.tagName)).toBe('H3');
  expect(await page.getByRole('link', {name: 'Loops on film'}).getAttribute('href')).toBe(
    'https://www.youtube.com/watch?v=abc123XYZ_-',
  );
  await page.getByText('A channel · 12 min').waitFor();
});

test('what nobody knows is shown as it is stored', async () => {
  const page = await shown(RICH);
  await page.getByText('As it is stored: invented_by_nobody').click();
  const stored = page.getByRole('group', {name: 'invented_by_nobody'});
  await stored.getByText('kept').waitFor();
  expect(JSON.parse(await stored.locator('code').innerText())).toEqual({kept: true});
});
