import type {CellState} from '../../domain/cells.ts';
import {WANTED_BY_DEFAULT} from '../../domain/cells.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {servable} from './lessons.ts';

/**
 * Makes the cells match the roadmaps: adds what is new, revives what came back, archives what no step wants any
 * more. Lessons are never touched. Set-based; safe to repeat.
 */
export async function refreshCells(
  db: Db,
): Promise<{addedCount: number; revivedCount: number; archivedCount: number}> {
  const [row] = await db<[{addedCount: number; revivedCount: number; archivedCount: number}]>`
    with wanted as (
      -- A title that several roadmaps share is one set of cells, as long as the longest of its steps.
      select s.title as step_title, n as lesson_number, style,
        min(s.roadmap_id) as roadmap_id, (array_agg(s.position order by s.roadmap_id))[1] as position,
        min(array_position(array['hands_on', 'video', 'reading', 'mixed'], style)) as style_position
      from preheat.roadmap_step s, generate_series(1, s.lesson_count) n, unnest(s.styles) style
      group by s.title, n, style
    ),
    added as (
      insert into preheat.cell (step_title, lesson_number, style)
      select step_title, lesson_number, style from wanted
      where not exists (
        select from preheat.cell c
        where c.step_title = wanted.step_title and c.lesson_number = wanted.lesson_number and c.style = wanted.style
      )
      -- cell_id is the walk order of a run.
      order by roadmap_id, position, step_title, lesson_number, style_position
      returning cell_id
    ),
    revived as (
      update preheat.cell c set archived_at = null
      from wanted w
      where c.archived_at is not null
        and c.step_title = w.step_title and c.lesson_number = w.lesson_number and c.style = w.style
      returning c.cell_id
    ),
    archived as (
      update preheat.cell c set archived_at = now()
      where c.archived_at is null and not exists (
        select from wanted w
        where c.step_title = w.step_title and c.lesson_number = w.lesson_number and c.style = w.style
      )
      returning c.cell_id
    )
    select (select count(*) from added) as added_count, (select count(*) from revived) as revived_count,
      (select count(*) from archived) as archived_count
  `;
  return row;
}

/**
 * The cells that the reader has nothing good for, with the state of each: a fragment to select from.
 * `emulated` says whether the emulator's lessons count as lessons (they do while the emulator is the model).
 */
export function unservedCells(db: Db, {emulated}: {emulated: boolean}) {
  return db`
    -- Materialized, or a condition on the state would be worked out for every cell before the anti-join
    -- (measured over a million cells: 8.7 s against 1.2 s).
    with unserved as materialized (
      select c.cell_id, c.step_title, c.lesson_number, c.style, c.cache_key
      from preheat.cell c
      where c.archived_at is null
        and not exists (
          select from lessons_lessoncontent l where l.cache_key = c.cache_key and ${servable(db, {emulated})}
        )
    )
    select u.cell_id, u.step_title, u.lesson_number, u.style,
      case
        -- First: a placeholder or a rejected lesson does not make it worth paying for the same failure again.
        when exists (
          select from preheat.draft d where d.cell_id = u.cell_id and d.status = 'quarantined' and d.emulated = ${emulated}
        ) then 'quarantined'
        when exists (
          select from lessons_lessoncontent l where l.cache_key = u.cache_key and l.approval_status <> 'rejected'
        ) then 'placeholder'
        when exists (select from lessons_lessoncontent l where l.cache_key = u.cache_key) then 'rejected'
        else 'missing'
      end as state
    from unserved u
  `;
}

/** A condition on rows of `unservedCells` (named `u`): those that a run with this filter wants. */
export function wantedBy(db: Db, filter: RunFilter) {
  return db`u.state = any(${(filter.only ?? WANTED_BY_DEFAULT) as CellState[]}) ${within(db, filter)}`;
}

/** More conditions on cells (named `u`): their style, and that one of the filter's roadmaps wants them. */
export function within(db: Db, filter: Pick<RunFilter, 'styles' | 'roadmapKeys'>) {
  return db`
    ${filter.styles ? db`and u.style = any(${filter.styles})` : db``}
    ${
      filter.roadmapKeys
        ? db`and exists (
            select from preheat.roadmap_step s join preheat.roadmap r using (roadmap_id)
            where s.title = u.step_title and u.lesson_number <= s.lesson_count and u.style = any(s.styles)
              and r.roadmap_key = any(${filter.roadmapKeys}))`
        : db``
    }
  `;
}

export type PlanRow = {
  roadmapKey: string;
  roadmapTitle: string;
  style: Style;
  state: CellState;
  cellCount: number;
};

/** `cellCount` counts every cell, whatever the filter; `unserved` those that the filter leaves. */
export type PlanTotals = {cellCount: number; unserved: {style: Style; state: CellState; cellCount: number}[]};

/**
 * What is not served, counted by style and state, and again by roadmap. A cell that several roadmaps share counts in
 * each of them, and once in the totals. One anti-join serves both.
 */
export async function plan(
  db: Db,
  options: {emulated: boolean; filter: RunFilter},
): Promise<PlanTotals & {byRoadmap: PlanRow[]}> {
  const rows = await db<
    (Omit<PlanRow, 'roadmapKey' | 'roadmapTitle'> & {roadmapKey: string | null; roadmapTitle: string})[]
  >`
    with unserved as materialized (
      select u.step_title, u.lesson_number, u.style, u.state
      from (${unservedCells(db, options)}) u where ${wantedBy(db, options.filter)}
    )
    select null as roadmap_key, '' as roadmap_title, style, state, count(*) as cell_count
    from unserved group by style, state
    union all
    select r.roadmap_key, r.title, u.style, u.state, count(*)
    from unserved u
    join preheat.roadmap_step s on s.title = u.step_title and u.lesson_number <= s.lesson_count and u.style = any(s.styles)
    join preheat.roadmap r using (roadmap_id)
    ${options.filter.roadmapKeys ? db`where r.roadmap_key = any(${options.filter.roadmapKeys})` : db``}
    group by r.roadmap_key, r.title, u.style, u.state
    order by roadmap_title, roadmap_key, style, state
  `;
  const unserved: PlanTotals['unserved'] = [];
  const byRoadmap: PlanRow[] = [];
  for (const {roadmapKey, roadmapTitle, ...part} of rows) {
    if (roadmapKey === null) unserved.push(part);
    else byRoadmap.push({roadmapKey, roadmapTitle, ...part});
  }
  return {cellCount: await countCells(db), unserved, byRoadmap};
}

/** All cells, and those not served by style and state; each cell counts once. */
export async function planTotals(
  db: Db,
  options: {emulated: boolean; filter: RunFilter},
): Promise<PlanTotals> {
  const unserved = await db<{style: Style; state: CellState; cellCount: number}[]>`
    select u.style, u.state, count(*) as cell_count
    from (${unservedCells(db, options)}) u
    where ${wantedBy(db, options.filter)}
    group by u.style, u.state
    order by u.style, u.state
  `;
  return {cellCount: await countCells(db), unserved: [...unserved]};
}

async function countCells(db: Db): Promise<number> {
  const [{cellCount}] = await db<[{cellCount: number}]>`
    select count(*) as cell_count from preheat.cell where archived_at is null
  `;
  return cellCount;
}
