import {beforeEach, expect, test} from 'vitest';
import {calibration, doubleRatings} from '../../../sql/queries/agreement.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyQueue, givenLessons, givenTwin} from '../queued.ts';
import {givenReviewRow} from '../rated.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyQueue(sql));

test('lessons that two mentors reviewed, with the reasons of each; not those that one did', async () => {
  const [a, b] = await givenLessons(sql, 'A', 'B');
  await givenReviewRow(sql, {lessonId: a!, mentorId: 'bob', status: 'verified'});
  await submitReview(sql, {
    lessonId: a!,
    mentorId: 'ann',
    status: 'rejected',
    feedback: '',
    expertiseArea: '',
    reasons: ['inaccurate', 'dead_link'],
  });
  await givenReviewRow(sql, {lessonId: b!, mentorId: 'ann', status: 'verified'});
  expect(await doubleRatings(sql)).toEqual([
    {lessonId: a, mentorId: 'ann', status: 'rejected', reasons: ['inaccurate', 'dead_link']},
    {lessonId: a, mentorId: 'bob', status: 'verified', reasons: []},
  ]);
});

test('twins are one lesson, with the latest verdict of a mentor on either', async () => {
  const [a] = await givenLessons(sql, 'A');
  const twin = await givenTwin(sql, a!);
  const at = (day: number) => new Date(Date.UTC(2026, 10, day));
  await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'verified', at: at(2)});
  await givenReviewRow(sql, {lessonId: twin, mentorId: 'ann', status: 'rejected', at: at(3)});
  await givenReviewRow(sql, {lessonId: twin, mentorId: 'bob', status: 'verified', at: at(1)});
  expect(await doubleRatings(sql)).toMatchObject([
    {lessonId: a, mentorId: 'ann', status: 'rejected'},
    {lessonId: a, mentorId: 'bob', status: 'verified'},
  ]);
});

test('one mentor’s two verdicts on twins are no two opinions', async () => {
  const [a] = await givenLessons(sql, 'A');
  const twin = await givenTwin(sql, a!);
  await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'verified'});
  await givenReviewRow(sql, {lessonId: twin, mentorId: 'ann', status: 'rejected'});
  expect(await doubleRatings(sql)).toEqual([]);
});

test('lessons that Preheat does not know count by themselves; other statuses are no verdicts', async () => {
  const [a, b] = await givenLessons(sql, 'A', 'B');
  await sql`delete from preheat.lesson_version`;
  await givenReviewRow(sql, {lessonId: a!, mentorId: 'ann', status: 'verified'});
  await givenReviewRow(sql, {lessonId: a!, mentorId: 'bob', status: 'verified'});
  await givenReviewRow(sql, {lessonId: b!, mentorId: 'ann', status: 'verified'});
  await givenReviewRow(sql, {lessonId: b!, mentorId: 'bob', status: 'draft'});
  expect((await doubleRatings(sql)).map(({lessonId}) => lessonId)).toEqual([a, a]);
});

test('calibration compares what was expected of the samples with the first verdicts on them', async () => {
  expect(await calibration(sql)).toEqual({reviewCount: 0, expectedBadShare: null, badShare: null});
  const outcome = (isSample: boolean, kind: string, pBad: number, verdict: string) => sql`
    insert into preheat.review_outcome (lesson_id, mentor_id, kind, is_sample, p_bad, claimed_at, ended_at, verdict)
    values (1, 'ann', ${kind}, ${isSample}, ${pBad}, now(), now(), ${verdict})
  `;
  await outcome(true, 'first', 0.1, 'verified');
  await outcome(true, 'first', 0.3, 'needs_improvement');
  await outcome(true, 'first', 0.2, 'rejected');
  await outcome(true, 'first', 0.2, 'verified');
  await outcome(false, 'first', 0.9, 'rejected');
  await outcome(true, 'second', 0.9, 'rejected');
  const result = await calibration(sql);
  expect(result).toMatchObject({reviewCount: 4, badShare: 0.5});
  expect(result.expectedBadShare).toBeCloseTo(0.2, 12);
});
