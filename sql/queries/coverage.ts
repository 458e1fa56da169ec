import postgres from 'postgres';
import type {CellState} from '../../domain/cells.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {keepCells, keepCounts, keepDay, keepDemand, keepSpans} from './coverage-keep.ts';
import {keepMoment} from './coverage-past.ts';

/** How often a count is tried that a deleted roadmap overtakes. */
const MAX_ROUNDS = 3;

/** A million cells take half a minute on a busy machine; a server's own limit is for what somebody waits for. */
const MAX_COUNT_MS = 120_000;

/** One count at a time takes so much for each of its joins and sorts, so that a million cells need no disk. */
const WORK_MEMORY = '128MB';

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
 * Counts every cell by style and state, for all and for each roadmap, and keeps the counts, what each cell has and had
 * (`coverage-past.ts`), and the day's last count. Set-based, in one transaction; readers go on seeing the counts of
 * before. Two counts at once wait for each other.
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
  const endMs = performance.now() + maxMs;
  for (let round = 1; ; round += 1) {
    try {
      return await inTransaction(pool, async db => countOnce(db, {...policy, maxAgeMs, endMs}));
    } catch (error) {
      if (round === MAX_ROUNDS || !isOvertaken(error)) throw error;
    }
  }
}

/** A roadmap was deleted after the snapshot of the count was taken. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && ['40001', '23503'].includes(error.code);

async function countOnce(
  db: Db,
  {maxAgeMs, endMs, ...policy}: ServingPolicy & {maxAgeMs: number; endMs: number},
): Promise<boolean> {
  const within = async () => {
    const leftMs = Math.max(1, Math.round(endMs - performance.now()));
    await db.unsafe(`set local statement_timeout = ${leftMs}`);
  };
  // All statements see the same cells: what is imported or published meanwhile belongs to the next count. The lock is
  // taken before the first of them, for it is then that the snapshot is taken.
  await db.unsafe('set transaction isolation level repeatable read');
  await within();
  await db.unsafe(`set local work_mem = '${WORK_MEMORY}'`);
  await db.unsafe('lock table preheat.coverage_refresh in share row exclusive mode');
  const [{isYoung, at}] = await db<[{isYoung: boolean; at: Date}]>`
    select coalesce(max(counted_at) > clock_timestamp() - ${maxAgeMs} * interval '1 millisecond', false) as is_young,
      greatest(
        date_trunc('milliseconds', clock_timestamp()),
        (select max(counted_at) + interval '1 millisecond' from preheat.coverage_moment)
      ) as at
    from preheat.coverage_refresh
  `;
  if (isYoung) return false;
  for (const step of [
    () => keepCells(db, {...policy, at}),
    () => keepSpans(db, at),
    () => keepDemand(db),
    () => keepCounts(db),
    () => keepDay(db),
    () => keepMoment(db, at),
  ]) {
    await within();
    await step();
  }
  await db`
    insert into preheat.coverage_refresh (counted_at) values (${at})
    on conflict (is_only) do update set counted_at = excluded.counted_at
  `;
  return true;
}

/**
 * The counts that were kept last, by style and state; null before the first count. Roadmaps come by title, and not at all
 * where they are not asked for: with some hundred of them they take ten times as long as the rest.
 */
export async function storedCoverage(
  db: Db,
  {withRoadmaps = true}: {withRoadmaps?: boolean} = {},
): Promise<StoredCoverage | null> {
  // One statement: counts and their time are of one refresh.
  const rows = await db<
    (CoverageRow & {countedAt: Date; roadmapKey: string | null; title: string | null; style: Style | null})[]
  >`
    select f.counted_at, r.roadmap_key, r.title, c.style, c.state, c.cell_count, c.demand, c.unreviewed_count,
      c.verified_count, c.weak_count
    from preheat.coverage_refresh f
    left join (
      preheat.coverage_count c left join preheat.roadmap r using (roadmap_id)
    ) on ${withRoadmaps ? db`true` : db`c.roadmap_id is null`}
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
