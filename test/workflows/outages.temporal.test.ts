import {ApplicationFailure} from '@temporalio/common';
import {Worker} from '@temporalio/worker';
import {expect, test} from 'vitest';
import {FAILURE} from '../../domain/failures.ts';
import type {LessonOutcome} from '../../domain/outcomes.ts';
import {timeSkippingTemporal, workflowBundle} from '../support/temporal.ts';
import {type FakeRun, sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';

const temporal = await timeSkippingTemporal();
const workers = await fakeWorkers(temporal);

const MINUTE_MS = 60_000;
const ATTEMPTS = 4;
const ROUNDS = 5;

/** As the server's protocol numbers them. */
const HEARTBEAT = 4;
const ACTIVITY_TASK_TIMED_OUT = 14;

function providerDown(): never {
  throw ApplicationFailure.create({type: FAILURE.providerDown, message: 'No answer from the provider.'});
}

/** As the activity throws it where the model is blocked. */
function providerDownAndBlocked(): never {
  throw ApplicationFailure.nonRetryable('No answer from the provider.', FAILURE.providerDown);
}

function fault(message = 'column "x" does not exist'): never {
  throw ApplicationFailure.nonRetryable(message, 'PostgresError');
}

/** How long the gate was closed each time, from the last attempt of a cell to its next one. */
function pausesMinutes({announcements, calls}: FakeRun): number[] {
  const untils = announcements.flatMap(wait => wait?.untilMs ?? []);
  return untils.map(untilMs => {
    const last = calls.findLast(({attempt, atMs}) => attempt === ATTEMPTS && atMs < untilMs);
    return Math.round((untilMs - last!.atMs) / MINUTE_MS);
  });
}

test('a provider that fails four times pauses the run; the cell is taken up again and costs nothing else', async () => {
  const run = workers.given({
    cellCount: 3,
    make: (cellId, nth) => (cellId === 1 && nth <= ATTEMPTS ? providerDown() : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  // The others first: if the fault was the cell's own, it does not hold them up.
  expect(run.madeCells()).toEqual([1, 1, 1, 1, 2, 3, 1]);
  expect(run.callsOf(1).map(({attempt}) => attempt)).toEqual([1, 2, 3, 4, 1]);
  const [, , , lastFailed, again] = run.callsOf(1);
  expect(again!.atMs - lastFailed!.atMs).toBeGreaterThanOrEqual(MINUTE_MS);
  expect(run.announcements).toMatchObject([
    {cause: 'provider_down', message: 'No answer from the provider.'},
    null,
  ]);
  expect(run.failures.size).toBe(0);
});

test('a database that is away pauses the run in the same way, with its own cause', async () => {
  const databaseDown = () => {
    throw ApplicationFailure.create({type: FAILURE.databaseDown, message: 'The database was away (57P01).'});
  };
  const run = workers.given({
    cellCount: 2,
    make: (cellId, nth) => (cellId === 1 && nth <= ATTEMPTS ? databaseDown() : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.announcements).toMatchObject([{cause: 'database_down'}, null]);
  expect(run.failures.size).toBe(0);
});

test('a cell for which the provider fails in five rounds is given up; the others are made', async () => {
  const run = workers.given({
    cellCount: 3,
    make: cellId => (cellId === 2 ? providerDown() : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.callsOf(2)).toHaveLength(ROUNDS * ATTEMPTS);
  expect([...run.failures]).toEqual([[2, 'No answer from the provider.']]);
  expect(run.callsOf(1)).toHaveLength(1);
  expect(run.callsOf(3)).toHaveLength(1);
});

test('cells that fail while the model is blocked, which is not tried again, are given up after five rounds', async () => {
  const run = workers.given({cellCount: 2, make: providerDownAndBlocked});
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.calls).toHaveLength(2 * ROUNDS);
  expect([...run.failures.keys()]).toEqual([1, 2]);
});

test('while nothing succeeds the pauses grow, up to a quarter of an hour', async () => {
  const run = workers.given({cellCount: 4, make: providerDown});
  await (await workers.start(sampleInput({laneCount: 1}))).result();

  // Each of the cells has five rounds; after its last it is given up, without a pause.
  expect(pausesMinutes(run)).toEqual([1, 2, 4, 8, ...Array<number>(12).fill(15)]);
  expect(run.failures.size).toBe(4);
});

test('an outage of hours costs no cell more than a round while others are untried', async () => {
  const endMs = (await workers.nowMs()) + 5 * 60 * MINUTE_MS;
  const run = workers.given({
    cellCount: 60,
    make: async () => ((await workers.nowMs()) < endMs ? providerDown() : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 2, pageSize: 8}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.failures.size).toBe(0);
  expect(Math.max(...run.calls.map(({cellId}) => run.callsOf(cellId).length))).toBeLessThan(2 * ATTEMPTS);
});

test('the pause grows by rounds, not by the number of lanes that met the same outage', async () => {
  const run = workers.given({
    cellCount: 6,
    make: (_, nth) => (nth <= ATTEMPTS ? providerDown() : {kind: 'published'}),
  });
  const startMs = await workers.nowMs();
  await (await workers.start(sampleInput({laneCount: 6}))).result();

  const closures = run.announcements.flatMap(wait => wait ?? []);
  // Four attempts take 14 s; then one minute, as for a single lane.
  expect(Math.max(...closures.map(({untilMs}) => untilMs ?? 0)) - startMs).toBeLessThan(2 * MINUTE_MS);
  expect(run.failures.size).toBe(0);
});

test('a success makes the next pause short again', async () => {
  const run = workers.given({
    cellCount: 3,
    make: (cellId, nth) => (cellId !== 2 && nth <= ATTEMPTS ? providerDown() : {kind: 'published'}),
  });
  await (await workers.start(sampleInput({laneCount: 1}))).result();

  expect(pausesMinutes(run)).toEqual([1, 1]);
});

test('a wait in between leaves the next pause as long as it is', async () => {
  const wait = {kind: 'wait', cause: 'minute_quota', untilMs: 0, message: 'Slow down.'} as const;
  const run = workers.given({
    cellCount: 2,
    make(cellId, nth) {
      if (cellId === 2 && nth === 1) return wait;
      return nth < ATTEMPTS + cellId ? providerDown() : {kind: 'published'};
    },
  });
  await (await workers.start(sampleInput({laneCount: 1}))).result();

  expect(pausesMinutes(run)).toEqual([1, 2]);
});

test('a worker that dies in the middle of a call counts as an outage, not as a fault', async () => {
  workers.given({
    cellCount: 2,
    make: (cellId, nth) => (cellId === 1 && nth <= ATTEMPTS ? providerDown() : {kind: 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));
  await handle.result();
  const history = await handle.fetchHistory();
  const failed = history.events!.filter(event => event.activityTaskFailedEventAttributes);
  expect(failed).toHaveLength(1);

  // The server would skip no time while a call is in work, so its verdict on a dead worker is written in by hand:
  // with it the workflow must do what it does in an outage, or the replay fails.
  for (const event of failed) {
    const {scheduledEventId, startedEventId, retryState} = event.activityTaskFailedEventAttributes!;
    const failure = {message: 'activity Heartbeat timeout', timeoutFailureInfo: {timeoutType: HEARTBEAT}};
    Object.assign(event, {
      eventType: ACTIVITY_TASK_TIMED_OUT,
      activityTaskFailedEventAttributes: null,
      activityTaskTimedOutEventAttributes: {scheduledEventId, startedEventId, retryState, failure},
    });
  }
  await Worker.runReplayHistory({workflowBundle: workflowBundle()}, history, handle.workflowId);
});

test('a fault of our own is recorded at once and does not hold the others up', async () => {
  const run = workers.given({cellCount: 3, make: cellId => (cellId === 2 ? fault() : {kind: 'published'})});
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.madeCells()).toEqual([1, 2, 3]);
  expect([...run.failures]).toEqual([[2, 'column "x" does not exist']]);
  expect(run.announcements).toEqual([]);
});

test('an unforeseen error gets its four attempts and is recorded then', async () => {
  const run = workers.given({
    cellCount: 2,
    make(cellId) {
      if (cellId === 1) throw new TypeError('x is not a function');
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.callsOf(1)).toHaveLength(ATTEMPTS);
  expect([...run.failures]).toEqual([[1, 'x is not a function']]);
});

test('ten faults in a row stop the run: something is broken', async () => {
  const run = workers.given({cellCount: 30, make: cellId => fault(`fault ${cellId}`)});
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'stopped'});
  expect(run.calls).toHaveLength(10);
  expect(run.failures.size).toBe(10);
  expect(run.ends).toMatchObject([{end: {state: 'stopped', cause: 'internal'}}]);
  expect(run.ends[0]!.end).toMatchObject({message: expect.stringContaining('fault 10')});
  expect(run.pendingCells()).toHaveLength(20);
});

test('nine faults in a row, a success, and nine more do not stop it', async () => {
  const run = workers.given({
    cellCount: 19,
    make: cellId => (cellId === 10 ? {kind: 'published'} : fault()),
  });
  const handle = await workers.start(sampleInput({laneCount: 1, pageSize: 100}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.failures.size).toBe(18);
});

test.each([
  ['told to wait', {kind: 'wait', cause: 'minute_quota', untilMs: 0, message: 'Slow down.'}],
  ['busy', {kind: 'busy'}],
] satisfies [string, LessonOutcome][])(
  'ten faults stop the run though every fifth of them is followed by a cell that is %s',
  async (_, outcome) => {
    const run = workers.given({
      cellCount: 30,
      make: (cellId, nth) => (cellId % 6 === 0 && nth === 1 ? outcome : fault()),
    });
    const handle = await workers.start(sampleInput({laneCount: 1}));

    expect(await handle.result()).toMatchObject({state: 'stopped'});
    expect(run.ends).toMatchObject([{end: {state: 'stopped', cause: 'internal'}}]);
    expect(run.failures.size).toBe(10);
  },
);

test('the rounds of a cell are remembered when the run continues as new', async () => {
  const run = workers.given({
    cellCount: 6,
    make: cellId => (cellId === 1 ? providerDown() : {kind: 'published'}),
  });
  const handle = await workers.start(
    // Cell 1 had four rounds in an execution before this one.
    sampleInput({
      laneCount: 1,
      continued: {runId: 7, afterCellId: 1, putBack: [], postponed: [1], rounds: {1: ROUNDS - 1}},
    }),
  );

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.callsOf(1)).toHaveLength(ATTEMPTS);
  expect([...run.failures.keys()]).toEqual([1]);
});

test('a cell that was put back for an outage is carried, with its rounds, into the next execution', async () => {
  const run = workers.given({
    cellCount: 3,
    async make(cellId) {
      if (cellId === 1) return providerDown();
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2, pageSize: 4, cellsPerExecution: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  const {runId} = await temporal.client.workflow.getHandle(handle.workflowId).describe();
  expect(runId).not.toBe(handle.firstExecutionRunId);
  // Had an execution forgotten the rounds, there would be more calls; had it forgotten the cell, fewer.
  expect(run.callsOf(1)).toHaveLength(ROUNDS * ATTEMPTS);
  expect([...run.failures.keys()]).toEqual([1]);
  expect(run.callsOf(2)).toHaveLength(1);
  expect(run.callsOf(3)).toHaveLength(1);
});
