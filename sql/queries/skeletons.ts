import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';

/** A row that the application made for a lesson of a module, and the live lesson that it shows now. */
export type FilledSkeleton = {lessonId: LessonId; cellId: number; filledFrom: LessonId};

/**
 * Fills the rows that wait for their lesson in these cells (null: in all) with the live lessons of the cells, and those
 * that were filled before from another lesson; no model is called. A version that goes live fills those of its cell by
 * itself: this is for rows that came later. Nothing in the age "old", which has none. Safe to repeat.
 */
export async function fillSkeletons(db: Db, cellIds: readonly number[] | null): Promise<FilledSkeleton[]> {
  return db<FilledSkeleton[]>`
    select lesson_id, cell_id, filled_from from preheat.fill_skeletons(${cellIds && [...cellIds]}::bigint[])
  `;
}
