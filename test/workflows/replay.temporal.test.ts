import {ApplicationFailure} from '@temporalio/common';
import {Worker} from '@temporalio/worker';
import {expect, test} from 'vitest';
import {localTemporal, workflowBundle} from '../support/temporal.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';

const temporal = await localTemporal();
const workers = await fakeWorkers(temporal);

test('the history of an eventful run can be replayed, execution by execution', async () => {
  const run = workers.given({
    cellCount: 40,
    make(cellId, nth) {
      if (nth > 1) return {kind: 'published'};
      if (cellId === 3) {
        return {kind: 'wait', cause: 'minute_quota', untilMs: Date.now() + 1000, message: 'Slow down.'};
      }
      if (cellId === 5) throw ApplicationFailure.nonRetryable('A fault of our own.');
      return {kind: cellId % 7 === 0 ? 'quarantined' : 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 8, pageSize: 12, cellsPerExecution: 25}));
  await handle.result();
  expect(run.calls).toHaveLength(41);

  const {workflowId, firstExecutionRunId} = handle;
  const last = await temporal.client.workflow.getHandle(workflowId).describe();
  expect(last.runId).not.toBe(firstExecutionRunId);
  for (const runId of [firstExecutionRunId, last.runId]) {
    const history = await temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
    await Worker.runReplayHistory({workflowBundle: workflowBundle()}, history, workflowId);
  }
});
