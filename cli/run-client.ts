import {randomUUID} from 'node:crypto';
import {
  type Client,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type {Config} from '../config.ts';
import {attemptTimeoutMs} from '../domain/attempts.ts';
import type {RunFilter, RunKind} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {closeRun, openRuns} from '../sql/queries/runs.ts';
import {PRIORITY, TASK_QUEUE, WARM_UP, type WarmUpInput} from '../workflows/messages.ts';

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
  const workflowId = `warm-up-${input.kind}-${randomUUID()}`;
  await client.workflow.start(WARM_UP, {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [input],
    priority: {priorityKey: PRIORITY[input.kind]},
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
    else if (closeLost) {
      const message = 'Its workflow is gone from the Temporal server.';
      await closeRun(db, {runId, end: {state: 'lost', message}});
    }
  }
  return underWay;
}

async function isUnderWay(client: Client, workflowId: string): Promise<boolean> {
  try {
    const {status} = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW';
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
