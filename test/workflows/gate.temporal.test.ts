import {expect, test} from 'vitest';
import {timeSkippingTemporal} from '../support/temporal.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';
import {answerIsSeen, callsIn, eventsOf} from './history.ts';

const temporal = await timeSkippingTemporal();
const workers = await fakeWorkers(temporal);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const until = (untilMs: number, message = 'Slow down.') =>
  ({kind: 'wait', cause: 'minute_quota', untilMs, message}) as const;

test('a wait is announced and taken back, and no cell is made before its end', async () => {
  const untilMs = (await workers.nowMs()) + 5 * MINUTE_MS;
  const announced = Promise.withResolvers<void>();
  const run = workers.given({
    cellCount: 12,
    onAnnouncement: async () => announced.resolve(),
    async make(cellId, nth) {
      if (cellId === 4 && nth === 1) return until(untilMs);
      // An answer that overtakes the one of cell 4 would let a lane go on.
      if (cellId > 4) await announced.promise;
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 3}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.announcements).toEqual([
    {kind: 'wait', cause: 'minute_quota', untilMs, message: 'Slow down.'},
    null,
  ]);
  // Beside the three in work when the gate closed, everything came after it opened.
  expect(new Set(run.madeCells().slice(0, 6))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  expect(run.calls.slice(6).every(({atMs}) => atMs >= untilMs)).toBe(true);
  expect(run.callsOf(4)).toHaveLength(2);
  expect(run.callsOf(4)[1]!.atMs).toBeGreaterThanOrEqual(untilMs);
});

test('a wait costs no attempt, and the other cells are made once', async () => {
  const untilMs = (await workers.nowMs()) + MINUTE_MS;
  const run = workers.given({
    cellCount: 6,
    make: (cellId, nth) => (cellId === 2 && nth === 1 ? until(untilMs) : {kind: 'published'}),
  });
  await (await workers.start(sampleInput({laneCount: 1}))).result();

  // The cell that was put back goes first.
  expect(run.madeCells()).toEqual([1, 2, 2, 3, 4, 5, 6]);
  expect(run.callsOf(2).map(({attempt}) => attempt)).toEqual([1, 1]);
});

test('all lanes wait behind one timer, and all go on after it', async () => {
  const laneCount = 50;
  const untilMs = (await workers.nowMs()) + HOUR_MS;
  const run = workers.given({
    cellCount: laneCount,
    make: (_, nth) => (nth === 1 ? until(untilMs) : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount, pageSize: laneCount}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.calls).toHaveLength(2 * laneCount);
  const events = await eventsOf(handle);
  expect(events.filter(event => event.timerStartedEventAttributes)).toHaveLength(1);
  expect(run.announcements).toHaveLength(2);
});

test('a longer wait that comes while the gate is closed prolongs it; a shorter one does not', async () => {
  const startMs = await workers.nowMs();
  const firstAnnounced = Promise.withResolvers<void>();
  const run = workers.given({
    cellCount: 6,
    onAnnouncement: async () => firstAnnounced.resolve(),
    async make(cellId, nth) {
      if (nth > 1) return {kind: 'published'};
      if (cellId === 1) return until(startMs + 10 * MINUTE_MS, 'First.');
      await firstAnnounced.promise;
      if (cellId === 2) return until(startMs + 30 * MINUTE_MS, 'Longer.');
      return until(startMs + 20 * MINUTE_MS, 'Shorter.');
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 3}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.announcements.map(wait => wait?.message)).toEqual(['First.', 'Longer.', undefined]);
  const resumedCalls = run.calls.slice(3);
  expect(resumedCalls[0]!.atMs).toBeGreaterThanOrEqual(startMs + 30 * MINUTE_MS);
});

test('the gate closes again after it has opened, each time announced and taken back in order', async () => {
  const startMs = await workers.nowMs();
  const run = workers.given({
    cellCount: 2,
    make: (cellId, nth) =>
      cellId === 1 && nth < 4 ? until(startMs + nth * 10 * MINUTE_MS, `Wait ${nth}.`) : {kind: 'published'},
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.announcements.map(wait => wait?.message ?? null)).toEqual([
    'Wait 1.',
    null,
    'Wait 2.',
    null,
    'Wait 3.',
    null,
  ]);
});

test('an announcement is asked for only when the one before is through', async () => {
  const startMs = await workers.nowMs();
  let openedCount = 0;
  const run = workers.given({
    cellCount: 1,
    async onAnnouncement(wait) {
      if (wait !== null) return;
      openedCount += 1;
      // The cell is at its next wait before the end of the first one is written.
      if (openedCount === 1) await answerIsSeen(handle, 'makeLesson', 2);
    },
    make: (_, nth) => (nth < 3 ? until(startMs + nth * 10 * MINUTE_MS) : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));
  await handle.result();

  expect(run.announcements.map(wait => wait?.untilMs ?? null)).toEqual([
    startMs + 10 * MINUTE_MS,
    null,
    startMs + 20 * MINUTE_MS,
    null,
  ]);
  const calls = callsIn(await eventsOf(handle), 'markRunWaiting');
  for (const [index, {scheduledId}] of calls.slice(1).entries()) {
    expect(scheduledId).toBeGreaterThan(calls[index]!.completedId!);
  }
});

test('a wait whose end is past already is not announced', async () => {
  const pastMs = (await workers.nowMs()) - 1;
  const run = workers.given({
    cellCount: 2,
    make: (_, nth) => (nth === 1 ? until(pastMs) : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.announcements).toEqual([]);
  expect(run.callsOf(1)).toHaveLength(2);
});

test('a stop ends the run at once, even while the gate is closed for hours', async () => {
  const startMs = await workers.nowMs();
  const announced = Promise.withResolvers<void>();
  const run = workers.given({
    cellCount: 9,
    onAnnouncement: async () => announced.resolve(),
    async make(cellId) {
      if (cellId === 1) return {...until(startMs + 10 * HOUR_MS), cause: 'day_quota'};
      await announced.promise;
      return {kind: 'stop', cause: 'auth', message: 'The key is refused.'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2}));

  expect(await handle.result()).toMatchObject({state: 'stopped'});
  expect(run.madeInAnyOrder()).toEqual([1, 2]);
  expect(run.ends[0]!.end).toMatchObject({cause: 'auth'});
  expect(run.ends[0]!.atMs - startMs).toBeLessThan(HOUR_MS);
});

test('a wait that comes after a stop does not hold the end up', async () => {
  const startMs = await workers.nowMs();
  const run = workers.given({
    cellCount: 9,
    async make(cellId) {
      if (cellId === 1) return {kind: 'stop', cause: 'budget', message: 'Spent.'};
      await answerIsSeen(handle, 'makeLesson');
      return until(startMs + 10 * HOUR_MS);
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2}));

  expect(await handle.result()).toMatchObject({state: 'stopped', message: 'Spent.'});
  expect(run.announcements).toEqual([]);
  expect(run.ends[0]!.atMs - startMs).toBeLessThan(HOUR_MS);
});
