import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import {FAILURE} from '../domain/failures.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import type {RunEnd} from '../domain/runs.ts';
import {createCellQueue} from './cell-queue.ts';
import {createGate} from './gate.ts';
import type {WarmUpInput, WarmUpResult} from './messages.ts';
import {database, modelCalls, opening} from './proxies.ts';

/** A cell for which the provider failed this often (each time four attempts) is given up for this run. */
const MAX_ROUNDS = 3;

/** Cells in a row that failed inside Preheat itself: then something is broken, and trying on would not help. */
const MAX_CONSECUTIVE_FAULTS = 10;

const MINUTE_MS = 60_000;
const MAX_OUTAGE_PAUSE_MS = 15 * MINUTE_MS;

/** How long a run leaves cells that another run is making before it looks again. */
const BUSY_PAUSE_MS = 15_000;

/**
 * One run: opens it, keeps `laneCount` lanes busy with one activity a cell, waits behind one gate, continues as new
 * before its history grows too long, and closes the run with its end.
 */
export async function warmUp(input: WarmUpInput): Promise<WarmUpResult> {
  const runId = input.continued?.runId ?? (await openRun(input));
  try {
    const end = await makeCells(runId, input);
    await database.closeRun({runId, end});
    return {runId, state: end.state, message: end.state === 'stopped' ? end.message : null};
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const message = 'The run was cancelled. Cells that it had not reached stay as they were.';
    await CancellationScope.nonCancellable(() =>
      database.closeRun({runId, end: {state: 'stopped', cause: 'cancelled', message}}),
    );
    throw error;
  }
}

async function openRun({kind, filter, maxUsd}: WarmUpInput): Promise<number> {
  const {runId} = await opening.openRun({workflowId: workflowInfo().workflowId, kind, filter, maxUsd});
  return runId;
}

async function makeCells(runId: number, input: WarmUpInput): Promise<RunEnd> {
  const model = modelCalls(input.kind);
  const gate = createGate(wait => database.markRunWaiting({runId, wait}));
  const cells = createCellQueue({
    afterCellId: input.continued?.afterCellId ?? 0,
    putBack: input.continued?.putBack ?? [],
    pageSize: input.pageSize,
    loadPage: afterCellId => database.nextCells({runId, afterCellId, limit: input.pageSize}),
  });
  const rounds: Record<string, number> = {...input.continued?.rounds};
  const busy: number[] = [];
  let end = null as RunEnd | null;
  let finishedCount = 0;
  let consecutiveFaults = 0;
  let consecutiveOutages = 0;

  const isDraining = () =>
    end !== null || finishedCount >= input.cellsPerExecution || workflowInfo().continueAsNewSuggested;

  async function lane(): Promise<void> {
    for (;;) {
      await gate.opened();
      if (isDraining()) return;
      const cellId = await cells.take();
      if (cellId === undefined) return;
      await make(cellId);
    }
  }

  async function make(cellId: number): Promise<void> {
    try {
      const outcome = await model.makeLesson({runId, cellId});
      consecutiveOutages = 0;
      consecutiveFaults = 0;
      take(cellId, outcome);
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
      if (isOutage(error)) await takeOutage(cellId, error);
      else await takeFault(cellId, error);
    }
  }

  function take(cellId: number, outcome: LessonOutcome): void {
    switch (outcome.kind) {
      case 'published':
      case 'served':
      case 'quarantined':
      case 'failed':
      case 'archived':
        finishedCount += 1;
        return;
      case 'busy':
        busy.push(cellId);
        return;
      case 'wait':
        cells.putBack(cellId);
        gate.close(outcome);
        return;
      case 'stop':
        end = {state: 'stopped', cause: outcome.cause, message: outcome.message};
    }
  }

  async function takeOutage(cellId: number, error: ActivityFailure): Promise<void> {
    const message = reasonOf(error);
    rounds[cellId] = (rounds[cellId] ?? 0) + 1;
    if (rounds[cellId] >= MAX_ROUNDS) {
      delete rounds[cellId];
      await giveUp(cellId, message);
      return;
    }
    cells.putBack(cellId);
    const pauseMs = Math.min(
      MINUTE_MS * 2 ** Math.floor(consecutiveOutages / input.laneCount),
      MAX_OUTAGE_PAUSE_MS,
    );
    consecutiveOutages += 1;
    gate.close({cause: 'provider_down', untilMs: Date.now() + pauseMs, message});
  }

  async function takeFault(cellId: number, error: ActivityFailure): Promise<void> {
    consecutiveFaults += 1;
    await giveUp(cellId, reasonOf(error));
    if (consecutiveFaults >= MAX_CONSECUTIVE_FAULTS) {
      const message = `${MAX_CONSECUTIVE_FAULTS} cells in a row failed inside Preheat, the last with: ${reasonOf(error)}`;
      end = {state: 'stopped', cause: 'internal', message};
    }
  }

  async function giveUp(cellId: number, message: string): Promise<void> {
    await database.recordFailedCell({runId, cellId, message});
    finishedCount += 1;
  }

  for (;;) {
    await Promise.all(Array.from({length: input.laneCount}, lane));
    if (end) break;
    if (isDraining()) break;
    if (!cells.isEmpty()) continue;
    if (busy.length === 0) break;
    await sleep(BUSY_PAUSE_MS);
    for (const cellId of busy.splice(0)) cells.putBack(cellId);
  }
  await Promise.all([gate.settled(), cells.settled()]);
  if (end) return end;
  if (cells.isEmpty() && busy.length === 0) return {state: 'finished'};
  const {afterCellId, putBack} = cells.position();
  return continueAsNew<typeof warmUp>({
    ...input,
    continued: {runId, afterCellId, putBack: [...putBack, ...busy], rounds},
  });
}

/** The provider did not answer, or the worker that asked it died: worth another try later. */
function isOutage(error: ActivityFailure): boolean {
  return !(error.cause instanceof ApplicationFailure) || error.cause.type === FAILURE.providerDown;
}

function reasonOf(error: ActivityFailure): string {
  return error.cause?.message ?? error.message;
}
