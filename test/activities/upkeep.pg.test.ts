import {MockActivityEnvironment} from '@temporalio/testing';
import {beforeEach, expect, test} from 'vitest';
import {countAfterRegeneration, upkeep} from '../../activities/upkeep.ts';
import {connect, inTransaction, type Pool} from '../../sql/client.ts';
import {storedCoverage} from '../../sql/queries/coverage.ts';
import {holdReviewQueue} from '../../sql/queries/review-queue.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1);
});

const model = {emulated: false};
/** What mentors are offered. */
const offered = () => sql`select lesson_id, needs_second from preheat.review_item`;
const served = async () => (await storedCoverage(sql))?.rows.map(({state, cellCount}) => [state, cellCount]);

async function endedPool(): Promise<Pool> {
  const pool = connect(url, {maxConnections: 1});
  await pool.end();
  return pool;
}

test('after a run mentors are offered what it made, with the share of second opinions', async () => {
  await upkeep({pool: sql, model, secondOpinionShare: 1});
  expect(await offered()).toEqual([{lessonId: 1, needsSecond: true}]);
  await upkeep({pool: sql, model, secondOpinionShare: 0});
  expect(await offered()).toEqual([{lessonId: 1, needsSecond: false}]);
});

test('after a run what is served is counted, however young the last count is', async () => {
  await upkeep({pool: sql, model});
  expect(await served()).toEqual([['served', 1]]);
  await givenCells(sql, 'Loops', 'Lists');
  await upkeep({pool: sql, model});
  expect(await served()).toEqual([
    ['missing', 1],
    ['served', 1],
  ]);
});

test('after a run what the application left wrong is mended', async () => {
  await sql`update lessons_lessoncontent set cache_key = 'parked:1'`;
  await upkeep({pool: sql, model});
  const [lesson] =
    await sql`select l.cache_key = c.cache_key as is_served from lessons_lessoncontent l, preheat.cell c`;
  expect(lesson).toEqual({isServed: true});
});

test('of runs that end together one offers', async () => {
  await inTransaction(sql, async db => {
    expect(await holdReviewQueue(db)).toBe(true);
    await upkeep({pool: sql, model});
  });
  expect(await offered()).toEqual([]);
  await upkeep({pool: sql, model});
  expect(await offered()).toHaveLength(1);
});

test('what fails is told, and keeps nothing else from being done', async () => {
  await sql`alter table preheat.review_item rename to review_item_away`;
  try {
    await expect(upkeep({pool: sql, model})).rejects.toThrow('review_item');
  } finally {
    await sql`alter table preheat.review_item_away rename to review_item`;
  }
  expect(await served()).toEqual([['served', 1]]);
});

test('after a regeneration both are counted, if the last count is not young', async () => {
  await countAfterRegeneration({pool: sql, model});
  expect(await offered()).toHaveLength(1);
  expect(await served()).toEqual([['served', 1]]);
  await givenCells(sql, 'Loops', 'Lists');
  await countAfterRegeneration({pool: sql, model});
  expect(await served()).toEqual([['served', 1]]);
});

test('where it cannot be counted, a regeneration ends all the same', async () => {
  const pool = await endedPool();
  await new MockActivityEnvironment().run(() => countAfterRegeneration({pool, model}));
  expect(await offered()).toEqual([]);
});
