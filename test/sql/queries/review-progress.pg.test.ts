import {beforeEach, expect, test} from 'vitest';
import {reviewProgress} from '../../../sql/queries/review-progress.ts';
import {testDatabase} from '../../support/postgres.ts';
import {claimed, emptyQueue, expireLeases, givenLessons, refresh} from '../queued.ts';
import {givenReviewRow, givenTwins} from '../rated.ts';
import {givenCells} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyQueue(sql));

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);

test('nothing was counted, nothing waits', async () => {
  expect(await reviewProgress(sql, 'ann')).toEqual({
    waitingCount: 0,
    heldCount: 0,
    heldLessonId: null,
    refreshedAt: null,
    ownDayCount: 0,
    ownWeekCount: 0,
    weekCount: 0,
  });
});

test('what waits, what is held, and by whom', async () => {
  await givenLessons(sql, 'One', 'Two', 'Three');
  await refresh(sql);
  const own = await claimed(sql, 'ann');
  await claimed(sql, 'bob');

  expect(await reviewProgress(sql, 'ann')).toMatchObject({
    waitingCount: 3,
    heldCount: 2,
    heldLessonId: own,
    refreshedAt: expect.any(Date),
  });
  expect(await reviewProgress(sql, 'cyd')).toMatchObject({heldCount: 2, heldLessonId: null});
  await expireLeases(sql);
  expect(await reviewProgress(sql, 'ann')).toMatchObject({heldCount: 0, heldLessonId: own});
});

test('verdicts of a day and a week, own and all; twins count as one', async () => {
  const ids = await givenLessons(sql, 'One', 'Two', 'Three', 'Four');
  await givenReviewRow(sql, {lessonId: ids[0] ?? 0, mentorId: 'ann', status: 'verified', at: ago(1)});
  await givenReviewRow(sql, {lessonId: ids[1] ?? 0, mentorId: 'ann', status: 'verified', at: ago(25)});
  await givenReviewRow(sql, {
    lessonId: ids[2] ?? 0,
    mentorId: 'ann',
    status: 'verified',
    at: ago(24 * 7 + 1),
  });
  await givenReviewRow(sql, {lessonId: ids[3] ?? 0, mentorId: 'bob', status: 'rejected', at: ago(2)});
  expect(await reviewProgress(sql, 'ann')).toMatchObject({ownDayCount: 1, ownWeekCount: 2, weekCount: 3});

  await givenCells(sql, 'One', 'Two', 'Three', 'Four', 'Five');
  for (const lessonId of await givenTwins(sql, 5))
    await givenReviewRow(sql, {lessonId, mentorId: 'ann', status: 'verified', at: ago(3)});
  expect(await reviewProgress(sql, 'ann')).toMatchObject({ownDayCount: 2, ownWeekCount: 3, weekCount: 4});
});
