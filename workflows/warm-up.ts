import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import {FAILURE} from '../domain/failures.ts';
import type {Cause, LessonOutcome} from '../domain/outcomes.ts';
import type {RunEnd} from '../domain/runs.ts';
import {createCellQueue} from './cell-queue.ts';
import {createGate, type Wait} from './gate.ts';
import type {WarmUpInput, WarmUpResult} from './messages.ts';
import {database, modelCalls, opening} from './proxies.ts';

/**
 * A cell for which the provider failed this often (each time four attempts) is given up for this run. It is tried again
 * only when all others were, so that an outage costs every cell one round before it costs any a second.
 */
const MAX_ROUNDS = 5;

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
  const model = modelCalls(input);
  const gate = createGate(wait => database.markRunWaiting({runId, wait}));
  const cells = createCellQueue({
    afterCellId: input.continued?.afterCellId ?? 0,
    putBack: input.continued?.putBack ?? [],
    postponed: input.continued?.postponed ?? [],
    pageSize: input.pageSize,
    loadPage: afterCellId => database.nextCells({runId, afterCellId, limit: input.pageSize}),
  });
  const rounds: Record<string, number> = {...input.continued?.rounds};
  const busy: number[] = [];
  let end = null as RunEnd | null;
  let finishedCount = 0;
  let consecutiveFaults = 0;
  let outageCount = 0;

  const isDraining = () =>
    end !== null || finishedCount >= input.cellsPerExecution || workflowInfo().continueAsNewSuggested;

  async function lane(): Promise<void> {
    for (;;) {
      // Each promise in a workflow costs a stack trace of the SDK: none is made where there is nothing to wait for.
      if (!gate.isOpen()) await gate.opened();
      if (isDraining()) return;
      const cellId = cells.takeReady() ?? (await cells.take());
      if (cellId === undefined) return;
      try {
        take(cellId, await model.makeLesson({runId, cellId}));
      } catch (error) {
        await takeFailure(cellId, error);
      }
    }
  }

  async function takeFailure(cellId: number, error: unknown): Promise<void> {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    const cause = outageCause(error);
    if (cause) await takeOutage(cellId, cause, error);
    else await takeFault(cellId, error);
  }

  function take(cellId: number, outcome: LessonOutcome): void {
    outageCount = 0;
    consecutiveFaults = 0;
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
        waitFor(outcome);
        return;
      case 'stop':
        stop(outcome);
    }
  }

  function stop({cause, message}: {cause: Cause; message: string}): void {
    // The first reason is the one that people need.
    end ??= {state: 'stopped', cause, message};
    gate.open();
  }

  function waitFor(wait: Wait): void {
    // A run that is over has nothing to wait for.
    if (end === null) gate.close(wait);
  }

  async function takeOutage(cellId: number, cause: Cause, error: ActivityFailure): Promise<void> {
    const message = reasonOf(error);
    rounds[cellId] = (rounds[cellId] ?? 0) + 1;
    if (rounds[cellId] >= MAX_ROUNDS) {
      delete rounds[cellId];
      await giveUp(cellId, message);
      return;
    }
    cells.postpone(cellId);
    // Lanes that fail behind a closed gate met the same outage: only the first of them makes the next pause longer.
    if (gate.isOpen()) outageCount += 1;
    const pauseMs = Math.min(MINUTE_MS * 2 ** (outageCount - 1), MAX_OUTAGE_PAUSE_MS);
    waitFor({cause, untilMs: Date.now() + pauseMs, message});
  }

  async function takeFault(cellId: number, error: ActivityFailure): Promise<void> {
    consecutiveFaults += 1;
    await giveUp(cellId, reasonOf(error));
    if (consecutiveFaults >= MAX_CONSECUTIVE_FAULTS) {
      const message = `${MAX_CONSECUTIVE_FAULTS} cells in a row failed inside Preheat, the last with: ${reasonOf(error)}`;
      stop({cause: 'internal', message});
    }
  }

  async function giveUp(cellId: number, message: string): Promise<void> {
    await database.recordFailedCell({runId, cellId, message});
    finishedCount += 1;
  }

  for (;;) {
    await allEnded(Array.from({length: input.laneCount}, lane));
    if (isDraining()) break;
    if (!cells.isEmpty()) continue;
    if (busy.length === 0) break;
    const message = `Another run is making ${busy.length} of its cells.`;
    waitFor({cause: 'other_run', untilMs: Date.now() + BUSY_PAUSE_MS, message});
    for (const cellId of busy.splice(0)) cells.putBack(cellId);
  }
  await Promise.all([gate.settled(), cells.settled()]);
  if (end) return end;
  if (cells.isEmpty() && busy.length === 0) return {state: 'finished'};
  const {putBack, ...position} = cells.position();
  return continueAsNew<typeof warmUp>({
    ...input,
    continued: {runId, ...position, putBack: [...putBack, ...busy], rounds},
  });
}

/**
 * Waits for all lanes even where one is cancelled: a call in work is paid for, and its lesson must be in the ledger
 * before the run is closed.
 */
async function allEnded(lanes: Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(lanes);
  const broken = results.find(result => result.status === 'rejected');
  if (broken) throw broken.reason;
}

/** The cause where something that Preheat depends on was away, or the worker died: worth another try later. */
function outageCause(error: ActivityFailure): Cause | null {
  if (!(error.cause instanceof ApplicationFailure)) return 'provider_down';
  switch (error.cause.type) {
    case FAILURE.providerDown:
      return 'provider_down';
    case FAILURE.databaseDown:
      return 'database_down';
    default:
      return null;
  }
}

function reasonOf(error: ActivityFailure): string {
  return error.cause?.message ?? error.message;
}
