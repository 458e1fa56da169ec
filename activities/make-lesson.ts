import {cancellationSignal, heartbeat} from '@temporalio/activity';
import {ApplicationFailure} from '@temporalio/common';
import {askingAfter} from '../domain/asking.ts';
import {attemptTimeoutMs} from '../domain/attempts.ts';
import {checkDraft, hasError} from '../domain/checks/index.ts';
import {FAILURE} from '../domain/failures.ts';
import type {Finding} from '../domain/findings.ts';
import type {LessonRequest} from '../domain/lesson-request.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import type {Pool} from '../sql/client.ts';
import {isConnectionError} from '../sql/connection-errors.ts';
import {claimCell, claimOwner, releaseCell, type UnfinishedDraft} from '../sql/queries/claims.ts';
import {markRepairing, quarantineDraft} from '../sql/queries/drafts.ts';
import {publishLesson} from '../sql/queries/lessons.ts';
import {recordCell} from '../sql/queries/runs.ts';
import {createDraftCall} from './draft-call.ts';
import type {Model} from './model.ts';

export type LessonDeps = {pool: Pool; model: Model};

/** Beyond the time that an attempt may last, so that a claim never runs out under a living worker. */
const SPARE_LEASE_MS = 60_000;

/** A third of the heartbeat timeout: cancellation reaches an activity only through heartbeats. */
const HEARTBEAT_MS = 10_000;

/**
 * Makes one cell's lesson: claim, draft, check, publish. Each stage leaves a durable row, so that a repeated attempt
 * goes on where the last one stopped and a stored draft is never paid for again. Everything expected is an outcome;
 * only surprises are thrown.
 */
export function createMakeLesson(deps: LessonDeps) {
  const {pool, model} = deps;
  const draftCall = createDraftCall(deps);

  return async function makeLesson(cell: {runId: number; cellId: number}): Promise<LessonOutcome> {
    try {
      return await claimAndMake(cell);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      // Told apart from a fault of ours: a run waits for its database, as it does for its provider.
      const message = `The database was away (${error.code}).`;
      throw ApplicationFailure.create({type: FAILURE.databaseDown, message, cause: error});
    }
  };

  async function claimAndMake({runId, cellId}: {runId: number; cellId: number}): Promise<LessonOutcome> {
    const claimedBy = claimOwner(runId);
    const claim = await claimCell(pool, {
      cellId,
      claimedBy,
      leaseMs: attemptTimeoutMs(model.timeoutMs) + SPARE_LEASE_MS,
      emulated: model.emulated,
    });
    if (claim.kind === 'busy' || claim.kind === 'quarantined') return {kind: claim.kind};
    if (claim.kind !== 'claimed') {
      await recordCell(pool, {runId, cellId, status: claim.kind, message: null});
      return {kind: claim.kind};
    }
    return beating(() => fromDraft({runId, cellId, claimedBy, request: claim.request}, claim.draft));
  }

  async function fromDraft(cell: Cell, stored: UnfinishedDraft | null): Promise<LessonOutcome> {
    let draft = stored;
    for (;;) {
      if (draft?.status !== 'drafted') {
        // A draft is marked as repairing only where there is something left to ask.
        const asking = draft === null ? 'first' : (askingAfter(draft) ?? 'repair');
        const call = await draftCall({...cell, asking, previous: draft, signal: cancellationSignal()});
        if (call.kind !== 'drafted') {
          if (call.kind === 'failed')
            await recordCell(pool, {...cell, status: 'failed', message: call.message});
          await releaseCell(pool, cell);
          return call;
        }
        draft = call.draft;
      }
      const {findings, lesson} = checkDraft({...draft, request: cell.request});
      if (lesson && !hasError(findings)) {
        const {draftId, requestId, promptVersion, prompt} = draft;
        const {lessonId, held} = await publishLesson(pool, {
          ...cell,
          draftId,
          requestId,
          promptVersion,
          prompt,
          findings,
          lesson,
          model: draft.model,
          emulated: draft.emulated,
        });
        if (lessonId !== null) return {kind: 'published'};
        // Not held: the claim ran out and another run took the cell, which is then busy or served.
        return {kind: held ? 'served' : 'busy'};
      }
      if (askingAfter(draft) === null) {
        await quarantineDraft(pool, {
          ...cell,
          draftId: draft.draftId,
          findings,
          message: reasonsOf(findings),
        });
        return {kind: 'quarantined'};
      }
      await markRepairing(pool, {draftId: draft.draftId, findings});
      draft = {...draft, status: 'repairing', findings};
    }
  }
}

type Cell = {runId: number; cellId: number; claimedBy: string; request: LessonRequest};

/** The first errors in words; the draft keeps all findings. */
function reasonsOf(findings: readonly Finding[]): string {
  const errors = findings.filter(({severity}) => severity === 'error').map(({message}) => message);
  const rest = errors.length - MAX_REASONS;
  return [...errors.slice(0, MAX_REASONS), ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}

const MAX_REASONS = 3;

async function beating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
