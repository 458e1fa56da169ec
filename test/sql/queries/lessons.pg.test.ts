import {beforeEach, expect, test} from 'vitest';
import {cacheKey} from '../../../domain/cells.ts';
import {storableText} from '../../../domain/storable-text.ts';
import {inTransaction} from '../../../sql/client.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {markRepairing, storeDraft} from '../../../sql/queries/drafts.ts';
import {EMULATOR_AUTHOR, publishLesson, readAsReader} from '../../../sql/queries/lessons.ts';
import {testDatabase} from '../../support/postgres.ts';
import {
  emptyTables,
  givenCells,
  givenLesson,
  givenRun,
  lessonOf,
  newDraft,
  publication,
  untilWaiting,
} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
});

const KEY = cacheKey('One', 1, 'reading');
const FINDINGS = [{check: 'summary', severity: 'warning' as const, message: 'Short.'}];

/** A run that holds cell 1 and has a draft of it; what is to be published of it. */
async function givenPublication({emulated = false, workflowId = 'w'} = {}) {
  const runId = await givenRun(sql, {workflowId});
  const claimedBy = `run:${runId}`;
  await claimCell(sql, {cellId: 1, claimedBy, leaseMs: 60_000, emulated});
  const requestId = `run:${runId}/cell:1/call:0`;
  const {draftId} = await storeDraft(sql, newDraft({requestId, cellId: 1, runId, emulated}));
  return publication({cellId: 1, claimedBy, runId, draftId, requestId, emulated, findings: FINDINGS});
}

async function versions() {
  return sql`select lesson_id, cell_id, state, origin, model from preheat.lesson_version order by lesson_id`;
}

async function keys() {
  return sql`select id, cache_key from lessons_lessoncontent order by id`;
}

/** All that a publication writes. */
async function everything() {
  return {
    lessons: await sql`select id, xmin::text from lessons_lessoncontent order by id`,
    versions: await sql`select lesson_id, xmin::text from preheat.lesson_version order by lesson_id`,
    drafts: await sql`select draft_id, xmin::text from preheat.draft order by draft_id`,
    ledger: await sql`select run_id, cell_id, xmin::text from preheat.run_cell order by run_id, cell_id`,
    cells: await sql`select cell_id, xmin::text from preheat.cell order by cell_id`,
  };
}

test('a published lesson has every column that the reader’s table asks for', async () => {
  const lesson = lessonOf('reading', {
    title: 'A "quoted" title',
    content: {lesson_type: 'reading', quiz: [{options: ['a']}]},
  });
  const given = {...(await givenPublication()), lesson};

  expect(await publishLesson(sql, given)).toEqual({lessonId: 1, held: true, live: true});

  const [{generatedAt, ...row}] = await sql<[Record<string, unknown>]>`
    select *, generated_at > now() - interval '1 minute' and generated_at <= now() as is_new from lessons_lessoncontent
  `;
  expect(generatedAt).toBeInstanceOf(Date);
  expect(row).toEqual({
    id: 1,
    roadmapStepTitle: 'One',
    lessonNumber: 1,
    learningStyle: 'reading',
    content: {lesson_type: 'reading', quiz: [{options: ['a']}]},
    title: 'A "quoted" title',
    description: 'What it is about.',
    estimatedDuration: 45,
    difficultyLevel: 'advanced',
    generationPrompt: 'Write a lesson.',
    aiModelVersion: 'gemini',
    upvotes: 0,
    downvotes: 0,
    approvalStatus: 'pending',
    viewCount: 0,
    completionRate: 0,
    averageQuizScore: 0,
    cacheKey: KEY,
    generatedById: null,
    createdBy: 'gemini-ai',
    researchMetadata: {source_type: 'ai_only', sources_used: [], generator: 'preheat'},
    sourceAttribution: {},
    sourceType: 'ai_only',
    isNew: true,
  });
});

test.each(['a\0b', 'half \ud83c'])('a lesson goes out with a warning that holds %j', async message => {
  const findings = FINDINGS.map(finding => ({...finding, message}));
  await publishLesson(sql, {...(await givenPublication()), findings});
  expect(await sql`select status, findings -> 0 ->> 'message' as message from preheat.draft`).toEqual([
    {status: 'published', message: storableText(message)},
  ]);
});

test('the reader reads the published lesson under its own key', async () => {
  const given = await givenPublication();
  await publishLesson(sql, given);
  expect(await readAsReader(sql, KEY)).toEqual({
    id: 1,
    title: 'Ours',
    learningStyle: 'reading',
    content: given.lesson.content,
  });
  expect(await readAsReader(sql, cacheKey('Two', 1, 'reading'))).toBeNull();
});

test('the emulator’s lessons are marked', async () => {
  await publishLesson(sql, await givenPublication({emulated: true}));
  expect(await sql`select created_by from lessons_lessoncontent`).toEqual([{createdBy: EMULATOR_AUTHOR}]);
});

test('the version says where the lesson comes from', async () => {
  const given = await givenPublication();
  await publishLesson(sql, given);
  const {draftId, runId, requestId} = given;
  expect(
    await sql`select lesson_id, cell_id, state, origin, request_id, draft_id, run_id, prompt_version, model from preheat.lesson_version`,
  ).toEqual([
    {
      lessonId: 1,
      cellId: 1,
      state: 'live',
      origin: 'preheat',
      requestId,
      draftId,
      runId,
      promptVersion: 'v1',
      model: 'gemini',
    },
  ]);
});

test('its draft is published with the warnings, those it repaired are superseded, all others stay', async () => {
  const runId = await givenRun(sql, {workflowId: 'before'});
  const draft = (requestId: string, cellId: number) => storeDraft(sql, newDraft({requestId, cellId, runId}));
  await draft('decided', 1);
  await sql`update preheat.draft set status = 'published'`;
  const repaired = await draft('repaired', 1);
  const errors = [{check: 'quiz-answer', severity: 'error' as const, message: 'No such letter.'}];
  await markRepairing(sql, {draftId: repaired.draftId, findings: errors});
  await draft('elsewhere', 2);

  await publishLesson(sql, await givenPublication());

  expect(await sql`select status, findings from preheat.draft order by draft_id`).toEqual([
    {status: 'published', findings: []},
    {status: 'superseded', findings: errors},
    {status: 'drafted', findings: []},
    {status: 'published', findings: FINDINGS},
  ]);
});

test('the ledger of its run follows, no other’s, and the cell is given back', async () => {
  await givenRun(sql, {workflowId: 'other'});
  await claimCell(sql, {cellId: 2, claimedBy: 'other', leaseMs: 60_000, emulated: false});

  await publishLesson(sql, await givenPublication());

  expect(await sql`select run_id, cell_id, status from preheat.run_cell order by run_id, cell_id`).toEqual([
    {runId: 1, cellId: 1, status: 'pending'},
    {runId: 1, cellId: 2, status: 'pending'},
    {runId: 2, cellId: 1, status: 'published'},
    {runId: 2, cellId: 2, status: 'pending'},
  ]);
  expect(
    await sql`select cell_id, claimed_by, claimed_until is null as free from preheat.cell order by cell_id`,
  ).toEqual([
    {cellId: 1, claimedBy: null, free: true},
    {cellId: 2, claimedBy: 'other', free: false},
  ]);
});

test('publishing again changes nothing', async () => {
  const given = await givenPublication();
  await publishLesson(sql, given);
  const before = await everything();

  expect(await publishLesson(sql, given)).toEqual({lessonId: null, held: false, live: false});

  expect(await everything()).toEqual(before);
});

test('of two attempts that publish at once, the second waits and finds nothing to do', async () => {
  const given = await givenPublication();
  let second: ReturnType<typeof publishLesson> | undefined;
  await inTransaction(sql, async db => {
    await publishLesson(db, given);
    second = publishLesson(sql, given);
    await untilWaiting(sql);
  });
  expect(await second).toEqual({lessonId: null, held: false, live: false});
  expect(await keys()).toHaveLength(1);
});

test.each([
  ['another took the cell', {claimedBy: 'run:99', archivedAt: null}],
  ['nobody holds the cell', {claimedBy: null, archivedAt: null}],
  ['the cell was archived meanwhile', {claimedBy: 'run:1', archivedAt: new Date()}],
])('nothing is published where %s', async (_, {claimedBy, archivedAt}) => {
  const given = await givenPublication();
  await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  await sql`update preheat.cell set claimed_by = ${claimedBy}, archived_at = ${archivedAt} where cell_id = 1`;
  const before = await everything();

  expect(await publishLesson(sql, given)).toEqual({lessonId: null, held: false, live: false});

  expect(await everything()).toEqual(before);
});

test('a lesson that somebody else wrote meanwhile stays; ours is superseded and the cell is served', async () => {
  const given = await givenPublication();
  await givenLesson(sql, 1, {title: 'Theirs'});
  await givenLesson(sql, 1, {title: 'Theirs', approvalStatus: 'rejected'});

  expect(await publishLesson(sql, given)).toEqual({lessonId: null, held: true, live: false});

  expect(await keys()).toEqual([
    {id: 1, cacheKey: KEY},
    {id: 2, cacheKey: KEY},
  ]);
  expect(await versions()).toEqual([]);
  expect(await sql`select status, findings from preheat.draft`).toEqual([
    {status: 'superseded', findings: FINDINGS},
  ]);
  expect(await sql`select status from preheat.run_cell where cell_id = 1`).toEqual([{status: 'served'}]);
  expect(await sql`select cell_id from preheat.cell where claimed_by is not null`).toEqual([]);
});

test('the emulator’s lesson keeps the emulator from publishing another', async () => {
  const given = await givenPublication({emulated: true});
  await givenLesson(sql, 1, {createdBy: EMULATOR_AUTHOR});
  expect(await publishLesson(sql, given)).toEqual({lessonId: null, held: true, live: false});
});

test('placeholder and rejected rows are parked under keys of their own, and adopted', async () => {
  await givenLesson(sql, 1, {createdBy: EMULATOR_AUTHOR});
  await givenLesson(sql, 1, {approvalStatus: 'rejected', upvotes: 5});
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});

  expect(await publishLesson(sql, await givenPublication())).toEqual({lessonId: 4, held: true, live: true});

  expect(await keys()).toEqual([
    {id: 1, cacheKey: 'parked:1'},
    {id: 2, cacheKey: 'parked:2'},
    {id: 3, cacheKey: cacheKey('Two', 1, 'reading')},
    {id: 4, cacheKey: KEY},
  ]);
  expect(await versions()).toEqual([
    {lessonId: 1, cellId: 1, state: 'parked', origin: 'adopted', model: 'their-model'},
    {lessonId: 2, cellId: 1, state: 'parked', origin: 'adopted', model: 'their-model'},
    {lessonId: 4, cellId: 1, state: 'live', origin: 'preheat', model: 'gemini'},
  ]);
  expect((await readAsReader(sql, KEY))?.title).toBe('Ours');
});

test('the emulator’s lesson that Preheat published gives its place to the model’s: one version is live', async () => {
  await publishLesson(sql, await givenPublication({emulated: true, workflowId: 'emulated'}));

  await publishLesson(sql, await givenPublication());

  expect(await versions()).toMatchObject([
    {lessonId: 1, state: 'parked', origin: 'preheat'},
    {lessonId: 2, state: 'live', origin: 'preheat'},
  ]);
  expect(await keys()).toEqual([
    {id: 1, cacheKey: 'parked:1'},
    {id: 2, cacheKey: KEY},
  ]);
});

test('the reader picks by upvotes, then the status’s name backwards, then the newest', async () => {
  const served = async () => (await readAsReader(sql, KEY))?.title;
  await givenLesson(sql, 1, {title: 'older', approvalStatus: 'pending', generatedAt: new Date('2030-01-01')});
  await givenLesson(sql, 1, {title: 'newer', approvalStatus: 'pending', generatedAt: new Date('2030-01-02')});
  expect(await served()).toBe('newer');
  await givenLesson(sql, 1, {
    title: 'rejected',
    approvalStatus: 'rejected',
    generatedAt: new Date('2020-01-01'),
  });
  expect(await served()).toBe('rejected');
  await givenLesson(sql, 1, {
    title: 'liked',
    approvalStatus: 'approved',
    upvotes: 1,
    generatedAt: new Date('2010-01-01'),
  });
  expect(await served()).toBe('liked');
});
