import type {CellState} from '../../domain/cells.ts';
import {isCollapsed, MIN_ACCOUNT_AGE_DAYS, MIN_COLLAPSE_VOTES} from '../../domain/regenerations.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {wantableCells} from './cells.ts';
import {demandJoins, demandOf} from './demand.ts';

/** Two counts at once wait for each other. */
const COUNT_LOCK = 7_243_318;

/** A million cells take half a minute on a busy machine; a server's own limit is for what somebody waits for. */
const MAX_COUNT_MS = 120_000;

/** Cells of a style in a state. `demand` is their sum of `demandOf`; the others are parts of `cellCount`. */
export type CoverageRow = {
  style: Style;
  state: CellState;
  cellCount: number;
  demand: number;
  /** Served, and no mentor has said a word of any version that is live. */
  unreviewedCount: number;
  verifiedCount: number;
  /** Learners' votes say that even at best it is bad (`isCollapsed`). */
  weakCount: number;
};

export type RoadmapCoverage = {roadmapKey: string; title: string; rows: CoverageRow[]};

export type StoredCoverage = {countedAt: Date; rows: CoverageRow[]; roadmaps: RoadmapCoverage[]};

/**
 * Counts every cell by style and state, for all and for each roadmap, and keeps the counts, the cells that are not
 * served, and the day's last count. Set-based, in one transaction; readers go on seeing the counts of before.
 *
 * @param maxAgeMs counts that are younger are left as they are
 * @param maxMs what takes longer changes nothing
 * @returns whether it counted
 * @throws PostgresError where it takes longer
 */
export async function countCoverage(
  pool: Pool,
  {maxAgeMs, maxMs = MAX_COUNT_MS, ...policy}: ServingPolicy & {maxAgeMs: number; maxMs?: number},
): Promise<boolean> {
  return inTransaction(pool, async db => {
    const endMs = performance.now() + maxMs;
    const within = () => {
      const leftMs = Math.max(1, Math.round(endMs - performance.now()));
      return db`select set_config('statement_timeout', ${`${leftMs}`}, true)`;
    };
    await within();
    await db`select pg_advisory_xact_lock(${COUNT_LOCK})`;
    // The clock and not the transaction's time, which is from before the wait for the lock.
    const [fresh] = await db`
      select from preheat.coverage_refresh
      where counted_at > clock_timestamp() - ${maxAgeMs} * interval '1 millisecond'
    `;
    if (fresh) return false;
    await within();
    await keepUnserved(db, policy);
    await within();
    await keepCounts(db, await weakCells(db));
    await keepDay(db);
    await db`
      insert into preheat.coverage_refresh (counted_at) values (clock_timestamp())
      on conflict (is_only) do update set counted_at = excluded.counted_at
    `;
    return true;
  });
}

/** Only what differs is written: most nights, little does. */
async function keepUnserved(db: Db, policy: ServingPolicy): Promise<void> {
  await db`
    with fresh as materialized (${wantableCells(db, policy)}),
    gone as (
      delete from preheat.coverage_cell k where not exists (select from fresh f where f.cell_id = k.cell_id)
    )
    insert into preheat.coverage_cell (cell_id, state, stale_reason)
    select f.cell_id, f.state, f.stale_reason
    from fresh f left join preheat.coverage_cell k using (cell_id)
    where k.cell_id is null or (k.state, k.stale_reason) is distinct from (f.state, f.stale_reason)
    on conflict (cell_id) do update set state = excluded.state, stale_reason = excluded.stale_reason
  `;
}

/** The cells whose votes collapsed. Of twins the votes of both count. */
async function weakCells(db: Db): Promise<number[]> {
  const rows = await db<{cellId: number; upvotes: number; downvotes: number}[]>`
    select v.cell_id, count(*) filter (where o.vote_type = 'upvote') as upvotes,
      count(*) filter (where o.vote_type = 'downvote') as downvotes
    from lessons_lessonvote o
    join users a on a.id = o.user_id
    join preheat.lesson_version v on v.lesson_id = o.lesson_content_id
    where v.state = 'live' and a.created_at <= o.created_at - ${MIN_ACCOUNT_AGE_DAYS} * interval '1 day'
    group by v.cell_id
    having count(*) >= ${MIN_COLLAPSE_VOTES}
  `;
  return rows.filter(isCollapsed).map(({cellId}) => cellId);
}

async function keepCounts(db: Db, weak: readonly number[]): Promise<void> {
  const counts = db`
    count(*), sum(demand), count(*) filter (where is_served and not is_reviewed),
    count(*) filter (where is_served and is_verified), count(*) filter (where is_served and is_weak)`;
  await db`delete from preheat.coverage_count`;
  await db`
    with reviewed as (
      select distinct v.cell_id from lessons_mentorreview m join preheat.lesson_version v on v.lesson_id = m.lesson_content_id
      where v.state = 'live'
    ),
    verified as (
      select distinct v.cell_id from lessons_lessoncontent l join preheat.lesson_version v on v.lesson_id = l.id
      where v.state = 'live' and l.approval_status = 'mentor_verified'
    ),
    cell as materialized (
      select u.step_title, u.lesson_number, u.style, coalesce(k.state, 'served') as state, ${demandOf(db)} as demand,
        coalesce(k.state, 'stale') = 'stale' as is_served, r.cell_id is not null as is_reviewed,
        f.cell_id is not null as is_verified, w.cell_id is not null as is_weak
      from preheat.cell u left join preheat.coverage_cell k using (cell_id)
      left join reviewed r using (cell_id) left join verified f using (cell_id)
      left join unnest(${[...weak]}::bigint[]) w (cell_id) using (cell_id) ${demandJoins(db, 'demand')}
      where u.archived_at is null
    )
    insert into preheat.coverage_count (
      roadmap_id, style, state, cell_count, demand, unreviewed_count, verified_count, weak_count
    )
    select null::bigint, style, state, ${counts} from cell group by style, state
    union all
    select s.roadmap_id, cell.style, cell.state, ${counts}
    from cell join preheat.roadmap_step s
      on s.title = cell.step_title and cell.lesson_number between s.first_lesson and s.lesson_count and cell.style = any(s.styles)
    group by s.roadmap_id, cell.style, cell.state
  `;
}

async function keepDay(db: Db): Promise<void> {
  const today = db`(now() at time zone 'utc')::date`;
  await db`delete from preheat.coverage_day where day = ${today}`;
  await db`
    insert into preheat.coverage_day (day, roadmap_id, style, state, cell_count)
    select ${today}, roadmap_id, style, state, cell_count from preheat.coverage_count
  `;
}

/** The counts that were kept last, by style and state; null before the first count. Roadmaps come by title. */
export async function storedCoverage(db: Db): Promise<StoredCoverage | null> {
  // One statement: counts and their time are of one refresh.
  const rows = await db<
    (CoverageRow & {countedAt: Date; roadmapKey: string | null; title: string | null; style: Style | null})[]
  >`
    select f.counted_at, r.roadmap_key, r.title, c.style, c.state, c.cell_count, c.demand, c.unreviewed_count,
      c.verified_count, c.weak_count
    from preheat.coverage_refresh f
    left join (
      preheat.coverage_count c left join preheat.roadmap r using (roadmap_id)
    ) on true
    order by r.title, r.roadmap_key, array_position(array['hands_on', 'video', 'reading', 'mixed'], c.style), c.state
  `;
  const [first] = rows;
  if (!first) return null;
  const coverage: StoredCoverage = {countedAt: first.countedAt, rows: [], roadmaps: []};
  for (const {countedAt: _, roadmapKey, title, ...row} of rows) {
    // Without any cell there is a time and nothing else.
    if (row.style === null) continue;
    if (roadmapKey === null) coverage.rows.push(row);
    else partOf(coverage.roadmaps, {roadmapKey, title: title ?? ''}).rows.push(row);
  }
  return coverage;
}

function partOf(roadmaps: RoadmapCoverage[], roadmap: {roadmapKey: string; title: string}): RoadmapCoverage {
  const last = roadmaps.at(-1);
  if (last?.roadmapKey === roadmap.roadmapKey) return last;
  const part = {...roadmap, rows: []};
  roadmaps.push(part);
  return part;
}

/** `day` as 2026-01-31, in UTC. */
export type CoverageDay = {day: string; cellCount: number; servedCount: number};

/**
 * How many cells there were and how many were served (stale ones too) on the last days, the oldest first.
 *
 * @param roadmapKey absent: of all cells
 */
export async function coverageDays(
  db: Db,
  {roadmapKey, dayCount}: {roadmapKey?: string | undefined; dayCount: number},
): Promise<CoverageDay[]> {
  return db<CoverageDay[]>`
    select d.day::text, sum(d.cell_count) as cell_count,
      coalesce(sum(d.cell_count) filter (where d.state in ('served', 'stale')), 0) as served_count
    from preheat.coverage_day d
    where d.day > (now() at time zone 'utc')::date - ${dayCount}::int
      and d.roadmap_id is not distinct from ${
        roadmapKey === undefined
          ? db`null`
          : db`(select roadmap_id from preheat.roadmap where roadmap_key = ${roadmapKey})`
      }
      ${roadmapKey === undefined ? db`` : db`and d.roadmap_id is not null`}
    group by d.day
    order by d.day
  `;
}
