import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  log,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import {FAILURE} from '../domain/failures.ts';
import type {Cause, LessonOutcome} from '../domain/outcomes.ts';
import type {RunEnd} from '../domain/runs.ts';
import {createCellQueue} from './cell-queue.ts';
import {cancelNotice, listenForCommands, pauseNotice} from './commands.ts';
import {createGate, type Notice} from './gate.ts';
import {runKey, type WarmUpInput, type WarmUpResult} from './messages.ts';
import {database, keeping, modelCalls, opening} from './proxies.ts';

/**
 * A cell for which the provider failed this often (each time four attempts, or as many as it took to block the model) is
 * given up for this run. It is tried again only when all others were, so that an outage costs every cell one round before
 * it costs any a second.
 */
const MAX_ROUNDS = 5;

/**
 * Cells in a row (but for those that were not tried) that failed inside Preheat itself: then something is broken, and
 * trying on would not help.
 */
const MAX_CONSECUTIVE_FAULTS = 10;

const MINUTE_MS = 60_000;
const MAX_OUTAGE_PAUSE_MS = 15 * MINUTE_MS;

/** How long a run leaves cells that another run is making before it looks again. */
const BUSY_PAUSE_MS = 15_000;

/**
 * One run: opens it, keeps `laneCount` lanes busy with one activity a cell, waits behind one gate, continues as new
 * before its history grows too long, and closes the run with its end. It can be paused, resumed and cancelled: calls in
 * work are paid for, so they end and are recorded; nothing new starts.
 */
export async function warmUp(input: WarmUpInput): Promise<WarmUpResult> {
  const commands = listenForCommands(input.continued?.pause ?? null);
  // Temporal's cancellation is one of the commands: it must not abort what is under way.
  const {runId, end} = await CancellationScope.nonCancellable(async () => {
    const opened = {runId: input.continued?.runId ?? (await openRun(input))};
    const made = {...opened, end: await makeCells(opened.runId, input, commands)};
    await database.closeRun(made);
    // Somebody waits for a regeneration, and there may be many: their end counts a little by itself.
    if (input.kind !== 'regeneration' && patched('upkeep')) await upkeep();
    return made;
  });
  const cancellation = commands.temporalCancellation();
  if (cancellation && end.state === 'stopped' && end.cause === 'cancelled') throw cancellation;
  return {runId, state: end.state, message: end.state === 'stopped' ? end.message : null};
}

/** The run has ended for everybody by then: what this does not manage, the next one does. */
async function upkeep(): Promise<void> {
  try {
    await keeping.upkeep();
  } catch (error) {
    log.warn('The upkeep after the run was not done.', {error});
  }
}

async function openRun({kind, filter, maxUsd}: WarmUpInput): Promise<number> {
  const workflowId = runKey(kind, workflowInfo());
  const {runId} = await opening.openRun({workflowId, kind, filter, maxUsd});
  return runId;
}

async function makeCells(
  runId: number,
  input: WarmUpInput,
  commands: ReturnType<typeof listenForCommands>,
): Promise<RunEnd> {
  const model = modelCalls(input);
  const isInteractive = input.kind === 'regeneration';
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

  function heed(): void {
    const cancellation = commands.cancellation();
    const pause = commands.pause();
    if (cancellation) cancel(cancelNotice(cancellation));
    else if (pause) gate.pause(pauseNotice(pause));
    else gate.resume();
  }

  async function lane(): Promise<void> {
    for (;;) {
      // Each promise in a workflow costs a stack trace of the SDK: none is made where there is nothing to wait for.
      if (!gate.isOpen()) await gate.opened();
      if (isDraining()) return;
      const cellId = cells.takeReady() ?? (await cells.take());
      if (cellId === undefined) return;
      if (!gate.isOpen() || isDraining()) {
        // It changed while a page was loading.
        cells.putBack(cellId);
        continue;
      }
      try {
        take(cellId, await model.makeLesson({runId, cellId, isInteractive}));
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
    switch (outcome.kind) {
      case 'published':
      case 'served':
      case 'quarantined':
      case 'failed':
      case 'archived':
        forgetFailures();
        finishedCount += 1;
        return;
      case 'busy':
        notTried();
        busy.push(cellId);
        return;
      case 'wait':
        notTried();
        cells.putBack(cellId);
        gate.close(outcome);
        return;
      case 'stop':
        stop(outcome);
    }
  }

  function forgetFailures(): void {
    outageCount = 0;
    consecutiveFaults = 0;
  }

  /** Says nothing of the failures before it, so they stay counted: a paced run is told to wait every few cells. */
  function notTried(): void {
    // Executions that began before forgot them here as well.
    if (!patched('failures-outlast-waits')) forgetFailures();
  }

  function stop({cause, message}: {cause: Cause; message: string}): void {
    // The first reason is the one that people need.
    end ??= {state: 'stopped', cause, message};
    gate.end(null);
  }

  function cancel({cause, message, untilMs}: Notice): void {
    end ??= {state: 'stopped', cause, message};
    // Told at once: calls that are queued on the rate-limited queue look there before they start.
    gate.end({cause, message, untilMs});
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
    const pauseMs = Math.min(MINUTE_MS * 2 ** Math.max(0, outageCount - 1), MAX_OUTAGE_PAUSE_MS);
    gate.close({cause, untilMs: Date.now() + pauseMs, message});
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

  // Handlers of commands run in the workflow's own scope, where Temporal's cancellation would end what they begin.
  const scope = CancellationScope.current();
  commands.onChange(() => void scope.run(async () => heed()));
  heed();
  for (;;) {
    await allEnded(Array.from({length: input.laneCount}, lane));
    if (isDraining()) break;
    if (!cells.isEmpty()) continue;
    if (busy.length === 0) break;
    const message = `Another run is making ${busy.length} of its cells.`;
    gate.close({cause: 'other_run', untilMs: Date.now() + BUSY_PAUSE_MS, message});
    for (const cellId of busy.splice(0)) cells.putBack(cellId);
  }
  await Promise.all([gate.settled(), cells.settled()]);
  if (end) return end;
  if (cells.isEmpty() && busy.length === 0) return {state: 'finished'};
  const {putBack, ...position} = cells.position();
  return continueAsNew<typeof warmUp>({
    ...input,
    continued: {runId, ...position, putBack: [...putBack, ...busy], rounds, pause: commands.pause()},
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
