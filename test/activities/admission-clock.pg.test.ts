import {afterEach, expect, test, vi} from 'vitest';
import {admit} from '../../activities/admission.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {callOf, givenCell} from './lesson-givens.ts';

const delays = vi.hoisted(() => [] as number[]);
vi.mock('node:timers/promises', () => ({setTimeout: async (ms: number) => void delays.push(ms)}));
afterEach(() => void vi.useRealTimers());

const {sql} = await testDatabase();
const {signal} = new AbortController();

test.each([
  ['ahead', 60_000],
  ['behind', -60_000],
])('a worker whose clock is a minute %s waits as long as the database says', async (name, skewMs) => {
  const cell = await givenCell(sql);
  vi.useFakeTimers({toFake: ['Date'], now: Date.now() + skewMs});
  delays.length = 0;
  const limits = {...UNLIMITED, requestsPerMinute: 12};
  const call = (requestId: string) =>
    admit(
      sql,
      {...callOf(cell, requestId), model: name, timeoutMs: 10_000, limits, isInteractive: true},
      signal,
    );

  expect(await call(`${name} 1`)).toBeNull();
  expect(delays).toEqual([]);
  expect(await call(`${name} 2`)).toBeNull();

  const [{leftMs}] = await sql<[{leftMs: number}]>`
    select extract(epoch from starts_at - clock_timestamp()) * 1000 as left_ms from preheat.reservation
    where request_id = ${`${name} 2`}
  `;
  expect(delays).toEqual([expect.any(Number)]);
  expect(delays[0]).toBeGreaterThanOrEqual(leftMs);
  expect(delays[0]).toBeLessThanOrEqual(5_000);
});
