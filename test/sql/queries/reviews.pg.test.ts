import {beforeEach, describe, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {type NewReview, REVIEW_REASONS, type ReviewStatus} from '../../../domain/reviews.ts';
import {inTransaction} from '../../../sql/client.ts';
import {reviewsOf, submitReview} from '../../../sql/queries/reviews.ts';
import {repairVotes} from '../../../sql/queries/votes.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, untilWaiting} from '../givens.ts';
import {givenPeople} from '../people.ts';
import {givenPublished} from '../published.ts';
import {everything, givenRating, givenReviewRow, givenTwins, rating} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.imported_votes, preheat.review_reason`;
  await givenCells(sql, 'One');
  await givenPeople(sql, ['mia', 'max'], {role: 'mentor'});
});

function review(
  lessonId: LessonId,
  mentorId: string,
  status: ReviewStatus,
  changes: Partial<NewReview> = {},
) {
  const words = {feedback: 'So it is.', expertiseArea: 'Python', reasons: []};
  return submitReview(sql, {lessonId, mentorId, status, ...words, ...changes});
}

async function statusOf(lessonId: LessonId): Promise<string> {
  return (await rating(sql, lessonId))[2];
}

describe('a verdict', () => {
  test.each([
    ['verified', 'pending', 'mentor_verified'],
    ['rejected', 'pending', 'rejected'],
    ['needs_improvement', 'pending', 'pending'],
    ['needs_improvement', 'approved', 'approved'],
    ['needs_improvement', 'mentor_verified', 'mentor_verified'],
    ['rejected', 'mentor_verified', 'rejected'],
    ['verified', 'rejected', 'mentor_verified'],
  ] as const)('%s makes %s into %s', async (verdict, before, after) => {
    const lessonId = await givenPublished(sql, 1);
    await givenRating(sql, lessonId, {upvotes: 3, downvotes: 1, status: before});
    expect(await review(lessonId, 'mia', verdict)).toEqual({
      kind: 'reviewed',
      approvalStatus: after,
      lessonIds: [lessonId],
    });
    expect(await rating(sql, lessonId)).toEqual([3, 1, after]);
  });

  test('is stored with its words and reasons', async () => {
    const lessonId = await givenPublished(sql, 1);
    await review(lessonId, 'mia', 'needs_improvement', {
      reasons: ['unclear', 'broken_code', 'unclear'],
    });
    expect(await reviewsOf(sql, lessonId)).toEqual({
      disagreement: false,
      reviews: [
        {
          mentorId: 'mia',
          status: 'needs_improvement',
          feedback: 'So it is.',
          expertiseArea: 'Python',
          reasons: ['unclear', 'broken_code'],
          reviewedAt: expect.any(Date),
          updatedAt: expect.any(Date),
        },
      ],
    });
  });

  test('the second of the same mentor changes the first, and keeps when that was', async () => {
    const lessonId = await givenPublished(sql, 1);
    await review(lessonId, 'mia', 'needs_improvement', {reasons: ['unclear']});
    await sql`update lessons_mentorreview set reviewed_at = '2020-01-01', updated_at = '2020-01-01'`;
    await review(lessonId, 'mia', 'verified', {feedback: '', expertiseArea: 'SQL'});

    const {reviews} = await reviewsOf(sql, lessonId);
    expect(reviews).toMatchObject([
      {
        mentorId: 'mia',
        status: 'verified',
        feedback: '',
        expertiseArea: 'SQL',
        reasons: [],
        reviewedAt: new Date('2020-01-01'),
      },
    ]);
    expect(reviews[0]?.updatedAt.getTime()).toBeGreaterThan(Date.UTC(2020, 0, 2));
    expect(await statusOf(lessonId)).toBe('mentor_verified');
    expect(await sql`select from lessons_mentorreview`).toHaveLength(1);
    await review(lessonId, 'mia', 'rejected', {reasons: ['inaccurate']});
    expect(await reviewsOf(sql, lessonId)).toMatchObject({reviews: [{reasons: ['inaccurate']}]});
  });

  test('is later than one that a machine with a fast clock stored', async () => {
    const lessonId = await givenPublished(sql, 1);
    const later = new Date(Date.now() + 3_600_000);
    await givenReviewRow(sql, {lessonId, mentorId: 'max', status: 'rejected', at: later});
    await review(lessonId, 'mia', 'verified');
    expect(await statusOf(lessonId)).toBe('mentor_verified');
    await repairVotes(sql, {cellIds: null});
    expect(await statusOf(lessonId)).toBe('mentor_verified');
  });

  test('of a lesson of no cell holds as well', async () => {
    const lessonId = await givenLesson(sql, 1);
    await sql`update lessons_lessoncontent set cache_key = 'of no cell'`;
    expect(await review(String(lessonId), 'mia', 'verified')).toMatchObject({kind: 'reviewed'});
    expect(await statusOf(lessonId)).toBe('mentor_verified');
  });

  test('decides which version is served', async () => {
    const first = await givenPublished(sql, 1);
    const second = await givenLesson(sql, 1);
    await givenRating(sql, first, {upvotes: 5, downvotes: 0});
    await review(second, 'mia', 'verified');
    expect(await sql`select lesson_id from preheat.lesson_version where state = 'live'`).toEqual([
      {lessonId: second},
    ]);
    await review(second, 'mia', 'rejected');
    expect(await sql`select lesson_id from preheat.lesson_version where state = 'live'`).toEqual([
      {lessonId: first},
    ]);
  });
});

describe('an earlier verdict that is taken back', () => {
  test.each(['verified', 'rejected'] as const)('%s, with nothing but votes left', async earlier => {
    const lessonId = await givenPublished(sql, 1);
    await review(lessonId, 'mia', earlier);
    await review(lessonId, 'mia', 'needs_improvement');
    expect(await statusOf(lessonId)).toBe('pending');
  });

  test('votes that approve it approve it again', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenRating(sql, lessonId, {upvotes: 10, downvotes: 0, status: 'approved'});
    await review(lessonId, 'mia', 'rejected');
    await review(lessonId, 'mia', 'needs_improvement');
    expect(await statusOf(lessonId)).toBe('approved');
  });

  test('the latest verdict of the others holds', async () => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['zoe'], {role: 'mentor'});
    await review(lessonId, 'zoe', 'verified');
    await review(lessonId, 'max', 'rejected');
    await review(lessonId, 'mia', 'verified');
    await review(lessonId, 'mia', 'needs_improvement');
    expect(await statusOf(lessonId)).toBe('rejected');
    await review(lessonId, 'max', 'needs_improvement');
    expect(await statusOf(lessonId)).toBe('mentor_verified');
    await review(lessonId, 'zoe', 'needs_improvement');
    expect(await statusOf(lessonId)).toBe('pending');
  });

  test('a second needs_improvement takes nothing back', async () => {
    const lessonId = await givenPublished(sql, 1);
    await review(lessonId, 'mia', 'needs_improvement');
    await givenRating(sql, lessonId, {upvotes: 0, downvotes: 0, status: 'approved'});
    await review(lessonId, 'mia', 'needs_improvement');
    expect(await statusOf(lessonId)).toBe('approved');
  });
});

describe('twins', () => {
  test('a review of one holds for both: status, review, reasons', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    const stranger = await givenLesson(sql, 1);
    expect(await review(other, 'mia', 'rejected', {reasons: ['off_topic']})).toMatchObject({
      lessonIds: [plain, other],
    });
    for (const lessonId of [plain, other]) {
      expect(await statusOf(lessonId)).toBe('rejected');
      expect(await sql`select reasons from preheat.review_reason where lesson_id = ${lessonId}`).toEqual([
        {reasons: ['off_topic']},
      ]);
    }
    expect(await sql`select from lessons_mentorreview`).toHaveLength(2);
    expect(await statusOf(stranger)).toBe('pending');
    expect((await reviewsOf(sql, plain)).reviews).toHaveLength(1);
  });

  test('what the application stored on one of them is changed there and stored on the other', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await givenReviewRow(sql, {lessonId: plain, mentorId: 'mia', status: 'verified'});
    await givenRating(sql, plain, {upvotes: 0, downvotes: 0, status: 'mentor_verified'});
    expect((await reviewsOf(sql, other)).reviews).toMatchObject([{mentorId: 'mia', status: 'verified'}]);
    await review(other, 'mia', 'needs_improvement');
    expect(await statusOf(plain)).toBe('pending');
    expect(await sql`select status from lessons_mentorreview`).toEqual([
      {status: 'needs_improvement'},
      {status: 'needs_improvement'},
    ]);
  });

  test('the second review of one changes both', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await review(other, 'mia', 'rejected');
    await review(plain, 'mia', 'verified');
    expect(await sql`select status from lessons_mentorreview`).toEqual([
      {status: 'verified'},
      {status: 'verified'},
    ]);
  });

  test("of the mentor's own verdicts on the two, the later one is taken back", async () => {
    const [plain, other] = await givenTwins(sql, 1);
    const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
    for (const [first, second] of [
      [plain, other],
      [other, plain],
    ] as const) {
      await sql`truncate lessons_mentorreview`;
      await givenRating(sql, plain, {upvotes: 0, downvotes: 0, status: 'approved'});
      await givenReviewRow(sql, {lessonId: first, mentorId: 'mia', status: 'verified', at: at(1)});
      await givenReviewRow(sql, {lessonId: second, mentorId: 'mia', status: 'needs_improvement', at: at(2)});
      await review(plain, 'mia', 'needs_improvement');
      expect(await statusOf(plain)).toBe('approved');
    }
  });

  test('a verdict of others on the one counts for the other', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await givenReviewRow(sql, {lessonId: plain, mentorId: 'max', status: 'verified'});
    await review(other, 'mia', 'rejected');
    await review(other, 'mia', 'needs_improvement');
    expect([await statusOf(plain), await statusOf(other)]).toEqual(['mentor_verified', 'mentor_verified']);
  });

  test('reasons that are known of one of them are shown', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await review(plain, 'mia', 'rejected', {reasons: ['unclear']});
    for (const lessonId of [plain, other]) {
      await sql`delete from preheat.review_reason`;
      await sql`
        insert into preheat.review_reason (lesson_id, mentor_id, reasons) values (${lessonId}, 'mia', '{unclear}')
      `;
      expect((await reviewsOf(sql, plain)).reviews).toMatchObject([{reasons: ['unclear']}]);
    }
  });

  test('votes approve each by itself', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await givenRating(sql, plain, {upvotes: 10, downvotes: 0});
    await review(other, 'mia', 'rejected');
    await review(other, 'mia', 'needs_improvement');
    expect([await statusOf(plain), await statusOf(other)]).toEqual(['approved', 'pending']);
  });
});

describe('the reviews of a lesson', () => {
  test('the newest comes first; mentors who differ disagree', async () => {
    const lessonId = await givenPublished(sql, 1);
    expect(await reviewsOf(sql, lessonId)).toEqual({reviews: [], disagreement: false});
    await review(lessonId, 'mia', 'verified');
    await review(lessonId, 'max', 'verified');
    expect(await reviewsOf(sql, lessonId)).toMatchObject({
      disagreement: false,
      reviews: [{mentorId: 'max'}, {mentorId: 'mia'}],
    });
    await review(lessonId, 'mia', 'needs_improvement');
    expect(await reviewsOf(sql, lessonId)).toMatchObject({
      disagreement: true,
      reviews: [{mentorId: 'mia'}, {mentorId: 'max'}],
    });
    expect(await reviewsOf(sql, 'no such lesson')).toEqual({reviews: [], disagreement: false});
  });
});

test('each review is in the audit, with what it changed', async () => {
  const lessonId = await givenPublished(sql, 1);
  await review(lessonId, 'mia', 'verified', {feedback: ''});
  await sql`update users set role = 'moderator' where id = 'mia'`;
  await review(lessonId, 'mia', 'rejected', {reasons: ['dead_link']});
  const verified = {status: 'verified', feedback: '', expertise_area: 'Python', reasons: []};
  const rejected = {
    status: 'rejected',
    feedback: 'So it is.',
    expertise_area: 'Python',
    reasons: ['dead_link'],
  };
  expect(
    await sql`
      select actor, actor_role, action, cell_id, lesson_id, reason, before, after from preheat.audit_event order by audit_event_id
    `,
  ).toEqual([
    {
      actor: 'mia',
      actorRole: 'mentor',
      action: 'review',
      cellId: 1,
      lessonId: String(lessonId),
      reason: null,
      before: {approval_status: 'pending'},
      after: {...verified, approval_status: 'mentor_verified'},
    },
    {
      actor: 'mia',
      actorRole: 'moderator',
      action: 'review',
      cellId: 1,
      lessonId: String(lessonId),
      reason: 'So it is.',
      before: {...verified, approval_status: 'mentor_verified'},
      after: {...rejected, approval_status: 'rejected'},
    },
  ]);
});

test.each(['mentor', 'vip_mentor', 'moderator', 'admin', 'super_admin'])(
  'the role %s reviews',
  async role => {
    const lessonId = await givenPublished(sql, 1);
    await givenPeople(sql, ['zoe'], {role});
    expect(await review(lessonId, 'zoe', 'verified')).toMatchObject({kind: 'reviewed'});
  },
);

test("the application's superusers review as super admins", async () => {
  const lessonId = await givenPublished(sql, 1);
  await givenPeople(sql, ['root'], {role: 'learner', isSuperuser: true});
  expect(await review(lessonId, 'root', 'verified')).toMatchObject({kind: 'reviewed'});
  expect(await sql`select actor_role from preheat.audit_event`).toEqual([{actorRole: 'super_admin'}]);
});

describe('refused, and nothing changes', () => {
  async function refusal(mentorId: string, verdict: string, changes: Partial<NewReview> = {}) {
    const lessonId = await givenPublished(sql, 1);
    const before = await everything(sql);
    const result = await review(changes.lessonId ?? lessonId, mentorId, verdict as ReviewStatus, changes);
    expect(await everything(sql)).toEqual(before);
    if (result.kind !== 'refused') throw new Error(`It was ${result.kind}.`);
    return [result.reason, result.message];
  }

  test('an unknown lesson', async () => {
    expect(await refusal('mia', 'verified', {lessonId: 4711})).toEqual([
      'unknown_lesson',
      'There is no lesson 4711.',
    ]);
  });

  test('a stranger', async () => {
    expect(await refusal('nobody', 'verified')).toEqual([
      'unknown_user',
      'There is no user nobody. Sign in to vote or to review.',
    ]);
  });

  test('a mentor whose account is blocked', async () => {
    await givenPeople(sql, ['zoe'], {role: 'mentor', isBlocked: true});
    expect(await refusal('zoe', 'verified')).toMatchObject(['inactive_user', /account zoe is blocked/]);
  });

  test.each(['learner', 'new_user', 'premium_user', 'recruiter', null])('the role %s', async role => {
    await givenPeople(sql, ['zoe'], {role});
    expect(await refusal('zoe', 'verified')).toEqual([
      'no_reviewer',
      'The account zoe may not review lessons. These roles may: mentor, vip_mentor, moderator, admin, super_admin.',
    ]);
  });

  test('another verdict', async () => {
    expect(await refusal('mia', 'approved')).toEqual([
      'invalid_status',
      "A verdict is one of verified, needs_improvement, rejected, not 'approved'.",
    ]);
  });

  test('another reason', async () => {
    expect(await refusal('mia', 'rejected', {reasons: ['ugly' as 'other']})).toEqual([
      'invalid_reason',
      `There is no reason 'ugly'. There are: ${REVIEW_REASONS.join(', ')}.`,
    ]);
  });

  test.each([
    ['rejected', 'rejected'],
    ['needs_improvement', 'to be improved'],
  ])('%s without a word', async (verdict, word) => {
    expect(await refusal('mia', verdict, {feedback: ' \n'})).toEqual([
      'missing_explanation',
      `A lesson that is ${word} needs a reason or a feedback text.`,
    ]);
  });

  test('texts that are too long, or cannot be stored', async () => {
    expect(await refusal('mia', 'rejected', {feedback: 'x'.repeat(100_000)})).toEqual([
      'text_too_long',
      'The feedback has 100,000 characters; at most 10,000 are stored. Shorten it.',
    ]);
    const lessonId = 1;
    expect(await review(lessonId, 'mia', 'rejected', {expertiseArea: 'x'.repeat(101)})).toMatchObject({
      message: 'The expertise area has 101 characters; at most 100 are stored. Shorten it.',
    });
    expect(await review(lessonId, 'mia', 'rejected', {feedback: '\0'})).toMatchObject({
      reason: 'invalid_text',
    });
    expect(await sql`select from lessons_mentorreview`).toEqual([]);
    expect(
      await review(lessonId, 'mia', 'rejected', {
        feedback: '🙂'.repeat(10_000),
        expertiseArea: '🙂'.repeat(100),
      }),
    ).toMatchObject({kind: 'reviewed'});
  });

  test.each(REVIEW_REASONS)('but not the reason %s by itself', async reason => {
    const lessonId = await givenPublished(sql, 1);
    expect(await review(lessonId, 'mia', 'rejected', {feedback: '', reasons: [reason]})).toMatchObject({
      kind: 'reviewed',
    });
  });
});

describe('at the same time', () => {
  test('a second review waits for the first, and is the later one', async () => {
    const lessonId = await givenPublished(sql, 1);
    const second = await inTransaction(sql, async first => {
      await submitReview(first, {
        lessonId,
        mentorId: 'mia',
        status: 'verified',
        feedback: '',
        expertiseArea: '',
        reasons: [],
      });
      const waiting = review(lessonId, 'max', 'rejected');
      await untilWaiting(sql);
      return {waiting};
    });
    expect(await second.waiting).toMatchObject({approvalStatus: 'rejected'});
    expect((await reviewsOf(sql, lessonId)).reviews).toMatchObject([{mentorId: 'max'}, {mentorId: 'mia'}]);
  });

  test('a review that waits for the cell holds nothing that the holder may still want', async () => {
    const lessonId = await givenPublished(sql, 1);
    const ours = await inTransaction(sql, async holder => {
      await holder`select from preheat.cell for update`;
      const waiting = review(lessonId, 'mia', 'verified');
      await untilWaiting(sql);
      await holder`select from lessons_lessoncontent for update nowait`;
      return {waiting};
    });
    expect(await ours.waiting).toMatchObject({kind: 'reviewed'});
  });

  test('a review has the time at which it counted, also in a transaction that began before', async () => {
    const lessonId = await givenPublished(sql, 1);
    await inTransaction(sql, async early => {
      await early`select now()`;
      const [{at}] = await sql<[{at: string}]>`select clock_timestamp()::text as at`;
      const given = {lessonId, mentorId: 'mia', status: 'verified' as const};
      await submitReview(early, {...given, feedback: '', expertiseArea: '', reasons: []});
      expect(
        await early`select from lessons_mentorreview where updated_at > ${at}::text::timestamptz`,
      ).toHaveLength(1);
    });
  });

  test("the same mentor's review that the application is storing is changed", async () => {
    const lessonId = await givenPublished(sql, 1);
    const ours = await inTransaction(sql, async theirs => {
      await givenReviewRow(theirs, {lessonId, mentorId: 'mia', status: 'rejected'});
      const waiting = review(lessonId, 'mia', 'verified');
      await untilWaiting(sql);
      return {waiting};
    });
    expect(await ours.waiting).toMatchObject({approvalStatus: 'mentor_verified'});
    expect(await sql`select status from lessons_mentorreview`).toEqual([{status: 'verified'}]);
  });
});
