import {beforeEach, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import type {ReviewReason, ReviewStatus} from '../../../domain/reviews.ts';
import {calibration} from '../../../sql/queries/agreement.ts';
import {reviewsOf, submitReview} from '../../../sql/queries/reviews.ts';
import {castVote} from '../../../sql/queries/votes.ts';
import {undoReview} from '../../../sql/queries/review-undo.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
import {givenChallenger, givenPublished} from '../published.ts';
import {givenReviewRow, givenTwins, rating} from '../rated.ts';
import {claimed, refresh} from '../queued.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
  await givenPeople(sql, ['ann', 'bob'], {role: 'mentor'});
});

async function review(
  lessonId: LessonId,
  status: ReviewStatus,
  mentorId = 'ann',
  reasons: ReviewReason[] = ['unclear'],
) {
  const result = await submitReview(sql, {
    lessonId,
    mentorId,
    status,
    feedback: `It is ${status}.`,
    expertiseArea: 'Python',
    reasons,
  });
  expect(result).toMatchObject({kind: 'reviewed'});
}

const undo = (mentorId = 'ann') => undoReview(sql, {mentorId});
const statusOf = async (lessonId: LessonId) => (await rating(sql, lessonId))[2];
const live = async () =>
  (await sql`select lesson_id from preheat.lesson_version where state = 'live'`)[0]?.['lessonId'];

test('a first verdict goes, with its reasons; the status is as before, and the serving is decided anew', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1);
  await review(first, 'verified');
  expect(await live()).toBe(first);

  expect(await undo()).toEqual({kind: 'undone', lessonId: first, approvalStatus: 'pending'});
  expect(await statusOf(first)).toBe('pending');
  expect(await live()).toBe(second);
  expect(await reviewsOf(sql, first)).toMatchObject({reviews: []});
  expect(await sql`select from preheat.review_reason`).toEqual([]);
  const [event] =
    await sql`select actor, actor_role, action, cell_id, lesson_id, before, after from preheat.audit_event order by audit_event_id desc limit 1`;
  expect(event).toMatchObject({
    actor: 'ann',
    actorRole: 'mentor',
    action: 'undo_review',
    cellId: 1,
    lessonId: String(first),
    before: {status: 'verified'},
    after: {approval_status: 'pending', wrote: null},
  });
});

test('a second verdict goes back to the first, with its words and reasons; undone again, that goes too', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'rejected', 'ann', ['broken_code', 'unclear']);
  await review(id, 'verified', 'ann', []);
  expect(await statusOf(id)).toBe('mentor_verified');

  expect(await undo()).toEqual({kind: 'undone', lessonId: id, approvalStatus: 'rejected'});
  expect((await reviewsOf(sql, id)).reviews).toMatchObject([
    {
      status: 'rejected',
      feedback: 'It is rejected.',
      expertiseArea: 'Python',
      reasons: ['broken_code', 'unclear'],
    },
  ]);
  expect(await undo()).toEqual({kind: 'undone', lessonId: id, approvalStatus: 'pending'});
  expect(await undo()).toMatchObject({kind: 'refused', reason: 'nothing'});
});

test('verdicts after an undo are undone too, and no verdict twice', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'verified');
  await undo();
  await review(id, 'rejected');

  expect(await undo()).toMatchObject({kind: 'undone', approvalStatus: 'pending'});
  expect(await undo()).toMatchObject({reason: 'nothing'});
});

test('the verdict of another mentor counts on', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'verified', 'bob');
  await review(id, 'rejected');

  expect(await undo()).toMatchObject({kind: 'undone', approvalStatus: 'mentor_verified'});
  expect((await reviewsOf(sql, id)).reviews).toMatchObject([{mentorId: 'bob'}]);
});

test('an approval from before is there again; votes that came meanwhile approve', async () => {
  const id = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set approval_status = 'approved'`;
  await review(id, 'rejected');
  expect(await undo()).toMatchObject({approvalStatus: 'approved'});

  await sql`update lessons_lessoncontent set approval_status = 'pending'`;
  await review(id, 'rejected');
  const voters = names(10);
  await givenPeople(sql, voters);
  for (const userId of voters) await castVote(sql, {lessonId: id, userId, voteType: 'upvote', comment: null});
  expect(await undo()).toMatchObject({approvalStatus: 'approved'});
});

test('a first needs_improvement left the status as it was, and so does its undo', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'needs_improvement');
  await sql`update lessons_lessoncontent set approval_status = 'approved'`;

  expect(await undo()).toMatchObject({kind: 'undone', approvalStatus: 'approved'});
});

test('twins go together', async () => {
  const twins = await givenTwins(sql, 1);
  await review(twins[0], 'verified');

  await undo();
  expect(await Promise.all(twins.map(statusOf))).toEqual(['pending', 'pending']);
  expect(await sql`select from lessons_mentorreview`).toEqual([]);
});

test('what another mentor said is not taken back, nor what is older than ten minutes', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'verified', 'bob');
  expect(await undo()).toEqual({
    kind: 'refused',
    reason: 'nothing',
    message: 'There is no verdict of yours of the last 10 minutes.',
  });
  await sql`update preheat.audit_event set at = at - interval '10 minutes'`;
  expect(await undo('bob')).toMatchObject({reason: 'nothing'});
});

test('an undo of one lesson leaves a later verdict on another one, and says which that is', async () => {
  await givenCells(sql, 'One', 'Two');
  const first = await givenPublished(sql, 1);
  const second = await givenPublished(sql, 2);
  await review(first, 'rejected');
  await review(second, 'verified');

  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: first})).toEqual({
    kind: 'refused',
    reason: 'other_lesson',
    message: `Your last verdict is on lesson ${second}, perhaps from another tab. Look at that lesson before you take its verdict back.`,
  });
  expect(await statusOf(first)).toBe('rejected');
  expect(await statusOf(second)).toBe('mentor_verified');
  expect(await sql`select from preheat.audit_event where action = 'undo_review'`).toEqual([]);
  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: 'no such lesson'})).toMatchObject({
    reason: 'other_lesson',
  });

  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: second})).toEqual({
    kind: 'undone',
    lessonId: second,
    approvalStatus: 'pending',
  });
  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: first})).toMatchObject({kind: 'undone'});
  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: first})).toMatchObject({reason: 'nothing'});
});

test('of one lesson that the application changed, another one is the reason all the same', async () => {
  await givenCells(sql, 'One', 'Two');
  const first = await givenPublished(sql, 1);
  const second = await givenPublished(sql, 2);
  await review(second, 'verified');
  await sql`update lessons_mentorreview set status = 'rejected'`;

  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: first})).toMatchObject({
    reason: 'other_lesson',
  });
  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: second})).toMatchObject({
    reason: 'changed_since',
  });
});

test('a twin is meant as its lesson is', async () => {
  const [first, second] = await givenTwins(sql, 1);
  await review(first, 'verified');
  expect(await undoReview(sql, {mentorId: 'ann', wantedLessonId: second})).toMatchObject({kind: 'undone'});
});

test('a verdict that the application changed since stays', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'verified');
  await sql`update lessons_mentorreview set status = 'rejected'`;
  expect(await undo()).toMatchObject({reason: 'changed_since', message: expect.stringContaining(String(id))});
  await sql`delete from lessons_mentorreview`;
  expect(await undo()).toMatchObject({reason: 'changed_since'});
  await givenReviewRow(sql, {lessonId: id, mentorId: 'ann', status: 'verified'});
  expect(await undo()).toMatchObject({kind: 'undone'});
});

test('where no row may be deleted, a first verdict stays, and a second one goes', async () => {
  const id = await givenPublished(sql, 1);
  await review(id, 'verified');
  const [{role}] = await sql<
    [{role: string}]
  >`select 'undo_' || replace(gen_random_uuid()::text, '-', '') as role`;
  await sql`create role ${sql(role)}`;
  try {
    await sql`grant usage on schema preheat to ${sql(role)}`;
    await sql`grant all on all tables in schema preheat, public to ${sql(role)}`;
    await sql`grant all on all sequences in schema preheat, public to ${sql(role)}`;
    await sql`revoke delete on lessons_mentorreview from ${sql(role)}`;
    const asRole = () =>
      sql.begin(async db => {
        await db`set local role ${db(role)}`;
        return undoReview(db, {mentorId: 'ann'});
      });
    expect(await asRole()).toMatchObject({reason: 'no_delete', message: expect.stringContaining(String(id))});
    await review(id, 'rejected');
    expect(await asRole()).toMatchObject({kind: 'undone', approvalStatus: 'mentor_verified'});
  } finally {
    await sql`drop owned by ${sql(role)}`;
    await sql`drop role ${sql(role)}`;
  }
});

test('who may not review takes nothing back', async () => {
  await givenPeople(sql, ['lea']);
  expect(await undo('lea')).toMatchObject({reason: 'no_reviewer'});
  expect(await undo('nobody')).toMatchObject({reason: 'unknown_user'});
});

test('the verdict is out of the figures of the queue; older ones stay', async () => {
  const id = await givenPublished(sql, 1);
  await refresh(sql);
  expect(await claimed(sql, 'ann', {random: 0})).toBe(id);
  await review(id, 'rejected');
  expect(await calibration(sql)).toMatchObject({reviewCount: 1});
  await review(id, 'verified');
  await undo();
  expect(await calibration(sql)).toMatchObject({reviewCount: 1});

  await undo();
  expect(await calibration(sql)).toMatchObject({reviewCount: 0});
});
