import {cancellationSignal} from '@temporalio/activity';
import {ApplicationFailure} from '@temporalio/common';
import {askingAfter} from '../domain/asking.ts';
import {attemptTimeoutMs} from '../domain/attempts.ts';
import type {KeyVariant} from '../domain/cells.ts';
import {answerDiagrams} from '../domain/checks/diagrams.ts';
import {type CheckedDraft, checkDraft, hasError} from '../domain/checks/index.ts';
import {FAILURE} from '../domain/failures.ts';
import type {Finding} from '../domain/findings.ts';
import type {LessonId} from '../domain/lesson-id.ts';
import type {LessonRequest} from '../domain/lesson-request.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import type {StalenessPolicy} from '../domain/staleness.ts';
import type {VideoChoice} from '../domain/video.ts';
import type {Pool} from '../sql/client.ts';
import {isConnectionError} from '../sql/connection-errors.ts';
import {claimCell, claimOwner, releaseCell, type UnfinishedDraft} from '../sql/queries/claims.ts';
import {markRepairing, quarantineDraft} from '../sql/queries/drafts.ts';
import {publishLesson} from '../sql/queries/lessons.ts';
import type {Hold} from '../sql/queries/run-control.ts';
import {recordCell} from '../sql/queries/runs.ts';
import {siblingsOf} from '../sql/queries/siblings.ts';
import {beating} from './beating.ts';
import type {DiagramParser} from './diagrams/index.ts';
import {createDraftCall} from './draft-call.ts';
import {createHeedFeedback} from './heed-feedback.ts';
import type {Model} from './model.ts';
import type {YouTube} from './youtube/index.ts';

export type LessonDeps = {
  pool: Pool;
  model: Model;
  diagrams: DiagramParser;
  /** Null without a key: video lessons then carry words to search for. */
  youtube: YouTube | null;
  /** Which lessons a run replaces though they are served; default `DEFAULT_STALENESS`. */
  staleness?: StalenessPolicy | undefined;
  /** The keys under which a cell needs a lesson; default `DEFAULT_VARIANTS`. */
  variants?: readonly KeyVariant[] | undefined;
};

/** Beyond the time that an attempt may last, so that a claim never runs out under a living worker. */
const SPARE_LEASE_MS = 60_000;

/**
 * Makes one cell's lesson: claim, draft, check, publish. Each stage leaves a durable row, so that a repeated attempt
 * goes on where the last one stopped and a stored draft is never paid for again. Everything expected is an outcome;
 * only surprises are thrown.
 */
export function createMakeLesson(deps: LessonDeps) {
  const {pool, model, diagrams, youtube, staleness, variants} = deps;
  const draftCall = createDraftCall(deps);
  const heedFeedback = createHeedFeedback(deps);

  return async function makeLesson(cell: WantedCell): Promise<LessonOutcome> {
    try {
      return await claimAndMake(cell);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      // Told apart from a fault of ours: a run waits for its database, as it does for its provider.
      const message = `The database was away (${error.code}).`;
      throw ApplicationFailure.create({type: FAILURE.databaseDown, message, cause: error});
    }
  };

  async function claimAndMake({runId, cellId, isInteractive = false}: WantedCell): Promise<LessonOutcome> {
    const claimedBy = claimOwner(runId);
    const claim = await claimCell(pool, {
      cellId,
      claimedBy,
      leaseMs: attemptTimeoutMs(model.timeoutMs) + SPARE_LEASE_MS,
      emulated: model.emulated,
      staleness,
      variants,
    });
    if (claim.kind === 'held') return heldOutcome(claim.hold);
    if (claim.kind === 'busy') return {kind: claim.kind};
    if (claim.kind !== 'claimed') {
      // Where this run quarantined it, the ledger says so already, and why.
      const message = claim.kind === 'quarantined' ? QUARANTINED_BY_ANOTHER : null;
      await recordCell(pool, {runId, cellId, status: claim.kind, message});
      return {kind: claim.kind};
    }
    return beating(async () => {
      const {draft, parentLessonId, feedback} = await heedFeedback({...claim, runId, cellId});
      const request = feedback ? {...claim.request, feedback} : claim.request;
      return fromDraft({runId, cellId, isInteractive, claimedBy, request, parentLessonId}, draft);
    });
  }

  async function fromDraft(cell: Cell, stored: UnfinishedDraft | null): Promise<LessonOutcome> {
    let draft = stored;
    const videoChoice = stored ? stored.videoChoice : await chooseVideo(cell.request);
    for (;;) {
      if (draft?.status !== 'drafted') {
        // A draft is marked as repairing only where there is something left to ask.
        const asking = draft === null ? 'first' : (askingAfter(draft) ?? 'repair');
        const call = await draftCall({
          ...cell,
          asking,
          videoChoice: draft ? draft.videoChoice : videoChoice,
          previous: draft,
          signal: cancellationSignal(),
        });
        if (call.kind !== 'drafted') {
          if (call.kind === 'failed')
            await recordCell(pool, {...cell, status: 'failed', message: call.message});
          await releaseCell(pool, cell);
          return call;
        }
        draft = call.draft;
      }
      const {findings, lesson, fingerprint} = await checked(draft, cell);
      if (lesson && fingerprint && !hasError(findings)) {
        const {draftId, requestId, promptVersion, prompt} = draft;
        const {lessonId, held} = await publishLesson(pool, {
          ...cell,
          draftId,
          requestId,
          promptVersion,
          prompt,
          findings,
          lesson,
          fingerprint,
          model: draft.model,
          emulated: draft.emulated,
          variants,
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

  /** The same for all calls of a cell: a repair is about the video that its draft watched. */
  async function chooseVideo(request: LessonRequest): Promise<VideoChoice | null> {
    if (request.style !== 'video') return null;
    if (youtube === null) return {kind: 'none', reason: 'YOUTUBE_API_KEY is not set'};
    return youtube.findVideo(pool, request, cancellationSignal());
  }

  /** All checks: the pure ones, and Mermaid's own parser for what they leave. */
  async function checked(draft: UnfinishedDraft, {cellId, request}: Cell): Promise<CheckedDraft> {
    const siblings = await siblingsOf(pool, cellId);
    const {findings, ...made} = checkDraft({...draft, request, siblings});
    const drawn = answerDiagrams(made.value);
    // Without a lesson, the findings are for the repair alone: the first broken ones of a loop tell it enough.
    const checkedCount = made.lesson === null ? MAX_DIAGRAMS_TO_REPAIR : drawn.length;
    return {findings: [...findings, ...(await diagrams.check(drawn.slice(0, checkedCount)))], ...made};
  }
}

type WantedCell = {
  runId: number;
  cellId: number;
  /** Somebody waits for it; absent: nobody does. */
  isInteractive?: boolean;
};

type Cell = Required<WantedCell> & {
  claimedBy: string;
  request: LessonRequest;
  /** The version that the lesson is to be better than. */
  parentLessonId: LessonId | null;
};

const QUARANTINED_BY_ANOTHER = 'A draft of another run failed the checks and waits for a person.';

/** A call of a run that is paused or over does not start. Its cell was not tried, and stays to be made. */
function heldOutcome({kind, cause, message}: Hold): LessonOutcome {
  if (kind === 'over')
    return {kind: 'stop', cause: cause ?? 'internal', message: message ?? 'The run has ended.'};
  // Taken up again when the gate of the run opens: this wait itself is over at once.
  return {kind: 'wait', cause: 'paused', untilMs: Date.now(), message: message ?? 'The run is paused.'};
}

/** The first errors in words; the draft keeps all findings. */
function reasonsOf(findings: readonly Finding[]): string {
  const errors = findings.filter(({severity}) => severity === 'error').map(({message}) => message);
  const rest = errors.length - MAX_REASONS;
  return [...errors.slice(0, MAX_REASONS), ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}

const MAX_REASONS = 3;

/** Of an answer that makes no lesson. A lesson has at most two, and what its text draws. */
const MAX_DIAGRAMS_TO_REPAIR = 12;
