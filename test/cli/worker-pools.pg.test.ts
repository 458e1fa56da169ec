import {afterAll, expect, test} from 'vitest';
import {openWorkerPools} from '../../cli/worker-pools.ts';
import {readConfig} from '../../config.ts';
import type {Pool} from '../../sql/client.ts';
import {testDatabase} from '../support/postgres.ts';

const {url} = await testDatabase();

const poolsFor = (maxConcurrent: string) =>
  openWorkerPools(url, readConfig({GEMINI_MAX_CONCURRENT: maxConcurrent}), 'a worker');

const pools = poolsFor('50');
afterAll(() => pools.end());

test('only the statements of lessons are planned once for all values', async () => {
  const mode = async (pool: Pool) => (await pool`show plan_cache_mode`)[0]?.['planCacheMode'];

  expect(await mode(pools.lessonPool)).toBe('force_generic_plan');
  expect(await mode(pools.pool)).toBe('auto');
});

test.each([
  ['no more connections than help, where many calls are in flight', '50', 8],
  ['a few connections beyond the calls in flight', '1', 5],
])('lessons have %s', async (_, maxConcurrent, count) => {
  const few = poolsFor(maxConcurrent);
  const rows = await Promise.all(
    Array.from({length: 40}, () => few.lessonPool`select pg_backend_pid() as pid, pg_sleep(0.01)`),
  );
  await few.end();

  expect(new Set(rows.map(([row]) => row?.['pid'])).size).toBe(count);
});

test('both end', async () => {
  const ended = poolsFor('1');
  await ended.end();

  await expect(ended.pool`select 1`).rejects.toThrow('CONNECTION_ENDED');
  await expect(ended.lessonPool`select 1`).rejects.toThrow('CONNECTION_ENDED');
});
