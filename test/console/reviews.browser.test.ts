import {beforeEach, expect, test} from 'vitest';
import type {Page} from 'playwright-core';
import {reviewsOf, submitReview} from '../../sql/queries/reviews.ts';
import {attempt, fakeModel, givenCell, givenRun, goodAnswer} from '../activities/lesson-givens.ts';
import {endServersAfterEach, givenUser, PASSWORD} from '../api/givens.ts';
import {givenChallenger} from '../sql/published.ts';
import {claimed, emptyQueue, expireLeases, givenLessons, givenOrder, refresh} from '../sql/queued.ts';
import {endPagesAfterEach, givenConsole, secondTab, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyQueue(sql);
});

const claim = (page: Page) => page.getByRole('button', {name: 'Claim the next lesson'}).click();

/** The step of the lesson that is shown. */
const lessonOf = (page: Page, step: string) => page.getByRole('article').getByText(`${step} · Lesson 1`);

const feedback = (page: Page) => page.getByRole('textbox', {name: /^Feedback/});
const expertise = (page: Page) => page.getByRole('textbox', {name: 'Your area of expertise'});

/** Lessons of these steps, offered in this order. */
async function givenQueue(...titles: string[]) {
  const ids = await givenLessons(sql, ...titles);
  await refresh(sql);
  await givenOrder(sql, ...ids);
  // One claim of ten is given by chance: that has the same order here.
  await sql`update preheat.review_item set sample_key = case lesson_id when ${ids[0] ?? 0} then 2 else -1 end`;
  return ids;
}

const reviews = () => sql<{mentorId: string; status: string; feedback: string; expertiseArea: string}[]>`
  select mentor_id, status, feedback, expertise_area from lessons_mentorreview order by id
`;

async function isHeld(): Promise<boolean> {
  const [held] = await sql<
    {isHeld: boolean}[]
  >`select leased_until > now() as is_held from preheat.review_claim`;
  return held?.isHeld === true;
}

test('a mentor rejects a lesson with reasons, and its next version is made with them', async () => {
  const cell = await givenCell(sql, {style: 'reading'});
  await attempt(sql, fakeModel([goodAnswer('reading')]), cell);
  await refresh(sql);
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');

  await claim(page);
  await page.getByRole('radio', {name: 'Rejected'}).check();
  const reasons = page.getByRole('group', {name: 'What is wrong'});
  await reasons.getByText('Broken code').click();
  await reasons.getByText('Too hard').click();
  expect(await reasons.getByRole('checkbox', {checked: true}).count()).toBe(2);
  await feedback(page).fill('The loop in the second example never ends.');
  await expertise(page).fill('Python');
  await page.getByRole('button', {name: 'Submit and claim the next'}).click();

  await page.getByRole('heading', {name: 'Nothing is left to review'}).waitFor();
  const [lesson] = await sql<{id: number; approvalStatus: string}[]>`
    select id, approval_status from lessons_lessoncontent
  `;
  expect(lesson?.approvalStatus).toBe('rejected');
  expect((await reviewsOf(sql, lesson?.id ?? 0)).reviews).toMatchObject([
    {
      status: 'rejected',
      reasons: ['too_hard', 'broken_code'],
      feedback: 'The loop in the second example never ends.',
      expertiseArea: 'Python',
    },
  ]);

  // What a night does: it fills the cell again, and is told why it is empty.
  const model = fakeModel([goodAnswer('reading')]);
  const runId = await givenRun(sql, {roadmapKey: cell.roadmapKey});
  expect(await attempt(sql, model, {...cell, runId})).toMatchObject({kind: 'published'});
  const [review] = await sql<{id: number}[]>`select id from lessons_mentorreview`;
  expect(
    await sql`select trigger, parent_lesson_id, outcome, answers from preheat.regeneration`,
  ).toMatchObject([
    {
      trigger: 'rejected',
      parentLessonId: lesson?.id,
      outcome: 'live',
      answers: {reviewIds: [review?.id]},
    },
  ]);
  expect(JSON.stringify(model.calls[0])).toContain('The loop in the second example never ends.');
});

test('by keys alone: claimed, judged, the next one claimed, and the verdict taken back', async () => {
  const [first] = await givenQueue('One', 'Two');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await page.getByRole('button', {name: 'Claim the next lesson'}).waitFor();

  await page.keyboard.press('c');
  await lessonOf(page, 'One').waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('2');
  await page.keyboard.press('6');
  await page.keyboard.press('6');
  await page.keyboard.press('f');
  // Letters that are keys elsewhere are text in a field.
  await page.keyboard.type('Very nice, but vague.');
  await page.keyboard.press('Control+Enter');
  await lessonOf(page, 'Two').waitFor();
  expect(await reviews()).toMatchObject([{status: 'needs_improvement', feedback: 'Very nice, but vague.'}]);
  expect((await reviewsOf(sql, first ?? 0)).reviews[0]?.reasons).toEqual(['unclear']);
  expect(await feedback(page).inputValue()).toBe('');

  await page.keyboard.press('u');
  await lessonOf(page, 'One').waitFor();
  expect(await reviews()).toEqual([]);
  expect(await page.getByRole('radio', {name: 'Needs improvement'}).isChecked()).toBe(true);
  expect(await feedback(page).inputValue()).toBe('Very nice, but vague.');

  await page.keyboard.press('v');
  await page.keyboard.press('Control+Enter');
  await lessonOf(page, 'Two').waitFor();
  expect(await reviews()).toMatchObject([{status: 'verified'}]);
  expect((await reviewsOf(sql, first ?? 0)).reviews[0]?.reasons).toEqual([]);
});

test('an address can ask for the next lesson, once', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews?claim=true');

  await lessonOf(page, 'One').waitFor();
  await page.waitForURL('/reviews');
  await page.getByRole('button', {name: 'What else you can do'}).click();
  await page.getByRole('menuitem', {name: 'Give back, and stop'}).click();
  await page.getByRole('heading', {name: 'Ready when you are'}).waitFor();
  await page.reload();
  await page.getByRole('heading', {name: 'Ready when you are'}).waitFor();
  expect(await sql`select from preheat.review_claim`).toEqual([]);
});

test('the keys of the page are listed, and single ones can be turned off', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await lessonOf(page, 'One').waitFor();

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', {name: 'Keys of this page'});
  await sheet.getByRole('row', {name: 'S Skips the lesson'}).waitFor();
  await sheet.getByRole('switch', {name: 'Keys of a single sign'}).click();
  await page.keyboard.press('Escape');
  await sheet.waitFor({state: 'hidden'});
  await page.keyboard.press('v');
  await page.keyboard.press('Control+Enter');

  await page.getByText('Choose a verdict.').waitFor();
  expect(await page.getByRole('radio', {name: 'Verified'}).isChecked()).toBe(false);
});

test('a verdict that needs a reason is not sent without one', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);

  await page.getByRole('radio', {name: 'Rejected'}).check();
  await page.getByRole('button', {name: 'Submit and claim the next'}).click();

  await page.getByText('Say why it is rejected').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('reasons');
  expect(await reviews()).toEqual([]);
  await feedback(page).fill('It is about another language.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', {name: 'Nothing is left to review'}).waitFor();
});

test('two mentors who claim at once get two lessons', async () => {
  await givenQueue('One', 'Two');
  const site = await givenConsole({pool: sql});
  const pages = [await site.open('mentor', '/reviews'), await site.open('mentor', '/reviews')];

  await Promise.all(pages.map(claim));
  await Promise.all(pages.map(async page => page.getByRole('form', {name: 'Your verdict'}).waitFor()));

  const shown = await Promise.all(
    pages.map(async page => ((await lessonOf(page, 'One').isVisible()) ? 'One' : 'Two')),
  );
  expect(shown.toSorted()).toEqual(['One', 'Two']);
  expect(await sql`select from preheat.review_claim`).toHaveLength(2);
});

test('a lesson that is lost is told at once, and what was typed is there when it comes back', async () => {
  const [only] = await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await feedback(page).fill('Half a thought');
  await expireLeases(sql);
  expect(await claimed(sql, 'bob')).toBe(only);

  // Somebody comes back to the tab.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.getByRole('alert').getByText('This lesson is not yours any more').waitFor();
  expect(await feedback(page).inputValue()).toBe('Half a thought');
  expect(await page.getByRole('button', {name: 'Submit and claim the next'}).isDisabled()).toBe(true);

  await page.getByRole('alert').getByRole('button', {name: 'Claim the next lesson'}).click();
  await page.getByRole('heading', {name: 'Nothing is left to review'}).waitFor();
  await expireLeases(sql);
  await page.getByRole('button', {name: 'Look again'}).click();
  await lessonOf(page, 'One').waitFor();
  expect(await feedback(page).inputValue()).toBe('Half a thought');
  expect(await page.getByText('This lesson is not yours any more').count()).toBe(0);
});

test('a lesson is held each minute for as long as the page is there', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await page.getByRole('button', {name: 'Claim the next lesson'}).waitFor();
  await page.clock.install();
  await claim(page);
  await lessonOf(page, 'One').waitFor();
  await expireLeases(sql);

  await page.clock.fastForward('01:00');

  await until('the lease is a new one', isHeld);
  expect(await claimed(sql, 'bob')).toBe(null);
});

test('a page that is opened again goes on with the lesson that is held, and with what was typed', async () => {
  await givenQueue('One', 'Two');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await lessonOf(page, 'One').waitFor();
  await page.keyboard.press('r');
  await feedback(page).fill('Too short.');
  await page.reload();

  await lessonOf(page, 'One').waitFor();
  expect(await feedback(page).inputValue()).toBe('Too short.');
  expect(await page.getByRole('radio', {name: 'Rejected'}).isChecked()).toBe(true);
  const other = await secondTab(page, '/reviews');
  await lessonOf(other, 'One').waitFor();
});

test('the area of expertise is kept for the mentor who typed it, not for the next one of the same browser', async () => {
  await givenQueue('One', 'Two');
  const {email} = await givenUser(sql, {role: 'mentor'});
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await expertise(page).fill('Python');
  await page.reload();
  await lessonOf(page, 'One').waitFor();
  expect(await expertise(page).inputValue()).toBe('Python');

  await page.goto('/sign-in?next=/reviews');
  await page.getByLabel('Email address or user name').fill(email);
  await page.getByLabel('Password', {exact: true}).fill(PASSWORD);
  await page.getByRole('button', {name: 'Sign in'}).click();
  await claim(page);
  await lessonOf(page, 'Two').waitFor();
  expect(await expertise(page).inputValue()).toBe('');
});

test('what is skipped is offered again where it is asked for', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await lessonOf(page, 'One').waitFor();

  await page.keyboard.press('s');
  await page.getByRole('button', {name: 'Look at what you skipped (1)'}).click();
  await lessonOf(page, 'One').waitFor();
  expect(await reviews()).toEqual([]);
});

test('a lesson that is given back is free for others', async () => {
  const [only] = await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await page.getByRole('button', {name: 'What else you can do'}).click();
  await page.getByRole('menuitem', {name: 'Give back, and stop'}).click();

  await page.getByRole('heading', {name: 'Ready when you are'}).waitFor();
  expect(await claimed(sql, 'bob')).toBe(only);
});

test('a verdict can be taken back for ten minutes', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await page.getByRole('button', {name: 'Claim the next lesson'}).waitFor();
  await page.clock.install();
  await claim(page);
  await lessonOf(page, 'One').waitFor();
  await page.keyboard.press('v');
  await page.keyboard.press('Control+Enter');
  const bar = page.getByRole('region', {name: 'Your last verdict'});
  await bar.getByText('can be undone for 10 minutes').waitFor();

  await page.clock.fastForward('05:30');
  await bar.getByText('can be undone for 5 minutes').waitFor();
  await page.clock.fastForward('04:40');
  await bar.waitFor({state: 'hidden'});
  expect(await reviews()).toMatchObject([{status: 'verified'}]);
});

test('only the verdict that is shown is taken back, not a later one from another tab', async () => {
  const [one, two] = await givenQueue('One', 'Two');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews');
  await claim(page);
  await lessonOf(page, 'One').waitFor();
  await page.keyboard.press('v');
  await page.keyboard.press('Control+Enter');
  await lessonOf(page, 'Two').waitFor();
  const other = await secondTab(page, '/reviews');
  await lessonOf(other, 'Two').waitFor();
  await other.keyboard.press('v');
  await other.keyboard.press('Control+Enter');
  await other.getByRole('heading', {name: 'Nothing is left to review'}).waitFor();
  const judged = () => sql`select lesson_content_id as id from lessons_mentorreview order by id`;

  await page.keyboard.press('u');
  await page.getByText(`Your last verdict is on lesson ${two}`).waitFor();
  expect(await judged()).toEqual([{id: one}, {id: two}]);

  await other.keyboard.press('u');
  await lessonOf(other, 'Two').waitFor();
  expect(await judged()).toEqual([{id: one}]);
  await page.keyboard.press('u');
  await lessonOf(page, 'One').waitFor();
  expect(await judged()).toEqual([]);
});

test('a mentor sees the earlier version beside this one, and nothing of what others think', async () => {
  const [first] = await givenLessons(sql, 'One');
  await submitReview(sql, {
    lessonId: first ?? 0,
    mentorId: 'ann',
    status: 'needs_improvement',
    feedback: 'Ann did not like it.',
    expertiseArea: '',
    reasons: ['unclear'],
  });
  await sql`update lessons_lessoncontent set title = 'The first try' where id = ${first ?? 0}`;
  await givenChallenger(sql, 1, {parentLessonId: first ?? 0});
  await refresh(sql);
  const site = await givenConsole({pool: sql});
  const page = await site.open('mentor', '/reviews');
  const bodies: string[] = [];
  page.on('response', response => {
    if (response.url().endsWith('/graphql'))
      // An answer that the page let go, as at its end, has no text any more.
      response.text().then(
        text => bodies.push(text),
        () => {},
      );
  });
  await claim(page);
  await page.getByRole('heading', {name: 'Ours', exact: true}).waitFor();

  await page.keyboard.press('e');
  const earlier = page.getByRole('region', {name: 'Earlier version'});
  await earlier.getByText('The first try').waitFor();
  await page.getByRole('region', {name: 'This version'}).waitFor();
  expect(await page.getByRole('radio', {name: 'What differs'}).count()).toBe(0);
  expect(bodies.join(' ')).not.toContain('Ann did not like it.');
  expect(bodies.join(' ')).not.toMatch(/upvotes|approvalStatus|mentorId/);
  await page.keyboard.press('e');
  await earlier.waitFor({state: 'hidden'});
});

test('moderators see the head of the queue, why each stands there, and how far mentors agree; mentors do not', async () => {
  const ids = await givenQueue('One', 'Two');
  const review = {feedback: 'Words.', expertiseArea: '', reasons: []};
  await submitReview(sql, {lessonId: ids[1] ?? 0, mentorId: 'ann', status: 'verified', ...review});
  await submitReview(sql, {lessonId: ids[1] ?? 0, mentorId: 'bob', status: 'rejected', ...review});
  const site = await givenConsole({pool: sql});

  const mentor = await site.open('mentor', '/reviews?show=%5B%22queue%22%5D');
  await mentor.getByRole('button', {name: 'Claim the next lesson'}).waitFor();
  expect(await mentor.getByText('Head of the queue').count()).toBe(0);

  const page = await site.open('moderator', '/reviews');
  await page.getByRole('button', {name: /^Head of the queue/}).click();
  const row = page.getByRole('table', {name: 'Head of the queue'}).getByRole('row', {name: /One/});
  await row.getByText('first lesson of its cell').waitFor();
  await page.getByRole('button', {name: /^How far mentors agree/}).click();
  await page.getByRole('table', {name: 'By mentor'}).getByRole('rowheader', {name: 'ann'}).waitFor();
  expect(decodeURIComponent(new URL(page.url()).search)).toBe('?show=["queue","agreement"]');
  expect(await seriousFaults(page)).toEqual([]);
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('axe finds nothing serious on the desk, %s, %i pixels wide', async (scheme, width) => {
  const [first] = await givenLessons(sql, 'One');
  await sql`update preheat.draft set findings = ${sql.json([
    {check: 'topic', severity: 'warning', message: 'The step is not named.'},
  ])}`;
  await givenChallenger(sql, 1, {parentLessonId: first ?? 0});
  await refresh(sql);
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews', {scheme, width});
  await page.getByRole('button', {name: 'Claim the next lesson'}).waitFor();
  expect(await seriousFaults(page)).toEqual([]);

  await claim(page);
  await page.getByRole('form', {name: 'Your verdict'}).waitFor();
  await page.getByRole('button', {name: 'Guidelines'}).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Say why it is rejected').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('on a narrow screen a lesson is judged by the bar at its foot', async () => {
  await givenQueue('One');
  const page = await (await givenConsole({pool: sql})).open('mentor', '/reviews', {width: 390});
  await claim(page);
  const form = page.getByRole('form', {name: 'Your verdict'});

  await form.getByText('Improve').click();
  expect(await form.getByRole('radio', {name: 'Needs improvement'}).isChecked()).toBe(true);
  await form.getByText('Unclear').click();
  await form.getByRole('button', {name: 'Submit and claim the next'}).click();

  await page.getByRole('heading', {name: 'Nothing is left to review'}).waitFor();
  expect(await reviews()).toMatchObject([{status: 'needs_improvement'}]);
});
