import {DEFAULT_VARIANTS, type KeyVariant} from '../domain/cells.ts';
import {checkDraft} from '../domain/checks/index.ts';
import type {Lesson} from '../domain/content/index.ts';
import type {Finding} from '../domain/findings.ts';
import type {Db} from '../sql/client.ts';
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

/**
 * The lesson that a draft in quarantine makes.
 *
 * @param emulated whether the emulator is the model now
 * @throws Error that says why the draft cannot be released
 */
export async function releasableLesson(
  db: Db,
  draft: StoredDraft,
  {emulated}: {emulated: boolean},
): Promise<Releasable> {
  if (draft.status !== 'quarantined') throw refused(draft, `it is ${draft.status}, not in quarantine.`);
  if (draft.emulated && !emulated) {
    throw refused(draft, 'the emulator wrote it, and beside a real model that is a placeholder.');
  }
  const request = await lessonRequest(db, draft.cellId);
  const {lesson, fingerprint, findings} = checkDraft({...draft, request});
  if (lesson && fingerprint) return {lesson, fingerprint};
  const reasons = findings.map(({message}) => message).join(' ');
  throw refused(draft, `its answer makes no ${draft.style} lesson. ${shorten(reasons)}`);
}

/**
 * Publishes a draft in quarantine as it is. Call it in a transaction: it claims the cell first, so that a run that
 * wants the cell comes before or after it.
 *
 * @param variants the keys that the cell needs a lesson under
 * @throws Error that says why it was not released
 */
export async function releaseDraft(
  db: Db,
  draft: StoredDraft,
  made: Releasable,
  variants: readonly KeyVariant[] = DEFAULT_VARIANTS,
): Promise<void> {
  const claimedBy = `release:${draft.draftId}`;
  const claim = await claimCell(db, {...draft, claimedBy, leaseMs: LEASE_MS, variants});
  if (claim.kind !== 'claimed') throw refused(draft, reasonOf(claim));
  if (!(await holdQuarantined(db, draft.draftId))) throw refused(draft, 'it is not in quarantine any more.');
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
  if (lessonId === null) throw refused(draft, reasonOf({kind: 'served'}));
}

function reasonOf({kind}: Exclude<Claim, {kind: 'claimed'}>): string {
  if (kind === 'served') return 'its cell is served by another lesson.';
  if (kind === 'archived') return 'no roadmap wants its cell any more.';
  return 'a run is making its cell at this moment. `preheat runs` shows when it is done; try again then.';
}

function refused({draftId}: StoredDraft, reason: string): Error {
  return new Error(`Draft ${draftId} was not released: ${reason}`);
}
