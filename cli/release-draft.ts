import type {Actor} from '../domain/actor.ts';
import {DEFAULT_VARIANTS, type KeyVariant} from '../domain/cells.ts';
import {checkDraft} from '../domain/checks/index.ts';
import type {Lesson} from '../domain/content/index.ts';
import type {Finding} from '../domain/findings.ts';
import type {LessonId} from '../domain/lesson-id.ts';
import {type Db, inTransaction, type Pool} from '../sql/client.ts';
import {audit} from '../sql/queries/audit.ts';
import {type Claim, claimCell, lessonRequest} from '../sql/queries/claims.ts';
import {publishLesson} from '../sql/queries/lessons.ts';
import {holdQuarantined, type StoredDraft} from '../sql/queries/quarantine.ts';
import {shorten} from './format.ts';

/** The claim is seen by nobody: it ends with its transaction. */
const LEASE_MS = 60_000;

/** The lesson of a draft, and what later siblings are compared with. */
type Releasable = {lesson: Lesson; fingerprint: readonly number[]};

/** Says among the draft's findings why it is published in spite of the others. */
const RELEASED: Finding = {
  check: 'released',
  severity: 'warning',
  message: 'A person released it in spite of its errors.',
};

/** What became of a draft; nothing has changed where it is refused. `reason` completes "it was not released: …". */
export type ReleaseOutcome = {kind: 'released'; lessonId: LessonId} | {kind: 'refused'; reason: string};

/** Whether a draft could be released, and what it would be. */
export type Releasing = {kind: 'releasable'; made: Releasable} | {kind: 'refused'; reason: string};

/**
 * The lesson that a draft in quarantine makes.
 *
 * @param emulated whether the emulator is the model now
 */
export async function releasableLesson(
  db: Db,
  draft: StoredDraft,
  {emulated}: {emulated: boolean},
): Promise<Releasing> {
  if (draft.status !== 'quarantined') return refused(`it is ${draft.status}, not in quarantine.`);
  if (draft.emulated && !emulated)
    return refused('the emulator wrote it, and beside a real model that is a placeholder.');
  const request = await lessonRequest(db, draft.cellId);
  const {lesson, fingerprint, findings} = checkDraft({...draft, request});
  if (lesson && fingerprint) return {kind: 'releasable', made: {lesson, fingerprint}};
  const reasons = findings.map(({message}) => message).join(' ');
  return refused(`its answer makes no ${draft.style} lesson. ${shorten(reasons)}`);
}

type Release = {
  draft: StoredDraft;
  made: Releasable;
  /** The keys that the cell needs a lesson under. */
  variants?: readonly KeyVariant[];
  actor: Actor;
  /** Why; kept in the audit log. */
  reason: string | null;
};

/**
 * Publishes a draft in quarantine as it is, in one transaction: it claims the cell first, so that a run that wants the cell
 * comes before or after it.
 */
export async function releaseDraft(pool: Pool, release: Release): Promise<ReleaseOutcome> {
  try {
    const lessonId = await inTransaction(pool, async db => publish(db, release));
    return {kind: 'released', lessonId};
  } catch (error) {
    if (error instanceof NotReleased) return refused(error.message);
    throw error;
  }
}

/** Takes the transaction back: the claim is not to stay where nothing is published. */
class NotReleased extends Error {}

async function publish(
  db: Db,
  {draft, made, variants = DEFAULT_VARIANTS, actor, reason}: Release,
): Promise<LessonId> {
  const claimedBy = `release:${draft.draftId}`;
  const claim = await claimCell(db, {...draft, claimedBy, leaseMs: LEASE_MS, variants});
  if (claim.kind !== 'claimed') throw new NotReleased(reasonOf(claim));
  if (!(await holdQuarantined(db, draft.draftId))) throw new NotReleased('it is not in quarantine any more.');
  const findings = [...draft.findings, RELEASED];
  // In no run's ledger: that says what the run did. The version names the draft, and the draft its run.
  const {lessonId} = await publishLesson(db, {
    ...draft,
    ...made,
    claimedBy,
    runId: null,
    findings,
    variants,
  });
  if (lessonId === null) throw new NotReleased(reasonOf({kind: 'served'}));
  const {cellId, draftId} = draft;
  await audit(db, {action: 'release_quarantined', actor, cellId, lessonId, reason, after: {draftId}});
  return lessonId;
}

function reasonOf({kind}: Exclude<Claim, {kind: 'claimed'}>): string {
  if (kind === 'served') return 'its cell is served by another lesson.';
  if (kind === 'archived') return 'no roadmap wants its cell any more.';
  return 'a run is making its cell at this moment. `preheat runs` shows when it is done; try again then.';
}

const refused = (reason: string): {kind: 'refused'; reason: string} => ({kind: 'refused', reason});

/** For people: which draft was not released, and why. */
export const refusalText = ({draftId}: Pick<StoredDraft, 'draftId'>, reason: string): string =>
  `Draft ${draftId} was not released: ${reason}`;
