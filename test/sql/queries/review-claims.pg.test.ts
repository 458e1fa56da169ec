import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {connect, inTransaction} from '../../../sql/client.ts';
import {heartbeat, releaseClaim, skipReview} from '../../../sql/queries/review-claims.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {testDatabase} from '../../support/postgres.ts';
import {untilWaiting} from '../givens.ts';
import {givenPeople} from '../people.ts';
import {
  claim,
  claimed,
  emptyQueue,
  expireLeases,
  givenLessons,
  givenOrder,
  givenTwin,
  refresh,
} from '../queued.ts';
import {givenReviewRow} from '../rated.ts';

const {sql, url} = await testDatabase();
beforeEach(() => emptyQueue(sql));

/** A queue of these lessons in this order. */
async function givenQueue(...titles: string[]): Promise<LessonId[]> {
  const ids = await givenLessons(sql, ...titles);
  await refresh(sql);
  await givenOrder(sql, ...ids);
  return ids;
}

const review = (lessonId: LessonId, mentorId: string, status: 'verified' | 'rejected' = 'verified') =>
  submitReview(sql, {lessonId, mentorId, status, feedback: 'Read.', expertiseArea: '', reasons: []});

const claims = () => sql<{lessonId: LessonId; mentorId: string}[]>`
  select lesson_id, mentor_id from preheat.review_claim order by mentor_id
`;

describe('who is given what', () => {
  test('a claim gives the most harmful lesson, whole, and nothing that others think of it', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await givenOrder(sql, b!, a!);
    await sql`
      update preheat.draft set findings = '[{"check": "language", "severity": "warning", "message": "Perhaps not English."},
        {"check": "quiz-answer", "severity": "error", "message": "Released all the same."}]'
      where cell_id = 2
    `;
    const before = Date.now();
    const result = await claim(sql, 'ann', {leaseMs: 60_000});
    expect(result).toEqual({
      kind: 'claimed',
      item: {
        lessonId: b,
        cellId: 2,
        stepTitle: 'B',
        lessonNumber: 1,
        style: 'reading',
        title: 'Ours',
        description: 'What it is about.',
        difficulty: 'advanced',
        estimatedDurationMinutes: 45,
        content: {type: 'reading', lesson_type: 'reading', title: 'Ours'},
        warnings: [{check: 'language', severity: 'warning', message: 'Perhaps not English.'}],
        parentLessonId: null,
        isResumed: false,
        claimedAt: expect.any(Date) as Date,
        leasedUntil: expect.any(Date) as Date,
      },
    });
    const leasedUntilMs = result.kind === 'claimed' ? result.item.leasedUntil.getTime() : 0;
    expect(leasedUntilMs).toBeGreaterThanOrEqual(before + 60_000);
    expect(leasedUntilMs).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  test('two mentors are given two lessons, and a third nothing where there is no third', async () => {
    const ids = await givenQueue('A', 'B');
    expect([await claimed(sql, 'ann'), await claimed(sql, 'bob')]).toEqual(ids);
    expect(await claim(sql, 'cyd')).toEqual({kind: 'empty', skippedCount: 0});
  });

  test('who claims again is given what they hold, for longer', async () => {
    const [a] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    await sql`update preheat.review_claim set leased_until = now() + interval '1 second'`;
    const again = await claim(sql, 'ann', {leaseMs: 60_000});
    expect(again).toMatchObject({kind: 'claimed', item: {lessonId: a, isResumed: true}});
    expect(again.kind === 'claimed' && again.item.leasedUntil.getTime()).toBeGreaterThan(Date.now() + 30_000);
    expect(await claims()).toHaveLength(1);
  });

  test.each([
    [
      'a learner',
      {role: 'learner'},
      'no_reviewer',
      /may not review lessons. These roles may: mentor, vip_mentor/,
    ],
    ['somebody without a role', {role: null}, 'no_reviewer', /dan may not review/],
    ['a suspended mentor', {role: 'mentor', isSuspended: true}, 'inactive_user', /dan is suspended/],
    [
      'a mentor whose account is not active',
      {role: 'mentor', accountStatus: 'pending'},
      'inactive_user',
      /dan is pending/,
    ],
  ])('%s is refused and holds nothing', async (_, person, reason, message) => {
    await givenQueue('A');
    await givenPeople(sql, ['dan'], person);
    const result = await claim(sql, 'dan');
    expect(result).toMatchObject({kind: 'refused', reason});
    expect(result.kind === 'refused' && result.message).toMatch(message);
    expect(await claims()).toEqual([]);
  });

  test('a stranger is refused, and an administrator by rights is not', async () => {
    const [a] = await givenQueue('A');
    expect(await claim(sql, 'nobody')).toMatchObject({kind: 'refused', reason: 'unknown_user'});
    await givenPeople(sql, ['dan'], {role: 'learner', isSuperuser: true});
    expect(await claimed(sql, 'dan')).toBe(a);
  });

  test('a mentor is not given a lesson of their own', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await sql`update lessons_lessoncontent set created_by = 'mentor:ann' where id = ${a!}`;
    expect(await claimed(sql, 'ann')).toBe(b);
    expect(await claimed(sql, 'bob')).toBe(a);
  });

  test('the two of a draft are one item', async () => {
    const [a, b] = await givenLessons(sql, 'A', 'B');
    const twin = await givenTwin(sql, a!);
    expect(await refresh(sql)).toBe(2);
    await givenOrder(sql, a!, b!);
    expect([await claimed(sql, 'ann'), await claimed(sql, 'bob')]).toEqual([a, b]);
    expect(await claimed(sql, 'cyd')).toBeNull();
    expect(await heartbeat(sql, {lessonId: twin, mentorId: 'ann'})).toMatchObject({kind: 'held'});
    expect(await heartbeat(sql, {lessonId: twin, mentorId: 'bob'})).toEqual({kind: 'lost'});
    expect(await releaseClaim(sql, {lessonId: twin, mentorId: 'ann'})).toBe(true);
  });

  test('where the first of the two was deleted, the other is given', async () => {
    const [a] = await givenLessons(sql, 'A');
    const twin = await givenTwin(sql, a!);
    await refresh(sql);
    await sql`delete from lessons_lessoncontent where id = ${a!}`;
    expect(await claim(sql, 'ann')).toMatchObject({kind: 'claimed', item: {lessonId: twin, title: 'Ours'}});
    expect(await heartbeat(sql, {lessonId: twin, mentorId: 'ann'})).toMatchObject({kind: 'held'});
  });
});

describe('what wants no verdict any more is not given, though the queue is older', () => {
  test.each<[string, string]>([
    ['its cell is archived', 'update preheat.cell set archived_at = now() where cell_id = 1'],
    ['it is retired', "update preheat.lesson_version set state = 'retired' where cell_id = 1"],
    [
      'it is a challenger that was retired',
      "update preheat.lesson_version set state = 'retired', parent_lesson_id = 2 where cell_id = 1",
    ],
    [
      'it is parked, and no challenger',
      "update preheat.lesson_version set state = 'parked' where cell_id = 1",
    ],
    [
      'it is a challenger that was superseded',
      "update preheat.lesson_version set state = 'parked', parent_lesson_id = 2, superseded_at = now() where cell_id = 1",
    ],
    [
      'the application verified it',
      "update lessons_lessoncontent set approval_status = 'mentor_verified' where id = 1",
    ],
    [
      'the application rejected it',
      "update lessons_lessoncontent set approval_status = 'rejected' where id = 1",
    ],
    ['it was deleted', 'delete from lessons_lessoncontent where id = 1'],
  ])('%s', async (_, change) => {
    const [, b] = await givenQueue('A', 'B');
    await sql.unsafe(change);
    expect(await claimed(sql, 'ann')).toBe(b);
  });

  test('somebody reviewed it', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'bob', status: 'needs_improvement'});
    expect(await claimed(sql, 'ann')).toBe(b);
  });

  test('somebody reviewed its twin', async () => {
    const [a, b] = await givenLessons(sql, 'A', 'B');
    const twin = await givenTwin(sql, a!);
    await refresh(sql);
    await givenOrder(sql, a!, b!);
    await givenReviewRow(sql, {lessonId: twin, mentorId: 'bob', status: 'needs_improvement'});
    expect(await claimed(sql, 'ann')).toBe(b);
  });

  test('but a challenger that waits is given, with what it is to be better than', async () => {
    const [a] = await givenQueue('A', 'B');
    await sql`update preheat.lesson_version set state = 'parked', parent_lesson_id = 2 where lesson_id = ${a!}`;
    expect(await claim(sql, 'ann')).toMatchObject({item: {lessonId: a, parentLessonId: 2}});
  });

  test('and what a mentor holds is taken from them then', async () => {
    const [a, b] = await givenQueue('A', 'B');
    expect(await claimed(sql, 'ann')).toBe(a);
    await sql`update preheat.lesson_version set state = 'retired' where lesson_id = ${a!}`;
    expect(await claimed(sql, 'ann')).toBe(b);
    expect(await claims()).toEqual([{lessonId: b, mentorId: 'ann'}]);
  });
});

describe('at the same moment', () => {
  test('a lesson that another mentor is claiming is passed over, not waited for', async () => {
    const ids = await givenQueue('A', 'B');
    await inTransaction(sql, async left => {
      expect([await claimed(left, 'ann'), await claimed(sql, 'bob')]).toEqual(ids);
    });
  }, 15_000);

  test('a claim that comes between the look and the lock is seen', async () => {
    const [a, b] = await givenQueue('A', 'B');
    let right: Promise<LessonId | null> | undefined;
    await inTransaction(sql, async left => {
      // As the other would have written it by the time that this one has the item.
      await left`
        insert into preheat.review_claim (lesson_id, mentor_id, kind, is_sample, p_bad, claimed_at, heartbeat_at, leased_until)
        values (${a!}, 'ann', 'first', false, 0.1, now(), now(), now() + interval '1 hour')
      `;
      right = claimed(sql, 'bob');
      await untilWaiting(sql);
    });
    expect(await right).toBe(b);
    expect(await claims()).toEqual([
      {lessonId: a, mentorId: 'ann'},
      {lessonId: b, mentorId: 'bob'},
    ]);
  });

  test('two pages of one mentor show one lesson', async () => {
    const [a] = await givenQueue('A', 'B');
    let right: Promise<LessonId | null> | undefined;
    await inTransaction(sql, async left => {
      expect(await claimed(left, 'ann')).toBe(a);
      right = claimed(sql, 'ann');
      await untilWaiting(sql);
    });
    expect(await right).toBe(a);
    expect(await claims()).toHaveLength(1);
  });

  test('a refresh under way keeps nobody from claiming', async () => {
    const ids = await givenQueue('A', 'B');
    await inTransaction(sql, async refreshing => {
      await refreshing`update lessons_lessoncontent set downvotes = 9`;
      await refresh(refreshing);
      expect([await claimed(sql, 'ann'), await claimed(sql, 'bob')]).toEqual(ids);
    });
  }, 15_000);

  test('20 mentors claim and release 200 times: never two hold one lesson', async () => {
    await givenQueue(...Array.from({length: 25}, (_, n) => `S${n}`));
    const mentors = Array.from({length: 20}, (_, n) => `m${n}`);
    await givenPeople(sql, mentors, {role: 'mentor'});
    const pool = connect(url, {maxConnections: 20});
    onTestFinished(() => pool.end());
    const held = new Map<LessonId, string>();
    await Promise.all(
      mentors.map(async mentorId => {
        for (let n = 0; n < 10; n += 1) {
          const lessonId = await claimed(pool, mentorId);
          if (lessonId === null) throw new Error('There are more lessons than mentors.');
          expect(held.get(lessonId)).toBeUndefined();
          held.set(lessonId, mentorId);
          await pool`select 1`;
          held.delete(lessonId);
          await releaseClaim(pool, {lessonId, mentorId});
        }
      }),
    );
  });
});

describe('leases', () => {
  test('a lease that has passed can be taken over, and the heartbeat of the first says so', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    await expireLeases(sql);
    expect(await claimed(sql, 'bob')).toBe(a);
    expect(await heartbeat(sql, {lessonId: a!, mentorId: 'ann'})).toEqual({kind: 'lost'});
    expect(await claimed(sql, 'ann')).toBe(b);
    expect(await heartbeat(sql, {lessonId: a!, mentorId: 'bob'})).toMatchObject({kind: 'held'});
  });

  test('until somebody takes it over it is still its mentor’s', async () => {
    const [a] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    await expireLeases(sql);
    expect(await claim(sql, 'ann')).toMatchObject({item: {lessonId: a, isResumed: true}});
  });

  test('a heartbeat extends the lease from now on', async () => {
    const [a] = await givenQueue('A');
    await claim(sql, 'ann');
    await expireLeases(sql);
    const before = Date.now();
    const beat = await heartbeat(sql, {lessonId: a!, mentorId: 'ann', leaseMs: 60_000});
    expect(beat.kind === 'held' && beat.leasedUntil.getTime()).toBeGreaterThanOrEqual(before + 60_000);
    expect(await claimed(sql, 'bob')).toBeNull();
  });

  test('a heartbeat for what the mentor does not hold is lost, also for no lesson at all', async () => {
    const [, b] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    for (const lessonId of [b!, 999, 'no id', '\0'])
      expect(await heartbeat(sql, {lessonId, mentorId: 'ann'})).toEqual({kind: 'lost'});
  });

  test('what is released is offered to everybody again; only the holder can', async () => {
    const [a] = await givenQueue('A');
    await claim(sql, 'ann');
    expect(await releaseClaim(sql, {lessonId: a!, mentorId: 'bob'})).toBe(false);
    expect(await releaseClaim(sql, {lessonId: a!, mentorId: 'ann'})).toBe(true);
    expect(await claimed(sql, 'ann')).toBe(a);
  });
});

describe('skipping', () => {
  test('what a mentor skips is not offered to them again, but to others', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    expect(await skipReview(sql, {lessonId: a!, mentorId: 'ann'})).toBe(true);
    expect(await claimed(sql, 'ann')).toBe(b);
    expect(await claimed(sql, 'bob')).toBe(a);
  });

  test('where nothing else is left, the answer says how many were skipped, and they come where asked for', async () => {
    const [a] = await givenQueue('A');
    await claim(sql, 'ann');
    await skipReview(sql, {lessonId: a!, mentorId: 'ann'});
    expect(await claim(sql, 'ann')).toEqual({kind: 'empty', skippedCount: 1});
    expect(await claim(sql, 'bob')).toMatchObject({kind: 'claimed'});
    await releaseClaim(sql, {lessonId: a!, mentorId: 'bob'});
    expect(await claimed(sql, 'ann', {withSkipped: true})).toBe(a);
  });

  test('a skip holds for some days, from the last one on', async () => {
    const [a] = await givenQueue('A');
    const skipDaysAgo = async (days: number) => {
      await skipReview(sql, {lessonId: a!, mentorId: 'ann'});
      await sql`update preheat.review_skip set skipped_at = skipped_at - make_interval(days => ${days}::int)`;
    };
    await skipDaysAgo(13);
    expect(await claim(sql, 'ann')).toEqual({kind: 'empty', skippedCount: 1});
    await skipDaysAgo(14);
    expect(await claimed(sql, 'ann', {skipsHoldDays: 15})).toBeNull();
    expect(await claimed(sql, 'ann')).toBe(a);
  });

  test('a lesson that the mentor does not hold can be skipped, by its twin too; none that is not in the queue', async () => {
    const [a] = await givenLessons(sql, 'A');
    const twin = await givenTwin(sql, a!);
    await refresh(sql);
    expect(await skipReview(sql, {lessonId: twin, mentorId: 'ann'})).toBe(false);
    expect(await skipReview(sql, {lessonId: 999, mentorId: 'ann'})).toBe(false);
    expect(await sql`select lesson_id, mentor_id from preheat.review_skip`).toEqual([
      {lessonId: a, mentorId: 'ann'},
    ]);
    expect(await claimed(sql, 'ann')).toBeNull();
  });

  test('skipping ends nobody else’s claim', async () => {
    const [a] = await givenQueue('A');
    await claim(sql, 'ann');
    await skipReview(sql, {lessonId: a!, mentorId: 'bob'});
    expect(await claims()).toEqual([{lessonId: a, mentorId: 'ann'}]);
  });
});

describe('the random sample', () => {
  /** Four lessons at 0.1, 0.3, 0.5 and 0.7 of the random order, the last of them the most harmful. */
  async function givenSample(): Promise<LessonId[]> {
    const ids = await givenQueue('A', 'B', 'C', 'D');
    await givenOrder(sql, ...ids.toReversed());
    for (const [index, id] of ids.entries())
      await sql`update preheat.review_item set sample_key = ${(2 * index + 1) / 10} where lesson_id = ${id}`;
    return ids;
  }

  test('below the share the number names a place in the random order; from the share on it is the harm', async () => {
    const [a, b, c, d] = await givenSample();
    const pick = async (random: number) => {
      const id = await claimed(sql, 'ann', {random, sampleShare: 0.2});
      await releaseClaim(sql, {lessonId: id!, mentorId: 'ann'});
      return id;
    };
    expect(await pick(0)).toBe(a);
    expect(await pick(0.2 * 0.2)).toBe(b);
    expect(await pick(0.45 * 0.2)).toBe(c);
    // Behind the last comes the first.
    expect(await pick(0.99 * 0.2)).toBe(a);
    expect(await pick(0.2)).toBe(d);
  });

  test('the same rules hold for it: what others hold is left out, before the place and behind it', async () => {
    const [, b, c] = await givenSample();
    const sample = (mentorId: string, point: number) =>
      claimed(sql, mentorId, {random: point, sampleShare: 1});
    expect(await sample('ann', 0.25)).toBe(b);
    expect(await sample('bob', 0.25)).toBe(c);
    await skipReview(sql, {lessonId: 1, mentorId: 'cyd'});
    await skipReview(sql, {lessonId: 4, mentorId: 'cyd'});
    expect(await sample('cyd', 0.25)).toBeNull();
  });

  test('it is noted with the verdict that it was a sample', async () => {
    const [a, , , d] = await givenSample();
    await claim(sql, 'ann', {random: 0, sampleShare: 1});
    await claim(sql, 'bob');
    await review(a!, 'ann', 'rejected');
    await review(d!, 'bob');
    await claim(sql, 'ann');
    await claim(sql, 'bob');
    expect(
      await sql`select lesson_id, mentor_id, kind, is_sample, verdict from preheat.review_outcome order by lesson_id`,
    ).toEqual([
      {lessonId: a, mentorId: 'ann', kind: 'first', isSample: true, verdict: 'rejected'},
      {lessonId: d, mentorId: 'bob', kind: 'first', isSample: false, verdict: 'verified'},
    ]);
  });
});

describe('second opinions', () => {
  test('a lesson whose share asks for it is given to another mentor after the first verdict, whatever that was', async () => {
    for (const status of ['verified', 'rejected'] as const) {
      await emptyQueue(sql);
      const [a] = await givenLessons(sql, 'A');
      await refresh(sql, 1);
      await claim(sql, 'ann');
      await review(a!, 'ann', status);
      expect(await claimed(sql, 'ann')).toBeNull();
      const second = await claim(sql, 'bob');
      expect(second).toMatchObject({kind: 'claimed', item: {lessonId: a}});
      // Nothing in it says so.
      expect(JSON.stringify(second)).not.toMatch(/second|first|ann|verified|rejected|parked|Read\./);
      expect(await sql`select kind from preheat.review_claim`).toEqual([{kind: 'second'}]);
      await review(a!, 'bob');
      expect(await claimed(sql, 'cyd')).toBeNull();
    }
  });

  test('it is offered to one mentor at a time', async () => {
    const [a] = await givenLessons(sql, 'A');
    await refresh(sql, 1);
    await review(a!, 'ann');
    expect([await claimed(sql, 'bob'), await claimed(sql, 'cyd')]).toEqual([a, null]);
  });

  test('after two verdicts nobody is asked', async () => {
    const [a] = await givenLessons(sql, 'A');
    await refresh(sql, 1);
    for (const mentorId of ['ann', 'bob'])
      await givenReviewRow(sql, {lessonId: a!, mentorId, status: 'verified'});
    expect(await claimed(sql, 'cyd')).toBeNull();
  });

  test('a version that was superseded since the first verdict wants none', async () => {
    const [a] = await givenLessons(sql, 'A');
    await refresh(sql, 1);
    await review(a!, 'ann');
    await sql`update preheat.lesson_version set superseded_at = now()`;
    expect(await claimed(sql, 'bob')).toBeNull();
  });

  test('a lesson whose share does not ask for it is done after the first', async () => {
    const [a] = await givenLessons(sql, 'A');
    await refresh(sql, 0);
    await review(a!, 'ann');
    expect(await claimed(sql, 'bob')).toBeNull();
  });
});

describe('ending a claim', () => {
  const end = (lessonId: LessonId, mentorId: string) =>
    sql`select preheat.end_claim(${lessonId}, ${mentorId})`;
  const items = async () =>
    (await sql`select lesson_id from preheat.review_item order by 1`).map(row => row['lessonId']);

  test('notes the verdict beside the estimate, and takes the lesson off the queue', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await sql`update preheat.review_score set p_bad = 0.25`;
    await claim(sql, 'ann');
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'needs_improvement'});
    await end(a!, 'ann');
    await end(a!, 'ann');
    expect(await claims()).toEqual([]);
    expect(await items()).toEqual([b]);
    expect(await sql`select lesson_id from preheat.review_score`).toEqual([{lessonId: b}]);
    expect(await sql`select lesson_id, mentor_id, p_bad, verdict from preheat.review_outcome`).toEqual([
      {lessonId: a, mentorId: 'ann', pBad: 0.25, verdict: 'needs_improvement'},
    ]);
  });

  test('by the twin', async () => {
    const [a] = await givenLessons(sql, 'A');
    const twin = await givenTwin(sql, a!);
    await refresh(sql);
    await claim(sql, 'ann');
    await givenReviewRow(sql, {lessonId: twin, mentorId: 'ann', status: 'verified'});
    await end(twin, 'ann');
    expect([await claims(), await items()]).toEqual([[], []]);
  });

  test('keeps the item where a second opinion is due', async () => {
    const [a] = await givenLessons(sql, 'A');
    await refresh(sql, 1);
    await claim(sql, 'ann');
    await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'verified'});
    await end(a!, 'ann');
    expect([await claims(), await items()]).toEqual([[], [a]]);
  });

  test('by a verdict on another lesson than the one that the mentor holds leaves that one with them', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    await givenReviewRow(sql, {lessonId: b!, mentorId: 'ann', status: 'verified'});
    await end(b!, 'ann');
    expect(await claims()).toEqual([{lessonId: a, mentorId: 'ann'}]);
    expect(await items()).toEqual([a]);
  });

  test('without a verdict notes nothing, and leaves the claims of others', async () => {
    const [a, b] = await givenQueue('A', 'B');
    await claim(sql, 'ann');
    await claim(sql, 'bob');
    await end(a!, 'ann');
    expect(await claims()).toEqual([{lessonId: b, mentorId: 'bob'}]);
    expect(await sql`select from preheat.review_outcome`).toHaveLength(0);
    expect(await items()).toEqual([a, b]);
  });
});
