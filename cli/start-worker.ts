import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {type NativeConnection, Worker} from '@temporalio/worker';
import {createDiagramParser} from '../activities/diagrams/index.ts';
import {createActivities} from '../activities/index.ts';
import type {Model} from '../activities/model.ts';
import {createYouTube} from '../activities/youtube/index.ts';
import type {Config} from '../config.ts';
import type {KeyVariant} from '../domain/cells.ts';
import type {Pool} from '../sql/client.ts';
import {MODEL_TASK_QUEUE, TASK_QUEUE} from '../workflows/messages.ts';
import {limitsNow} from './limits-now.ts';
import {keepPace} from './pace-keeper.ts';
import {findWorkflowBundle} from './workflow-bundle.ts';

/** Beyond the longest model call: the SDK's default of 0 would abort calls that are paid for. */
const SPARE_GRACE_MS = 20_000;

/** Slots beyond the calls in flight, so that an urgent activity finds one free. */
const SPARE_SLOTS = 8;

/** Enough that two workers' workflow tasks and pages never wait for each other. */
const DATABASE_SLOTS = 20;

export type RunningWorker = {
  /** Settles when the worker has ended; rejects where it failed. */
  ended: Promise<void>;
  /** Takes no new work, lets what is under way finish, and resolves when all is done. A failure is told by `ended`. */
  stop(): Promise<void>;
};

/**
 * Starts both workers of a process: workflows with the short activities, and the model calls on their own queue.
 *
 * @param workflowBundle default: that of `preheat bundle`; where it made none of these sources, the workflows are
 *   bundled now (about a second)
 */
export async function startWorker(deps: {
  config: Config;
  connection: NativeConnection;
  namespace: string;
  pool: Pool;
  lessonPool: Pool;
  model: Model;
  /** The keys that are filled; default `DEFAULT_VARIANTS`. */
  variants?: readonly KeyVariant[];
  workflowBundle?: {codePath: string};
}): Promise<RunningWorker> {
  limitCompiledSize();
  const {config, connection, namespace} = deps;
  const diagrams = createDiagramParser();
  const activities = createActivities({
    ...deps,
    diagrams,
    youtube: config.youtube && createYouTube(config.youtube),
    staleness: config.staleness,
    regeneration: config.regeneration,
    secondOpinionShare: config.secondOpinionShare,
    limitsNow: () =>
      limitsNow(deps.pool, {
        configured: deps.model.limits,
        modelName: deps.model.name,
        maxConcurrent: Math.min(deps.model.maxConcurrent, config.laneCount),
      }),
  });
  const shared = {
    connection,
    namespace,
    activities,
    shutdownGraceTime: config.gemini.timeoutMs + SPARE_GRACE_MS,
  } as const;
  const {requestsPerMinute} = deps.model.limits;
  const workflowBundle = deps.workflowBundle ?? (await findWorkflowBundle());
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUE,
      maxConcurrentActivityTaskExecutions: DATABASE_SLOTS,
      ...(workflowBundle
        ? {workflowBundle}
        : {workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url))}),
    }),
    Worker.create({
      ...shared,
      taskQueue: MODEL_TASK_QUEUE,
      maxConcurrentActivityTaskExecutions: config.gemini.maxConcurrent + SPARE_SLOTS,
      // Every worker must say it: one that polls without the rate removes it for all.
      ...(requestsPerMinute === null ? {} : {maxTaskQueueActivitiesPerSecond: requestsPerMinute / 60}),
    }),
  ]);
  const pace = keepPace({
    ...deps,
    modelName: deps.model.name,
    limits: deps.model.limits,
    log: line => process.stderr.write(`${line}\n`),
  });
  const running = workers.map(worker => worker.run());
  const ended = Promise.all(running).then(() => undefined);
  // Whoever waits for the end meets a failure; nobody waiting must not end the process.
  ended.catch(() => {});
  return {
    ended,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      // Where one failed, the other's calls in flight are paid for all the same.
      await Promise.allSettled(running);
      await pace.stop();
      await diagrams.close();
    },
  };
}

/**
 * Keeps V8 from compiling the largest functions, such as that of the SQL parser, again and again as it learns more of
 * them: the memory for it stays (measured over 2,000 drafts: 514 MB, and 344 MB without; no slower).
 */
function limitCompiledSize(): void {
  setFlagsFromString('--max-optimized-bytecode-size=30000');
}
