import {beforeEach, describe, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {DEFAULT_REGENERATION} from '../../../domain/regenerations.ts';
import {requestDueRegenerations, standings} from '../../../sql/queries/due-regenerations.ts';
import {regenerations, requestRegenerations} from '../../../sql/queries/regenerations.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {nextCells} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenRun, roadmap, step} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenChallenger, givenPublished} from '../published.ts';
import {givenReviewRow, givenTwins} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.review_reason`;
  await givenCells(sql, 'One', 'Two', 'Three');
  await givenPeople(sql, ['anna', 'bert'], {role: 'mentor'});
});

const policy = DEFAULT_REGENERATION;
const request = (changes: object = {}) => requestDueRegenerations(sql, {policy, ...changes});
const dueCells = async () => (await request()).due.map(({cellId}) => cellId);

const review = (
  lessonId: LessonId,
  mentorId: string,
  status: 'verified' | 'needs_improvement' | 'rejected',
) => submitReview(sql, {lessonId, mentorId, status, feedback: 'So.', expertiseArea: 'x', reasons: []});

/** Votes of accounts that are so many days old; the counters follow. */
async function givenVotes(
  lessonId: LessonId,
  {upvotes = 0, downvotes = 0, ageDays = 30}: {upvotes?: number; downvotes?: number; ageDays?: number},
): Promise<void> {
  const ids = names(upvotes + downvotes, `v${lessonId}-${ageDays}-`);
  await givenPeople(sql, ids);
  await sql`update users set created_at = now() - ${ageDays} * interval '1 day' where id = any(${ids})`;
  await sql`
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
    select preheat.new_id('lessons_lessonvote'), case when n <= ${upvotes} then 'upvote' else 'downvote' end, '', now(), now(),
      ${lessonId}, id
    from unnest(${ids}::text[]) with ordinality w (id, n)
  `;
  await sql`
    update lessons_lessoncontent set upvotes = upvotes + ${upvotes}, downvotes = downvotes + ${downvotes} where id = ${lessonId}
  `;
}

/** Ends what is open, as long ago as that. */
async function endAll(outcome: string, daysAgo = 0): Promise<void> {
  await sql`
    update preheat.regeneration set outcome = ${outcome}, ended_at = now() - ${daysAgo} * interval '1 day',
      requested_at = requested_at - ${daysAgo} * interval '1 day'
    where ended_at is null
  `;
}

/** What people did lies so long in the past. */
async function actsWere(daysAgo: number): Promise<void> {
  await sql`update preheat.audit_event set at = now() - ${daysAgo} * interval '1 day'`;
  await sql`update lessons_mentorreview set updated_at = now() - ${daysAgo} * interval '1 day'`;
}

describe('which cells are due', () => {
  test('those whose live lesson a mentor sent back, by the latest word of that mentor', async () => {
    const [one, two, three] = [
      await givenPublished(sql, 1),
      await givenPublished(sql, 2),
      await givenPublished(sql, 3),
    ];
    await review(one, 'anna', 'needs_improvement');
    await review(two, 'anna', 'needs_improvement');
    await review(two, 'anna', 'verified');
    await review(three, 'anna', 'verified');
    expect(await standings(sql)).toMatchObject([{cellId: 1, needsImprovement: true, isBacked: false}]);
    expect(await dueCells()).toEqual([1]);
  });

  test('one mentor’s fault counts though another verified the lesson, which then is backed', async () => {
    const lessonId = await givenPublished(sql, 1);
    await review(lessonId, 'anna', 'needs_improvement');
    await review(lessonId, 'bert', 'verified');
    expect(await standings(sql)).toMatchObject([{cellId: 1, needsImprovement: true, isBacked: true}]);
    expect(await dueCells()).toEqual([1]);
  });

  test('those that enough learners voted down, and not for a mood or for half of them', async () => {
    const [one, two, three] = [
      await givenPublished(sql, 1),
      await givenPublished(sql, 2),
      await givenPublished(sql, 3),
    ];
    await givenVotes(one, {upvotes: 5, downvotes: 15});
    await givenVotes(two, {downvotes: 19});
    await givenVotes(three, {upvotes: 14, downvotes: 14});
    expect(await standings(sql)).toMatchObject([
      {cellId: 1, upvotes: 5, downvotes: 15, needsImprovement: false},
      {cellId: 3, upvotes: 14, downvotes: 14},
    ]);
    expect((await request()).due).toMatchObject([{cellId: 1}]);
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([
      {trigger: 'vote_collapse', requestedBy: 'preheat', outcome: null},
    ]);
  });

  test('not for thirty accounts that were made to vote', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenVotes(lessonId, {downvotes: 30, ageDays: 6});
    await givenVotes(lessonId, {downvotes: 19, ageDays: 7});
    expect(await standings(sql)).toEqual([]);
    await givenVotes(lessonId, {downvotes: 1, ageDays: 8});
    expect(await dueCells()).toEqual([1]);
  });

  test('of twins, what was said of either', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await givenReviewRow(sql, {lessonId: other, mentorId: 'anna', status: 'needs_improvement'});
    expect(await standings(sql)).toMatchObject([{cellId: 1, needsImprovement: true}]);
    await sql`delete from lessons_mentorreview`;
    await givenVotes(plain, {downvotes: 20});
    await givenVotes(other, {upvotes: 20});
    expect(await standings(sql)).toMatchObject([{cellId: 1, upvotes: 20, downvotes: 20}]);
    await givenVotes(other, {upvotes: 1, ageDays: 31});
    expect(await standings(sql)).toEqual([]);
  });

  test('of twins, votes that only together are enough', async () => {
    for (const lessonId of await givenTwins(sql, 1)) await givenVotes(lessonId, {downvotes: 10});
    expect(await dueCells()).toEqual([1]);
  });

  test('only live lessons, of cells that are wanted', async () => {
    const one = await givenPublished(sql, 1);
    await review(one, 'anna', 'needs_improvement');
    const two = await givenPublished(sql, 2);
    await review(two, 'anna', 'needs_improvement');
    await sql`update preheat.cell set archived_at = now() where cell_id = 2`;
    // A new version without a fault goes live.
    await givenChallenger(sql, 1, {parentLessonId: one});
    expect(await standings(sql)).toEqual([]);
  });

  test('of the roadmaps and styles that a run is narrowed to', async () => {
    await importRoadmaps(sql, [roadmap('other', [step('Four')])]);
    for (const cellId of [1, 4]) await review(await givenPublished(sql, cellId), 'anna', 'needs_improvement');
    expect((await request({filter: {styles: ['video']}})).due).toEqual([]);
    expect((await request({filter: {roadmapKeys: ['other']}})).due).toMatchObject([{cellId: 4}]);
  });
});

describe('what holds it back', () => {
  beforeEach(async () => review(await givenPublished(sql, 1), 'anna', 'needs_improvement'));

  test('one under way, whoever asked for it', async () => {
    await requestRegenerations(sql, {
      targets: [{cellId: 1, lessonId: null}],
      trigger: 'person',
      actor: {id: 'anna', role: 'admin'},
    });
    expect(await standings(sql)).toMatchObject([{isUnderWay: true}]);
    expect(await dueCells()).toEqual([]);
  });

  test('the days after the last one; but one that was not reached, or found nothing to do, was none', async () => {
    for (const outcome of ['not_reached', 'served']) {
      expect(await dueCells()).toEqual([1]);
      await endAll(outcome);
    }
    expect(await standings(sql)).toMatchObject([{lastEndedAtMs: null, automaticTryCount: 0}]);
    expect(await dueCells()).toEqual([1]);
    await endAll('quarantined', 6);
    expect(await dueCells()).toEqual([]);
    await sql`update preheat.regeneration set ended_at = ended_at - interval '1 day'`;
    expect(await dueCells()).toEqual([1]);
  });

  test('a challenger that waits, until a mentor rejects it or sends it back', async () => {
    const [{lessonId}] = await sql<[{lessonId: LessonId}]>`select lesson_id from preheat.lesson_version`;
    await review(lessonId, 'bert', 'verified');
    const challenger = await givenChallenger(sql, 1, {parentLessonId: lessonId});
    expect(await standings(sql)).toMatchObject([{hasChallenger: true, isBacked: true}]);
    await review(challenger, 'bert', 'needs_improvement');
    expect(await standings(sql)).toMatchObject([{hasChallenger: false}]);
    await sql`delete from lessons_mentorreview where lesson_content_id = ${challenger}`;
    await sql`update preheat.lesson_version set superseded_at = now() where lesson_id = ${challenger}`;
    expect(await standings(sql)).toMatchObject([{hasChallenger: false}]);
    await sql`update preheat.lesson_version set superseded_at = null where lesson_id = ${challenger}`;
    await review(challenger, 'bert', 'rejected');
    expect(await standings(sql)).toMatchObject([{hasChallenger: false}]);
  });

  test('two tries since a person did something: then a mentor is asked, once, until somebody acts', async () => {
    await actsWere(60);
    for (const daysAgo of [30, 20]) {
      expect(await dueCells()).toEqual([1]);
      await endAll('quarantined', daysAgo);
    }
    expect(await standings(sql)).toMatchObject([{automaticTryCount: 2, isHandedToMentor: false}]);
    expect(await request()).toEqual({due: [], handedToMentorCount: 1});
    expect(await sql`select cell_id, reason, since from preheat.waits_for_mentor`).toEqual([
      {cellId: 1, reason: 'needs_improvement', since: expect.any(Date)},
    ]);
    expect(await request()).toEqual({due: [], handedToMentorCount: 0});

    const [{lessonId}] = await sql<[{lessonId: LessonId}]>`select lesson_id from preheat.lesson_version`;
    await review(lessonId, 'bert', 'needs_improvement');
    expect(await sql`select from preheat.waits_for_mentor`).toEqual([]);
    expect(await standings(sql)).toMatchObject([{automaticTryCount: 0, isHandedToMentor: false}]);
    expect(await dueCells()).toEqual([1]);
  });

  test.each(['audit', 'review', 'regeneration'])('a person’s %s counts as an act', async act => {
    await actsWere(60);
    await dueCells();
    await endAll('quarantined', 30);
    expect(await standings(sql)).toMatchObject([{automaticTryCount: 1}]);
    if (act === 'audit')
      await sql`select preheat.audit('anna', 'admin', 'promote', 1, '1', null, null, null)`;
    if (act === 'review') await sql`update lessons_mentorreview set updated_at = now()`;
    if (act === 'regeneration')
      await sql`
        insert into preheat.regeneration (cell_id, trigger, requested_by, requested_role, outcome, ended_at)
        values (1, 'person', 'anna', 'admin', 'quarantined', now() - interval '10 days')
      `;
    expect(await standings(sql)).toMatchObject([{automaticTryCount: 0}]);
  });

  test('Preheat’s own acts count as none', async () => {
    await actsWere(60);
    await dueCells();
    await endAll('quarantined', 30);
    await sql`select preheat.audit('preheat', 'preheat', 'repair', 1, '1', null, null, null)`;
    expect(await standings(sql)).toMatchObject([{automaticTryCount: 1}]);
  });
});

test('learners who vote down what a mentor verified call a mentor, and no machine', async () => {
  const lessonId = await givenPublished(sql, 1);
  await review(lessonId, 'anna', 'verified');
  await givenVotes(lessonId, {downvotes: 40});
  expect(await request()).toEqual({due: [], handedToMentorCount: 1});
  expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([
    {trigger: 'vote_collapse', outcome: 'handed_to_mentor', parentLessonId: lessonId, lessonIds: []},
  ]);
});

test('switched off, nothing is due', async () => {
  await review(await givenPublished(sql, 1), 'anna', 'needs_improvement');
  expect(await request({policy: {...policy, automatic: false}})).toEqual({due: [], handedToMentorCount: 0});
});

test('a run takes them behind its own cells, once; a cell that it wants already is made anew', async () => {
  for (const cellId of [2, 3]) await review(await givenPublished(sql, cellId), 'anna', 'needs_improvement');
  const runId = await givenRun(sql, {kind: 'nightly'});
  await sql`
    insert into preheat.run_cell (run_id, cell_id, wanted_because, position) values (${runId}, 3, 'stale', 7)
  `;
  const {due} = await request({runId});
  expect(due).toMatchObject([
    {cellId: 2, runId},
    {cellId: 3, runId},
  ]);
  expect(await request({runId})).toMatchObject({due: []});
  expect(await nextCells(sql, {runId, afterCellId: 0, limit: 9})).toEqual([1, 3, 2]);
  expect(
    await sql`select cell_id, wanted_because from preheat.run_cell where run_id = ${runId} order by cell_id`,
  ).toEqual([
    {cellId: 1, wantedBecause: 'missing'},
    {cellId: 2, wantedBecause: 'regenerate'},
    {cellId: 3, wantedBecause: 'regenerate'},
  ]);
});
