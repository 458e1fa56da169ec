import type {Cause} from '../domain/outcomes.ts';
import type {RunEnd, RunFilter, RunKind} from '../domain/runs.ts';
import {closeRun, markRunWaiting, nextCells, openRun, recordCell} from '../sql/queries/runs.ts';
import {createMakeLesson, type LessonDeps} from './make-lesson.ts';
import {type QuoteDeps, quoteRun} from './quote-run.ts';

export type Activities = ReturnType<typeof createActivities>;

/**
 * All activities, with their dependencies by closure; the workflow sees only their type. Each is safe to run twice.
 * Ids and counts go in and out, never a lesson: histories stay small.
 */
export function createActivities(deps: LessonDeps & QuoteDeps) {
  const {pool, model} = deps;
  return {
    openRun: async (run: {workflowId: string; kind: RunKind; filter: RunFilter; maxUsd: number | null}) => {
      const opened = await openRun(pool, {
        ...run,
        model: model.name,
        emulated: model.emulated,
        staleness: deps.staleness,
      });
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
    closeRun: (closing: {runId: number; end: RunEnd}) => closeRun(pool, closing),
    makeLesson: createMakeLesson(deps),
  };
}
