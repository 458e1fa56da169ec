import type {LessonId} from '../../../domain/lesson-id.ts';
import {beforeEach, expect, test} from 'vitest';
import {cacheKey} from '../../../domain/cells.ts';
import {wantableCells} from '../../../sql/queries/cells.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {publishLesson, readAsReader} from '../../../sql/queries/lessons.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, givenRun, newDraft, publication} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
});

const KEY = cacheKey('One', 1, 'reading');
const TEXT = {content: 'What a variable is.'};

/** Every key that stands around a lesson, filled. */
const AROUND = {
  type: 'reading',
  lesson_type: 'reading',
  title: 'Python Variables - Lesson 1',
  summary: 'This lesson covers Python Variables.',
  description: 'Names for values.',
  estimated_duration: '20 minutes',
  difficulty: 'beginner',
  research_metadata: {source_type: 'multi_source', sources_used: 'Two of them.'},
  source_attribution: {official_docs: ['https://docs.python.org']},
  sources: ['https://docs.python.org'],
  hero_image: {url: 'https://images.example.org/1', attribution: null},
};

/** The cell's state in a plan; undefined where it is served. */
async function planned(emulated = false): Promise<string | undefined> {
  const [row] = await sql<[{state: string}?]>`select u.state from (${wantableCells(sql, {emulated})}) u`;
  return row?.state;
}

async function claimed(): Promise<string> {
  return (await claimCell(sql, {cellId: 1, claimedBy: 'run:9', leaseMs: 60_000, emulated: false})).kind;
}

/** Publishes a lesson of the cell; where somebody's lesson serves it, nothing is published. */
async function publish(workflowId = 'w'): Promise<LessonId | null> {
  const runId = await givenRun(sql, {workflowId});
  const claimedBy = `run:${runId}`;
  const {draftId} = await storeDraft(sql, newDraft({requestId: workflowId, cellId: 1, runId}));
  await sql`update preheat.cell set claimed_by = ${claimedBy}, claimed_until = now() + interval '1 hour'`;
  const given = publication({cellId: 1, claimedBy, runId, draftId, requestId: workflowId});
  return (await publishLesson(sql, given)).lessonId;
}

const POISONED: [what: string, content: unknown, approvalStatus?: string][] = [
  ['marked as a fallback', {...TEXT, is_fallback: true}],
  ['with an error', {...TEXT, error: 'Expecting value'}],
  ['with an error without words', {...TEXT, error: ''}],
  ['with an error that is no text', {...TEXT, error: {code: 500}}],
  ['that says only that there was an error', {...TEXT, error: true}],
  ['with an error note', {...TEXT, error_note: 'AI generation unavailable'}],
  ['with an error note that is true', {...TEXT, error_note: true}],
  ['whose summary says so', {...TEXT, summary: 'This is a placeholder lesson for Loops.'}],
  ['whose text says so', {content: '# Loops\n\nThis is a Placeholder Lesson. Try again.'}],
  ['that is one such text', 'This is a placeholder lesson.'],
  ['without a key', {}],
  ['that is null', null],
  ['that is an empty text', ''],
  ['that is a blank text', ' \n'],
  ['that is an empty list', []],
  ['that is a list of nothing', [{}, [''], null]],
  ['that is a number', 3],
  ['that is true', true],
  ['with nothing but what stands around a lesson', AROUND],
  ['with blank texts only', {...AROUND, content: ' \t', quiz: [{question: '', options: []}], exercises: 0}],
  ['without a text, though a mentor verified it', AROUND, 'mentor_verified'],
  ['marked, though learners approved it', {...TEXT, is_fallback: true}, 'approved'],
];

test.each(POISONED)(
  'a row %s is a placeholder: planned, claimed, parked and replaced',
  async (_, content, approvalStatus = 'pending') => {
    await givenLesson(sql, 1, {content, approvalStatus, upvotes: 50});

    expect([await planned(), await planned(true)]).toEqual(['placeholder', 'placeholder']);
    expect(await claimed()).toBe('claimed');
    expect(await publish()).toBe(2);

    expect(await sql`select id, cache_key, content from lessons_lessoncontent where id = 1`).toEqual([
      {id: 1, cacheKey: 'parked:1', content},
    ]);
    expect(await sql`select lesson_id, state, origin from preheat.lesson_version order by lesson_id`).toEqual(
      [
        {lessonId: 1, state: 'parked', origin: 'adopted'},
        {lessonId: 2, state: 'live', origin: 'preheat'},
      ],
    );
    expect(await readAsReader(sql, KEY)).toMatchObject({id: 2});
    expect(await planned()).toBeUndefined();
  },
);

/** No compression makes it short. */
const LONG_TEXT = Array.from({length: 2000}, (_, index) => (index * index * 7919).toString(36)).join(' ');

const HEALTHY: [what: string, content: unknown, approvalStatus?: string][] = [
  ['with a text under any key', {note: 'Watch the video.'}],
  ['with a text deep inside', {...AROUND, exercises: [{}, {hints: ['', 'Count from 0.']}]}],
  ['with a key that ends as one around it', {subtitle: 'What a variable is.'}],
  ['with a key that begins as one around it', {titles: ['What a variable is.']}],
  ['that is a text', 'What a variable is.'],
  ['that is a list with a text', ['', {a: 'What a variable is.'}]],
  ['that is marked as no fallback', {...TEXT, is_fallback: false}],
  ['whose error is null', {...TEXT, error: null, error_note: null}],
  ['whose error is false', {...TEXT, error: false}],
  [
    'with a key that is much like an error',
    {...TEXT, is_fallback: false, errors: ['TypeError'], an_error: 'TypeError'},
  ],
  ['that speaks of a lesson and of a placeholder', {content: 'A placeholder in a lesson.'}],
  ['that has it in an answer of its quiz', {...TEXT, quiz: [{options: ['a placeholder lesson']}]}],
  ['that speaks of it among many words', {content: `A placeholder lesson. ${LONG_TEXT}`}],
  ['that is marked, and that a mentor verified', {...TEXT, is_fallback: true}, 'mentor_verified'],
  [
    'that says so, and that a mentor verified',
    {summary: 'A placeholder lesson.', ...TEXT},
    'mentor_verified',
  ],
];

test.each(HEALTHY)('a lesson %s stays as it is', async (_, content, approvalStatus = 'pending') => {
  await givenLesson(sql, 1, {content, approvalStatus});
  const row = await sql`select *, xmin::text from lessons_lessoncontent`;

  expect([await planned(), await planned(true)]).toEqual([undefined, undefined]);
  expect(await claimed()).toBe('served');
  expect(await publish()).toBeNull();
  expect(await sql`select *, xmin::text from lessons_lessoncontent`).toEqual(row);
  expect(await sql`select from preheat.lesson_version`).toEqual([]);
});

test('what Preheat published itself is not looked into', async () => {
  await publish();
  await sql`update lessons_lessoncontent set content = '{}'`;

  expect(await planned()).toBeUndefined();
  expect(await claimed()).toBe('served');
});

test('a healthy lesson beside a placeholder serves the cell', async () => {
  await givenLesson(sql, 1, {content: {...TEXT, is_fallback: true}});
  await givenLesson(sql, 1);
  expect(await planned()).toBeUndefined();
  expect(await claimed()).toBe('served');
});

test('a rejected placeholder is a rejected lesson', async () => {
  await givenLesson(sql, 1, {content: {}, approvalStatus: 'rejected'});
  expect(await planned()).toBe('rejected');
});
