import {
  Client,
  Connection,
  type WorkflowHandle,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import {ApplicationFailure} from '@temporalio/common';
import {DefaultLogger, NativeConnection, Runtime, Worker} from '@temporalio/worker';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {Activities} from '../../activities/index.ts';
import {readConfig} from '../../config.ts';
import {findTemporalCli} from '../../dev/temporal-cli.ts';
import {startTemporal} from '../../dev/temporal-server.ts';
import {FAILURE} from '../../domain/failures.ts';
import {
  CANCEL,
  MODEL_TASK_QUEUE,
  PAUSE,
  RESUME,
  TASK_QUEUE,
  WARM_UP,
  type WarmUpInput,
} from '../../workflows/messages.ts';
import {createFakeRun, type FakeRun, sampleInput} from '../workflows/fake-run.ts';
import {historyText} from './history-text.ts';

// Records the histories that histories.temporal.test.ts replays: `node test/replay/record.ts [scenario …]`, without a
// name all of them (two minutes). A history is recorded once and then stands for the runs that are under way when a new
// version comes: it is recorded anew only for a change that no such run can meet (docs/deploy.md, "Changing a workflow").

type Scenario = {
  name: string;
  cellCount: number;
  input?: Partial<WarmUpInput>;
  make?: Parameters<typeof createFakeRun>[0]['make'];
  drive?: (handle: WorkflowHandle, run: FakeRun) => Promise<void>;
};

const IDENTITY = 'recorder';
const BY_ANNA = {by: 'anna', reason: 'new prompts'};

const wait = (ms: number) =>
  ({kind: 'wait', cause: 'minute_quota', untilMs: Date.now() + ms, message: 'Slow down.'}) as const;

/** A call that takes until the run was told something, so that it is in flight then. */
async function slow(): Promise<{kind: 'published'}> {
  await delay(1_500);
  return {kind: 'published'};
}

const SCENARIOS: Scenario[] = [
  {name: 'finished', cellCount: 9},
  {
    name: 'wait',
    cellCount: 9,
    make: (cellId, nth) => (cellId === 3 && nth === 1 ? wait(2_000) : {kind: 'published'}),
  },
  {
    name: 'paused-and-resumed',
    cellCount: 9,
    make: slow,
    async drive(handle, run) {
      await until(() => run.calls.length >= 2);
      await handle.signal(PAUSE, BY_ANNA);
      await until(() => run.announcements.length === 1);
      await delay(2_000);
      await handle.signal(RESUME);
    },
  },
  {
    name: 'cancelled',
    cellCount: 9,
    make: slow,
    async drive(handle, run) {
      await until(() => run.calls.length >= 2);
      await handle.signal(CANCEL, BY_ANNA);
    },
  },
  {
    name: 'cancelled-while-paused',
    cellCount: 9,
    make: slow,
    async drive(handle, run) {
      await until(() => run.calls.length >= 2);
      await handle.signal(PAUSE, BY_ANNA);
      await until(() => run.announcements.length === 1);
      await handle.signal(CANCEL, BY_ANNA);
    },
  },
  {
    name: 'cancelled-by-temporal',
    cellCount: 9,
    make: slow,
    async drive(handle, run) {
      await until(() => run.calls.length >= 2);
      await handle.cancel();
    },
  },
  {
    name: 'continued-as-new',
    cellCount: 14,
    input: {pageSize: 4, cellsPerExecution: 6},
    make: (cellId, nth) => ({kind: cellId === 2 && nth === 1 ? 'busy' : 'published'}),
  },
  {
    name: 'outage',
    cellCount: 5,
    make(cellId, nth) {
      if (cellId !== 2 || nth > 4) return {kind: 'published'};
      throw ApplicationFailure.create({type: FAILURE.providerDown, message: 'No answer from the provider.'});
    },
  },
  {
    name: 'stopped',
    cellCount: 9,
    make(cellId) {
      if (cellId === 2) throw ApplicationFailure.nonRetryable('A fault of our own.');
      return cellId === 5
        ? {kind: 'stop', cause: 'auth', message: 'The key is refused.'}
        : {kind: 'published'};
    },
  },
];

// The first of a run that has an upkeep; those above stand for runs of before.
SCENARIOS.push({name: 'upkeep', cellCount: 3});

// The first of a run whose waits leave its failures counted.
SCENARIOS.push({
  name: 'faults-and-waits',
  cellCount: 14,
  make(cellId, nth) {
    if (cellId % 6 === 0 && nth === 1) return wait(0);
    throw ApplicationFailure.nonRetryable('A fault of our own.');
  },
});

const names = process.argv.slice(2);
const asked = SCENARIOS.filter(({name}) => names.length === 0 || names.includes(name));
const folder = fileURLToPath(new URL('histories', import.meta.url));
await mkdir(folder, {recursive: true});

Runtime.install({logger: new DefaultLogger('ERROR')});
const {environment, cacheDir} = readConfig(process.env);
const {path: cli} = await findTemporalCli(environment, {cacheDir, log: console.log});
const server = await startTemporal({cli, headless: true});
const connection = await Connection.connect({address: server.address});
const client = new Client({connection, identity: IDENTITY});
const native = await NativeConnection.connect({address: server.address});
try {
  for (const scenario of asked) await record(scenario);
} finally {
  await native.close();
  await connection.close();
  await server.stop();
}

async function record({name, cellCount, input, make, drive}: Scenario): Promise<void> {
  const run = createFakeRun({cellCount, ...(make && {make}), nowMs: async () => Date.now()});
  const workers = await startWorkers(run.activities);
  try {
    const handle = await client.workflow.start(WARM_UP, {
      workflowId: `warm-up-${name}`,
      taskQueue: TASK_QUEUE,
      args: [sampleInput(input)],
    });
    await drive?.(handle, run);
    // One that was cancelled fails on purpose.
    await handle.result().catch(() => {});
    console.log(`${name}: ${await writeExecutions(name, handle)} executions`);
  } finally {
    await workers.stop();
  }
}

/** Writes each execution of a run into a file of its own, and returns how many there are. */
async function writeExecutions(
  name: string,
  {workflowId, firstExecutionRunId}: WorkflowHandleWithFirstExecutionRunId,
): Promise<number> {
  let count = 0;
  let runId: string | null | undefined = firstExecutionRunId;
  while (runId) {
    const history: Awaited<ReturnType<WorkflowHandle['fetchHistory']>> = await client.workflow
      .getHandle(workflowId, runId)
      .fetchHistory();
    count += 1;
    await writeFile(join(folder, `${name}-${count}.json`), historyText(history));
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return count;
}

async function startWorkers(activities: Activities) {
  const shared = {connection: native, identity: IDENTITY, activities};
  const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));
  const workers = await Promise.all([
    Worker.create({...shared, taskQueue: TASK_QUEUE, workflowsPath}),
    Worker.create({...shared, taskQueue: MODEL_TASK_QUEUE}),
  ]);
  const ended = Promise.all(workers.map(worker => worker.run()));
  return {
    async stop() {
      for (const worker of workers) worker.shutdown();
      await ended;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}
