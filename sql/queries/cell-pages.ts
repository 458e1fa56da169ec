import {type CellState, DEFAULT_VARIANTS} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {ServingPolicy, StaleReason} from '../../domain/staleness.ts';
import type {Difficulty, Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {keyOf, wantableCells, within} from './cells.ts';
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
};

/** Which cells; an absent field does not narrow. */
export type CellFilter = Pick<RunFilter, 'roadmapKeys' | 'styles'> & {
  states?: readonly CellState[] | undefined;
  /** Anywhere in the step's title, in any case. */
  text?: string | undefined;
};

/**
 * Cells in walk order, by keyset. Which ones are in the wanted states is looked up in the last count of the coverage;
 * those that have another state by now are left out, so that a page may be shorter than asked while more follow.
 *
 * @returns `endCellId`: the last cell that was looked at, after which the next page begins; null where none was
 */
export async function cellsPage(
  db: Db,
  {
    filter,
    afterCellId,
    limit,
    ...policy
  }: ServingPolicy & {filter: CellFilter; afterCellId: number; limit: number},
): Promise<{cells: CellNow[]; endCellId: number | null; hasNextPage: boolean}> {
  const {states, text} = filter;
  const found = await db<{cellId: number}[]>`
    select u.cell_id ${fromCells(db, states)}
    where u.archived_at is null and u.cell_id > ${afterCellId} ${within(db, filter)}
      ${states ? db`and coalesce(k.state, 'served') = any(${[...states]}::text[])` : db``}
      ${text ? db`and u.step_title ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}` : db``}
    order by u.cell_id
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

/** From the few that are not served where only these are wanted: a million others are not looked at. */
function fromCells(db: Db, states: readonly CellState[] | undefined) {
  if (!states) return db`from preheat.cell u`;
  return states.includes('served')
    ? db`from preheat.cell u left join preheat.coverage_cell k using (cell_id)`
    : db`from preheat.coverage_cell k join preheat.cell u using (cell_id)`;
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
      l.id as lesson_id, l.approval_status, l.upvotes, l.downvotes
    from preheat.cell c
    left join (${wantableCells(db, {...policy, filter: {cellIds: ids}})}) w using (cell_id)
    left join lateral (
      select l.id, l.approval_status, l.upvotes, l.downvotes from lessons_lessoncontent l
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
      ${text ? db`and s.title ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}` : db``}
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
