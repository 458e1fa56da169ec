import {ActivityCancellationType, proxyActivities} from '@temporalio/workflow';
import type {Activities} from '../activities/index.ts';
import type {RunKind} from '../domain/runs.ts';
import {MODEL_TASK_QUEUE, PRIORITY} from './messages.ts';

/** Short database work, safe to repeat: retried until the database is back, a run outlives its restart. */
export const database = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: {initialInterval: '1 second', maximumInterval: '30 seconds'},
});

/** Opening a run writes a row for every wanted cell: a million of them take minutes. */
export const opening = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: {initialInterval: '1 second', maximumInterval: '30 seconds'},
});

/**
 * Reads all lessons, which for a million of them takes a minute. The heartbeat tells of a dead worker after 30 s. What it
 * does not manage waits for the next run.
 */
export const keeping = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30 seconds',
  retry: {initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 3},
});

/**
 * Model calls: slow and paid for. Four attempts, so that one bad cell cannot spend all night; no limit on the time in
 * the queue, where a rate-limited call may rightly wait for hours. The heartbeat tells of a dead worker after 30 s.
 */
export function modelCalls({kind, attemptTimeoutMs}: {kind: RunKind; attemptTimeoutMs: number}) {
  return proxyActivities<Activities>({
    taskQueue: MODEL_TASK_QUEUE,
    startToCloseTimeout: attemptTimeoutMs,
    heartbeatTimeout: '30 seconds',
    // The SDK documents this as its default, but leaves the choice to the core, which does not wait.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      initialInterval: '2 seconds',
      backoffCoefficient: 2,
      maximumInterval: '30 seconds',
      maximumAttempts: 4,
    },
    priority: {priorityKey: PRIORITY[kind]},
  });
}
