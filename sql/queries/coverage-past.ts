import type {Db} from '../client.ts';
import {gapsOf, said} from './coverage-keep.ts';

/** All counts of the last two days can be looked back at, and of the days before that the last one of each. */
const ALL_DAYS = 2;
const LAST_OF_DAY_DAYS = 90;

/** A count that can be looked back at. Shares are from 0 to 1, and 1 where there was no cell. */
export type CoverageMoment = {
  countedAt: Date;
  cellCount: number;
  /** Stale ones too. */
  servedCount: number;
  weightedShare: number;
};

/** Notes this count, and forgets those that are too old, with what cells had that no other count saw. */
export async function keepMoment(db: Db, at: Date): Promise<void> {
  const served = db`filter (where state in ('served', 'stale'))`;
  await db`
    insert into preheat.coverage_moment (counted_at, cell_count, served_count, weighted_share)
    select ${at}, coalesce(sum(cell_count), 0), coalesce(sum(cell_count) ${served}, 0),
      coalesce(coalesce(sum(demand) ${served}, 0) / nullif(sum(demand), 0), 1)
    from preheat.coverage_count where roadmap_id is null
  `;
  const dropped = await db`
    delete from preheat.coverage_moment m
    where m.counted_at < ${at}::timestamptz - ${LAST_OF_DAY_DAYS}::int * interval '1 day'
      or m.counted_at < ${at}::timestamptz - ${ALL_DAYS}::int * interval '1 day' and exists (
        select from preheat.coverage_moment later
        where later.counted_at > m.counted_at
          and (later.counted_at at time zone 'utc')::date = (m.counted_at at time zone 'utc')::date
      )
    returning counted_at
  `;
  if (dropped.length === 0) return;
  await db`
    delete from preheat.coverage_past p
    where not exists (
      select from preheat.coverage_moment m where m.counted_at >= p.since and m.counted_at < p.until
    )
  `;
}

/** The last count of each day (of UTC) that can be looked back at, the newest first; `limit` days. */
export async function coverageMoments(db: Db, {limit}: {limit: number}): Promise<CoverageMoment[]> {
  const day = db`(counted_at at time zone 'utc')::date`;
  return db<CoverageMoment[]>`
    select distinct on (${day}) counted_at, cell_count, served_count, weighted_share
    from preheat.coverage_moment order by ${day} desc, counted_at desc limit ${limit}
  `;
}

/**
 * The time of the last count at a moment or before it; null where none is kept.
 *
 * @param moment absent: now
 */
export async function countAt(db: Db, moment?: Date): Promise<Date | null> {
  const [row] = await db<[{countedAt: Date}?]>`
    select counted_at from preheat.coverage_moment
    ${moment ? db`where counted_at <= ${moment}` : db``}
    order by counted_at desc limit 1
  `;
  return row?.countedAt ?? null;
}

/**
 * What cells had at a count: a fragment to join, with a row for each cell that was not plainly served. All others were.
 * The state is `archived` where no roadmap wanted the cell any more, and `absent` where there was no such cell yet.
 *
 * @param at a count, as `countAt` tells it
 */
export function exceptionsAt(db: Db, at: Date) {
  return db`
    select cell_id, ${said(db)} from preheat.coverage_cell where since <= ${at}
    union all
    select cell_id, ${said(db)} from preheat.coverage_past where since <= ${at} and until > ${at}
    union all
    select c.cell_id, 'absent', null, false, false, false
    from (${gapsOf(db, at)}) g join preheat.cell c on c.cell_id > g.after_cell_id and c.cell_id < g.before_cell_id
  `;
}

/**
 * The same of one cell: a fragment to join laterally. For some hundred cells, whose number Postgres cannot know when it
 * plans once for all.
 *
 * @param at a count, as `countAt` tells it
 * @param cellId a fragment
 */
export function exceptionOf(db: Db, at: Date, cellId: ReturnType<Db>) {
  return db`
    select ${said(db)} from preheat.coverage_cell where cell_id = ${cellId} and since <= ${at}
    union all
    select ${said(db)} from preheat.coverage_past where cell_id = ${cellId} and since <= ${at} and until > ${at}
    union all
    select 'absent', null, false, false, false where not exists (
      select from preheat.coverage_span
      where first_cell_id <= ${cellId} and last_cell_id >= ${cellId} and since <= ${at}
    )
  `;
}
