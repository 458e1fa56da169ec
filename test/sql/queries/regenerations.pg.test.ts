import {beforeEach, describe, expect, test} from 'vitest';
import type {Answers, Feedback} from '../../../domain/feedback/index.ts';
import {inTransaction} from '../../../sql/client.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {quarantineDraft} from '../../../sql/queries/drafts.ts';
import {publishLesson} from '../../../sql/queries/lessons.ts';
import {
  cellFeedback,
  regenerations,
  type RegenerationRequest,
  requestRegenerations,
} from '../../../sql/queries/regenerations.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {closeRun, recordCell} from '../../../sql/queries/runs.ts';
import {castVote} from '../../../sql/queries/votes.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, givenRun, untilWaiting} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenDrafted, givenPublished} from '../published.ts';
import {givenTwins} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.review_reason`;
  await givenCells(sql, 'One', 'Two', 'Three');
  await givenPeople(sql, names(4));
  await givenPeople(sql, ['anna', 'bert'], {role: 'mentor'});
});

const ANNA = {id: 'anna', role: 'admin'};
const ask = (changes: Partial<RegenerationRequest> = {}) =>
  requestRegenerations(sql, {
    targets: [{cellId: 1, lessonId: null}],
    trigger: 'person',
    actor: ANNA,
    ...changes,
  });

const review = (lessonId: number | string, mentorId: string, changes: object = {}) =>
  submitReview(sql, {
    lessonId,
    mentorId,
    status: 'needs_improvement',
    feedback: `${mentorId} wants a better example.`,
    expertiseArea: 'Python',
    reasons: ['unclear'],
    ...changes,
  });
const vote = (lessonId: number | string, userId: string, comment: string, voteType = 'downvote' as const) =>
  castVote(sql, {lessonId, userId, voteType, comment});

async function feedbackOf(cellId: number) {
  const [row] = await sql<[{feedback: Feedback; answers: Answers}]>`
    select feedback, answers from preheat.regeneration where cell_id = ${cellId} order by regeneration_id desc limit 1
  `;
  return row;
}

/** A run that makes the cell anew. */
const givenRegeneration = (cellIds: number[]) =>
  givenRun(sql, {
    workflowId: `anew-${cellIds.join('-')}`,
    kind: 'regeneration',
    filter: {regenerate: true, cellIds},
  });

describe('what is frozen', () => {
  test('each mentor’s latest word, and what learners wrote with a vote against the lesson', async () => {
    const lessonId = await givenPublished(sql, 1);
    await review(lessonId, 'anna', {status: 'verified', feedback: 'Fine.', reasons: []});
    await review(lessonId, 'anna');
    await review(lessonId, 'bert', {reasons: [], feedback: 'The loop never ends.'});
    await vote(lessonId, 'u1', 'The second exercise cannot be solved.');
    await vote(lessonId, 'u2', '');
    await castVote(sql, {lessonId, userId: 'u3', voteType: 'upvote', comment: 'What a nice lesson!'});
    const other = await givenPublished(sql, 2);
    await review(other, 'anna');
    await vote(other, 'u1', 'The other one is bad.');

    expect(await ask()).toMatchObject([{cellId: 1, parentLessonId: lessonId, runId: null, isNew: true}]);
    const {feedback, answers} = await feedbackOf(1);
    const on = new Date().toISOString().slice(0, 10);
    expect(feedback).toEqual({
      instructions: '',
      reviews: [
        {verdict: 'needs_improvement', reasons: [], text: 'The loop never ends.', on},
        {verdict: 'needs_improvement', reasons: ['unclear'], text: 'anna wants a better example.', on},
      ],
      comments: [{text: 'The second exercise cannot be solved.', learnerCount: 1, on}],
    });
    const voteIds =
      await sql`select id from lessons_lessonvote where user_id = 'u1' and lesson_content_id = ${lessonId}`;
    const reviewIds = await sql`
      select id from lessons_mentorreview where lesson_content_id = ${lessonId} order by mentor_id desc
    `;
    expect(answers).toEqual({
      reviewIds: reviewIds.map(({id}) => id as number),
      voteIds: voteIds.map(({id}) => id as number),
    });
  });

  test('of twins, what was said of either, and each mentor once', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await review(other, 'anna');
    await vote(plain, 'u1', 'The second exercise cannot be solved.');
    await vote(other, 'u2', 'The diagram has no labels at all.');

    await ask();
    const {feedback} = await feedbackOf(1);
    expect(feedback.reviews).toHaveLength(1);
    expect(feedback.comments).toHaveLength(2);
  });

  test('later remarks change nothing in it', async () => {
    const lessonId = await givenPublished(sql, 1);
    await ask();
    const before = await feedbackOf(1);
    await vote(lessonId, 'u1', 'The second exercise cannot be solved.');
    expect(await ask()).toMatchObject([{isNew: false}]);
    expect(await feedbackOf(1)).toEqual(before);
  });

  test('each has a random word of its own', async () => {
    await ask({targets: [1, 2, 3].map(cellId => ({cellId, lessonId: null}))});
    const rows = await sql`select distinct nonce from preheat.regeneration where nonce ~ '^[0-9a-f]{32}$'`;
    expect(rows).toHaveLength(3);
  });
});

describe('which lesson it is to be better than', () => {
  test('the live one; the one that was asked for, where it is one of the cell', async () => {
    const parked = await givenPublished(sql, 1);
    const other = await givenPublished(sql, 2);
    await review(parked, 'anna', {status: 'rejected'});
    const live = await givenPublished(sql, 1);

    expect(await ask()).toMatchObject([{parentLessonId: live}]);
    await sql`delete from preheat.regeneration`;
    expect(await ask({targets: [{cellId: 1, lessonId: parked}]})).toMatchObject([{parentLessonId: parked}]);
    await sql`delete from preheat.regeneration`;
    expect(await ask({targets: [{cellId: 1, lessonId: other}]})).toMatchObject([{parentLessonId: live}]);
  });

  test('one that others wrote is known by then; none in an empty cell; the rejected one where there is no other', async () => {
    const theirs = await givenLesson(sql, 1);
    const rejected = await givenPublished(sql, 3);
    await review(rejected, 'anna', {status: 'rejected'});
    const targets = [1, 2, 3].map(cellId => ({cellId, lessonId: null}));
    expect(await ask({targets})).toMatchObject([
      {parentLessonId: theirs},
      {parentLessonId: null},
      {parentLessonId: rejected},
    ]);
  });

  test('archived cells, and those that are not there, are left out', async () => {
    await sql`update preheat.cell set archived_at = now() where cell_id = 2`;
    const targets = [1, 2, 99].map(cellId => ({cellId, lessonId: null}));
    expect(await ask({targets})).toMatchObject([{cellId: 1}]);
    expect(await ask({targets: []})).toEqual([]);
  });
});

test('who asked, in which role and for what, is kept and audited', async () => {
  const lessonId = await givenPublished(sql, 1);
  await ask({instructions: 'Shorter.\nNo recursion.'});
  const [row] = await regenerations(sql, {cellIds: [1]});
  expect(row).toMatchObject({
    stepTitle: 'One',
    lessonNumber: 1,
    style: 'reading',
    trigger: 'person',
    requestedBy: 'anna',
    requestedRole: 'admin',
    instructions: 'Shorter.\nNo recursion.',
    outcome: null,
    endedAt: null,
    lessonIds: [],
  });
  expect((await feedbackOf(1)).feedback.instructions).toBe('Shorter.\nNo recursion.');
  expect(
    await sql`select actor, actor_role, action, cell_id, lesson_id, reason from preheat.audit_event`,
  ).toEqual([
    {
      actor: 'anna',
      actorRole: 'admin',
      action: 'regenerate',
      cellId: 1,
      lessonId: String(lessonId),
      reason: 'Shorter.\nNo recursion.',
    },
  ]);
});

test('of two who ask at the same moment the second waits, and gets what the first asked for', async () => {
  const request = {targets: [{cellId: 1, lessonId: null}], trigger: 'person' as const, actor: ANNA};
  const [first, second] = await inTransaction(sql, async db => {
    const [mine] = await requestRegenerations(db, request);
    const theirs = ask({actor: {id: 'bert', role: 'admin'}});
    await untilWaiting(sql);
    return [mine, theirs] as const;
  });
  expect(await second).toEqual([{...first, isNew: false}]);
});

describe('its run', () => {
  test('of two runs that want the cell for one regeneration, the second finds it served', async () => {
    await givenPublished(sql, 1);
    await ask();
    const first = await givenRegeneration([1]);
    const second = await givenRun(sql, {
      workflowId: 'second',
      kind: 'regeneration',
      filter: {regenerate: true, cellIds: [1]},
    });
    const claim = async (runId: number) =>
      (await claimCell(sql, {cellId: 1, claimedBy: `run:${runId}`, leaseMs: 60_000, emulated: false})).kind;
    expect(await claim(second)).toBe('served');
    expect(await claim(first)).toBe('claimed');
  });

  test('a run that wants the cell anew takes it, and tells its lane the remarks', async () => {
    const lessonId = await givenPublished(sql, 1);
    await vote(lessonId, 'u1', 'The second exercise cannot be solved.');
    await ask();
    const runId = await givenRegeneration([1, 2]);
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([{runId}]);
    expect(await cellFeedback(sql, {runId, cellId: 1, draftId: null})).toEqual({
      own: {
        parentLessonId: lessonId,
        feedback: expect.objectContaining({
          nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
          comments: [expect.objectContaining({text: 'The second exercise cannot be solved.'})],
        }),
      },
      isOwnDraft: false,
      ofDraft: null,
    });
    expect(await cellFeedback(sql, {runId, cellId: 2, draftId: null})).toMatchObject({own: null});
  });

  test('a run that only fills the cell does not take it; nor does a second one', async () => {
    await ask();
    await givenRun(sql, {workflowId: 'fill', filter: {cellIds: [1]}});
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([{runId: null}]);
    const runId = await givenRegeneration([1]);
    await givenRegeneration([1, 3]);
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([{runId}]);
  });

  test('its lesson goes live where the rule says so, and knows its parent', async () => {
    const parent = await givenPublished(sql, 1);
    await review(parent, 'anna');
    await ask();
    const drafted = await givenDrafted(sql, 1, {filter: {regenerate: true, cellIds: [1]}});
    const {lessonId} = await publishLesson(sql, {...drafted, parentLessonId: parent});
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([
      {outcome: 'live', lessonIds: [lessonId], runId: drafted.runId, endedAt: expect.any(Date)},
    ]);
  });

  test('its lesson waits as a challenger of a verified one', async () => {
    const parent = await givenPublished(sql, 1);
    await review(parent, 'anna', {status: 'verified', reasons: []});
    await ask();
    const drafted = await givenDrafted(sql, 1, {filter: {regenerate: true, cellIds: [1]}});
    await publishLesson(sql, {...drafted, parentLessonId: parent, variants: ['plain', 'multi_source_v1']});
    const [row] = await regenerations(sql, {cellIds: [1]});
    // The other key had nothing, so that the twin is live there.
    expect(row).toMatchObject({outcome: 'live', lessonIds: [expect.any(Number), expect.any(Number)]});
    await sql`delete from preheat.regeneration`;
    await ask();
    const again = await givenDrafted(sql, 1, {filter: {regenerate: true, cellIds: [1]}});
    await publishLesson(sql, {...again, parentLessonId: parent});
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([{outcome: 'challenger'}]);
  });

  test('a quarantined draft ends it as well, with the reason; so does a refusal of the provider', async () => {
    await ask({targets: [1, 2].map(cellId => ({cellId, lessonId: null}))});
    const drafted = await givenDrafted(sql, 1, {filter: {regenerate: true, cellIds: [1]}});
    await quarantineDraft(sql, {...drafted, findings: [], message: 'No quiz.'});
    const runId = await givenRegeneration([2]);
    await recordCell(sql, {runId, cellId: 2, status: 'failed', message: 'Too long.'});
    expect(await regenerations(sql, {cellIds: [1, 2]})).toMatchObject([
      {outcome: 'quarantined', message: 'No quiz.', lessonIds: []},
      {outcome: 'failed', message: 'Too long.'},
    ]);
  });

  test('what the run did not reach is over with it, and can be asked for again; other runs’ go on', async () => {
    await ask({targets: [1, 2].map(cellId => ({cellId, lessonId: null}))});
    const runId = await givenRegeneration([1]);
    await givenRegeneration([2]);
    await closeRun(sql, {runId, end: {state: 'stopped', cause: 'budget', message: 'No dollar is left.'}});
    expect(await regenerations(sql, {cellIds: [1, 2]})).toMatchObject([
      {outcome: 'not_reached', message: 'No dollar is left.'},
      {outcome: null},
    ]);
    expect(await ask()).toMatchObject([{isNew: true}]);
  });

  test('one that ended stays as it ended', async () => {
    await ask();
    const drafted = await givenDrafted(sql, 1, {filter: {regenerate: true, cellIds: [1]}});
    await publishLesson(sql, drafted);
    const before = await regenerations(sql, {cellIds: [1]});
    await closeRun(sql, {runId: drafted.runId, end: {state: 'finished'}});
    expect(await regenerations(sql, {cellIds: [1]})).toEqual(before);
  });
});
