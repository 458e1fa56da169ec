import type {CellKey} from '../../domain/cell-key.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** A cell, and what the database's clock says: what is made from then on is told from what was there. */
export type CellNow = {cellId: number; now: Date};

/** The cell that roadmaps want under these words; null where none does. */
export async function findCell(db: Db, cell: CellKey): Promise<CellNow | null> {
  const [row] = await db<[CellNow?]>`
    select cell_id, now() from preheat.cell
    where step_title = ${cell.stepTitle} and lesson_number = ${cell.lessonNumber} and style = ${cell.style}
      and archived_at is null
  `;
  return row ?? null;
}

/** The words of a cell; null where there is none. */
export async function cellKeyOf(db: Db, cellId: number): Promise<CellKey | null> {
  const [row] = await db<[CellKey?]>`
    select step_title, lesson_number, style from preheat.cell where cell_id = ${cellId}
  `;
  return row ?? null;
}

/** The cell of a lesson; null where it belongs to none. */
export async function cellOfLesson(db: Db, id: LessonId): Promise<CellNow | null> {
  const [row] = await db<[CellNow?]>`
    select coalesce(v.cell_id, k.cell_id) as cell_id, now()
    from lessons_lessoncontent l
    left join preheat.lesson_version v on v.lesson_id = l.id
    left join preheat.cell_key k on k.cache_key = l.cache_key
    where l.id = preheat.lesson_id_of(${idText(id)}) and coalesce(v.cell_id, k.cell_id) is not null
  `;
  return row ?? null;
}

/** What became of making a lesson: a run is at it, or one is over, with what it says of the cell. */
export type Making = {isUnderWay: boolean; isOver: boolean; message: string | null; isQuarantined: boolean};

/**
 * What becomes of a cell that somebody asked for.
 *
 * @param sinceMs runs that ended before count for nothing
 */
export async function makingOf(
  db: Db,
  {cellId, sinceMs}: {cellId: number; sinceMs: number},
): Promise<Making> {
  const [row] = await db<[{isUnderWay: boolean; message: string | null}?]>`
    select r.ended_at is null as is_under_way, coalesce(rc.cause_message, r.cause_message) as message
    from preheat.run r join preheat.run_cell rc using (run_id)
    where rc.cell_id = ${cellId} and r.kind = 'regeneration'
      and (r.ended_at is null or r.ended_at >= ${new Date(sinceMs)})
    order by r.ended_at is null desc, r.run_id desc
    limit 1
  `;
  const [{isQuarantined}] = await db<[{isQuarantined: boolean}]>`
    select exists (
      select from preheat.draft d where d.cell_id = ${cellId} and d.status = 'quarantined'
    ) as is_quarantined
  `;
  const isUnderWay = row?.isUnderWay ?? false;
  return {isUnderWay, isOver: row !== undefined && !isUnderWay, message: row?.message ?? null, isQuarantined};
}

/** The newest version of a cell that was made since; null where none was. */
export async function versionSince(
  db: Db,
  {cellId, sinceMs}: {cellId: number; sinceMs: number},
): Promise<LessonId | null> {
  const [row] = await db<[{lessonId: LessonId}?]>`
    select v.lesson_id from preheat.lesson_version v
    join lessons_lessoncontent l on l.id = v.lesson_id
    where v.cell_id = ${cellId} and v.origin = 'preheat' and l.generated_at >= ${new Date(sinceMs)}
    order by l.generated_at desc, v.variant desc limit 1
  `;
  return row?.lessonId ?? null;
}
