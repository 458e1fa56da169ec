import {beforeEach, expect, test, vi} from 'vitest';
import {SCHEDULE_ID, setSchedule, warmUpInput} from '../../cli/run-client.ts';
import {readNightly} from '../../cli/schedule-control.ts';
import {readConfig} from '../../config.ts';
import {localTemporal} from '../support/temporal.ts';

// A change of a schedule takes the server a while on a busy machine.
vi.setConfig({testTimeout: 60_000});

const {client} = await localTemporal();
const input = warmUpInput(readConfig({}), {kind: 'nightly', filter: {}, maxUsd: 2});
const handle = client.schedule.getHandle(SCHEDULE_ID);

beforeEach(async () => {
  await handle.delete().catch(() => {});
});

const NOW_MS = Date.parse('2026-11-27T08:00:30Z');

test('there is none before it is set', async () => {
  expect(await readNightly(client)).toBe(null);
});

test.each([
  ['30 2 * * *', 'Europe/Berlin', '2026-11-27T01:30:00.000Z'],
  ['0 8 * * *', 'UTC', '2026-11-27T08:00:00.000Z'],
  ['1 8 * * *', 'UTC', '2026-11-26T08:01:00.000Z'],
  // More than eight days ago.
  ['0 0 18 11 *', 'UTC', null],
  ['0 9 19 11 *', 'UTC', '2026-11-19T09:00:00.000Z'],
])('one that is due at %s (%s) was due last at %s', async (cron, timeZone, lastDueAt) => {
  await setSchedule(client, {cron, timeZone, input});
  const schedule = await readNightly(client, NOW_MS);

  expect(schedule).toMatchObject({cron, timeZone, filter: {}, maxUsd: 2, isPaused: false, recentActions: []});
  expect(schedule?.lastDueAt?.toISOString() ?? null).toBe(lastDueAt);
});

test.each([
  ['*/15 2 * * *', '*/15 2 * * *'],
  ['0 2 1,15 * *', '0 2 1,15 * *'],
  ['0 2 * * MON-FRI', '0 2 * * 1-5'],
  ['@daily', '0 0 * * *'],
  ['@every 6h', null],
])('%s is told as %s', async (cron, told) => {
  await setSchedule(client, {cron, timeZone: 'UTC', input});

  expect((await readNightly(client))?.cron).toBe(told);
});

test('it tells when it was set last, what it did, and why it is paused', async () => {
  const beforeMs = Date.now();
  await setSchedule(client, {cron: '30 2 * * *', timeZone: 'UTC', input});
  const made = await readNightly(client);
  await setSchedule(client, {cron: '30 3 * * *', timeZone: 'UTC', input});
  const changed = await readNightly(client);

  expect(made?.setAt.getTime()).toBeGreaterThanOrEqual(beforeMs - 1_000);
  expect(changed?.setAt.getTime()).toBeGreaterThan(made?.setAt.getTime() ?? 0);
  expect(made).toMatchObject({note: null, missedCount: 0, skippedCount: 0});
});
