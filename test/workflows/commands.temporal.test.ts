import {CancelledFailure, WorkflowFailedError} from '@temporalio/client';
import {expect, test} from 'vitest';
import {CANCEL, type Command, PAUSE, RESUME} from '../../workflows/messages.ts';
import {localTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';
import {RUN_ID, sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';
import {answerIsSeen, callsIn, commandIsSeen, eventsOf} from './history.ts';

const temporal = await localTemporal();
const workers = await fakeWorkers(temporal);

const BY_ANNA: Command = {by: 'anna', reason: 'new prompts'};
const PAUSED = {cause: 'paused', message: 'Paused by anna: new prompts.', untilMs: null};
const CANCELLED = 'Cancelled by anna: new prompts. Cells that it had not reached stay as they were.';

const inOrder = (count: number) => Array.from({length: count}, (_, index) => index + 1);

test('a paused run lets its calls end, starts nothing more, sets no timer, and goes on when it is resumed', async () => {
  const run = workers.given({
    cellCount: 12,
    async make(cellId) {
      // Only the calls that were in work at the pause come back to a closed gate.
      if (cellId <= 3) await commandIsSeen(handle, 'signal');
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 3}));
  await until('three calls are in work', () => run.calls.length === 3);
  await handle.signal(PAUSE, BY_ANNA);
  await until('they have ended', () => run.pendingCells().length === 9);
  await until('the pause is told', () => run.announcements.length === 1);
  expect(run.announcements).toEqual([PAUSED]);

  await handle.signal(RESUME);
  expect(await handle.result()).toEqual({runId: RUN_ID, state: 'finished', message: null});

  expect(run.madeInAnyOrder()).toEqual(inOrder(12));
  expect(run.announcements).toEqual([PAUSED, null]);
  const events = await eventsOf(handle);
  expect(events.filter(event => event.timerStartedEventAttributes)).toEqual([]);
  // Queued calls look in the table whether they may start: its end is written there before the first one.
  const [, resumed] = callsIn(events, 'markRunWaiting');
  for (const {scheduledId} of callsIn(events, 'makeLesson').slice(3)) {
    expect(scheduledId).toBeGreaterThan(resumed!.completedId!);
  }
});

test('a wait that was in force before the pause is kept after it', async () => {
  let untilMs = 0;
  const run = workers.given({
    cellCount: 4,
    async make(cellId, nth) {
      if (cellId !== 1 || nth > 1) return {kind: 'published'};
      untilMs = Date.now() + 8_000;
      return {kind: 'wait', cause: 'minute_quota', untilMs, message: 'Slow down.'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));
  await until('the wait is told', () => run.announcements.length === 1);
  await handle.signal(PAUSE, BY_ANNA);
  await until('the pause is told', () => run.announcements.length === 2);
  await handle.signal(RESUME);
  await handle.result();

  const wait = {cause: 'minute_quota', untilMs};
  expect(run.announcements).toMatchObject([wait, PAUSED, wait, null]);
  expect(run.callsOf(1)[1]!.atMs).toBeGreaterThanOrEqual(untilMs);
});

test('a wait that ends during the pause does not open the gate, and is not told again after it', async () => {
  const run = workers.given({
    cellCount: 4,
    async make(cellId, nth) {
      if (cellId !== 1 || nth > 1) return {kind: 'published'};
      await commandIsSeen(handle, 'signal');
      return {kind: 'wait', cause: 'minute_quota', untilMs: Date.now(), message: 'Slow down.'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));
  await until('a call is in work', () => run.calls.length === 1);
  await handle.signal(PAUSE, BY_ANNA);
  await commandIsSeen(handle, 'signal');
  await handle.signal(PAUSE, {by: 'ben', reason: null});
  await commandIsSeen(handle, 'signal', 2);
  expect(run.calls).toHaveLength(1);
  await handle.signal(RESUME);
  await handle.result();

  // Nor does a second pause change the first.
  expect(run.announcements).toEqual([PAUSED, null]);
  expect(run.madeCells()).toEqual([1, 1, 2, 3, 4]);
});

test('a run that is resumed and paused again at once tells the new reason', async () => {
  const run = workers.given({
    cellCount: 4,
    async onAnnouncement() {
      if (run.announcements.length > 0) return;
      // Both come while the first pause is being written.
      await handle.signal(RESUME);
      await handle.signal(PAUSE, {by: 'ben', reason: null});
      await commandIsSeen(handle, 'signal', 3);
    },
  });
  const handle = await workers.start(sampleInput({continued: continuedWith({pause: BY_ANNA}), laneCount: 1}));
  await handle.signal(PAUSE, BY_ANNA);
  await until('both pauses are told', () => run.announcements.length === 2);
  await handle.signal(RESUME);
  await handle.result();

  expect(run.announcements).toMatchObject([PAUSED, {message: 'Paused by ben.'}, null]);
});

test('a run can be paused while it is being opened', async () => {
  const run = workers.given({cellCount: 2, onOpening: async () => commandIsSeen(handle, 'signal')});
  const handle = await workers.start(sampleInput());
  await handle.signal(PAUSE, BY_ANNA);
  await until('the pause is told', () => run.announcements.length === 1);
  expect(run.calls).toEqual([]);
  await handle.signal(RESUME);

  expect(await handle.result()).toMatchObject({state: 'finished'});
});

test('a cell of a page that comes after the pause is not started, and comes first after it', async () => {
  const run = workers.given({
    cellCount: 3,
    async onPage() {
      await handle.signal(PAUSE, BY_ANNA);
      await commandIsSeen(handle, 'signal');
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));
  await until('the pause is told', () => run.announcements.length === 1);
  await answerIsSeen(handle, 'nextCells');
  expect(callsIn(await eventsOf(handle), 'makeLesson')).toEqual([]);
  await handle.signal(RESUME);
  await handle.result();

  expect(run.madeCells()).toEqual([1, 2, 3]);
});

test('a pause is carried into the next execution', async () => {
  const run = workers.given({cellCount: 3});
  const handle = await workers.start(sampleInput({continued: continuedWith({pause: BY_ANNA})}));
  await until('the pause is told', () => run.announcements.length === 1);
  expect(run.announcements).toEqual([PAUSED]);
  expect(run.calls).toEqual([]);
  await handle.signal(RESUME);

  expect(await handle.result()).toMatchObject({state: 'finished'});
});

test('a cancelled run lets its calls end, says so at once, and is closed as stopped with who and why', async () => {
  const run = workers.given({
    cellCount: 12,
    async make() {
      await until('the cancellation is told', () => run.announcements.length === 1);
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 3}));
  await until('three calls are in work', () => run.calls.length === 3);
  await handle.signal(CANCEL, BY_ANNA);
  await handle.signal(CANCEL, {by: 'ben', reason: 'too late'});

  expect(await handle.result()).toEqual({runId: RUN_ID, state: 'stopped', message: CANCELLED});
  expect(run.madeInAnyOrder()).toEqual([1, 2, 3]);
  expect(run.pendingCells()).toHaveLength(9);
  expect(run.announcements).toEqual([{cause: 'cancelled', message: CANCELLED, untilMs: null}]);
  expect(run.ends).toMatchObject([
    {end: {state: 'stopped', cause: 'cancelled', message: CANCELLED}, inFlightCount: 0},
  ]);
});

test('a paused run can be cancelled', async () => {
  const run = workers.given({cellCount: 3});
  const handle = await workers.start(sampleInput({continued: continuedWith({pause: BY_ANNA})}));
  await until('the pause is told', () => run.announcements.length === 1);
  await handle.signal(CANCEL, BY_ANNA);

  expect(await handle.result()).toMatchObject({state: 'stopped', message: CANCELLED});
  expect(run.calls).toEqual([]);
  // Nothing says in between that it goes on.
  expect(run.announcements).toMatchObject([PAUSED, {cause: 'cancelled'}]);
});

test('a run that waits can be cancelled, and one whose cancellation came first no more paused', async () => {
  const run = workers.given({
    cellCount: 3,
    make: () => ({kind: 'wait', cause: 'day_quota', untilMs: Date.now() + 36_000_000, message: 'Used up.'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));
  await until('the wait is told', () => run.announcements.length === 1);
  await handle.signal(CANCEL, BY_ANNA);
  await handle.signal(PAUSE, BY_ANNA);

  expect(await handle.result()).toMatchObject({state: 'stopped', message: CANCELLED});
  expect(run.announcements).toMatchObject([{cause: 'day_quota'}, {cause: 'cancelled'}]);
});

test('a run that is cancelled while it is being opened is closed with nothing made', async () => {
  const run = workers.given({cellCount: 3, onOpening: async () => commandIsSeen(handle, 'signal')});
  const handle = await workers.start(sampleInput());
  await handle.signal(CANCEL, BY_ANNA);

  expect(await handle.result()).toMatchObject({state: 'stopped'});
  expect(run.calls).toEqual([]);
  expect(run.ends).toMatchObject([{end: {cause: 'cancelled'}}]);
});

test("a paused run heeds Temporal's own cancellation too, and one that is being opened opens first", async () => {
  for (const isOpening of [true, false]) {
    const run = workers.given({
      cellCount: 3,
      async onOpening() {
        if (isOpening) await commandIsSeen(handle, 'cancellation');
      },
    });
    const handle = await workers.start(sampleInput());
    if (!isOpening) {
      await handle.signal(PAUSE, BY_ANNA);
      await until('the pause is told', () => run.announcements.length > 0);
    }
    await handle.cancel();

    const failure: unknown = await handle.result().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorkflowFailedError);
    expect((failure as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
    expect(run.ends).toMatchObject([{end: {state: 'stopped', cause: 'cancelled'}}]);
  }
});

test('a stop of its own that came first is the one that people are told, whatever is asked then', async () => {
  const run = workers.given({
    cellCount: 4,
    async make(cellId) {
      if (cellId === 1) return {kind: 'stop', cause: 'auth', message: 'The key is refused.'};
      await answerIsSeen(handle, 'makeLesson');
      await handle.signal(CANCEL, BY_ANNA);
      await commandIsSeen(handle, 'signal');
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2}));

  expect(await handle.result()).toMatchObject({message: 'The key is refused.'});
  expect(run.announcements).toEqual([]);
});

function continuedWith(changes: {pause: Command}) {
  return {runId: RUN_ID, afterCellId: 0, putBack: [], postponed: [], rounds: {}, ...changes};
}
