import type {KeyVariant} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {lessonPrompt} from '../../domain/prompts/index.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Pool} from '../../sql/client.ts';
import {claimCell} from '../../sql/queries/claims.ts';
import {storeDraft} from '../../sql/queries/drafts.ts';
import {publishLesson} from '../../sql/queries/lessons.ts';
import {givenRun, newDraft, publication} from './givens.ts';

type Given = {
  promptVersion?: string;
  model?: string;
  /** The one that the cell's words make unless told otherwise. */
  prompt?: string;
  /** A new version of a cell that is served: with `regenerate`. */
  filter?: RunFilter;
  emulated?: boolean;
  variants?: readonly KeyVariant[];
  parentLessonId?: LessonId;
  /** Happens when the draft is there. */
  beforePublishing?: () => Promise<unknown>;
};

/** A run that holds the cell and has a draft of it, made from its step's words; what is to be published. */
export async function givenDrafted(
  pool: Pool,
  cellId: number,
  {promptVersion, model, prompt, filter = {}, emulated = false, variants, parentLessonId}: Given = {},
) {
  const [{count}] = await pool<[{count: number}]>`select count(*) from preheat.run`;
  const runId = await givenRun(pool, {workflowId: `run-${count + 1}`, filter, emulated, variants});
  const claimedBy = `run:${runId}`;
  const claim = await claimCell(pool, {cellId, claimedBy, leaseMs: 60_000, emulated, variants});
  if (claim.kind !== 'claimed') throw new Error(`The cell is ${claim.kind}.`);
  const requestId = `run:${runId}/cell:${cellId}/call:0`;
  const {draftId} = await storeDraft(pool, newDraft({requestId, cellId, runId, emulated}));
  return publication({
    cellId,
    claimedBy,
    runId,
    draftId,
    requestId,
    emulated,
    variants,
    parentLessonId: parentLessonId ?? null,
    prompt: prompt ?? lessonPrompt(claim.request).user,
    ...(promptVersion && {promptVersion}),
    ...(model && {model}),
  });
}

/** A lesson of ours in a cell, as a run publishes it. Returns its id. */
export async function givenPublished(pool: Pool, cellId: number, given: Given = {}): Promise<LessonId> {
  const drafted = await givenDrafted(pool, cellId, given);
  await given.beforePublishing?.();
  const {lessonId} = await publishLesson(pool, drafted);
  if (lessonId === null) throw new Error('It was not published.');
  return lessonId;
}

/** What a run must have that makes a served cell anew: the next one that wants it takes it. */
export async function givenAsked(
  pool: Pool,
  cellId: number,
  parentLessonId: LessonId | null = null,
): Promise<void> {
  await pool`
    insert into preheat.regeneration (cell_id, parent_lesson_id, trigger, requested_by, requested_role)
    values (${cellId}, ${parentLessonId}, 'person', 'a1', 'admin')
  `;
}

/** One more version of a cell that is served, as a regeneration publishes it. Returns its id. */
export async function givenChallenger(pool: Pool, cellId: number, given: Given = {}): Promise<LessonId> {
  await givenAsked(pool, cellId, given.parentLessonId);
  return givenPublished(pool, cellId, {filter: {regenerate: true, cellIds: [cellId]}, ...given});
}
