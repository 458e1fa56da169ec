import {beforeEach, describe, expect, test} from 'vitest';
import {doubleRatings} from '../../sql/queries/agreement.ts';
import {heartbeat, releaseClaim, skipReview} from '../../sql/queries/review-claims.ts';
import {reviewQueue} from '../../sql/queries/review-queue.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {attachedDatabase} from '../support/attached.ts';
import {claim, claimed, emptyQueue, givenLessons, givenOrder, givenTwin, refresh} from './queued.ts';

const databases = {old: await attachedDatabase('old'), head: await attachedDatabase('head')};

describe.each(['old', 'head'] as const)('with the application’s age "%s"', age => {
  const {sql} = databases[age];
  beforeEach(() => emptyQueue(sql));

  test('a lesson goes through the queue: claimed, skipped, reviewed, reviewed again, agreed on', async () => {
    const [a, b] = await givenLessons(sql, 'A', 'B');
    const twin = await givenTwin(sql, a!);
    expect(await refresh(sql, 1)).toBe(2);
    await givenOrder(sql, a!, b!);
    expect((await reviewQueue(sql, {limit: 9})).items.map(({lessonId}) => lessonId)).toEqual([a, b]);

    expect(await claim(sql, 'ann')).toMatchObject({kind: 'claimed', item: {lessonId: a, title: 'Ours'}});
    expect(await claimed(sql, 'bob', {random: 0, sampleShare: 1})).toBe(b);
    expect(await heartbeat(sql, {lessonId: twin, mentorId: 'ann'})).toMatchObject({kind: 'held'});
    expect(await skipReview(sql, {lessonId: b!, mentorId: 'bob'})).toBe(true);
    for (const mentorId of ['ann', 'bob']) {
      expect(await claimed(sql, mentorId)).toBe(a);
      const review = {lessonId: twin, mentorId, status: 'verified', feedback: '', expertiseArea: ''} as const;
      expect(await submitReview(sql, {...review, reasons: []})).toMatchObject({kind: 'reviewed'});
      expect(await claimed(sql, mentorId)).not.toBe(a);
      await releaseClaim(sql, {lessonId: b!, mentorId});
    }
    expect(await refresh(sql, 1)).toBe(1);
    expect((await doubleRatings(sql)).map(({lessonId, mentorId}) => [lessonId, mentorId])).toEqual([
      [a, 'ann'],
      [a, 'bob'],
    ]);
    expect(await sql`select mentor_id, kind, verdict from preheat.review_outcome order by 1`).toEqual([
      {mentorId: 'ann', kind: 'first', verdict: 'verified'},
      {mentorId: 'bob', kind: 'second', verdict: 'verified'},
    ]);
  });
});
