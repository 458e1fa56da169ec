import type {CellState} from '../domain/cells.ts';
import type {FencedFeedback} from '../domain/feedback/index.ts';
import type {LessonId} from '../domain/lesson-id.ts';
import type {Pool} from '../sql/client.ts';
import type {UnfinishedDraft} from '../sql/queries/claims.ts';
import {
  cellFeedback,
  type LessonFeedback,
  requestRegenerations,
  setAsideDrafts,
} from '../sql/queries/regenerations.ts';
import type {Model} from './model.ts';

type Heeded = {
  draft: UnfinishedDraft | null;
  parentLessonId: LessonId | null;
  feedback: FencedFeedback | null;
};

/**
 * What was said of the lesson that a cell's next one replaces, and the draft to go on with. A draft that another run
 * paid for is no answer to a regeneration, and is put away; elsewhere it is gone on with, together with the feedback that
 * it was asked with. A lesson in place of a rejected one heeds the rejection though nobody asked for it.
 */
export function createHeedFeedback({pool, model}: {pool: Pool; model: Model}) {
  return async function heedFeedback({
    runId,
    cellId,
    draft,
    wantedBecause,
  }: {
    runId: number;
    cellId: number;
    draft: UnfinishedDraft | null;
    wantedBecause: CellState | null;
  }): Promise<Heeded> {
    // Nearly every lesson: nothing is asked for it.
    if (draft === null && wantedBecause !== 'regenerate' && wantedBecause !== 'rejected')
      return {draft: null, parentLessonId: null, feedback: null};
    const {own, isOwnDraft, ofDraft} = await cellFeedback(pool, {
      runId,
      cellId,
      draftId: draft?.draftId ?? null,
    });
    if (draft !== null && (isOwnDraft || own === null)) return {draft, ...parts(ofDraft)};
    if (draft !== null) await setAsideDrafts(pool, {runId, cellId, emulated: model.emulated});
    if (own === null && wantedBecause === 'rejected') {
      await requestRegenerations(pool, {
        targets: [{cellId, lessonId: null}],
        trigger: 'rejected',
        actor: {id: 'preheat', role: 'preheat'},
        runId,
      });
      return {draft: null, ...parts((await cellFeedback(pool, {runId, cellId, draftId: null})).own)};
    }
    return {draft: null, ...parts(own)};
  };
}

function parts(found: LessonFeedback | null): Omit<Heeded, 'draft'> {
  return {parentLessonId: found?.parentLessonId ?? null, feedback: found?.feedback ?? null};
}
