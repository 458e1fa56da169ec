import {type CellState, DEFAULT_VARIANTS, type KeyVariant, WANTED_BY_DEFAULT} from '../../domain/cells.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {ServingPolicy, StaleReason} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {containing} from './containing.ts';
import {servable} from './servable.ts';
import {isReplaceable, isStale, staleReason} from './staleness.ts';

type Fragment = ReturnType<Db>;

/**
 * The cells that a run may want, with the state of each and, of stale ones, the reason: a fragment to select from.
 * They have nothing good for the reader, or a stale lesson, which is served until it is replaced.
 *
 * @param options.filter only its `cellIds` and `failedInRunId` narrow here, before any lesson is looked at
 * @param options.ids so do these: those above the first one, up to the last
 */
export function wantableCells(
  db: Db,
  options: ServingPolicy & {filter?: RunFilter; ids?: readonly [above: number, last: number]},
) {
  const {emulated, filter = {}, variants = DEFAULT_VARIANTS, ids} = options;
  const narrowed = db`
    ${among(db, filter, db`c.cell_id`)} ${ids ? db`and c.cell_id > ${ids[0]} and c.cell_id <= ${ids[1]}` : db``}
  `;
  if (filter.regenerate) {
    return db`
      select c.cell_id, c.step_title, c.lesson_number, c.style, 'regenerate' as state, null as stale_reason
      from preheat.cell c where c.archived_at is null ${narrowed}
    `;
  }
  const quarantined = (cellId: Fragment) => db`exists (
    select from preheat.draft d where d.cell_id = ${cellId} and d.status = 'quarantined' and d.emulated = ${emulated}
  )`;
  const keyOfVersion = db`case v.variant when 'plain' then c.cache_key else c.multi_source_key end`;
  // A union and not an \`or\`: each of its parts is one anti-join.
  const unserved = variants.map(
    (variant, n) => db`
      ${n === 0 ? db`` : db`union`}
      select c.cell_id, c.step_title, c.lesson_number, c.style, c.cache_key, c.multi_source_key
      from preheat.cell c
      where c.archived_at is null ${narrowed}
        and not exists (
          select from lessons_lessoncontent l where l.cache_key = ${keyOf(db, variant)} and ${servable(db, {emulated})}
        )
    `,
  );
  return db`
    -- Materialized, or a condition on the state would be worked out for every cell before the anti-join
    -- (measured over a million cells: 8.7 s against 1.2 s).
    with unserved as materialized (${unserved}),
    -- From the versions and not from the cells: few are stale, and an index has them. Twins are stale together.
    stale as materialized (
      select distinct on (c.cell_id) c.cell_id, c.step_title, c.lesson_number, c.style,
        ${staleReason(db, options)} as stale_reason
      from preheat.lesson_version v join preheat.cell c using (cell_id)
      join lessons_lessoncontent l on l.id = v.lesson_id
      where ${isStale(db, options)} and v.variant = any(${[...variants]}::text[])
        and c.archived_at is null ${narrowed}
        and l.cache_key = ${keyOfVersion} and ${servable(db, {emulated})} and ${isReplaceable(db, options)}
        and not exists (
          select from lessons_lessoncontent l
          where l.cache_key = ${keyOfVersion} and l.id <> v.lesson_id and ${servable(db, {emulated})}
        )
        -- The replacement failed the checks: it waits for a person, and the old lesson serves.
        and not ${quarantined(db`c.cell_id`)}
        and not exists (select from unserved u where u.cell_id = c.cell_id)
      order by c.cell_id
    )
    select u.cell_id, u.step_title, u.lesson_number, u.style,
      case
        -- First: a placeholder or a rejected lesson does not make it worth paying for the same failure again.
        when ${quarantined(db`u.cell_id`)} then 'quarantined'
        when ${hasRow(db, db`l.approval_status <> 'rejected' and not ${servable(db, {emulated})}`)} then 'placeholder'
        when ${hasRow(db, db`l.approval_status = 'rejected'`)} then 'rejected'
        else 'missing'
      end as state,
      null as stale_reason
    from unserved u
    union all
    select cell_id, step_title, lesson_number, style, 'stale', stale_reason from stale
  `;
}

/** The key of a cell (named `c` unless told otherwise) in a variant. */
export function keyOf(db: Db, variant: KeyVariant, cell = db`c`) {
  return variant === 'plain' ? db`${cell}.cache_key` : db`${cell}.multi_source_key`;
}

/** A condition on unserved cells (named `u`): a row under one of their keys, or a version that was not retired, is so. */
function hasRow(db: Db, isSo: Fragment) {
  return db`(
    exists (select from lessons_lessoncontent l where l.cache_key in (u.cache_key, u.multi_source_key) and ${isSo})
    or exists (
      select from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
      where v.cell_id = u.cell_id and v.state <> 'retired' and ${isSo}
    )
  )`;
}

/** A condition on rows of `wantableCells` (named `u`): those that a run with this filter wants. */
export function wantedBy(db: Db, filter: RunFilter) {
  return db`
    (u.state = 'regenerate' or u.state = any(${(filter.only ?? WANTED_BY_DEFAULT) as CellState[]}))
    ${within(db, filter)} ${among(db, filter, db`u.cell_id`)}
  `;
}

/** More conditions on cells: that the filter names them, or a selection that was stored, or a run that failed with them. */
function among(db: Db, {cellIds, selectionId, failedInRunId}: RunFilter, cellId: Fragment) {
  return db`
    ${cellIds ? db`and ${cellId} = any(${cellIds}::bigint[])` : db``}
    ${
      selectionId === undefined
        ? db``
        : db`and ${cellId} = any(array(
            select unnest(cell_ids) from preheat.cell_selection where selection_id = ${selectionId}
          ))`
    }
    ${
      failedInRunId === undefined
        ? db``
        : db`and ${cellId} in (select cell_id from preheat.run_cell where run_id = ${failedInRunId} and status = 'failed')`
    }
  `;
}

/**
 * More conditions on cells (named `u`) that roadmaps want: their style, words of their title, and that one of the filter's
 * roadmaps wants them. Titles are looked for among the steps, which are fewer than cells and have no archived ones.
 */
export function within(
  db: Db,
  {styles, text, roadmapKeys}: Pick<RunFilter, 'styles' | 'roadmapKeys' | 'text'>,
) {
  return db`
    ${styles ? db`and u.style = any(${styles})` : db``}
    ${text ? db`and u.step_title in (select title from preheat.roadmap_step where title ilike ${containing(text)})` : db``}
    ${
      roadmapKeys
        ? db`and u.cell_id in (
            select c.cell_id
            from preheat.roadmap r join preheat.roadmap_step s using (roadmap_id) join preheat.cell c
              on c.step_title = s.title and c.lesson_number between s.first_lesson and s.lesson_count and c.style = any(s.styles)
            where r.roadmap_key = any(${roadmapKeys}))`
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

/**
 * `cellCount` counts every cell, whatever the filter; `unserved` those that the filter leaves and that have nothing
 * good, `stale` those of it that are served and should be made anew.
 */
export type PlanTotals = {
  cellCount: number;
  unserved: {style: Style; state: Exclude<CellState, 'served' | 'stale'>; cellCount: number}[];
  stale: {style: Style; reason: StaleReason; cellCount: number}[];
};

/** What a plan is asked. */
export type PlanOptions = ServingPolicy & {filter: RunFilter};

/**
 * What a run with this filter would take, counted by style and state, and again by roadmap. A cell that several
 * roadmaps share counts in each of them, and once in the totals. One anti-join serves both.
 */
export async function plan(db: Db, options: PlanOptions): Promise<PlanTotals & {byRoadmap: PlanRow[]}> {
  const rows = await db<(TotalRow & {roadmapKey: string | null; roadmapTitle: string})[]>`
    with wanted as materialized (
      select u.step_title, u.lesson_number, u.style, u.state, u.stale_reason
      from (${wantableCells(db, options)}) u where ${wantedBy(db, options.filter)}
    )
    select null as roadmap_key, '' as roadmap_title, style, state, stale_reason, count(*) as cell_count
    from wanted group by style, state, stale_reason
    union all
    select r.roadmap_key, r.title, u.style, u.state, null, count(*)
    from wanted u
    join preheat.roadmap_step s on s.title = u.step_title and u.lesson_number between s.first_lesson and s.lesson_count and u.style = any(s.styles)
    join preheat.roadmap r using (roadmap_id)
    ${options.filter.roadmapKeys ? db`where r.roadmap_key = any(${options.filter.roadmapKeys})` : db``}
    group by r.roadmap_key, r.title, u.style, u.state
    order by roadmap_title, roadmap_key, style, state, stale_reason
  `;
  const totals: TotalRow[] = [];
  const byRoadmap: PlanRow[] = [];
  for (const {roadmapKey, roadmapTitle, ...part} of rows) {
    if (roadmapKey === null) {
      totals.push(part);
      continue;
    }
    const {staleReason: _, ...row} = part;
    byRoadmap.push({roadmapKey, roadmapTitle, ...row});
  }
  return {cellCount: await countCells(db), ...byKind(totals), byRoadmap};
}

/** All cells, and those that a run with this filter would take by style and state; each cell counts once. */
export async function planTotals(db: Db, options: PlanOptions): Promise<PlanTotals> {
  const rows = await db<TotalRow[]>`
    select u.style, u.state, u.stale_reason, count(*) as cell_count
    from (${wantableCells(db, options)}) u
    where ${wantedBy(db, options.filter)}
    group by u.style, u.state, u.stale_reason
    order by u.style, u.state, u.stale_reason
  `;
  return {cellCount: await countCells(db), ...byKind(rows)};
}

type TotalRow = {style: Style; state: CellState; staleReason: StaleReason | null; cellCount: number};

function byKind(rows: readonly TotalRow[]): Pick<PlanTotals, 'unserved' | 'stale'> {
  const unserved: PlanTotals['unserved'] = [];
  const stale: PlanTotals['stale'] = [];
  for (const {style, state, staleReason: reason, cellCount} of rows) {
    if (reason !== null) stale.push({style, reason, cellCount});
    else unserved.push({style, state: state as PlanTotals['unserved'][number]['state'], cellCount});
  }
  return {unserved, stale};
}

async function countCells(db: Db): Promise<number> {
  const [{cellCount}] = await db<[{cellCount: number}]>`
    select count(*) as cell_count from preheat.cell where archived_at is null
  `;
  return cellCount;
}
