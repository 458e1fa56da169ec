import type {RunFilter} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {cellsOfLessons, servedTargets, wantedCells} from '../sql/queries/regeneration-targets.ts';
import type {RegenerationTarget} from '../sql/queries/regenerations.ts';

/** What somebody names at a terminal. */
export type Named = {lessonIds: readonly string[]; cellIds: readonly number[]; filter: RunFilter};

/**
 * The cells that are meant: of lessons, by their ids, or else those of a part that have a lesson. One a cell.
 *
 * @throws Error that names all lessons and cells that are not there, or that no roadmap wants
 */
export async function targetsOf(db: Db, {lessonIds, cellIds, filter}: Named): Promise<RegenerationTarget[]> {
  if (lessonIds.length + cellIds.length === 0) return servedTargets(db, filter);
  const faults: string[] = [];
  const targets = new Map<number, RegenerationTarget>();
  for (const {name, isThere, cellId, lessonId} of await cellsOfLessons(db, lessonIds)) {
    if (!isThere) faults.push(`There is no lesson ${name}.`);
    else if (cellId === null) faults.push(`Lesson ${name} belongs to no cell that a roadmap wants.`);
    else targets.set(cellId, targets.get(cellId) ?? {cellId, lessonId});
  }
  const wanted = new Set(await wantedCells(db, cellIds));
  for (const cellId of cellIds) {
    if (!wanted.has(cellId)) faults.push(`There is no cell ${cellId} that a roadmap wants.`);
    else targets.set(cellId, targets.get(cellId) ?? {cellId, lessonId: null});
  }
  if (faults.length > 0) throw new Error(`${faults.join(' ')} Nothing was started.`);
  return [...targets.values()];
}
