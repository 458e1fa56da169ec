import {proxyActivities} from '@temporalio/workflow';

/** Not the queues of a run: its worker stands by meanwhile. */
export const NOOP_QUEUES = {workflows: 'noop', activities: 'noop-activities'};

const {noop} = proxyActivities<{noop(cellId: number): Promise<{kind: 'published'}>}>({
  taskQueue: NOOP_QUEUES.activities,
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '30 seconds',
  retry: {maximumAttempts: 4},
  priority: {priorityKey: 3},
});

/** The lanes of a run with activities that do nothing: what the server allows at most. */
export async function noopRun({count, laneCount}: {count: number; laneCount: number}): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      await noop(next);
    }
  };
  await Promise.all(Array.from({length: laneCount}, lane));
}
