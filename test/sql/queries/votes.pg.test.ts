import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import type {VoteType} from '../../../domain/votes.ts';
import {connect, inTransaction} from '../../../sql/client.ts';
import {castVote} from '../../../sql/queries/votes.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, untilWaiting} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenPublished} from '../published.ts';
import {everything, givenRating, givenVoteRow, rating} from '../rated.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.imported_votes, preheat.review_reason`;
  await givenCells(sql, 'One');
});

function vote(lessonId: LessonId, userId: string, voteType: VoteType, comment?: string | null) {
  return castVote(sql, {lessonId, userId, voteType, comment});
}

async function voteRows() {
  return sql<{userId: string; voteType: string; comment: string; createdAt: Date; updatedAt: Date}[]>`
    select user_id, vote_type, comment, created_at, updated_at from lessons_lessonvote order by user_id
  `;
}

describe('what one vote changes', () => {
  test('a first vote stores its row and counts', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann', 'bob']);

    expect(await vote(lessonId, 'ann', 'upvote', 'Clear.')).toEqual({
      kind: 'voted',
      upvotes: 1,
      downvotes: 0,
      approvalStatus: 'pending',
    });
    expect(await vote(lessonId, 'bob', 'downvote')).toMatchObject({upvotes: 1, downvotes: 1});
    expect(await rating(sql, lessonId)).toEqual([1, 1, 'pending']);
    const [ann, bob] = await voteRows();
    expect(ann).toMatchObject({userId: 'ann', voteType: 'upvote', comment: 'Clear.'});
    expect(ann?.updatedAt).toEqual(ann?.createdAt);
    expect(bob).toMatchObject({userId: 'bob', voteType: 'downvote', comment: ''});
  });

  test('the other vote moves the count, keeps the row, and drops what was said for the first', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    await vote(lessonId, 'ann', 'upvote', 'Clear.');
    const [before] = await voteRows();

    expect(await vote(lessonId, 'ann', 'downvote')).toMatchObject({upvotes: 0, downvotes: 1});
    const [after, ...more] = await voteRows();
    expect(more).toEqual([]);
    expect(after).toMatchObject({voteType: 'downvote', comment: '', createdAt: before?.createdAt});
    expect(after?.updatedAt.getTime()).toBeGreaterThanOrEqual(before?.updatedAt.getTime() ?? NaN);

    expect(await vote(lessonId, 'ann', 'upvote', 'After all.')).toMatchObject({upvotes: 1, downvotes: 0});
    expect(await voteRows()).toMatchObject([{voteType: 'upvote', comment: 'After all.'}]);
  });

  test('the same vote again changes only the comment, where there is one, and the time', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    await vote(lessonId, 'ann', 'upvote', 'Clear.');
    await sql`update lessons_lessonvote set created_at = '2020-01-01', updated_at = '2020-01-01'`;

    expect(await vote(lessonId, 'ann', 'upvote')).toMatchObject({upvotes: 1, downvotes: 0});
    expect(await voteRows()).toMatchObject([{comment: 'Clear.', createdAt: new Date('2020-01-01')}]);
    expect(await sql`select from lessons_lessonvote where updated_at > '2020-01-01'`).toHaveLength(1);
    await vote(lessonId, 'ann', 'upvote', 'Very clear.');
    expect(await voteRows()).toMatchObject([{comment: 'Very clear.'}]);
    await vote(lessonId, 'ann', 'upvote', '');
    expect(await voteRows()).toMatchObject([{comment: ''}]);
    expect(await rating(sql, lessonId)).toEqual([1, 0, 'pending']);
  });

  test('nothing but the counters and the status of the lesson is written', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    await givenRating(sql, lessonId, {upvotes: 9, downvotes: 0});
    const rest = () => sql`
      select to_jsonb(l) - '{upvotes,approval_status}'::text[] as row from lessons_lessoncontent l
    `;
    const before = await rest();
    await vote(lessonId, 'ann', 'upvote');
    expect(await rest()).toEqual(before);
  });

  test('the count of a vote that the application had lost does not go below 0', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann', 'bob']);
    await givenVoteRow(sql, {lessonId, userId: 'ann', voteType: 'upvote'});
    await givenVoteRow(sql, {lessonId, userId: 'bob', voteType: 'downvote'});
    expect(await vote(lessonId, 'ann', 'downvote')).toMatchObject({upvotes: 0, downvotes: 1});
    await givenRating(sql, lessonId, {upvotes: 0, downvotes: 0});
    expect(await vote(lessonId, 'bob', 'upvote')).toMatchObject({upvotes: 1, downvotes: 0});
  });

  test('a stored vote of an unknown kind had counted nowhere', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    await givenRating(sql, lessonId, {upvotes: 3, downvotes: 2});
    await givenVoteRow(sql, {lessonId, userId: 'ann', voteType: 'star'});
    expect(await vote(lessonId, 'ann', 'upvote')).toMatchObject({upvotes: 4, downvotes: 2});
  });

  test('a lesson of no cell is voted on as well', async () => {
    const lessonId = await givenLesson(sql, 1);
    await sql`update lessons_lessoncontent set cache_key = 'of no cell'`;
    await givenPeople(sql, ['ann']);
    expect(await vote(lessonId, 'ann', 'upvote')).toMatchObject({kind: 'voted', upvotes: 1});
    expect(await sql`select from preheat.lesson_version`).toEqual([]);
  });

  test('the id of a lesson may be a text', async () => {
    const lessonId = await givenLesson(sql, 1);
    await givenPeople(sql, ['ann']);
    expect(await vote(String(lessonId), 'ann', 'upvote')).toMatchObject({upvotes: 1});
  });
});

describe('approval by votes', () => {
  test.each([
    // Before the upvote that is cast: net 9 to 10, and from below to 80 %.
    {upvotes: 9, downvotes: 0, status: 'pending', after: 'approved'},
    {upvotes: 8, downvotes: 0, status: 'pending', after: 'pending'},
    {upvotes: 15, downvotes: 4, status: 'pending', after: 'approved'},
    {upvotes: 10, downvotes: 2, status: 'pending', after: 'pending'},
    {upvotes: 78, downvotes: 20, status: 'pending', after: 'pending'},
    {upvotes: 79, downvotes: 20, status: 'pending', after: 'approved'},
    {upvotes: 1_599_999_999, downvotes: 400_000_000, status: 'pending', after: 'approved'},
    {upvotes: 9, downvotes: 0, status: 'rejected', after: 'rejected'},
    {upvotes: 9, downvotes: 0, status: 'mentor_verified', after: 'mentor_verified'},
    {upvotes: 9, downvotes: 0, status: 'approved', after: 'approved'},
  ])('$status with $upvotes and one more to $downvotes becomes $after', async ({after, ...given}) => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    await givenRating(sql, lessonId, given);
    expect(await vote(lessonId, 'ann', 'upvote')).toMatchObject({
      upvotes: given.upvotes + 1,
      approvalStatus: after,
    });
    expect(await rating(sql, lessonId)).toEqual([given.upvotes + 1, given.downvotes, after]);
  });

  test('downvotes later do not undo it', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    await givenRating(sql, lessonId, {upvotes: 10, downvotes: 0, status: 'approved'});
    expect(await vote(lessonId, 'ann', 'downvote')).toMatchObject({approvalStatus: 'approved'});
  });
});

test('a vote decides which version is served', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenLesson(sql, 1);
  await givenPeople(sql, ['ann', 'bob']);
  const live = async () =>
    (
      await sql<{id: number}[]>`
      select l.id from lessons_lessoncontent l join preheat.cell c using (cache_key)
    `
    ).map(({id}) => id);

  await vote(first, 'ann', 'upvote');
  expect(await live()).toEqual([first]);
  await vote(second, 'ann', 'upvote');
  await vote(second, 'bob', 'upvote');
  expect(await live()).toEqual([second]);
  await vote(second, 'bob', 'downvote');
  expect(await live()).toEqual([first]);
});

describe('refused, and nothing changes', () => {
  async function refusal(lessonId: LessonId, userId: string, voteType: string, comment?: string) {
    const before = await everything(sql);
    const result = await vote(lessonId, userId, voteType as VoteType, comment);
    expect(await everything(sql)).toEqual(before);
    if (result.kind !== 'refused') throw new Error(`It was ${result.kind}.`);
    return result;
  }

  test.each([4711, '4711', 'abc', 'a text that is longer than ten', '', '1.5', '\0', '9'.repeat(40), -1])(
    'no lesson %j',
    async lessonId => {
      await givenPublished(sql, 1);
      await givenPeople(sql, ['ann']);
      expect(await refusal(lessonId, 'ann', 'upvote')).toEqual({
        kind: 'refused',
        reason: 'unknown_lesson',
        message: `There is no lesson ${lessonId}.`,
      });
    },
  );

  test.each(['nobody', '', '\0'])('a stranger %j', async userId => {
    const lessonId = await givenPublished(sql, 1);
    expect(await refusal(lessonId, userId, 'upvote')).toMatchObject({
      reason: 'unknown_user',
      message: `There is no user ${userId}. Sign in to vote or to review.`,
    });
  });

  test.each([
    [{isActive: false}, 'deactivated'],
    [{isBlocked: true}, 'blocked'],
    [{isSuspended: true}, 'suspended'],
    [{isDeleted: true}, 'deleted'],
    [{accountStatus: 'pending'}, 'pending'],
    [{accountStatus: 'inactive'}, 'inactive'],
    [{accountStatus: 'banned'}, 'banned'],
    [{accountStatus: 'suspended'}, 'suspended'],
  ])('an account that is %j', async (standing, word) => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann'], standing);
    expect(await refusal(lessonId, 'ann', 'upvote')).toMatchObject({
      reason: 'inactive_user',
      message: `The account ann is ${word}, and only active accounts vote and review. An admin can change that.`,
    });
  });

  test('another kind of vote, and a comment that cannot be stored', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    expect(await refusal(lessonId, 'ann', 'star')).toMatchObject({
      reason: 'invalid_vote_type',
      message: "A vote is 'upvote' or 'downvote', not 'star'.",
    });
    expect(await refusal(lessonId, 'ann', 'x'.repeat(100_000))).toMatchObject({
      message: `A vote is 'upvote' or 'downvote', not '${'x'.repeat(40)}…'.`,
    });
    expect(await refusal(lessonId, 'ann', 'upvote', '🙂'.repeat(5_001))).toMatchObject({
      reason: 'text_too_long',
      message: 'The comment has 5,001 characters; at most 5,000 are stored. Shorten it.',
    });
    expect(await refusal(lessonId, 'ann', 'upvote', 'a\0b')).toMatchObject({reason: 'invalid_text'});
    expect(await vote(lessonId, 'ann', 'upvote', '🙂'.repeat(5_000))).toMatchObject({kind: 'voted'});
  });
});

describe('votes at the same time', () => {
  /** Room for all of them at once, so that they meet in the database and not in the pool. */
  function wide() {
    const pool = connect(url, {applicationName: 'test', maxConnections: 40});
    onTestFinished(() => pool.end());
    return pool;
  }

  test('of 200 users on one lesson none is lost, nor when all change their minds', async () => {
    const lessonId = await givenPublished(sql, 1);
    const users = names(200);
    await givenPeople(sql, users);
    const pool = wide();
    const all = (voteType: VoteType) =>
      Promise.all(users.map(userId => castVote(pool, {lessonId, userId, voteType})));

    await all('upvote');
    expect(await rating(sql, lessonId)).toEqual([200, 0, 'approved']);
    await all('downvote');
    expect(await rating(sql, lessonId)).toEqual([0, 200, 'approved']);
    expect(await voteRows()).toHaveLength(200);
  });

  test('of one user many times count once', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    const pool = wide();
    await Promise.all(
      Array.from({length: 40}, () => castVote(pool, {lessonId, userId: 'ann', voteType: 'upvote'})),
    );
    expect(await rating(sql, lessonId)).toEqual([1, 0, 'pending']);
  });

  test.each(['a cell', 'no cell'])('one waits for another on a lesson of %s', async place => {
    const lessonId = await givenLesson(sql, 1);
    if (place === 'no cell') await sql`update lessons_lessoncontent set cache_key = 'of no cell'`;
    await givenPeople(sql, ['ann', 'bob']);
    const second = await inTransaction(sql, async first => {
      await castVote(first, {lessonId, userId: 'ann', voteType: 'upvote'});
      const waiting = vote(lessonId, 'bob', 'upvote');
      await untilWaiting(sql);
      // Not returned by itself: the transaction would wait for it.
      return {waiting};
    });
    expect(await second.waiting).toMatchObject({upvotes: 2});
    expect(await rating(sql, lessonId)).toEqual([2, 0, 'pending']);
    const [ann, bob] = await voteRows();
    expect(bob?.createdAt.getTime()).toBeGreaterThanOrEqual(ann?.createdAt.getTime() ?? NaN);
  });

  test('a vote that waits for the cell holds nothing that the holder may still want', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    const ours = await inTransaction(sql, async holder => {
      await holder`select from preheat.cell for update`;
      const waiting = vote(lessonId, 'ann', 'upvote');
      await untilWaiting(sql);
      await holder`select from lessons_lessoncontent for update nowait`;
      return {waiting};
    });
    expect(await ours.waiting).toMatchObject({upvotes: 1});
  });

  test('a vote has the time at which it counted, also in a transaction that began before others', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann', 'bob']);
    await inTransaction(sql, async early => {
      await early`select now()`;
      await vote(lessonId, 'ann', 'upvote');
      await castVote(early, {lessonId, userId: 'bob', voteType: 'upvote'});
    });
    expect(await sql`select user_id from lessons_lessonvote order by updated_at`).toEqual([
      {userId: 'ann'},
      {userId: 'bob'},
    ]);
  });

  test('the same vote that the application is storing is waited for, and counted once', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['ann']);
    const ours = await inTransaction(sql, async theirs => {
      await givenVoteRow(theirs, {lessonId, userId: 'ann', voteType: 'upvote'});
      const waiting = vote(lessonId, 'ann', 'downvote');
      await untilWaiting(sql);
      return {waiting};
    });
    // Their count comes with their save of the lesson.
    expect(await ours.waiting).toMatchObject({upvotes: 0, downvotes: 1});
    expect(await voteRows()).toMatchObject([{userId: 'ann', voteType: 'downvote'}]);
  });
});
