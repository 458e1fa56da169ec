import {type CellState, DEFAULT_VARIANTS} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {ServingPolicy, StaleReason} from '../../domain/staleness.ts';
import type {Difficulty, Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {type CellFilter, cellsAt} from './cell-filter.ts';
import {keyOf, wantableCells} from './cells.ts';
import {containing} from './containing.ts';
import {servable} from './servable.ts';

/** A cell as it is now. The lesson is the one that the reader is given, under the first of the keys that are filled. */
export type CellNow = {
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  state: CellState;
  staleReason: StaleReason | null;
  lessonId: LessonId | null;
  approvalStatus: string | null;
  upvotes: number | null;
  downvotes: number | null;
  generatedAt: Date | null;
};

/**
 * Cells in walk order, by keyset. Which ones have the wanted states is looked up in the last count of the coverage;
 * those that have another state by now are left out, so that a page may be shorter than asked while more follow.
 *
 * @param comparedWith a count, as `countAt` tells it: what the filter's `changes` are since
 * @returns `endCellId`: the last cell that was looked at, after which the next page begins; null where none was
 */
export async function cellsPage(
  db: Db,
  {
    filter,
    comparedWith = null,
    afterCellId,
    limit,
    ...policy
  }: ServingPolicy & {
    filter: CellFilter;
    comparedWith?: Date | null;
    afterCellId: number;
    limit: number;
  },
): Promise<{cells: CellNow[]; endCellId: number | null; hasNextPage: boolean}> {
  const {states, marks, changes} = filter;
  // Cells that no count has seen are there for whoever asks for no state.
  const at = states || marks || changes ? 'last' : 'none';
  const found = await db<{cellId: number}[]>`
    select c.cell_id from (${cellsAt(db, {...policy, filter, at, comparedWith})}) c
    where not c.is_removed and c.cell_id > ${afterCellId}
    order by c.cell_id
    limit ${limit + 1}
  `;
  const cellIds = found.slice(0, limit).map(({cellId}) => cellId);
  const cells = await cellsNow(db, {...policy, cellIds});
  return {
    cells: states ? cells.filter(({state}) => states.includes(state)) : cells,
    endCellId: cellIds.at(-1) ?? null,
    hasNextPage: found.length > limit,
  };
}

/** These cells as they are now, in walk order; archived ones are left out. */
export async function cellsNow(
  db: Db,
  {cellIds, ...policy}: ServingPolicy & {cellIds: readonly number[]},
): Promise<CellNow[]> {
  if (cellIds.length === 0) return [];
  const ids = [...cellIds];
  const [variant = 'plain'] = policy.variants ?? DEFAULT_VARIANTS;
  return db<CellNow[]>`
    select c.cell_id, c.step_title, c.lesson_number, c.style, coalesce(w.state, 'served') as state, w.stale_reason,
      l.id as lesson_id, l.approval_status, l.upvotes, l.downvotes, l.generated_at
    from preheat.cell c
    left join (${wantableCells(db, {...policy, filter: {cellIds: ids}})}) w using (cell_id)
    left join lateral (
      select l.id, l.approval_status, l.upvotes, l.downvotes, l.generated_at from lessons_lessoncontent l
      where l.cache_key = ${keyOf(db, variant)} and ${servable(db, policy)}
      -- As the reader picks where several are under one key.
      order by l.upvotes desc, l.approval_status desc, l.generated_at desc limit 1
    ) l on true
    where c.cell_id = any(${ids}::bigint[]) and c.archived_at is null
    order by c.cell_id
  `;
}

export type StepNow = {
  roadmapStepId: number;
  position: number;
  title: string;
  description: string;
  difficulty: Difficulty;
  firstLesson: number;
  lessonCount: number;
  styles: Style[];
  /** By lesson number, then in the order of `STYLES`. */
  cells: CellNow[];
};

/** Where a page of steps begins: after this one. */
export type StepPlace = {position: number; roadmapStepId: number};

/**
 * The steps of a roadmap in its order with their cells as they are now, by keyset.
 *
 * @param after null: from the first one
 */
export async function stepsPage(
  db: Db,
  {
    roadmapKey,
    text,
    after,
    limit,
    ...policy
  }: ServingPolicy & {
    roadmapKey: string;
    text?: string | undefined;
    after: StepPlace | null;
    limit: number;
  },
): Promise<{steps: StepNow[]; hasNextPage: boolean}> {
  const {position, roadmapStepId} = after ?? {position: 0, roadmapStepId: 0};
  const found = await db<(Omit<StepNow, 'cells'> & {cellIds: number[]})[]>`
    select s.roadmap_step_id, s.position, s.title, s.description, s.difficulty, s.first_lesson, s.lesson_count, s.styles,
      array(
        select c.cell_id from preheat.cell c
        where c.step_title = s.title and c.lesson_number between s.first_lesson and s.lesson_count
          and c.style = any(s.styles) and c.archived_at is null
        order by c.lesson_number, array_position(array['hands_on', 'video', 'reading', 'mixed'], c.style)
      ) as cell_ids
    from preheat.roadmap_step s
    where s.roadmap_id = (select roadmap_id from preheat.roadmap where roadmap_key = ${roadmapKey})
      and (s.position, s.roadmap_step_id) > (${position}, ${roadmapStepId})
      ${text ? db`and s.title ilike ${containing(text)}` : db``}
    order by s.position, s.roadmap_step_id
    limit ${limit + 1}
  `;
  const page = found.slice(0, limit);
  const cells = await cellsNow(db, {...policy, cellIds: page.flatMap(({cellIds}) => cellIds)});
  const byId = new Map(cells.map(cell => [cell.cellId, cell]));
  return {
    steps: page.map(({cellIds, ...step}) => ({...step, cells: cellIds.flatMap(id => byId.get(id) ?? [])})),
    hasNextPage: found.length > limit,
  };
}
