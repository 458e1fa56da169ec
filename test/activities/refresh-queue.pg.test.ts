import {MockActivityEnvironment} from '@temporalio/testing';
import {beforeEach, expect, test} from 'vitest';
import {refreshQueue} from '../../activities/refresh-queue.ts';
import {connect, inTransaction} from '../../sql/client.ts';
import {holdReviewQueue} from '../../sql/queries/review-queue.ts';
import {isRegeneration} from '../../sql/queries/runs.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1);
});

/** What mentors are offered. */
const offered = () => sql`select lesson_id, needs_second from preheat.review_item`;

test('after a run mentors are offered what it made, with the share of second opinions', async () => {
  await refreshQueue({pool: sql, secondOpinionShare: 1}, {runId: 1});
  expect(await offered()).toEqual([{lessonId: 1, needsSecond: true}]);
  await refreshQueue({pool: sql, secondOpinionShare: 0}, {runId: 1});
  expect(await offered()).toEqual([{lessonId: 1, needsSecond: false}]);
});

test('of runs that end together one counts', async () => {
  await inTransaction(sql, async db => {
    expect(await holdReviewQueue(db)).toBe(true);
    await refreshQueue({pool: sql}, {runId: 1});
  });
  expect(await offered()).toEqual([]);
  await refreshQueue({pool: sql}, {runId: 1});
  expect(await offered()).toHaveLength(1);
});

test('where it cannot be counted, the run ends all the same', async () => {
  const pool = connect(url, {maxConnections: 1});
  await pool.end();
  await new MockActivityEnvironment().run(() => refreshQueue({pool}, {runId: 1}));
  expect(await offered()).toEqual([]);
});

test('a run that somebody waits for is told by its kind', async () => {
  const runId = await givenRun(sql, {workflowId: 'anew', kind: 'regeneration'});
  expect(await isRegeneration(sql, runId)).toBe(true);
  expect(await isRegeneration(sql, 1)).toBe(false);
  expect(await isRegeneration(sql, 99)).toBe(false);
});
