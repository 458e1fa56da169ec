import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import type {RegenerateLessons} from '../../api/lessons/lesson-requests.ts';
import {requestRegenerations} from '../../sql/queries/regenerations.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {givenPeople} from '../sql/people.ts';
import {givenChallenger, givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {liveLessons, RICH, setContent, sidewaysPixels} from './lesson-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', {name, exact: true});
const dialog = (page: Page, name: string) => page.getByRole('dialog', {name});

/** Presses the button of an act, and the same in the dialog that asks once more. */
async function act(page: Page, label: string, reason = ''): Promise<void> {
  await button(page, label).click();
  const asking = dialog(page, label);
  if (reason !== '') await asking.getByLabel('Reason').fill(reason);
  await asking.getByRole('button', {name: label}).click();
}

const audits = () => sql<{action: string; reason: string | null}[]>`
  select action, reason from preheat.audit_event order by audit_event_id
`;

test('a challenger is made live with a reason, and that is taken back from another browser', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1, {parentLessonId: first});
  const served = await givenConsole({pool: sql});
  const page = await served.open('admin', `/lessons/${first}`);

  await button(page, 'Make v1 live').click();
  await dialog(page, 'Make v1 live')
    .getByText('Learners get v1 from then on, instead of v2, until a mentor verifies another version.')
    .waitFor();
  expect(await liveLessons(sql)).toEqual([second]);
  await dialog(page, 'Make v1 live').getByLabel('Reason').fill('Clearer.');
  await dialog(page, 'Make v1 live').getByRole('button', {name: 'Make v1 live'}).click();
  await page.getByText('v1 is live now.').waitFor();
  expect(await liveLessons(sql)).toEqual([first]);
  expect(await audits()).toMatchObject([{action: expect.stringContaining('promote'), reason: 'Clearer.'}]);
  await page.close();

  const other = await served.open('admin', `/lessons/${second}`);
  await other.getByText(/v1 was made live/).waitFor();
  await other.getByText(/: Clearer\./).waitFor();
  await button(other, 'Undo').click();
  await other.getByText('1 taken back.').waitFor();
  expect(await liveLessons(sql)).toEqual([second]);
  await button(other, 'Undo').waitFor({state: 'detached'});
});

test('the only version is retired, which leaves learners with nothing, and restored', async () => {
  const id = await givenPublished(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${id}`);

  await button(page, 'Retire v1').click();
  await dialog(page, 'Retire v1')
    .getByText(/Learners get nothing here from then on/)
    .waitFor();
  await dialog(page, 'Retire v1').getByRole('button', {name: 'Retire v1'}).click();
  await page.getByText('v1 is retired.').waitFor();
  expect(await liveLessons(sql)).toEqual([]);
  await page.getByRole('region', {name: 'Versions'}).getByText('Retired').waitFor();

  await act(page, 'Restore v1');
  await page.getByText('v1 may be served again.', {exact: true}).waitFor();
  expect(await liveLessons(sql)).toEqual([id]);
});

test('the live version is given up for the one that was live before it', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1);
  expect(await liveLessons(sql)).toEqual([second]);
  const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${second}`);

  await button(page, 'Make v1 live again').click();
  await dialog(page, 'Make v1 live again')
    .getByText(/Learners get v1 from then on, which they had before v2/)
    .waitFor();
  await act2(page, 'Make v1 live again');
  await page.getByText('The version before is live again.').waitFor();
  expect(await liveLessons(sql)).toEqual([first]);
});

/** In the dialog that is open. */
const act2 = (page: Page, label: string) => dialog(page, label).getByRole('button', {name: label}).click();

test('what is refused changes nothing, and the reason is said', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${first}`);
  await button(page, 'Make v1 live').click();
  // Meanwhile a mentor rejects it.
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${first}`;

  await act2(page, 'Make v1 live');
  await page.getByText(/A mentor rejected it, and a rejected lesson is never served/).waitFor();
  expect(await liveLessons(sql)).toEqual([second]);
});

test('a dialog ends with the page of its version: going back leaves nothing that would act on another', async () => {
  await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1);
  const third = await givenChallenger(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${second}`);
  await page.getByRole('link', {name: 'Show v3'}).first().click();
  await button(page, 'Retire v3').click();
  await dialog(page, 'Retire v3').waitFor();

  await page.goBack();

  await button(page, 'Retire v2').waitFor();
  await page.getByRole('dialog').waitFor({state: 'detached'});
  expect(await liveLessons(sql)).toEqual([third]);
  expect(await audits()).toEqual([]);
});

test('any two versions are compared, line by line and word by word, by an address', async () => {
  const ids = [await givenPublished(sql, 1), await givenChallenger(sql, 1), await givenChallenger(sql, 1)];
  const [first = 0, second = 0, third = 0] = ids;
  await setContent(sql, first, {content: {content: 'One.\nThe old loop ends early.\nSame.'}});
  await setContent(sql, second, {content: {content: 'One.\nThe new loop ends early.\nSame.'}});
  await setContent(sql, third, {content: {content: 'Another lesson.'}});
  const served = await givenConsole({pool: sql});
  const page = await served.open('moderator', `/lessons/${second}`);

  await page.getByRole('tab', {name: 'Compare'}).click();
  await page.getByRole('radio', {name: 'v1'}).check();
  const article = page.getByRole('region', {name: 'Content'});
  await article.getByText('1 removed, 1 added').waitFor();
  const cells = article.getByRole('cell');
  expect(await cells.filter({hasText: 'removed:'}).innerText()).toContain('The old loop ends early.');
  expect(await cells.filter({hasText: 'added:'}).innerText()).toContain('The new loop ends early.');
  expect(await article.locator('mark').allInnerTexts()).toEqual(['old', 'new']);
  const {pathname, search} = new URL(page.url());

  const again = await served.open('moderator', `${pathname}${search}`);
  await again.getByRole('region', {name: 'Content'}).getByText('1 removed, 1 added').waitFor();
  expect(await again.getByRole('radio', {name: 'v1'}).isChecked()).toBe(true);
});

test('a new version is asked for with instructions, followed until it is there, and compared', async () => {
  const first = await givenPublished(sql, 1);
  await givenPeople(sql, ['ann'], {role: 'mentor'});
  await submitReview(sql, {
    lessonId: first,
    mentorId: 'ann',
    status: 'needs_improvement',
    feedback: 'Too long.',
    expertiseArea: 'Python',
    reasons: ['unclear'],
  });
  const regenerateLessons: RegenerateLessons = async ({targets, instructions, actor}) =>
    requestRegenerations(sql, {targets, trigger: 'person', actor, instructions});
  const page = await (await givenConsole({pool: sql, regenerateLessons})).open('admin', `/lessons/${first}`);

  await button(page, 'Regenerate with instructions').click();
  const asking = dialog(page, 'Regenerate v1');
  await asking.getByText("The prompt also carries 1 mentor's word and 0 comments against it.").waitFor();
  await asking.getByLabel('Instructions').fill('Shorter exercises.');
  await asking.getByRole('button', {name: 'Regenerate v1'}).click();
  await page.getByText('A new version is being made').waitFor();
  await page
    .getByRole('status')
    .getByText(/"Shorter exercises\."/)
    .waitFor();
  expect(await sql`select parent_lesson_id, instructions from preheat.regeneration`).toMatchObject([
    {parentLessonId: first, instructions: 'Shorter exercises.'},
  ]);

  await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = ${first}`;
  const second = await givenPublished(sql, 1, {
    filter: {regenerate: true, cellIds: [1]},
    parentLessonId: first,
  });
  await page
    .getByRole('status')
    .getByText(/It waits beside v1 as a challenger/)
    .waitFor();
  expect(await liveLessons(sql)).toEqual([first]);
  await page.getByRole('link', {name: 'Compare v2 with v1'}).click();
  await page.getByRole('radio', {name: 'v1 (live)'}).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/lessons/${second}`);
  await page
    .getByRole('region', {name: 'Versions'})
    .getByText('answers 1 review, instructions on v1')
    .waitFor();
});

test('where nothing can be made, that is said', async () => {
  const id = await givenPublished(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${id}`);

  await button(page, 'Regenerate with instructions').click();
  await dialog(page, 'Regenerate v1').getByRole('button', {name: 'Regenerate v1'}).click();
  await page.getByText('No lesson can be made at the moment.').waitFor();
  expect(await sql`select from preheat.regeneration`).toHaveLength(0);
});

test('what people said, what the checks found and where it comes from', async () => {
  const id = await givenPublished(sql, 1);
  await givenPeople(sql, ['ann', 'bob'], {role: 'mentor'});
  const review = {lessonId: id, feedback: 'Wrong loop.', expertiseArea: 'Python'};
  await submitReview(sql, {...review, mentorId: 'ann', status: 'needs_improvement', reasons: ['inaccurate']});
  await submitReview(sql, {...review, mentorId: 'bob', status: 'verified', reasons: []});
  await castVote(sql, {lessonId: id, userId: 'ann', voteType: 'downvote', comment: 'Too short.'});
  await castVote(sql, {lessonId: id, userId: 'bob', voteType: 'upvote', comment: null});
  await sql`
    update preheat.draft set findings = '[{"check": "topic", "severity": "warning", "message": "It hardly names the step."}]'
  `;
  const page = await (await givenConsole({pool: sql})).open('moderator', `/lessons/${id}`);
  const tab = (name: string) => page.getByRole('tab', {name}).click();
  await page.getByText('Loops · lesson 1 · Reading').waitFor();
  await page.getByRole('img', {name: /^50 % upvotes; most likely between \d+ and \d+ %$/}).waitFor();

  await tab('Votes');
  await page.getByText('Too short.').waitFor();
  await page.getByText('1 vote without a comment.').waitFor();
  await tab('Reviews');
  await page.getByText('The mentors disagree').waitFor();
  expect(await page.getByText('inaccurate').count()).toBe(1);
  await tab('Checks');
  await page.getByText('warning: topic').waitFor();
  await page.getByText('It hardly names the step.').waitFor();
  await button(page, 'Show answer and prompt of draft 1').click();
  await page.getByText('The answer as it came').click();
  await page.getByRole('group', {name: 'Answer', exact: true}).getByText('{"title":"Ours"}').waitFor();
  await tab('Origin');
  await page.getByText('$0.2500, with drafts that did not pass').waitFor();
  await page.getByRole('link', {name: 'run 1'}).waitFor();
  expect(new URL(page.url()).searchParams.get('tab')).toBe('origin');
});

test('where the drafts of a lesson cannot be read, its origin says so until they can', async () => {
  const id = await givenPublished(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('moderator', `/lessons/${id}`);
  await page.route('**/graphql', async route =>
    route.request().postData()?.includes('query LessonDrafts(')
      ? route.fulfill({json: {errors: [{message: 'No.', extensions: {code: 'INTERNAL'}}]}})
      : route.continue(),
  );

  await page.getByRole('tab', {name: 'Origin'}).click();
  const trouble = page.getByRole('alert').filter({hasText: 'The origin cannot be shown'});
  await trouble.waitFor();
  await page.unroute('**/graphql');
  await trouble.getByRole('button', {name: 'Try again'}).click();
  await page.getByText('Regenerations of this cell').waitFor();
  expect(await trouble.count()).toBe(0);
});

test('a moderator sends a lesson to review, and acts on nothing; a mentor sees the lesson alone', async () => {
  const first = await givenPublished(sql, 1);
  await givenChallenger(sql, 1);
  await setContent(sql, first, {title: 'Plain', content: {content: 'The text.'}});
  const served = await givenConsole({pool: sql});
  const page = await served.open('moderator', `/lessons/${first}`);

  await button(page, 'Send to review').click();
  await dialog(page, 'Send v1 to review').getByRole('button', {name: 'Send v1 to review'}).click();
  await dialog(page, 'Send v1 to review').waitFor({state: 'detached'});
  expect(await audits()).toMatchObject([{action: expect.stringMatching(/review/)}]);
  for (const name of ['Make v1 live', 'Retire v1', 'Regenerate with instructions'])
    expect(await button(page, name).count()).toBe(0);

  const mentor = await served.open('mentor', `/lessons/${first}`);
  await mentor.getByText('The text.').waitFor();
  expect(await mentor.getByRole('tab').count()).toBe(0);
  expect(await mentor.getByRole('region', {name: 'Versions'}).count()).toBe(0);
});

test('by keys alone: the tabs, the version before, and an act with its reason', async () => {
  const first = await givenPublished(sql, 1);
  await givenChallenger(sql, 1);
  const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${first}`);
  await button(page, 'Make v1 live').waitFor();

  await page.getByRole('tab', {name: 'Lesson'}).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByText('Nobody has voted on v1 yet').waitFor();
  await button(page, 'Make v1 live').focus();
  await page.keyboard.press('Enter');
  await dialog(page, 'Make v1 live').waitFor();
  // The reason has the focus.
  await page.keyboard.type('By keys.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('v1 is live now.').waitFor();
  expect(await audits()).toMatchObject([{reason: 'By keys.'}]);
});

test('the panel goes from version to version beside its page, and opens as a page', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1);
  await setContent(sql, first, {title: 'The first', content: {content: 'One.'}});
  await setContent(sql, second, {title: 'The second', content: {content: 'Two.'}});
  const page = await (await givenConsole({pool: sql})).open('moderator', `/votes?lesson=${first}`);

  const panel = page.getByRole('dialog', {name: 'Lesson'});
  await panel.getByRole('heading', {name: 'The first'}).waitFor();
  await panel.getByRole('link', {name: 'Show v2'}).first().click();
  await panel.getByRole('heading', {name: 'The second'}).waitFor();
  expect(new URL(page.url()).pathname).toBe('/votes');
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await panel.waitFor({state: 'detached'});
  await page.goBack();
  await panel.getByRole('link', {name: 'Open as a page'}).click();
  await page.getByRole('heading', {level: 1, name: 'The second'}).waitFor();
});

test('a lesson that is not there, and one that no roadmap wants', async () => {
  const id = await givenPublished(sql, 1);
  await sql`delete from preheat.lesson_version`;
  await sql`update lessons_lessoncontent set cache_key = 'other', title = 'Left over' where id = ${id}`;
  const served = await givenConsole({pool: sql});
  const page = await served.open('admin', '/lessons/99');
  await page.getByRole('heading', {name: 'There is no such lesson'}).waitFor();

  await page.goto(`/lessons/${id}`);
  await page.getByRole('heading', {name: 'Left over'}).waitFor();
  await page.getByText(/No roadmap wants it any more/).waitFor();
  expect(await button(page, /^Retire/).count()).toBe(0);
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)(
  'axe finds nothing serious on any tab, and nothing scrolls sideways: %s, %i',
  async (scheme, width) => {
    const first = await givenPublished(sql, 1);
    const second = await givenChallenger(sql, 1, {parentLessonId: first});
    await setContent(sql, first, {content: {...RICH, summary: 'Before.'}});
    await setContent(sql, second, {content: RICH});
    await givenPeople(sql, ['ann'], {role: 'mentor'});
    await castVote(sql, {lessonId: second, userId: 'ann', voteType: 'downvote', comment: 'Too short.'});
    const page = await (await givenConsole({pool: sql})).open('admin', `/lessons/${second}`, {scheme, width});
    await page.getByRole('img', {name: 'From a to b.'}).waitFor();

    for (const [name, shown] of [
      ['Lesson', 'Which one ends?'],
      ['Compare', '1 removed, 1 added'],
      ['Checks', 'The checks found nothing.'],
      ['Votes', 'Too short.'],
      ['Reviews', 'No mentor has said a word of v2 yet'],
      ['Origin', 'Regenerations of this cell'],
    ] as const) {
      await page.getByRole('tab', {name}).click();
      await page.getByText(shown).first().waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      expect(await sidewaysPixels(page)).toBe(0);
    }
  },
);
