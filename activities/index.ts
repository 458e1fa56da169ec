import {DEFAULT_VARIANTS} from '../domain/cells.ts';
import type {Cause} from '../domain/outcomes.ts';
import {DEFAULT_REGENERATION, type RegenerationPolicy, takesDue} from '../domain/regenerations.ts';
import type {RunEnd, RunFilter, RunKind} from '../domain/runs.ts';
import {requestDueRegenerations} from '../sql/queries/due-regenerations.ts';
import {closeRun, markRunWaiting, nextCells, openRun, recordCell} from '../sql/queries/runs.ts';
import {reconcile} from '../sql/queries/serving.ts';
import {countCoverageAfterRun} from './count-coverage.ts';
import {createMakeLesson, type LessonDeps} from './make-lesson.ts';
import {type QuoteDeps, quoteRun} from './quote-run.ts';
import {type QueueDeps, refreshQueue} from './refresh-queue.ts';

export type RegenerationDeps = {
  /** What is made anew by itself each night; default `DEFAULT_REGENERATION`. */
  regeneration?: RegenerationPolicy | undefined;
};

export type Activities = ReturnType<typeof createActivities>;

/**
 * All activities, with their dependencies by closure; the workflow sees only their type. Each is safe to run twice.
 * Ids and counts go in and out, never a lesson: histories stay small.
 */
export function createActivities(deps: LessonDeps & QuoteDeps & RegenerationDeps & QueueDeps) {
  const {pool, model} = deps;
  return {
    openRun: async (run: {workflowId: string; kind: RunKind; filter: RunFilter; maxUsd: number | null}) => {
      // Before the run writes down what it wants: a lesson that is there must not be paid for again.
      if (run.kind !== 'regeneration') await reconcile(pool, {variants: deps.variants ?? DEFAULT_VARIANTS});
      const opened = await openRun(pool, {
        ...run,
        model: model.name,
        emulated: model.emulated,
        staleness: deps.staleness,
        variants: deps.variants,
      });
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
    recordFailedCell: (cell: {runId: number; cellId: number; message: string}) =>
      recordCell(pool, {...cell, status: 'failed'}),
    closeRun: async (closing: {runId: number; end: RunEnd}) => {
      await closeRun(pool, closing);
      await refreshQueue(deps, closing);
      const {emulated} = model;
      await countCoverageAfterRun({pool, emulated, staleness: deps.staleness, variants: deps.variants});
    },
    makeLesson: createMakeLesson(deps),
  };
}
