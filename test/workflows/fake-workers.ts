import type {WorkflowHandleWithFirstExecutionRunId} from '@temporalio/client';
import type {TestWorkflowEnvironment} from '@temporalio/testing';
import {Worker} from '@temporalio/worker';
import {randomUUID} from 'node:crypto';
import {afterAll} from 'vitest';
import type {Activities} from '../../activities/index.ts';
import type {warmUp} from '../../workflows/index.ts';
import {MODEL_TASK_QUEUE, TASK_QUEUE, WARM_UP, type WarmUpInput} from '../../workflows/messages.ts';
import {workflowBundle} from '../support/temporal.ts';
import {createFakeRun, type FakeRun} from './fake-run.ts';

/**
 * Workers of the real workflows with a fake of everything that they ask for; started once a file, because bundles
 * and workers cost a second. Call it at the file's top, after the server's start.
 */
export async function fakeWorkers(
  environment: TestWorkflowEnvironment,
  {modelSlots = 100}: {modelSlots?: number} = {},
) {
  let fake: Activities | null = null;
  const activities = delegating(() => {
    if (!fake) throw new Error('No fake run was given.');
    return fake;
  });
  const shared = {connection: environment.nativeConnection, activities};
  const workers = await Promise.all([
    Worker.create({...shared, taskQueue: TASK_QUEUE, workflowBundle: workflowBundle()}),
    Worker.create({
      ...shared,
      taskQueue: MODEL_TASK_QUEUE,
      maxConcurrentActivityTaskExecutions: modelSlots,
    }),
  ]);
  const ended = Promise.all(workers.map(worker => worker.run()));
  afterAll(async () => {
    for (const worker of workers) worker.shutdown();
    await ended;
  });
  const nowMs = () => environment.currentTimeMs();
  return {
    /** Makes the run that the workers work for from now on. */
    given(options: Omit<Parameters<typeof createFakeRun>[0], 'nowMs'>): FakeRun {
      const run = createFakeRun({...options, nowMs});
      fake = run.activities;
      return run;
    },
    nowMs,
    start: (
      input: WarmUpInput,
      workflowId = `warm-up-test-${randomUUID()}`,
    ): Promise<WorkflowHandleWithFirstExecutionRunId<typeof warmUp>> =>
      environment.client.workflow.start<typeof warmUp>(WARM_UP, {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: [input],
      }),
  };
}

function delegating(fake: () => Activities): Activities {
  return {
    openRun: run => fake().openRun(run),
    nextCells: page => fake().nextCells(page),
    markRunWaiting: change => fake().markRunWaiting(change),
    recordFailedCell: cell => fake().recordFailedCell(cell),
    closeRun: closing => fake().closeRun(closing),
    upkeep: () => fake().upkeep(),
    makeLesson: cell => fake().makeLesson(cell),
  };
}
