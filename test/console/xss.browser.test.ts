import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import type {LessonId} from '../../domain/lesson-id.ts';
import {STYLES, type Style} from '../../domain/styles.ts';
import {countCoverage} from '../../sql/queries/coverage.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {roadmap, step} from '../sql/givens.ts';
import {givenPeople} from '../sql/people.ts';
import {givenPublished} from '../sql/published.ts';
import {emptyQueue, refresh} from '../sql/queued.ts';
import {givenRating} from '../sql/rated.ts';
import {endPagesAfterEach, givenConsole} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';
import {setContent} from './lesson-givens.ts';
import {DIAGRAMS, PAYLOADS} from './xss-payloads.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyQueue(sql);
});

/** As Postgres stores them: it has no text with a zero in it. */
const TEXTS = [...new Set(PAYLOADS.map(payload => payload.replaceAll('\0', '')))];
const ALL = TEXTS.join('\n\n');
const QUIZ = TEXTS.map(text => ({
  question: text,
  options: [text, `other ${text}`, text, 'plain'],
  correct_answer: 'A',
  explanation: text,
}));

/** Every field of every style, with all of them. */
const CONTENTS: Record<Style, object> = {
  hands_on: {
    summary: ALL,
    introduction: {text: ALL, key_concepts: TEXTS, extra: TEXTS},
    exercises: TEXTS.map(text => ({
      title: text,
      difficulty: text,
      learning_objective: text,
      instructions: text,
      starter_code: text,
      expected_output: text,
      hints: [text],
      solution: text,
    })),
    practice_project: {
      title: ALL,
      description: ALL,
      estimated_time: ALL,
      requirements: TEXTS,
      starter_template: ALL,
    },
  },
  video: {
    video: {
      title: ALL,
      channel: ALL,
      video_id: TEXTS[0],
      video_url: 'javascript:xss()',
      embed_url: 'data:text/html,<script>xss()</script>',
      thumbnail_url: 'https://evil.example/pixel.png',
    },
    timestamps: TEXTS.map(text => ({time: text, description: text})),
    study_guide: ALL,
    quiz: QUIZ.slice(0, 40),
  },
  reading: {
    content: ALL,
    hero_image: {url: 'javascript:xss()', attribution: {author: ALL, author_url: 'javascript:xss()'}},
    diagrams: DIAGRAMS.map(text => ({title: '<svg onload=xss()>', description: ALL, mermaid_code: text})),
    code_examples: TEXTS.map(text => ({title: text, language: 'html', code: text, explanation: text})),
    key_takeaways: TEXTS,
  },
  mixed: {
    text_introduction: ALL,
    text_content: `${ALL}\n\n${DIAGRAMS.map(text => `\`\`\`mermaid\n${text}\n\`\`\``).join('\n\n')}`,
    quiz: QUIZ.slice(40),
    error_note: ALL,
    [TEXTS[0] ?? '']: TEXTS,
  },
};

/** A lesson of each style that is full of them. */
async function givenHostileLessons(): Promise<Map<Style, LessonId>> {
  await importRoadmaps(sql, [roadmap('r', [step('Loops', {styles: [...STYLES]})])]);
  const cells = await sql<{cellId: number; style: Style}[]>`select cell_id, style from preheat.cell`;
  const ids = new Map<Style, LessonId>();
  await givenPeople(sql, ['ann', 'bob'], {role: 'mentor'});
  for (const {cellId, style} of cells) {
    const id = await givenPublished(sql, cellId);
    await setContent(sql, id, {title: TEXTS[6] ?? '', content: CONTENTS[style]});
    ids.set(style, id);
  }
  await sql`update lessons_lessoncontent set description = ${ALL}, generation_prompt = ${ALL}`;
  await sql`
    update preheat.draft set prompt = ${ALL}, answer_text = ${JSON.stringify(CONTENTS.mixed)},
      findings = ${JSON.stringify(TEXTS.map(text => ({check: text, severity: 'warning', message: text})))}::text::jsonb
  `;
  return ids;
}

type Watched = {page: Page; calls: string[]; strangers: string[]};

/** Whatever of it ran, and whatever was asked of another host. Dialogs and complaints fail each test by themselves. */
async function watched(page: Page): Promise<Watched> {
  const calls: string[] = [];
  const strangers: string[] = [];
  await page.exposeFunction('xss', () => calls.push(page.url()));
  // Pages with all of them are large.
  page.setDefaultTimeout(60_000);
  const {host} = new URL(page.url());
  page.context().on('request', request => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.host !== host) strangers.push(request.url());
  });
  page.context().on('page', () => strangers.push('another page'));
  return {page, calls, strangers};
}

/** What ran, what was asked for, and what stands there that could: nothing of all that. */
async function harmOf({page, calls, strangers}: Watched): Promise<string[]> {
  await until(
    'all diagrams are drawn',
    async () => (await page.getByLabel('The diagram is being drawn').count()) === 0,
  );
  return [...(await page.evaluate(dangersOf)), ...calls, ...strangers];
}

/** In the page: elements, attributes and addresses that a text must never become. */
function dangersOf(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const name = element.tagName.toLowerCase();
    if (/^(?:iframe|object|embed|base|meta|link|template|marquee|foreignobject|animate)$/.test(name))
      found.push(name);
    if (name === 'script' && !element.getAttribute('src')?.startsWith('/')) found.push('script');
    for (const {name: attribute, value} of element.attributes) {
      if (/^on/i.test(attribute) || attribute === 'srcdoc') found.push(`${name}[${attribute}]`);
      if (/^(?:href|src|action|formaction|xlink:href|data)$/i.test(attribute)) {
        const {protocol} = new URL(value, location.href);
        const isPicture = name === 'img' && value.startsWith('data:image/svg+xml;');
        if (!/^https?:$/.test(protocol) && !isPicture)
          found.push(`${name}[${attribute}=${value.slice(0, 40)}]`);
      }
      if (name === 'img' && attribute === 'src' && /evil/.test(value.slice(0, 60))) found.push(value);
    }
  }
  return found;
}

test('there are enough of them', () => {
  expect(new Set(PAYLOADS).size + DIAGRAMS.length).toBeGreaterThan(60);
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
});

test.each(STYLES)('a lesson of the style %s on its page', async style => {
  const ids = await givenHostileLessons();
  const served = await givenConsole({pool: sql});
  const given = await watched(await served.open('admin', '/account'));
  const {page} = given;

  await page.goto(`/lessons/${ids.get(style)}`);
  await page.getByRole('heading', {level: 1, name: TEXTS[6] ?? ''}).waitFor();
  await page.getByText('javascript:xss()').first().waitFor({state: 'attached'});
  // Folded parts are in the page, too, and what is loaded when they are opened.
  for (const fold of await page.locator('details').all())
    await fold.evaluate(part => part.setAttribute('open', ''));
  expect(await harmOf(given)).toEqual([]);
});

test('what people and checks said of a lesson, in all its tabs', async () => {
  const ids = await givenHostileLessons();
  const id = ids.get('reading') ?? 0;
  await submitReview(sql, {
    lessonId: id,
    mentorId: 'ann',
    status: 'needs_improvement',
    feedback: ALL.slice(0, 5_000),
    expertiseArea: (TEXTS[6] ?? '').slice(0, 100),
    reasons: ['unclear'],
  });
  await givenPeople(
    sql,
    TEXTS.map((_, index) => `u${index}`),
  );
  await sql`
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
    select preheat.new_id('lessons_lessonvote'), 'downvote', text, now(), now(), ${id}, 'u' || place - 1
    from unnest(${TEXTS}::text[]) with ordinality t (text, place)
  `;
  await sql`
    insert into preheat.regeneration (cell_id, parent_lesson_id, trigger, requested_by, requested_role, instructions)
    select cell_id, lesson_id, 'person', 'u1', 'admin', ${ALL} from preheat.lesson_version where lesson_id = ${id}
  `;
  const given = await watched(await (await givenConsole({pool: sql})).open('admin', '/account'));
  const {page} = given;

  for (const tab of ['checks', 'votes', 'reviews', 'origin', 'compare']) {
    await page.goto(`/lessons/${id}?tab=${tab}`);
    await page.getByRole('tab', {selected: true}).waitFor();
    await page.getByRole('tabpanel').locator('*').first().waitFor();
    if (tab === 'checks') {
      await page
        .getByRole('button', {name: /^Show answer and prompt/})
        .first()
        .click();
      await page.getByText('The answer as a lesson').first().click();
    }
    if (tab === 'votes')
      await page
        .getByText(TEXTS[0] ?? '', {exact: true})
        .first()
        .waitFor();
    expect(await harmOf(given)).toEqual([]);
  }
  await page.goto('/votes?tab=comments');
  for (const shownCount of [25, 50, 75]) {
    await page.getByRole('button', {name: 'Show more comments'}).click();
    await page.getByRole('article').nth(shownCount).waitFor();
  }
  expect(await harmOf(given)).toEqual([]);
});

test('titles of lessons and steps: the votes, the panel, the coverage and the queue of reviews', async () => {
  const titles = TEXTS.map(text => text.slice(0, 255));
  await importRoadmaps(sql, [
    roadmap(
      'r',
      titles.map(title => step(title)),
      {title: '<img src=x onerror=xss()>', description: ALL},
    ),
  ]);
  const cells = await sql<
    {cellId: number; stepTitle: string}[]
  >`select cell_id, step_title from preheat.cell`;
  for (const {cellId, stepTitle} of cells) {
    const id = await givenPublished(sql, cellId);
    await setContent(sql, id, {title: stepTitle, content: CONTENTS.reading});
    await givenRating(sql, id, {upvotes: 3, downvotes: 9});
  }
  await countCoverage(sql, {emulated: false, maxAgeMs: 0});
  await refresh(sql);
  const served = await givenConsole({pool: sql});
  const given = await watched(await served.open('admin', '/account'));
  const {page} = given;

  await page.goto('/votes');
  await page.getByRole('button', {name: 'Show more lessons'}).click();
  await page.getByRole('row').nth(40).waitFor();
  expect(await harmOf(given)).toEqual([]);
  await page.getByRole('row').getByRole('link').first().click();
  await page.getByRole('dialog', {name: 'Lesson'}).getByRole('tab').first().waitFor();
  expect(await harmOf(given)).toEqual([]);

  await page.goto('/');
  // One roadmap is open from the start.
  await page.getByRole('rowheader').nth(5).waitFor();
  expect(await harmOf(given)).toEqual([]);

  const mentor = await watched(await served.open('mentor', '/account'));
  await mentor.page.goto('/reviews');
  await mentor.page.getByRole('button', {name: 'Claim the next lesson'}).click();
  await mentor.page.getByRole('article').first().waitFor();
  expect(await harmOf(mentor)).toEqual([]);
});
