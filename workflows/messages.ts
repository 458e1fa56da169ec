import type {RunFilter, RunKind} from '../domain/runs.ts';

/** Workflows and short database activities. */
export const TASK_QUEUE = 'preheat';

/** Activities that call the model, on a queue of their own: its dispatch rate is the pace of all workers. */
export const MODEL_TASK_QUEUE = 'preheat-model';

/** Workflow type of a run: clients name it, and import no workflow code. */
export const WARM_UP = 'warmUp';

/** Lower goes first: a person who waits before the night that nobody watches. */
export const PRIORITY: Record<RunKind, number> = {regeneration: 1, start: 3, manual: 3, nightly: 5};

/**
 * Signals to a run: a signal waits for a worker and is carried over continue-as-new, where an update whose handler still
 * runs is lost. A client checks in Postgres whether the run can take it.
 */
export const PAUSE = 'pause';
export const RESUME = 'resume';
export const CANCEL = 'cancel';

/** What comes with a signal: who asks, and why; both are shown to people. */
export type Command = {by: string; reason: string | null};

export type WarmUpInput = {
  kind: RunKind;
  filter: RunFilter;
  /** Dollars that the run may spend; null for no cap. */
  maxUsd: number | null;
  /** Cells in work at once. */
  laneCount: number;
  /** Cells a page of the plan. */
  pageSize: number;
  /** The longest that one attempt at a lesson may take. */
  attemptTimeoutMs: number;
  /** Finished cells after which the workflow continues as new: the test server never suggests it. */
  cellsPerExecution: number;
  /** Set when the workflow continues as new; a client leaves it out. */
  continued?: {
    runId: number;
    /** The last cell that was taken from a page. */
    afterCellId: number;
    /** Taken before, but still to be made: after a wait, or while another run had them. */
    putBack: number[];
    /** Tried in vain while the provider failed; they come after all others. */
    postponed: number[];
    /** How often the provider failed for a cell that is still to be made. */
    rounds: Record<string, number>;
    /** The pause in force. */
    pause?: Command | null;
  };
};

/** The workflow of the regeneration of a cell; there is one at a time. */
export const regenerationId = (cellId: number): string => `regenerate:${cellId}`;

/**
 * By what `preheat.run` knows a run. Mostly its workflow id; a cell may be regenerated again under the same workflow id,
 * so the first execution's id is added there. Several cells that are regenerated together have a workflow id of their own.
 */
export function runKey(
  kind: RunKind,
  {workflowId, firstExecutionRunId}: {workflowId: string; firstExecutionRunId: string},
): string {
  const isReused = kind === 'regeneration' && /^regenerate:\d+$/.test(workflowId);
  return isReused ? `${workflowId}/${firstExecutionRunId}` : workflowId;
}

/** The workflow that a key of `preheat.run` names; the id of its first execution where the key holds it. */
export function workflowOf(key: string): {workflowId: string; firstExecutionRunId?: string} {
  const [, workflowId, firstExecutionRunId] = /^(regenerate:\d+)\/(.+)$/.exec(key) ?? [];
  return workflowId && firstExecutionRunId ? {workflowId, firstExecutionRunId} : {workflowId: key};
}

export type WarmUpResult = {runId: number; state: 'finished' | 'stopped'; message: string | null};
