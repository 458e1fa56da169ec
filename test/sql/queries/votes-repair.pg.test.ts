import {beforeEach, describe, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {inTransaction} from '../../../sql/client.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {castVote, repairVotes} from '../../../sql/queries/votes.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, untilWaiting} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenPublished} from '../published.ts';
import {
  everything,
  givenRating,
  givenReviewRow,
  givenTwins,
  givenVoteRow,
  rating,
  readToSave,
} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.imported_votes, preheat.review_reason`;
  await givenCells(sql, 'One', 'Two');
});

const repair = () => repairVotes(sql, {cellIds: null});

async function givenVotes(lessonId: LessonId, {up, down = 0}: {up: number; down?: number}): Promise<void> {
  const users = names(up + down);
  await givenPeople(sql, users);
  for (const [index, userId] of users.entries()) {
    await givenVoteRow(sql, {lessonId, userId, voteType: index < up ? 'upvote' : 'downvote'});
  }
}

describe('counters', () => {
  test('a vote that the application overwrote with what it had read before is counted again', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann', 'bob']);
    const save = await readToSave(sql, lessonId);
    await castVote(sql, {lessonId, userId: 'ann', voteType: 'upvote'});
    await givenVoteRow(sql, {lessonId, userId: 'bob', voteType: 'downvote'});
    await save({downvotes: 1});
    expect(await rating(sql, lessonId)).toEqual([0, 1, 'pending']);

    expect(await repair()).toEqual([
      {
        lessonId,
        oldUpvotes: 0,
        oldDownvotes: 1,
        oldStatus: 'pending',
        upvotes: 1,
        downvotes: 1,
        status: 'pending',
      },
    ]);
    expect(await rating(sql, lessonId)).toEqual([1, 1, 'pending']);
    expect(await repair()).toEqual([]);
  });

  test('what is right is left alone, and nothing is locked for it', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenVotes(lessonId, {up: 2, down: 1});
    await givenRating(sql, lessonId, {upvotes: 2, downvotes: 1});
    const before = await everything(sql);
    await inTransaction(sql, async other => {
      await other`select from preheat.cell for update`;
      await other`select from lessons_lessoncontent for update`;
      expect(await repair()).toEqual([]);
    });
    expect(await everything(sql)).toEqual(before);
  });

  test.each([
    {up: 3, counters: {upvotes: 2, downvotes: 0}},
    {up: 3, counters: {upvotes: 3, downvotes: 1}},
  ])('$counters of three upvotes', async ({up, counters}) => {
    const lessonId = await givenLesson(sql, 1);
    await givenVotes(lessonId, {up});
    await givenRating(sql, lessonId, counters);
    await repair();
    expect(await rating(sql, lessonId)).toEqual([3, 0, 'pending']);
  });

  test('a lesson of ours whose voters are gone has no votes', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenRating(sql, lessonId, {upvotes: 4, downvotes: 1});
    await repair();
    expect(await rating(sql, lessonId)).toEqual([0, 0, 'pending']);
  });

  test('counters that came with a row of others stay, and votes since are added', async () => {
    const [repaired, voted] = [await givenLesson(sql, 1), await givenLesson(sql, 2)];
    await givenPeople(sql, ['ann', 'bob']);
    for (const lessonId of [repaired, voted]) {
      await givenRating(sql, lessonId, {upvotes: 50, downvotes: 3, status: 'approved'});
    }
    // Noted by a repair, or by the first vote.
    await repairVotes(sql, {cellIds: [1]});
    expect(await rating(sql, repaired)).toEqual([50, 3, 'approved']);
    for (const lessonId of [repaired, voted]) {
      await castVote(sql, {lessonId, userId: 'ann', voteType: 'downvote'});
      await castVote(sql, {lessonId, userId: 'bob', voteType: 'upvote'});
      await sql`update lessons_lessoncontent set upvotes = 7 where id = ${lessonId}`;
    }
    await repair();
    expect(await rating(sql, repaired)).toEqual([51, 4, 'approved']);
    expect(await rating(sql, voted)).toEqual([51, 4, 'approved']);
  });

  test('counters of a lesson of ours, or of one with votes, did not come with the row', async () => {
    const [ours, theirs] = [await givenPublished(sql, 1), await givenLesson(sql, 2)];
    await givenPeople(sql, ['ann', 'bob']);
    await givenRating(sql, ours, {upvotes: 4, downvotes: 1});
    await givenRating(sql, theirs, {upvotes: 1, downvotes: 0});
    await givenVoteRow(sql, {lessonId: theirs, userId: 'bob', voteType: 'upvote'});
    for (const lessonId of [ours, theirs]) {
      await castVote(sql, {lessonId, userId: 'ann', voteType: 'upvote'});
    }
    await repair();
    expect(await rating(sql, ours)).toEqual([1, 0, 'pending']);
    expect(await rating(sql, theirs)).toEqual([2, 0, 'pending']);
  });
});

describe('approval', () => {
  test('ten upvotes of which some were lost approve a pending lesson once they count', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenVotes(lessonId, {up: 10});
    await givenRating(sql, lessonId, {upvotes: 6, downvotes: 0});
    await repair();
    expect(await rating(sql, lessonId)).toEqual([10, 0, 'approved']);
  });

  test('an approval that was overwritten comes back; a rejection stays, whatever the votes say', async () => {
    const [approved, rejected] = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
    await givenVotes(approved, {up: 10});
    await givenRating(sql, approved, {upvotes: 10, downvotes: 0});
    for (const userId of names(10)) await givenVoteRow(sql, {lessonId: rejected, userId, voteType: 'upvote'});
    await givenRating(sql, rejected, {upvotes: 10, downvotes: 0, status: 'rejected'});
    expect(await repair()).toMatchObject([{lessonId: approved, status: 'approved'}]);
    expect(await rating(sql, rejected)).toEqual([10, 0, 'rejected']);
  });

  test('it approves a row whose own counters reach it, as the next vote would', async () => {
    const [enough, tooFew] = [await givenLesson(sql, 1), await givenLesson(sql, 2)];
    await givenRating(sql, enough, {upvotes: 10, downvotes: 0});
    await givenRating(sql, tooFew, {upvotes: 9, downvotes: 0});
    await repair();
    expect(await rating(sql, enough)).toEqual([10, 0, 'approved']);
    expect(await rating(sql, tooFew)).toEqual([9, 0, 'pending']);
  });

  test.each([
    ['verified', 'mentor_verified'],
    ['rejected', 'rejected'],
  ] as const)('a verdict %s that the application overwrote comes back', async (status, after) => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['mia'], {role: 'mentor'});
    const save = await readToSave(sql, lessonId);
    await submitReview(sql, {
      lessonId,
      mentorId: 'mia',
      status,
      feedback: 'So it is.',
      expertiseArea: '',
      reasons: [],
    });
    await save({});
    expect(await rating(sql, lessonId)).toEqual([0, 0, 'pending']);
    await repair();
    expect(await rating(sql, lessonId)).toEqual([0, 0, after]);
  });

  test('the latest word of each mentor counts, and among them the latest verdict', async () => {
    const lessonId = await givenLesson(sql, 1);
    await givenPeople(sql, ['mia', 'max', 'zoe'], {role: 'mentor'});
    const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
    await givenReviewRow(sql, {lessonId, mentorId: 'mia', status: 'verified', at: at(2)});
    await givenReviewRow(sql, {lessonId, mentorId: 'max', status: 'rejected', at: at(1)});
    await givenReviewRow(sql, {lessonId, mentorId: 'zoe', status: 'needs_improvement', at: at(3)});
    await repair();
    expect(await rating(sql, lessonId)).toEqual([0, 0, 'mentor_verified']);
    // At the same time the rejection counts.
    await sql`update lessons_mentorreview set updated_at = ${at(2)} where mentor_id = 'max'`;
    await repair();
    expect(await rating(sql, lessonId)).toEqual([0, 0, 'rejected']);
  });

  test('a status that somebody set by hand stays where no verdict says otherwise', async () => {
    const lessonId = await givenLesson(sql, 1, {approvalStatus: 'mentor_verified'});
    await givenPeople(sql, ['mia'], {role: 'mentor'});
    await givenReviewRow(sql, {lessonId, mentorId: 'mia', status: 'needs_improvement'});
    expect(await repair()).toEqual([]);
  });

  test('a verdict that the application stored on one twin holds for the other', async () => {
    const [lessonId, twinId] = await givenTwins(sql, 1);
    await givenPeople(sql, ['mia'], {role: 'mentor'});
    await givenReviewRow(sql, {lessonId, mentorId: 'mia', status: 'verified'});
    await repairVotes(sql, {cellIds: [1]});
    expect(await rating(sql, lessonId)).toEqual([0, 0, 'mentor_verified']);
    expect(await rating(sql, twinId)).toEqual([0, 0, 'mentor_verified']);
  });
});

describe('which, and when', () => {
  test('only lessons of the cells that are asked for, also rows that are not known yet', async () => {
    const [first, second] = [await givenLesson(sql, 1), await givenLesson(sql, 2)];
    await givenPeople(sql, ['ann']);
    for (const lessonId of [first, second]) {
      await givenVoteRow(sql, {lessonId, userId: 'ann', voteType: 'upvote'});
    }
    expect(await repairVotes(sql, {cellIds: [2]})).toMatchObject([{lessonId: second}]);
    expect(await rating(sql, first)).toEqual([0, 0, 'pending']);
    expect(await repairVotes(sql, {cellIds: []})).toEqual([]);
    await sql`update lessons_lessoncontent set cache_key = 'of no cell' where id = ${first}`;
    expect(await repair()).toMatchObject([{lessonId: first}]);
  });

  test('all are mended, some at a time', async () => {
    await givenPeople(sql, ['ann']);
    for (let count = 0; count < 5; count += 1) {
      const lessonId = await givenLesson(sql, 1);
      await givenVoteRow(sql, {lessonId, userId: 'ann', voteType: 'upvote'});
    }
    expect(await repairVotes(sql, {cellIds: null, maxCount: 2})).toHaveLength(5);
    expect(await sql`select from lessons_lessoncontent where upvotes = 1`).toHaveLength(5);
  });

  test('what it mends decides which version is served', async () => {
    const first = await givenPublished(sql, 1);
    const second = await givenLesson(sql, 1);
    await givenVotes(second, {up: 3});
    await repair();
    const [live] = await sql`select lesson_id from preheat.lesson_version where state = 'live'`;
    expect(live).toEqual({lessonId: second});
    expect(await rating(sql, first)).toEqual([0, 0, 'pending']);
  });

  test.each(['cell', 'lesson'])('a vote that holds the %s at this moment counts', async held => {
    const lessonId = await givenLesson(sql, 1);
    if (held === 'lesson') await sql`update lessons_lessoncontent set cache_key = 'of no cell'`;
    await givenPeople(sql, ['ann', 'bob']);
    await givenVoteRow(sql, {lessonId, userId: 'ann', voteType: 'upvote'});
    const mending = await inTransaction(sql, async voting => {
      await castVote(voting, {lessonId, userId: 'bob', voteType: 'downvote'});
      const waiting = repair();
      await untilWaiting(sql);
      return {waiting};
    });
    expect(await mending.waiting).toMatchObject([{oldUpvotes: 0, oldDownvotes: 1, upvotes: 1, downvotes: 1}]);
  });

  test('a repair that waits for the cell holds nothing that the holder may still want', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenRating(sql, lessonId, {upvotes: 1, downvotes: 0});
    const mending = await inTransaction(sql, async holder => {
      await holder`select from preheat.cell for update`;
      const waiting = repair();
      await untilWaiting(sql);
      await holder`select from lessons_lessoncontent for update nowait`;
      return {waiting};
    });
    expect(await mending.waiting).toHaveLength(1);
  });

  test('of two repairs at the same time one mends', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenRating(sql, lessonId, {upvotes: 1, downvotes: 0});
    const second = await inTransaction(sql, async first => {
      expect(await repairVotes(first, {cellIds: null})).toHaveLength(1);
      const waiting = repair();
      await untilWaiting(sql);
      return {waiting};
    });
    expect(await second.waiting).toEqual([]);
  });
});
