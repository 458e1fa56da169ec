import {beforeEach, expect, test} from 'vitest';
import type {Role} from '../../../domain/roles.ts';
import {reviewsOf, submitReview} from '../../../sql/queries/reviews.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyQueue, givenLessons, refresh} from '../../sql/queued.ts';
import {rating} from '../../sql/rated.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyQueue(sql);
});

async function given(role: Role = 'mentor', url?: string) {
  const at = url ?? (await givenServer({pool: sql}));
  const {email, userId} = await givenUser(sql, {role});
  const headers = {...(await signedIn(at, email))};
  const request = async (query: string, variables = {}) => {
    const {data, errors} = await ask(at, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {url: at, userId, request};
}

const CLAIM = `mutation ($withSkipped: Boolean) { claimNextReview(withSkipped: $withSkipped) {
  success message skippedCount
  item { lessonId cellId stepTitle lessonNumber style title description difficulty estimatedDurationMinutes content
    warnings { check severity message } parentLessonId claimedAt leasedUntil isResumed }
} }`;
const SUBMIT = `mutation ($lessonId: LessonId!, $status: String!, $reasons: [ReviewReason!]) {
  submitReview(lessonId: $lessonId, status: $status, feedback: "Words.", expertiseArea: "Python", reasons: $reasons) {
    success message lessonId approvalStatus
  }
}`;
const act = (name: string) =>
  `mutation ($lessonId: LessonId!) { ${name}(lessonId: $lessonId) { success message } }`;
const BEAT = 'mutation ($lessonId: LessonId!) { heartbeatReview(lessonId: $lessonId) { held leasedUntil } }';
const UNDO = 'mutation { undoReview { success message lessonId approvalStatus } }';

test('a mentor claims a lesson, has it again, holds it, and reviews it; then the next one comes', async () => {
  const [only] = await givenLessons(sql, 'One');
  await refresh(sql);
  const {request, userId} = await given();

  const claimed = await request(CLAIM);
  expect(claimed).toMatchObject({
    success: true,
    item: {
      lessonId: only,
      cellId: 1,
      stepTitle: 'One',
      lessonNumber: 1,
      style: 'reading',
      title: 'Ours',
      isResumed: false,
    },
  });
  expect(await request(CLAIM)).toMatchObject({item: {lessonId: only, isResumed: true}});
  expect(await request(BEAT, {lessonId: only})).toEqual({held: true, leasedUntil: expect.any(String)});
  expect(await request(SUBMIT, {lessonId: only, status: 'rejected', reasons: ['broken_code']})).toEqual({
    success: true,
    message: 'The review is stored.',
    lessonId: String(only),
    approvalStatus: 'rejected',
  });
  expect((await reviewsOf(sql, only ?? 0)).reviews).toMatchObject([
    {
      mentorId: userId,
      status: 'rejected',
      feedback: 'Words.',
      expertiseArea: 'Python',
      reasons: ['broken_code'],
    },
  ]);
  expect(await request(BEAT, {lessonId: only})).toEqual({held: false, leasedUntil: null});
  expect(await request(CLAIM)).toEqual({
    success: false,
    message: 'Nothing is left to review.',
    skippedCount: 0,
    item: null,
  });
});

test('what is skipped is offered where it is asked for; what is released, at once', async () => {
  const [only] = await givenLessons(sql, 'One');
  await refresh(sql);
  const {request} = await given();

  await request(CLAIM);
  expect(await request(act('skipReview'), {lessonId: only})).toEqual({
    success: true,
    message: 'It is left to others.',
  });
  expect(await request(CLAIM)).toMatchObject({success: false, skippedCount: 1, item: null});
  expect(await request(CLAIM, {withSkipped: true})).toMatchObject({item: {lessonId: only}});
  expect(await request(act('releaseReview'), {lessonId: only})).toEqual({
    success: true,
    message: 'It is given back.',
  });
  expect(await request(act('releaseReview'), {lessonId: only})).toEqual({
    success: false,
    message: 'You did not hold it.',
  });
});

test('two mentors are given two lessons', async () => {
  await givenLessons(sql, 'One', 'Two');
  await refresh(sql);
  const ann = await given();
  const bob = await given('mentor', ann.url);

  const [first, second] = [await ann.request(CLAIM), await bob.request(CLAIM)];
  expect(new Set([first?.['item']?.['lessonId'], second?.['item']?.['lessonId']])).toEqual(new Set([1, 2]));
});

test('a review that is none changes nothing, and says why', async () => {
  const [only] = await givenLessons(sql, 'One');
  const {request} = await given();
  expect(await request(SUBMIT, {lessonId: only, status: 'fine'})).toEqual({
    success: false,
    message: "A verdict is one of verified, needs_improvement, rejected, not 'fine'.",
    lessonId: null,
    approvalStatus: null,
  });
  expect(await sql`select from lessons_mentorreview`).toEqual([]);
});

test('the last verdict is taken back; where there is none, that is said', async () => {
  const [only] = await givenLessons(sql, 'One');
  const {request} = await given();
  await request(SUBMIT, {lessonId: only, status: 'verified'});

  expect(await request(UNDO)).toEqual({
    success: true,
    message: 'The verdict is taken back.',
    lessonId: only,
    approvalStatus: 'pending',
  });
  expect(await rating(sql, only ?? 0)).toEqual([0, 0, 'pending']);
  expect(await request(UNDO)).toEqual({
    success: false,
    message: 'There is no verdict of yours of the last 10 minutes.',
    lessonId: null,
    approvalStatus: null,
  });
});

test('a verdict is taken back only where it is on the lesson that is named', async () => {
  const [first, second] = await givenLessons(sql, 'One', 'Two');
  const {request} = await given();
  await request(SUBMIT, {lessonId: first, status: 'verified'});
  await request(SUBMIT, {lessonId: second, status: 'verified'});
  const undoOf =
    'mutation ($lessonId: LessonId) { undoReview(lessonId: $lessonId) { success message lessonId approvalStatus } }';

  expect(await request(undoOf, {lessonId: first})).toEqual({
    success: false,
    message: expect.stringContaining(`on lesson ${second}`),
    lessonId: null,
    approvalStatus: null,
  });
  expect(await request(undoOf, {lessonId: second})).toMatchObject({success: true, lessonId: second});
  expect(await request(undoOf, {lessonId: null})).toMatchObject({success: true, lessonId: first});
});

test('progress is that of who asks', async () => {
  const ids = await givenLessons(sql, 'One', 'Two');
  await refresh(sql);
  const {request} = await given();
  await request(SUBMIT, {lessonId: ids[0], status: 'verified'});
  const claimed = await request(CLAIM);

  expect(
    await request(
      '{ reviewProgress { waitingCount heldCount ownDayCount ownWeekCount weekCount heldLessonId refreshedAt } }',
    ),
  ).toEqual({
    waitingCount: 1,
    heldCount: 1,
    ownDayCount: 1,
    ownWeekCount: 1,
    weekCount: 1,
    heldLessonId: claimed?.['item']?.['lessonId'],
    refreshedAt: expect.any(String),
  });
});

test('moderators see the head of the queue, and how far mentors agree', async () => {
  const ids = await givenLessons(sql, 'One', 'Two');
  await refresh(sql);
  const review = {feedback: 'Words.', expertiseArea: '', reasons: []};
  await submitReview(sql, {lessonId: ids[0] ?? 0, mentorId: 'ann', status: 'verified', ...review});
  await submitReview(sql, {lessonId: ids[0] ?? 0, mentorId: 'bob', status: 'rejected', ...review});
  const {request} = await given('moderator');

  expect(
    await request(
      '{ reviewQueue(first: 1) { itemCount refreshedAt items { lessonId title kind harm heldBy } } }',
    ),
  ).toEqual({
    itemCount: 2,
    refreshedAt: expect.any(String),
    items: [{lessonId: ids[1], title: 'Ours', kind: 'first', harm: expect.any(Number), heldBy: null}],
  });
  expect(
    await request(
      '{ reviewAgreement { overall { of unitCount share } byMentor { of unitCount } byReason { of share } calibration { reviewCount badShare } } }',
    ),
  ).toMatchObject({
    overall: {of: null, unitCount: 1, share: 0},
    byMentor: [
      {of: 'ann', unitCount: 1},
      {of: 'bob', unitCount: 1},
    ],
    calibration: {reviewCount: 0, badShare: null},
  });
});
