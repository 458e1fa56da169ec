import {readFile} from 'node:fs/promises';
import {beforeEach, expect, test} from 'vitest';
import {castVote} from '../../sql/queries/votes.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {countCoverage} from '../../sql/queries/coverage.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, roadmap, step} from '../sql/givens.ts';
import {givenPeople, names} from '../sql/people.ts';
import {givenPublished} from '../sql/published.ts';
import {givenRating} from '../sql/rated.ts';
import {endPagesAfterEach, givenConsole, secondTab, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {setContent, sidewaysPixels} from './lesson-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('py', [step('Loops'), step('Lists')], {title: 'Python'}),
    roadmap('go', [step('Slices')], {title: 'Go'}),
  ]);
});

/** Three lessons: voted down, divided, liked. */
async function givenVotes() {
  const ids = [
    await givenPublished(sql, 1),
    await givenPublished(sql, 2),
    await givenPublished(sql, 3),
  ] as const;
  await setContent(sql, ids[0], {title: 'Voted down', content: {content: 'A.'}});
  await setContent(sql, ids[1], {title: 'Divided', content: {content: 'B.'}});
  await setContent(sql, ids[2], {title: 'Liked', content: {content: 'C.'}});
  await givenRating(sql, ids[0], {upvotes: 1, downvotes: 30});
  await givenRating(sql, ids[1], {upvotes: 10, downvotes: 10});
  await givenRating(sql, ids[2], {upvotes: 20, downvotes: 1});
  return ids;
}

const titles = (page: import('playwright-core').Page) =>
  page.getByRole('row').getByRole('link').allInnerTexts();

test('lists by what learners say, narrowed by roadmap; the filter survives a reload and can be cleared', async () => {
  await givenVotes();
  await countCoverage(sql, {emulated: false, maxAgeMs: 0});
  const page = await (await givenConsole({pool: sql})).open('moderator', '/votes');
  await page.getByRole('link', {name: 'Voted down'}).waitFor();
  expect(await titles(page)).toEqual(['Voted down', 'Divided', 'Liked']);
  await page
    .getByRole('row', {name: /Voted down/})
    .getByText('Collapsed')
    .waitFor();

  await page.getByRole('tab', {name: 'Best'}).click();
  await page.getByRole('columnheader', {name: 'Upvotes'}).waitFor();
  await page.getByRole('link', {name: 'Liked'}).waitFor();
  expect(await titles(page)).toEqual(['Liked', 'Divided', 'Voted down']);

  await page.getByRole('combobox', {name: 'Roadmaps'}).click();
  await page.getByRole('option', {name: 'Python'}).click();
  await page.getByRole('link', {name: 'Liked'}).waitFor({state: 'detached'});
  const again = await secondTab(page, new URL(page.url()).pathname + new URL(page.url()).search);
  await again.getByRole('link', {name: 'Divided'}).waitFor();
  expect(await titles(again)).toEqual(['Divided', 'Voted down']);

  await again.getByRole('combobox', {name: 'Styles'}).click();
  await again.getByRole('option', {name: 'Video'}).click();
  await again.getByRole('heading', {name: 'Nothing fits the filter'}).waitFor();
  await again.keyboard.press('Escape');
  await again.getByRole('button', {name: 'Show all lessons'}).click();
  await again.getByRole('link', {name: 'Liked'}).waitFor();
});

test('from a row to the lesson, and back to the list by Escape, where it was scrolled to', async () => {
  const [down] = await givenVotes();
  const page = await (await givenConsole({pool: sql})).open('moderator', '/votes');
  await page.setViewportSize({width: 1280, height: 320});
  const scrolledPx = () => page.evaluate(() => Math.round(scrollY));

  await page.getByRole('link', {name: 'Voted down'}).focus();
  await page.evaluate(() => scrollBy(0, 100));
  const beforePx = await scrolledPx();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', {name: 'Lesson'});
  await panel.getByRole('heading', {name: 'Voted down'}).waitFor();
  expect(new URL(page.url()).search).toContain(String(down));
  expect(await scrolledPx()).toBe(beforePx);
  await page.keyboard.press('Escape');
  await panel.waitFor({state: 'detached'});
  expect(await scrolledPx()).toBe(beforePx);
  expect(beforePx).toBeGreaterThan(0);
});

test('comments page by page, the newest first, by vote; their file begins no formula', async () => {
  const [id] = await givenVotes();
  await givenPeople(sql, names(30));
  for (const [index, userId] of names(30).entries())
    await castVote(sql, {
      lessonId: id,
      userId,
      voteType: index === 29 ? 'upvote' : 'downvote',
      comment: index === 28 ? '=1+1' : `Comment ${index + 1}.`,
    });
  const page = await (await givenConsole({pool: sql})).open('moderator', '/votes?tab=comments');

  await page.getByText('Comment 30.').waitFor();
  const comments = page.getByRole('article');
  expect(await comments.count()).toBe(25);
  expect(await comments.first().innerText()).toContain('▲ Up');
  await page.getByRole('button', {name: 'Show more comments'}).click();
  await page.getByText('Comment 1.', {exact: true}).waitFor();
  expect(await comments.count()).toBe(30);
  await page.getByRole('radiogroup', {name: 'Which comments'}).getByText('▲ With upvotes').click();
  await page.getByText('Comment 28.').waitFor({state: 'detached'});
  // They are asked for anew: for a moment there is none.
  await page.getByText('Comment 30.').waitFor();
  expect(await comments.count()).toBe(1);

  await page.getByRole('radiogroup', {name: 'Which comments'}).getByText('All').click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', {name: 'Download the comments'}).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  expect(file).toContain('Comment 30.');
  expect(file).not.toMatch(/(?:^|,)"?=/m);
});

test('votes by week, as a table as well', async () => {
  const [id] = await givenVotes();
  await givenPeople(sql, ['u1', 'u2']);
  await castVote(sql, {lessonId: id, userId: 'u1', voteType: 'upvote', comment: 'Good.'});
  await castVote(sql, {lessonId: id, userId: 'u2', voteType: 'downvote', comment: null});
  const page = await (await givenConsole({pool: sql})).open('moderator', '/votes');

  await page.getByText('The weeks as a table').click();
  const rows = page.getByRole('region', {name: 'Votes by week'}).getByRole('row');
  await rows.last().waitFor();
  expect((await rows.last().getByRole('cell').allInnerTexts()).slice(0, 4)).toEqual(['1', '1', '1', '2']);
  expect(await rows.count()).toBe(13);
});

test('where there are no votes, it is said why', async () => {
  const page = await (await givenConsole({pool: sql})).open('moderator', '/votes?tab=best');
  await page.getByRole('heading', {name: 'There are no votes yet'}).waitFor();
  await page.getByRole('tab', {name: 'Collapsing'}).click();
  await page.getByRole('heading', {name: 'No lesson has five votes yet'}).waitFor();
  await page.getByRole('tab', {name: 'Controversial'}).click();
  await page.getByRole('heading', {name: 'Learners are of one mind'}).waitFor();
  await page.getByRole('tab', {name: 'Comments'}).click();
  await page.getByRole('heading', {name: 'Nobody has said anything yet'}).waitFor();
  expect(await page.getByRole('article').count()).toBe(0);
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['dark', 390],
] as const)('axe finds nothing serious, and nothing scrolls sideways: %s, %i', async (scheme, width) => {
  const [id] = await givenVotes();
  await givenPeople(sql, ['u1']);
  await castVote(sql, {lessonId: id, userId: 'u1', voteType: 'upvote', comment: 'Good.'});
  const page = await (await givenConsole({pool: sql})).open('moderator', '/votes', {scheme, width});
  await page.getByRole('link', {name: 'Voted down'}).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await sidewaysPixels(page)).toBe(0);
  await page.getByRole('tab', {name: 'Comments'}).click();
  await page.getByText('Good.', {exact: true}).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await sidewaysPixels(page)).toBe(0);
});
