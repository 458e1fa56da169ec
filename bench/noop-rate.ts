import {fileURLToPath} from 'node:url';
import type {Client} from '@temporalio/client';
import {type NativeConnection, Worker} from '@temporalio/worker';
import {NOOP_QUEUES} from './noop-workflow.ts';
import {seconds} from './stack.ts';

/** Activities a second that do nothing, with the lanes of a run: what the server allows at most. */
export async function noopRate(
  connection: NativeConnection,
  namespace: string,
  client: Client,
  input: {count: number; laneCount: number},
): Promise<number> {
  const shared = {connection, namespace, maxConcurrentActivityTaskExecutions: 100};
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: NOOP_QUEUES.workflows,
      workflowsPath: fileURLToPath(new URL('./noop-workflow.ts', import.meta.url)),
    }),
    Worker.create({
      ...shared,
      taskQueue: NOOP_QUEUES.activities,
      activities: {noop: async () => ({kind: 'published'})},
    }),
  ]);
  const running = workers.map(worker => worker.run());
  const start = performance.now();
  await client.workflow.execute('noopRun', {
    taskQueue: NOOP_QUEUES.workflows,
    workflowId: `noop-${start}`,
    args: [input],
  });
  const rate = input.count / seconds(start);
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  return rate;
}
