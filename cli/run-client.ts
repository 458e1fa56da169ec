import {randomUUID} from 'node:crypto';
import {
  type Client,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import {CommandRefused} from '../api/console/commands.ts';
import type {Config} from '../config.ts';
import {attemptTimeoutMs} from '../domain/attempts.ts';
import type {RunFilter, RunKind} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {closeRun, openRuns, runProgress} from '../sql/queries/runs.ts';
import {
  PRIORITY,
  regenerationId,
  TASK_QUEUE,
  WARM_UP,
  type WarmUpInput,
  workflowOf,
} from '../workflows/messages.ts';

/** Cells a page: two statements a thousand cells, and little to load again after continue-as-new. */
const PAGE_SIZE = 500;

/** About 3 history events a cell: well below the server's 4,096 events at which it suggests continue-as-new. */
const CELLS_PER_EXECUTION = 1000;

/** The arguments of a run. */
export function warmUpInput(
  config: Config,
  run: {kind: RunKind; filter: RunFilter; maxUsd: number | null},
): WarmUpInput {
  return {
    ...run,
    laneCount: config.laneCount,
    attemptTimeoutMs: attemptTimeoutMs(config.gemini.timeoutMs),
    pageSize: PAGE_SIZE,
    cellsPerExecution: CELLS_PER_EXECUTION,
  };
}

/** Starts a run; the workflow goes on whether or not the caller stays. Returns the workflow's id. */
export async function startRun(client: Client, input: WarmUpInput): Promise<string> {
  return start(client, `warm-up-${input.kind}-${randomUUID()}`, input);
}

/** The workflow of the run that was started with this key, and its key in `preheat.run`. */
export const keyedWorkflowId = (key: string): string => `warm-up-key-${key}`;

/**
 * Starts a run under a name that the caller chose: the same name again is the same run. The table decides, because
 * Temporal forgets a workflow some time after its end.
 *
 * @returns the workflow's id, of the new run or of the one that has the key
 * @throws CommandRefused where a workflow with this key ended before its run was opened
 */
export async function startKeyedRun(
  db: Db,
  client: Client,
  {key, input}: {key: string; input: WarmUpInput},
): Promise<string> {
  const workflowId = keyedWorkflowId(key);
  if (await runProgress(db, workflowId)) return workflowId;
  try {
    return await start(client, workflowId, input, WorkflowIdReusePolicy.REJECT_DUPLICATE);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // It may have been opened and ended since the look into the table.
    if (await runProgress(db, workflowId)) return workflowId;
    throw new CommandRefused(
      `The run with the key ${key} ended before it was opened: it wanted nothing and made nothing. Choose another key.`,
      {cause: error},
    );
  }
}

/**
 * Makes one cell anew, before all other work; a regeneration of the cell that is under way is joined. Returns the
 * workflow's id, the same for each regeneration of the cell; the table knows each by a key of its own (`runKey`).
 */
export async function startRegeneration(
  client: Client,
  config: Config,
  {cellId, maxUsd}: {cellId: number; maxUsd: number | null},
): Promise<string> {
  const input = warmUpInput(config, {kind: 'regeneration', filter: {cellIds: [cellId]}, maxUsd});
  return start(client, regenerationId(cellId), {...input, laneCount: 1});
}

/**
 * Makes a new version of each of these cells, though they are served, before all other work. Ask for the regenerations
 * first (`requestRegenerations`): the run takes those that are open. Returns the run's key, which is its workflow's id.
 */
export async function startRegenerations(
  client: Client,
  config: Config,
  {cellIds, maxUsd}: {cellIds: number[]; maxUsd: number | null},
): Promise<string> {
  const input = warmUpInput(config, {kind: 'regeneration', filter: {cellIds, regenerate: true}, maxUsd});
  return startRun(client, {...input, laneCount: Math.min(input.laneCount, cellIds.length)});
}

async function start(
  client: Client,
  workflowId: string,
  input: WarmUpInput,
  workflowIdReusePolicy: WorkflowIdReusePolicy = WorkflowIdReusePolicy.ALLOW_DUPLICATE,
): Promise<string> {
  await client.workflow.start(WARM_UP, {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [input],
    priority: {priorityKey: PRIORITY[input.kind]},
    workflowIdReusePolicy,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  });
  return workflowId;
}

/**
 * Compares the runs that Postgres calls open with Temporal. Returns the workflow ids of those that are under way there.
 *
 * @param closeLost closes the others as lost: right only where this Temporal server is the only one that works on the
 *   database, for elsewhere they may be under way on another
 */
export async function reconcileRuns(
  db: Db,
  client: Client,
  {closeLost}: {closeLost: boolean},
): Promise<string[]> {
  const underWay: string[] = [];
  for (const {runId, workflowId} of await openRuns(db)) {
    if (await isUnderWay(client, workflowId)) underWay.push(workflowId);
    else if (closeLost) await closeRun(db, {runId, end: LOST});
  }
  return underWay;
}

/** The end of a run whose workflow cannot end it. */
export const LOST = {state: 'lost', message: 'Its workflow is gone from the Temporal server.'} as const;

/** Whether the Temporal server works on the run with this key. */
export async function isUnderWay(client: Client, key: string): Promise<boolean> {
  const {workflowId, firstExecutionRunId} = workflowOf(key);
  try {
    const {status, raw} = await client.workflow.getHandle(workflowId).describe();
    // Of one cell, a later regeneration may be under way.
    const isAnother =
      firstExecutionRunId !== undefined && raw.workflowExecutionInfo?.firstRunId !== firstExecutionRunId;
    return !isAnother && (status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW');
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** One nightly schedule a namespace. */
export const SCHEDULE_ID = 'preheat-nightly';

/** A missed night is made up for within these hours; later, the next night is near enough. */
const CATCHUP_WINDOW = '6 hours';

/** Sets the nightly schedule, new or changed; a pause stays. */
export async function setSchedule(
  client: Client,
  {cron, timeZone, input}: {cron: string; timeZone: string; input: WarmUpInput},
): Promise<void> {
  const spec = {cronExpressions: [cron], timezone: timeZone};
  const policies = {overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP_WINDOW} as const;
  const action = {
    type: 'startWorkflow' as const,
    workflowType: WARM_UP,
    workflowId: 'warm-up-nightly',
    taskQueue: TASK_QUEUE,
    args: [input],
  };
  const handle = client.schedule.getHandle(SCHEDULE_ID);
  const exists = await handle.describe().then(
    () => true,
    (error: unknown) => {
      if (error instanceof ScheduleNotFoundError) return false;
      throw error;
    },
  );
  if (exists) await handle.update(previous => ({...previous, spec, policies, action}));
  else await client.schedule.create({scheduleId: SCHEDULE_ID, spec, policies, action});
}
