import {beforeEach, describe, expect, test} from 'vitest';
import {actOnLessons, matchingLessons, undoBulk} from '../../sql/queries/bulk.ts';
import {draftsOfCell, votesOf} from '../../sql/queries/lesson-pages.ts';
import {reviewProgress} from '../../sql/queries/review-progress.ts';
import {undoReview} from '../../sql/queries/review-undo.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {voteComments, votedLessons, voteSeries} from '../../sql/queries/vote-pages.ts';
import {attachedDatabase} from '../support/attached.ts';
import {emptyQueue, givenLessons, givenTwin} from './queued.ts';

const databases = {old: await attachedDatabase('old'), head: await attachedDatabase('head')};

describe.each(['old', 'head'] as const)('with the application’s age "%s"', age => {
  const {sql} = databases[age];
  beforeEach(() => emptyQueue(sql));

  test('many lessons are retired and taken back', async () => {
    const ids = await givenLessons(sql, 'A', 'B');
    const lessonIds = (await matchingLessons(sql, {lessonIds: ids.map(String)}, {limit: 9})).map(
      l => l.lessonId,
    );
    expect(lessonIds).toEqual(ids);
    const actor = {id: 'ed', role: 'admin'};
    const {bulkCommandId, items} = await actOnLessons(sql, {
      act: 'retire',
      lessonIds,
      filter: {},
      actor,
      reason: null,
    });
    expect(items).toEqual(ids.map((lessonId, place) => ({lessonId, cellId: place + 1, outcome: 'done'})));
    expect(await undoBulk(sql, {bulkCommandId, actor})).toMatchObject({undoneCount: 2, leftLessonIds: []});
    expect(await sql`select state from preheat.lesson_version`).toEqual([{state: 'live'}, {state: 'live'}]);
  });

  test('verdicts are taken back, the second one and the first', async () => {
    const [a] = await givenLessons(sql, 'A');
    await givenTwin(sql, a!);
    const review = {lessonId: a!, mentorId: 'ann', feedback: 'No.', expertiseArea: '', reasons: []};
    await submitReview(sql, {...review, status: 'rejected'});
    await submitReview(sql, {...review, status: 'verified'});
    expect(await reviewProgress(sql, 'ann')).toMatchObject({ownDayCount: 1});
    expect(await undoReview(sql, {mentorId: 'ann'})).toEqual({
      kind: 'undone',
      lessonId: a,
      approvalStatus: 'rejected',
    });
    expect(await undoReview(sql, {mentorId: 'ann'})).toMatchObject({approvalStatus: 'pending'});
    expect(await sql`select from lessons_mentorreview`).toEqual([]);
  });

  test('votes are listed', async () => {
    const [a] = await givenLessons(sql, 'A');
    for (const userId of ['ann', 'bob'])
      await castVote(sql, {lessonId: a!, userId, voteType: 'downvote', comment: `By ${userId}.`});
    expect(await votedLessons(sql, {order: 'best', filter: {}, offset: 0, limit: 9})).toMatchObject([
      {lessonId: a, downvotes: 2},
    ]);
    const page = {voteType: null, lessonId: a!, limit: 1};
    const [newest] = await voteComments(sql, {...page, after: null});
    expect(newest).toMatchObject({lessonId: a, comment: 'By bob.'});
    const after = {updatedMicros: newest!.updatedMicros, voteId: String(newest!.voteId)};
    expect(await voteComments(sql, {...page, after})).toMatchObject([{comment: 'By ann.'}]);
    expect(await voteSeries(sql, {weekCount: 1, lessonId: a!})).toMatchObject([{downvotes: 2}]);
    expect(await votesOf(sql, {lessonId: a!, limit: 9})).toMatchObject([{userId: 'bob'}, {userId: 'ann'}]);
    expect(await draftsOfCell(sql, {cellId: 1, limit: 9})).toMatchObject([{status: 'published'}]);
  });
});
