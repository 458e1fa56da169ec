import {beforeEach, describe, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {reviewQueue} from '../../../sql/queries/review-queue.ts';
import {sendToReview} from '../../../sql/queries/review-requests.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {undoReview} from '../../../sql/queries/review-undo.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {actOnLesson} from '../../../sql/queries/serving.ts';
import {testDatabase} from '../../support/postgres.ts';
import {givenLesson, roadmap, step, untilWaiting} from '../givens.ts';
import {givenChallenger} from '../published.ts';
import {claimed, emptyQueue, expireLeases, givenLessons, givenOrder, givenTwin, refresh} from '../queued.ts';
import {givenReviewRow} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyQueue(sql));

const actor = {id: 'mod', role: 'moderator'};
const send = (lessonId: LessonId, reason: string | null = null) =>
  sendToReview(sql, {lessonId, reason, actor});
const queued = async () => (await reviewQueue(sql, {limit: 10})).items;
const order = async () => (await queued()).map(({lessonId}) => lessonId);
const review = (lessonId: LessonId, mentorId = 'ann', status: 'verified' | 'rejected' = 'verified') =>
  submitReview(sql, {lessonId, mentorId, status, feedback: '', expertiseArea: '', reasons: []});
const day = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * day);

/** Three lessons in the queue, the first the most harmful. */
async function givenQueue(): Promise<[LessonId, LessonId, LessonId]> {
  const ids = await givenLessons(sql, 'One', 'Two', 'Three');
  await refresh(sql);
  await givenOrder(sql, ...ids);
  const [a = 0, b = 0, c = 0] = ids;
  return [a, b, c];
}

describe('what somebody sent', () => {
  test('is at the head of the queue at once, and after a refresh; the longest wait first', async () => {
    const [a, b, c] = await givenQueue();
    expect(await send(c, 'Look at the second exercise.')).toEqual({kind: 'sent'});
    await send(b);

    expect(await order()).toEqual([c, b, a]);
    expect(await queued()).toMatchObject([
      {requestedAt: expect.any(Date), requestReason: 'Look at the second exercise.'},
      {requestedAt: expect.any(Date), requestReason: null},
      {requestedAt: null, requestReason: null},
    ]);
    await refresh(sql);
    expect((await order()).slice(0, 2)).toEqual([c, b]);
    expect((await reviewQueue(sql, {limit: 1})).items).toHaveLength(1);
  });

  test('is what mentors are given first, also where one by chance would be next', async () => {
    const [, b, c] = await givenQueue();
    await send(c);
    await send(b);

    expect(await claimed(sql, 'ann', {random: 0, sampleShare: 1})).toBe(c);
    expect(await claimed(sql, 'bob')).toBe(b);
    expect(await claimed(sql, 'ann')).toBe(c);
  });

  test('comes into the queue where it was not: parked, verified long ago, by the same mentor', async () => {
    const [a] = await givenLessons(sql, 'One');
    const lessonId = a ?? 0;
    await givenReviewRow(sql, {lessonId, mentorId: 'ann', status: 'verified', at: ago(30)});
    await sql`update lessons_lessoncontent set approval_status = 'mentor_verified'`;
    await givenChallenger(sql, 1, {parentLessonId: lessonId});
    await refresh(sql);
    expect(await order()).not.toContain(lessonId);

    expect(await send(lessonId)).toEqual({kind: 'sent'});
    expect((await order())[0]).toBe(lessonId);
    await refresh(sql);
    expect((await order())[0]).toBe(lessonId);
    expect((await queued())[0]).toMatchObject({kind: 'second'});
    expect(await claimed(sql, 'ann')).toBe(lessonId);
  });

  test('is one with its twin, whichever was named', async () => {
    const [a] = await givenLessons(sql, 'One', 'Two');
    const twin = await givenTwin(sql, a ?? 0);
    await refresh(sql);

    expect(await send(twin)).toEqual({kind: 'sent'});
    expect(await send(a ?? 0)).toEqual({kind: 'waits'});
    expect((await order())[0]).toBe(a);
    expect(await sql`select lesson_ids::text[] from preheat.review_item where lesson_id = ${a ?? 0}`).toEqual(
      [{lessonIds: [String(a), String(twin)]}],
    );
  });

  test('may be a lesson that others wrote', async () => {
    await givenLessons(sql, 'One');
    await importRoadmaps(sql, [roadmap('o', [step('Theirs')])]);
    const [{cellId}] = await sql<
      [{cellId: number}]
    >`select cell_id from preheat.cell where step_title = 'Theirs'`;
    const theirs = await givenLesson(sql, cellId);

    expect(await send(theirs)).toEqual({kind: 'sent'});
    expect((await order())[0]).toBe(theirs);
  });

  test('counts until then as what is known of it: its votes', async () => {
    const [a] = await givenLessons(sql, 'One');
    await sql`update lessons_lessoncontent set upvotes = 3, downvotes = 7`;
    await send(a ?? 0);

    const [before] = await queued();
    expect(before).toMatchObject({upvotes: 3, downvotes: 7, warningCount: 0, demand: 1, ageDays: 0});
    expect(before?.pBad).toBeGreaterThan(0.35);
  });

  test('leaves the count of an earlier refresh, whose item stays one', async () => {
    const [a] = await givenQueue();
    const before = await sql`select harm from preheat.review_score where lesson_id = ${a}`;
    await send(a);

    expect(await sql`select harm from preheat.review_score where lesson_id = ${a}`).toEqual(before);
    expect(await sql`select from preheat.review_item where lesson_id = ${a}`).toHaveLength(1);
  });
});

describe('it waits', () => {
  test('until a mentor has said a word', async () => {
    const [a, b] = await givenQueue();
    await send(b);
    expect(await claimed(sql, 'ann')).toBe(b);
    await review(b);

    expect(await claimed(sql, 'ann')).toBe(a);
    expect(await order()).not.toContain(b);
    await refresh(sql);
    expect(await order()).not.toContain(b);
  });

  test('in its usual place where a second opinion is still due', async () => {
    const [a, b] = await givenLessons(sql, 'One', 'Two');
    await refresh(sql, 1);
    await givenOrder(sql, a ?? 0, b ?? 0);
    await send(b ?? 0);
    await review(b ?? 0);

    expect(await queued()).toMatchObject([
      {lessonId: a, requestedAt: null},
      {lessonId: b, requestedAt: null, kind: 'second'},
    ]);
    expect(await claimed(sql, 'bob')).toBe(a);
  });

  test('again where the verdict is taken back', async () => {
    const [, b] = await givenQueue();
    await send(b);
    await review(b);
    await undoReview(sql, {mentorId: 'ann'});
    await refresh(sql);

    expect((await order())[0]).toBe(b);
    expect(await claimed(sql, 'cyd')).toBe(b);
  });

  test('for another mentor where one skipped it, and not for who wrote it', async () => {
    const [a, b] = await givenQueue();
    await send(b);
    await sql`insert into preheat.review_skip (lesson_id, mentor_id, skipped_at) values (${b}, 'ann', now())`;
    await sql`update lessons_lessoncontent set created_by = 'mentor:bob' where id = ${b}`;

    expect(await claimed(sql, 'ann')).toBe(a);
    await expireLeases(sql);
    expect(await claimed(sql, 'bob')).not.toBe(b);
    expect(await claimed(sql, 'cyd')).toBe(b);
  });

  test('no longer where it is retired, or nobody wants its cell', async () => {
    const [a, b, c] = await givenQueue();
    await send(b);
    await send(c);
    await actOnLesson(sql, {act: 'retire', lessonId: b, actor, reason: null});
    await importRoadmaps(sql, [roadmap('r', [step('One'), step('Two')])]);

    expect(await order()).toEqual([a]);
    expect(await claimed(sql, 'ann')).toBe(a);
    await refresh(sql);
    expect(await order()).toEqual([a]);
  });

  test('what was answered is forgotten, but not while the verdict can be taken back', async () => {
    const [a, b, c] = await givenQueue();
    for (const lessonId of [a, b, c]) await send(lessonId);
    await sql`update preheat.review_request set requested_at = ${ago(2)}`;
    await givenReviewRow(sql, {lessonId: a, mentorId: 'ann', status: 'verified', at: ago(1)});
    await givenReviewRow(sql, {lessonId: b, mentorId: 'ann', status: 'verified', at: new Date()});
    await givenReviewRow(sql, {lessonId: c, mentorId: 'ann', status: 'verified', at: ago(3)});
    await refresh(sql);

    expect(await sql`select lesson_id from preheat.review_request order by 1`).toEqual([
      {lessonId: b},
      {lessonId: c},
    ]);
  });
});

describe('nothing changes', () => {
  test('for a lesson that waits already', async () => {
    const [a] = await givenQueue();
    await send(a, 'First.');
    const before = await sql`select * from preheat.review_request`;

    expect(await send(a, 'Second.')).toEqual({kind: 'waits'});
    expect(await sql`select * from preheat.review_request`).toEqual(before);
    expect(await sql`select from preheat.audit_event where action = 'send_to_review'`).toHaveLength(1);
  });

  test('for a lesson with a fresh verdict, of whatever mentor and twin', async () => {
    const [a] = await givenLessons(sql, 'One');
    const lessonId = a ?? 0;
    const twin = await givenTwin(sql, lessonId);
    const at = ago(6.9);
    await givenReviewRow(sql, {lessonId: twin, mentorId: 'ann', status: 'needs_improvement', at: ago(6.95)});
    await givenReviewRow(sql, {lessonId: twin, mentorId: 'bob', status: 'verified', at});

    expect(await send(lessonId)).toEqual({kind: 'fresh_verdict', verdict: 'verified', verdictAt: at});
    await sql`update lessons_mentorreview set updated_at = ${ago(7.1)}`;
    expect(await send(lessonId)).toEqual({kind: 'sent'});
  });

  test.each([
    ['unknown_lesson', async () => 99],
    ['unknown_lesson', async () => 'none'],
    ['unknown_lesson', async () => 'a\0b'],
    [
      'retired',
      async (lessonId: LessonId) => {
        await actOnLesson(sql, {act: 'retire', lessonId, actor, reason: null});
        return lessonId;
      },
    ],
    [
      'archived',
      async (lessonId: LessonId) => {
        await importRoadmaps(sql, [roadmap('r', [step('Other')])]);
        return lessonId;
      },
    ],
    [
      'no_cell',
      async (lessonId: LessonId) => {
        await sql`delete from preheat.lesson_version`;
        await sql`update lessons_lessoncontent set cache_key = 'of nobody'`;
        return lessonId;
      },
    ],
  ] as const)('for one that is %s', async (kind, make) => {
    const [a] = await givenLessons(sql, 'One');
    const lessonId = await make(a ?? 0);

    expect(await send(lessonId)).toEqual({kind});
    expect(await sql`select from preheat.review_request`).toHaveLength(0);
    expect(await sql`select from preheat.review_item`).toHaveLength(0);
    expect(await sql`select from preheat.audit_event where action = 'send_to_review'`).toHaveLength(0);
  });
});

test('it is audited with the reason', async () => {
  const [a] = await givenLessons(sql, 'One');
  await send(a ?? 0, 'Look twice.');

  expect(
    await sql`select actor, actor_role, action, cell_id, lesson_id, reason from preheat.audit_event`,
  ).toEqual([
    {
      actor: 'mod',
      actorRole: 'moderator',
      action: 'send_to_review',
      cellId: 1,
      lessonId: String(a),
      reason: 'Look twice.',
    },
  ]);
});

test('sent twice at once, it is sent once', async () => {
  const [a] = await givenLessons(sql, 'One');
  const {both} = await sql.begin(async db => {
    await db`select from preheat.cell for update`;
    const waiting = [send(a ?? 0), send(a ?? 0)];
    await untilWaiting(sql, 2);
    return {both: Promise.all(waiting)};
  });

  expect((await both).map(({kind}) => kind).toSorted()).toEqual(['sent', 'waits']);
});

test('it is sent again after it was answered long ago', async () => {
  const [a] = await givenLessons(sql, 'One');
  const lessonId = a ?? 0;
  await send(lessonId, 'First.');
  await sql`update preheat.review_request set requested_at = ${ago(30)}`;
  await givenReviewRow(sql, {lessonId, mentorId: 'ann', status: 'verified', at: ago(20)});

  expect(await send(lessonId, 'Second.')).toEqual({kind: 'sent'});
  expect(await sql`select reason from preheat.review_request`).toEqual([{reason: 'Second.'}]);
  expect(await claimed(sql, 'ann')).toBe(lessonId);
});
