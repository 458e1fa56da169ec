import {type Client, WorkflowNotFoundError} from '@temporalio/client';
import {setTimeout as delay} from 'node:timers/promises';
import {CommandRefused} from '../api/console/commands.ts';
import type {Actor} from '../domain/actor.ts';
import type {RunProgress} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {audit} from '../sql/queries/audit.ts';
import {changeBudget} from '../sql/queries/run-control.ts';
import {closeRun, type PaceLimits, runProgress} from '../sql/queries/runs.ts';
import {CANCEL, type Command, PAUSE, RESUME, workflowOf} from '../workflows/messages.ts';
import {formatUsd} from './format.ts';
import {isUnderWay, LOST} from './run-client.ts';

const POLL_MS = 200;

/** A worker takes a command within a moment; without one it waits for the next worker. */
const TAKEN_WITHIN_MS = 10_000;

/** A run after a command; `isTaken` is false where no worker has taken it yet: it will be, and is not lost. */
export type Commanded = {run: RunProgress; isTaken: boolean};

type Services = {db: Db; client: Client; takenWithinMs?: number; limits?: PaceLimits};

/** What a person wants of a run; `actor` is for the audit log, the rest is shown to people. */
type AskedBy = Command & {actor: Actor};

/** @throws Error where there is no such run */
export async function findRun(db: Db, runId: number, limits?: PaceLimits): Promise<RunProgress> {
  const run = await runProgress(db, runId, limits);
  if (!run) throw noSuchRun(runId);
  return run;
}

export function noSuchRun(runId: number): Error {
  return new CommandRefused(`There is no run ${runId}. \`preheat runs\` lists the newest.`);
}

/**
 * Pauses a run: calls in flight end and are stored, nothing new starts until it is resumed.
 *
 * @throws Error where it cannot be paused; nothing is changed then
 */
export async function pauseRun(services: Services, runId: number, command: AskedBy): Promise<Commanded> {
  const run = await openRun(services.db, runId, 'paused');
  if (run.state === 'paused')
    throw new CommandRefused(`Run ${runId} is paused already. ${run.causeMessage ?? ''}`.trim());
  await signal(services, run, PAUSE, command);
  return untilTaken(services, runId, ({state}) => state === 'paused');
}

/** @throws Error where it is not paused */
export async function resumeRun(services: Services, runId: number, command: AskedBy): Promise<Commanded> {
  const run = await openRun(services.db, runId, 'resumed');
  if (run.state !== 'paused') throw new CommandRefused(`Run ${runId} is not paused: it is ${run.state}.`);
  await signal(services, run, RESUME, command);
  return untilTaken(services, runId, ({state}) => state !== 'paused');
}

/**
 * Ends a run: calls in flight end and are stored, nothing new starts. A run that was cancelled before stays as it is.
 *
 * @throws Error where it ended otherwise
 */
export async function cancelRun(services: Services, runId: number, command: AskedBy): Promise<Commanded> {
  const before = await findRun(services.db, runId);
  if (before.endedAt && before.cause === 'cancelled') return {run: before, isTaken: true};
  const run = await openRun(services.db, runId, 'cancelled');
  await signal(services, run, CANCEL, command);
  return untilTaken(services, runId, ({cause, endedAt}) => endedAt !== null || cause === 'cancelled');
}

/**
 * Closes the books of a run whose workflow was terminated on the Temporal server, or lost with its data: nobody else
 * would. Right only where that server is the one that the run was started on.
 *
 * @throws Error where the workflow is under way, or the run has ended
 */
export async function closeLostRun(
  {db, client}: Services,
  runId: number,
  {actor, reason}: AskedBy,
): Promise<void> {
  const before = await openRun(db, runId, 'closed as lost');
  if (await isUnderWay(client, before.workflowId))
    throw new CommandRefused(
      `The workflow of run ${runId} is under way: \`preheat runs cancel ${runId}\` without --lost ends it.`,
    );
  await closeRun(db, {runId, end: LOST});
  await auditOf(db, before, {action: ACTIONS[CANCEL], actor, reason});
}

/**
 * Sets the dollars that a run under way may spend.
 *
 * @returns what it might spend before; null for no cap
 * @throws Error where it has ended or has spent more; nothing is changed then
 */
export async function setBudget(
  db: Db,
  {runId, maxUsd, actor}: {runId: number; maxUsd: number; actor: Actor},
): Promise<{beforeUsd: number | null}> {
  const change = await changeBudget(db, {runId, maxUsd, actor});
  switch (change.kind) {
    case 'changed':
      return change;
    case 'unknown':
      throw new Error(`There is no run ${runId}. \`preheat runs\` lists the newest.`);
    case 'ended':
      throw new Error(
        `Run ${runId} has ended: its budget can no longer be changed. \`preheat runs retry ${runId}\` makes what failed in it, \`preheat warm --max-usd ${maxUsd}\` what it did not reach.`,
      );
    case 'below_spent':
      throw new Error(
        `Run ${runId} has spent ${formatUsd(change.spentUsd)} already, more than ${formatUsd(maxUsd)}. \`preheat runs cancel ${runId}\` ends it.`,
      );
  }
}

async function openRun(db: Db, runId: number, participle: string): Promise<RunProgress> {
  const run = await findRun(db, runId);
  if (!run.endedAt) return run;
  const cause = run.cause ? ` (${run.cause})` : '';
  throw new CommandRefused(
    `Run ${runId} has ended, as ${run.state}${cause}: it cannot be ${participle} any more.`,
  );
}

const ACTIONS = {[PAUSE]: 'pause_run', [RESUME]: 'resume_run', [CANCEL]: 'cancel_run'} as const;

/** Sends a command, and notes who gave it. */
async function signal(
  {db, client}: Services,
  run: RunProgress,
  name: keyof typeof ACTIONS,
  {actor, ...command}: AskedBy,
): Promise<void> {
  const {workflowId, ...chain} = workflowOf(run.workflowId);
  try {
    await client.workflow.getHandle(workflowId, undefined, chain).signal(name, command);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new CommandRefused(
      `The Temporal server has no workflow of run ${run.runId} under way: it ended at this moment, or runs on another server (TEMPORAL_ADDRESS). \`preheat runs show ${run.runId}\` tells. If it was terminated or lost there, \`preheat runs cancel ${run.runId} --lost\` closes its books.`,
      {cause: error},
    );
  }
  await auditOf(db, run, {action: ACTIONS[name], actor, reason: command.reason});
}

async function auditOf(
  db: Db,
  {runId, state, cause}: RunProgress,
  act: {action: (typeof ACTIONS)[keyof typeof ACTIONS]; actor: Actor; reason: string | null},
): Promise<void> {
  await audit(db, {...act, runId, before: {state, cause}});
}

async function untilTaken(
  {db, limits, takenWithinMs = TAKEN_WITHIN_MS}: Services,
  runId: number,
  isTaken: (run: RunProgress) => boolean,
): Promise<Commanded> {
  const endMs = Date.now() + takenWithinMs;
  for (;;) {
    const run = await findRun(db, runId, limits);
    if (isTaken(run)) return {run, isTaken: true};
    // A run that ended meanwhile takes nothing more.
    if (run.endedAt || Date.now() > endMs) return {run, isTaken: false};
    await delay(POLL_MS);
  }
}
