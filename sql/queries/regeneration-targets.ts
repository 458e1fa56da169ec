import type {LessonId} from '../../domain/lesson-id.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Db} from '../client.ts';
import {within} from './cells.ts';
import {idText} from './lesson-ids.ts';
import type {RegenerationTarget} from './regenerations.ts';

/** Where a lesson that somebody named belongs; `cellId` is null where no roadmap wants it, or it is not there. */
export type NamedLesson = {name: string; isThere: boolean; cellId: number | null; lessonId: LessonId | null};

/** The cells of these lessons, as somebody typed their ids; in the same order. Rows of others are known as well. */
export async function cellsOfLessons(db: Db, lessonIds: readonly string[]): Promise<NamedLesson[]> {
  return db<NamedLesson[]>`
    select n.name, l.id is not null as is_there, c.cell_id, case when c.cell_id is not null then l.id end as lesson_id
    from unnest(${lessonIds.map(idText)}::text[]) with ordinality n (name, place)
    left join lessons_lessoncontent l on l.id = preheat.lesson_id_of(n.name)
    left join preheat.lesson_version v on v.lesson_id = l.id
    left join preheat.cell_key k on k.cache_key = l.cache_key
    left join preheat.cell c on c.cell_id = coalesce(v.cell_id, k.cell_id) and c.archived_at is null
    order by n.place
  `;
}

/** Which of these cells are there and wanted by a roadmap. */
export async function wantedCells(db: Db, cellIds: readonly number[]): Promise<number[]> {
  const rows = await db<{cellId: number}[]>`
    select cell_id from preheat.cell where cell_id = any(${[...cellIds]}::bigint[]) and archived_at is null
  `;
  return rows.map(row => row.cellId);
}

/** The cells of a part that have a live lesson: what is missing is made by a warm-up, and has no feedback. */
export async function servedTargets(
  db: Db,
  filter: Pick<RunFilter, 'roadmapKeys' | 'styles'>,
): Promise<RegenerationTarget[]> {
  const rows = await db<{cellId: number}[]>`
    select u.cell_id from preheat.cell u
    where u.archived_at is null ${within(db, filter)}
      and (
        exists (select from preheat.lesson_version v where v.cell_id = u.cell_id and v.state = 'live')
        or exists (select from lessons_lessoncontent l where l.cache_key in (u.cache_key, u.multi_source_key))
      )
    order by u.cell_id
  `;
  return rows.map(({cellId}) => ({cellId, lessonId: null}));
}
