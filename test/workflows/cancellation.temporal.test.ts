import {CancelledFailure, WorkflowFailedError, type WorkflowHandle} from '@temporalio/client';
import {expect, test} from 'vitest';
import {localTemporal} from '../support/temporal.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';
import {answerIsSeen, eventsOf} from './history.ts';

// Not the time-skipping server: it refuses a cancellation that crosses the answer of an activity, and then hangs.
const temporal = await localTemporal();
const workers = await fakeWorkers(temporal);

async function expectCancelled(handle: WorkflowHandle): Promise<void> {
  const failure: unknown = await handle.result().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect((failure as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
}

async function cancellationIsSeen(handle: WorkflowHandle): Promise<void> {
  for (;;) {
    const events = await eventsOf(handle);
    const requested = events.findIndex(event => event.workflowExecutionCancelRequestedEventAttributes);
    const isSeen = events.slice(requested).some(event => event.workflowTaskCompletedEventAttributes);
    if (requested >= 0 && isSeen) return;
  }
}

test('a cancelled run starts nothing more, and is closed as stopped with that cause', async () => {
  const run = workers.given({
    cellCount: 20,
    async make(cellId) {
      if (cellId === 3) {
        await handle.cancel();
        await cancellationIsSeen(handle);
      }
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  await expectCancelled(handle);
  expect(run.madeCells()).toEqual([1, 2, 3]);
  expect(run.ends).toMatchObject([
    {end: {state: 'stopped', cause: 'cancelled', message: expect.stringContaining('stay as they were')}},
  ]);
});

test('a cancelled run lets all calls in work end before it is closed', async () => {
  const run = workers.given({
    cellCount: 20,
    async make(cellId) {
      if (cellId === 1) {
        await handle.cancel();
        await cancellationIsSeen(handle);
      } else {
        // In work until the workflow has taken the answer of the other lane.
        await answerIsSeen(handle, 'makeLesson');
      }
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2}));

  await expectCancelled(handle);
  expect(run.madeInAnyOrder()).toEqual([1, 2]);
  expect(run.pendingCells()).toHaveLength(18);
  expect(run.ends).toMatchObject([{inFlightCount: 0}]);
});

test('a run that waits behind its gate can be cancelled at once', async () => {
  const run = workers.given({
    cellCount: 5,
    make: () => ({
      kind: 'wait',
      cause: 'day_quota',
      untilMs: Date.now() + 36_000_000,
      message: 'The quota of the day is used up.',
    }),
  });
  const handle = await workers.start(sampleInput({laneCount: 3}));
  await answerIsSeen(handle, 'markRunWaiting');
  await handle.cancel();

  await expectCancelled(handle);
  expect(run.calls.length).toBeLessThanOrEqual(3);
  expect(run.ends).toMatchObject([{end: {state: 'stopped', cause: 'cancelled'}}]);
});
