import {DEFAULT_VARIANTS} from '../domain/cells.ts';
import type {Cause} from '../domain/outcomes.ts';
import {DEFAULT_REGENERATION, type RegenerationPolicy, takesDue} from '../domain/regenerations.ts';
import type {RunEnd, RunFilter, RunKind} from '../domain/runs.ts';
import type {Pool} from '../sql/client.ts';
import {claimOwner, releaseCell} from '../sql/queries/claims.ts';
import {requestDueRegenerations} from '../sql/queries/due-regenerations.ts';
import {
  closeRun,
  isRegeneration,
  markRunWaiting,
  nextCells,
  openRun,
  recordCell,
} from '../sql/queries/runs.ts';
import {fillAddedKeys, reconcileWanted} from '../sql/queries/serving.ts';
import {beating} from './beating.ts';
import {createMakeLesson, type LessonDeps} from './make-lesson.ts';
import {type QuoteDeps, quoteRun} from './quote-run.ts';
import {countAfterRegeneration, upkeep, type UpkeepDeps} from './upkeep.ts';

export type RegenerationDeps = {
  /** What is made anew by itself each night; default `DEFAULT_REGENERATION`. */
  regeneration?: RegenerationPolicy | undefined;
};

export type LessonPool = {
  /** For the statements of lessons, where `pool` is for everything else. */
  lessonPool: Pool;
};

export type Activities = ReturnType<typeof createActivities>;

/**
 * All activities, with their dependencies by closure; the workflow sees only their type. Each is safe to run twice.
 * Ids and counts go in and out, never a lesson: histories stay small.
 */
export function createActivities(deps: LessonDeps & LessonPool & QuoteDeps & RegenerationDeps & UpkeepDeps) {
  const {pool, model} = deps;
  return {
    openRun: async (run: {workflowId: string; kind: RunKind; filter: RunFilter; maxUsd: number | null}) => {
      const {variants = DEFAULT_VARIANTS} = deps;
      // What is paid for already is not wanted; whoever waits for a regeneration does not wait for that.
      if (run.kind !== 'regeneration') await fillAddedKeys(pool, {variants});
      const opened = await openRun(pool, {
        ...run,
        model: model.name,
        emulated: model.emulated,
        staleness: deps.staleness,
        variants,
      });
      // A cell that has a lesson after all is found served when its turn comes, and is not paid for again.
      if (run.kind !== 'regeneration') await reconcileWanted(pool, opened.runId);
      // What people found fault with is made in the night as well, under its budget and its pause.
      if (run.kind === 'nightly' && takesDue(run.filter)) {
        const {filter} = run;
        const {regeneration: policy = DEFAULT_REGENERATION} = deps;
        await requestDueRegenerations(pool, {policy, filter, runId: opened.runId});
      }
      await quoteRun(deps, {...run, ...opened});
      return opened;
    },
    nextCells: (page: {runId: number; afterCellId: number; limit: number}) => nextCells(pool, page),
    markRunWaiting: (change: {
      runId: number;
      wait: {cause: Cause; message: string; untilMs: number | null} | null;
    }) => markRunWaiting(pool, change),
    recordFailedCell: async (cell: {runId: number; cellId: number; message: string}) => {
      await recordCell(pool, {...cell, status: 'failed'});
      // Its claim may last for most of an hour, and somebody may ask for this lesson meanwhile.
      await releaseCell(pool, {cellId: cell.cellId, claimedBy: claimOwner(cell.runId)});
    },
    closeRun: async (closing: {runId: number; end: RunEnd}) => {
      await closeRun(pool, closing);
      if (await isRegeneration(pool, closing.runId)) await countAfterRegeneration(deps);
    },
    upkeep: async () => beating(async () => upkeep(deps)),
    makeLesson: createMakeLesson({...deps, pool: deps.lessonPool}),
  };
}
