import {MockActivityEnvironment} from '@temporalio/testing';
import {DefaultLogger} from '@temporalio/worker';
import {beforeEach, expect, test, vi} from 'vitest';
import {createActivities} from '../../activities/index.ts';
import {countAfterRegeneration, upkeep} from '../../activities/upkeep.ts';
import {connect, inTransaction, type Pool} from '../../sql/client.ts';
import {storedCoverage} from '../../sql/queries/coverage.ts';
import {holdReviewQueue} from '../../sql/queries/review-queue.ts';
import {emptyTables, givenCells, untilWaiting} from '../sql/givens.ts';
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

/** Ends a regeneration; returns what its log warns of. */
async function warned(pool: Pool): Promise<string[]> {
  const lines: string[] = [];
  const logger = new DefaultLogger('WARN', ({message}) => lines.push(message));
  await new MockActivityEnvironment({}, {logger}).run(() => countAfterRegeneration({pool, model}));
  return lines;
}

test('where it cannot be counted, a regeneration ends all the same, and the log says what was not', async () => {
  expect(await warned(await endedPool())).toEqual([
    'The review queue was not counted anew.',
    'The coverage was not counted anew.',
  ]);
  expect(await offered()).toEqual([]);
});

test('a regeneration whose reviews cannot be offered counts all the same', async () => {
  await sql`alter table preheat.review_item rename to review_item_away`;
  try {
    expect(await warned(sql)).toEqual(['The review queue was not counted anew.']);
  } finally {
    await sql`alter table preheat.review_item_away rename to review_item`;
  }
  expect(await served()).toEqual([['served', 1]]);
});

test('the server hears of the worker while the upkeep waits for the database', async () => {
  const deps = {pool: sql, model: {...model, maxConcurrent: 1}} as Parameters<typeof createActivities>[0];
  const {upkeep: activity} = createActivities(deps);
  const environment = new MockActivityEnvironment();
  let beatCount = 0;
  environment.on('heartbeat', () => (beatCount += 1));
  vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
  try {
    const {ended} = await inTransaction(sql, async db => {
      await db`lock table preheat.cell in access exclusive mode`;
      const running = environment.run(activity);
      await untilWaiting(sql);
      vi.advanceTimersByTime(25_000);
      return {ended: running};
    });
    await ended;
    expect(beatCount).toBe(2);
    vi.advanceTimersByTime(25_000);
    expect(beatCount).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});
