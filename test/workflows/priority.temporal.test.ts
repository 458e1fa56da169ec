import {afterEach, expect, test, vi} from 'vitest';
import {MODEL_TASK_QUEUE} from '../../workflows/messages.ts';
import {localTemporal} from '../support/temporal.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';

const temporal = await localTemporal();
const workers = await fakeWorkers(temporal, {modelSlots: 1});

/** As the server's protocol numbers them. */
const ACTIVITY_QUEUE = 2;

const release = Promise.withResolvers<void>();
afterEach(() => release.resolve());

/** Calls that wait for a free slot. */
async function backlogCount(): Promise<number> {
  const {connection, options} = temporal.client;
  const {stats} = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: {name: MODEL_TASK_QUEUE},
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that is not ours to import
    taskQueueType: ACTIVITY_QUEUE,
    reportStats: true,
  });
  return Number(stats?.approximateBacklogCount ?? 0);
}

/** The server renews its count every five seconds. */
const backlogIs = async (count: number) =>
  vi.waitFor(async () => expect(await backlogCount()).toBe(count), {timeout: 14_000, interval: 250});

test('a manual run goes before the cells of the night that are in the queue already', async () => {
  const run = workers.given({
    cellCount: 8,
    async make() {
      await release.promise;
      return {kind: 'published'};
    },
  });
  const night = await workers.start(sampleInput({kind: 'nightly', laneCount: 8}));
  // One is in work, the others wait.
  await backlogIs(7);
  const manual = await workers.start(
    sampleInput({
      laneCount: 2,
      continued: {runId: 2, afterCellId: 100, putBack: [101, 102], postponed: [], rounds: {}},
    }),
  );
  await backlogIs(9);
  release.resolve();
  await Promise.all([night.result(), manual.result()]);

  const made = run.madeCells();
  expect(made).toHaveLength(10);
  expect(made.slice(1, 3).toSorted((a, b) => a - b)).toEqual([101, 102]);
});
