import {expect, test} from 'vitest';
import {timeSkippingTemporal} from '../support/temporal.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';

const temporal = await timeSkippingTemporal();
const workers = await fakeWorkers(temporal);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('a night that meets the day quota sleeps until it is renewed, each day again, and ends by itself', async () => {
  const requestsPerDay = 40;
  const usedOnDay = new Map<number, number>();
  const startMs = await workers.nowMs();
  const run = workers.given({
    cellCount: 100,
    async make() {
      // Days from any start do: what counts is that a quota is for one of them.
      const day = Math.floor(((await workers.nowMs()) - startMs) / DAY_MS);
      const used = usedOnDay.get(day) ?? 0;
      if (used >= requestsPerDay) {
        const untilMs = startMs + (day + 1) * DAY_MS;
        return {kind: 'wait', cause: 'day_quota', untilMs, message: 'The quota of the day is used up.'};
      }
      usedOnDay.set(day, used + 1);
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({kind: 'nightly', laneCount: 8, pageSize: 30}));

  expect(await handle.result()).toMatchObject({state: 'finished', message: null});
  expect([...usedOnDay]).toEqual([
    [0, 40],
    [1, 40],
    [2, 20],
  ]);
  expect(run.pendingCells()).toEqual([]);
  // People saw why it stood still, until when, and that it went on.
  expect(run.announcements.map(wait => wait && [wait.cause, wait.untilMs])).toEqual([
    ['day_quota', startMs + DAY_MS],
    null,
    ['day_quota', startMs + 2 * DAY_MS],
    null,
  ]);
  // No cell used up an attempt, and the only calls beyond one a cell are those in work when a quota ended.
  expect(run.calls.every(({attempt}) => attempt === 1)).toBe(true);
  expect(run.calls.length).toBeLessThanOrEqual(100 + 2 * 8);
  expect(run.openings).toMatchObject([{kind: 'nightly'}]);
  expect(run.ends).toMatchObject([{end: {state: 'finished'}}]);
  expect(run.ends[0]!.atMs - startMs).toBeGreaterThanOrEqual(2 * DAY_MS);
  expect(run.ends[0]!.atMs - startMs).toBeLessThan(2 * DAY_MS + HOUR_MS);
});
