import {beforeEach, describe, expect, test} from 'vitest';
import {submitReview, reviewsOf} from '../../../sql/queries/reviews.ts';
import {castVote, repairVotes} from '../../../sql/queries/votes.ts';
import {attachedDatabase} from '../../support/attached.ts';
import {emptyTables, givenCells} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenTwins, rating, readToSave} from '../rated.ts';

const databases = {old: await attachedDatabase('old'), head: await attachedDatabase('head')};
const words = {feedback: '', expertiseArea: '', reasons: ['unclear' as const]};

describe.each(['old', 'head'] as const)("in the application's age %s", age => {
  const {sql} = databases[age];
  beforeEach(async () => {
    await emptyTables(sql);
    await sql`truncate preheat.imported_votes, preheat.review_reason`;
    await givenCells(sql, 'One');
    await givenPeople(sql, ['mia'], {role: 'mentor'});
  });

  test('votes are cast, changed, lost by the application and mended', async () => {
    const [lessonId] = await givenTwins(sql, 1);
    await givenPeople(sql, names(2));
    const save = await readToSave(sql, lessonId);
    expect(await castVote(sql, {lessonId, userId: 'u1', voteType: 'upvote'})).toMatchObject({upvotes: 1});
    expect(await castVote(sql, {lessonId, userId: 'u2', voteType: 'upvote'})).toMatchObject({upvotes: 2});
    const changed = await castVote(sql, {lessonId: String(lessonId), userId: 'u2', voteType: 'downvote'});
    expect(changed).toMatchObject({kind: 'voted', upvotes: 1, downvotes: 1});
    await save({});
    expect(await repairVotes(sql, {cellIds: [1]})).toMatchObject([{lessonId, upvotes: 1, downvotes: 1}]);
    expect(await rating(sql, lessonId)).toEqual([1, 1, 'pending']);
  });

  test('a review holds for both twins, and their ids come back as they are', async () => {
    const twins = await givenTwins(sql, 1);
    const review = {lessonId: twins[0], mentorId: 'mia', ...words};
    const result = await submitReview(sql, {...review, status: 'verified'});
    expect(result).toMatchObject({kind: 'reviewed', lessonIds: twins});
    expect(await submitReview(sql, {...review, status: 'needs_improvement'})).toMatchObject({
      approvalStatus: 'pending',
    });
    for (const lessonId of twins) {
      expect(await rating(sql, lessonId)).toEqual([0, 0, 'pending']);
      expect(await reviewsOf(sql, lessonId)).toMatchObject({reviews: [{reasons: ['unclear']}]});
    }
  });

  test('an id with something behind it is that of no lesson', async () => {
    const [lessonId] = await givenTwins(sql, 1);
    const longer = `${lessonId}00000000000000000000`;
    expect(await castVote(sql, {lessonId: longer, userId: 'mia', voteType: 'upvote'})).toMatchObject({
      reason: 'unknown_lesson',
    });
    expect(
      await submitReview(sql, {lessonId: longer, mentorId: 'mia', status: 'verified', ...words}),
    ).toMatchObject({reason: 'unknown_lesson'});
    expect(await reviewsOf(sql, longer)).toEqual({reviews: [], disagreement: false});
  });
});
