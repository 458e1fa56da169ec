import {isCollapsed, MIN_ACCOUNT_AGE_DAYS, MIN_COLLAPSE_VOTES} from '../../domain/regenerations.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Db} from '../client.ts';
import {wantableCells} from './cells.ts';
import {demandOf} from './demand.ts';

/** What a row of `coverage_cell` and of `coverage_past` says of a cell, beside its time. */
export const said = (db: Db) => db`state, stale_reason, is_reviewed, is_verified, is_weak`;

/**
 * Writes down each cell that is not plainly served, and what the others were until now. Only what differs is written:
 * most nights, little does.
 *
 * @param at the time of this count
 */
export async function keepCells(db: Db, {at, ...policy}: ServingPolicy & {at: Date}): Promise<void> {
  const weak = await weakCells(db);
  await db`
    with wantable as materialized (${wantableCells(db, policy)}),
    mark as (
      select distinct v.cell_id, true as is_reviewed, false as is_verified, false as is_weak
      from lessons_mentorreview m join preheat.lesson_version v on v.lesson_id = m.lesson_content_id where v.state = 'live'
      union all
      select distinct v.cell_id, false, true, false
      from lessons_lessoncontent l join preheat.lesson_version v on v.lesson_id = l.id
      where v.state = 'live' and l.approval_status = 'mentor_verified'
      union all
      select cell_id, false, false, true from unnest(${weak}::bigint[]) w (cell_id)
    ),
    -- Of lessons that are served: what a lesson that is no longer served was, nobody asks.
    marked as (
      select cell_id, bool_or(is_reviewed) as is_reviewed, bool_or(is_verified) as is_verified, bool_or(is_weak) as is_weak
      from mark join preheat.cell c using (cell_id)
      where c.archived_at is null
        and not exists (select from wantable w where w.cell_id = mark.cell_id and w.state <> 'stale')
      group by cell_id
    ),
    fresh as materialized (
      select cell_id, coalesce(w.state, 'served') as state, w.stale_reason, coalesce(m.is_reviewed, false) as is_reviewed,
        coalesce(m.is_verified, false) as is_verified, coalesce(m.is_weak, false) as is_weak
      from wantable w full join marked m using (cell_id)
      union all
      select cell_id, 'archived', null, false, false, false from preheat.cell where archived_at is not null
    ),
    ended as materialized (
      select k.*, f.cell_id is null as is_gone
      from preheat.coverage_cell k left join fresh f using (cell_id)
      where f.cell_id is null
        or (f.state, f.stale_reason, f.is_reviewed, f.is_verified, f.is_weak)
          is distinct from (k.state, k.stale_reason, k.is_reviewed, k.is_verified, k.is_weak)
    ),
    past as (
      insert into preheat.coverage_past (cell_id, ${said(db)}, since, until)
      select cell_id, ${said(db)}, since, ${at} from ended
    ),
    gone as (
      delete from preheat.coverage_cell k using ended e where e.cell_id = k.cell_id and e.is_gone
    )
    insert into preheat.coverage_cell (cell_id, ${said(db)}, since)
    select f.*, ${at}
    from fresh f left join preheat.coverage_cell k using (cell_id)
    where k.cell_id is null
      or (f.state, f.stale_reason, f.is_reviewed, f.is_verified, f.is_weak)
        is distinct from (k.state, k.stale_reason, k.is_reviewed, k.is_verified, k.is_weak)
    on conflict (cell_id) do update set state = excluded.state, stale_reason = excluded.stale_reason,
      is_reviewed = excluded.is_reviewed, is_verified = excluded.is_verified, is_weak = excluded.is_weak,
      since = excluded.since
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

/** Writes down which cells this count saw first: those between the ranges that are known, and after them. */
export async function keepSpans(db: Db, at: Date): Promise<void> {
  await db`
    insert into preheat.coverage_span (first_cell_id, last_cell_id, since)
    select min(cell_id), max(cell_id), ${at}
    from (
      select c.cell_id, c.cell_id - row_number() over (order by c.cell_id) as island
      from (${gapsOf(db)}) g join preheat.cell c on c.cell_id > g.after_cell_id and c.cell_id < g.before_cell_id
    ) unknown
    group by island
  `;
}

/**
 * The ranges of ids of cells that a count has not seen: between those that it has, which are in none of them.
 *
 * @param at the time of the count; absent: of the last one
 */
export function gapsOf(db: Db, at?: Date) {
  const seen = at === undefined ? db`` : db`where since <= ${at}`;
  return db`
    select last_cell_id as after_cell_id,
      lead(first_cell_id, 1, ${END}::bigint) over (order by first_cell_id) as before_cell_id
    from preheat.coverage_span ${seen}
    union all
    select 0, coalesce(min(first_cell_id), ${END}::bigint) from preheat.coverage_span ${seen}
  `;
}

/** No cell has it. */
const END = Number.MAX_SAFE_INTEGER;

/** Writes down what learners ask for: one pass over the lessons, and only what differs is written. */
export async function keepDemand(db: Db): Promise<void> {
  await db`
    with viewed as (
      select roadmap_step_title, lesson_number, learning_style, sum(view_count) as count
      from lessons_lessoncontent where view_count > 0
      group by grouping sets ((roadmap_step_title), (lesson_number), (learning_style))
    ),
    fresh as materialized (
      select kind, key, sum(count)::bigint as asked_count
      from (
        select case when roadmap_step_title is not null then 'step' when lesson_number is not null then 'number' else 'style' end
            as kind,
          coalesce(roadmap_step_title, lesson_number::text, learning_style) as key, count
        from viewed
        union all
        select 'step', roadmap_step_title, count(*) from lessons_userroadmaplesson where completed_at is null group by 2
      ) part
      group by kind, key
    ),
    gone as (
      delete from preheat.coverage_demand d
      where not exists (select from fresh f where f.kind = d.kind and f.key = d.key)
    )
    insert into preheat.coverage_demand (kind, key, asked_count)
    select f.kind, f.key, f.asked_count
    from fresh f left join preheat.coverage_demand d using (kind, key)
    where d.asked_count is distinct from f.asked_count
    on conflict (kind, key) do update set asked_count = excluded.asked_count
  `;
}

/** What `demandOf` needs joined to cells (named `u`), as it was counted last. */
export function countedDemandJoins(db: Db) {
  return db`
    left join (
      select s.title, count(*) + coalesce(max(d.asked_count), 0) as count
      from preheat.roadmap_step s left join preheat.coverage_demand d on d.kind = 'step' and d.key = s.title
      group by s.title
    ) of_step on of_step.title = u.step_title
    ${countedMarginJoins(db)}
  `;
}

/** The same for lesson numbers and styles alone: few. */
export function countedMarginJoins(db: Db) {
  return db`
    left join (select key, asked_count as count from preheat.coverage_demand where kind = 'number') of_number
      on of_number.key = u.lesson_number::text
    left join (select key, asked_count as count from preheat.coverage_demand where kind = 'style') of_style
      on of_style.key = u.style
  `;
}

/** The same for a step (named `s`) alone: a number. */
export function countedStepDemand(db: Db) {
  return db`(
    (select count(*) from preheat.roadmap_step o where o.title = s.title)
    + coalesce((select asked_count from preheat.coverage_demand where kind = 'step' and key = s.title), 0)
  )`;
}

/** Counts the cells that are kept: all, and those of each roadmap. */
export async function keepCounts(db: Db): Promise<void> {
  const counts = db`
    count(*), sum(demand), count(*) filter (where is_served and not is_reviewed),
    count(*) filter (where is_served and is_verified), count(*) filter (where is_served and is_weak)`;
  await db`delete from preheat.coverage_count`;
  await db`
    with cell as materialized (
      select u.step_title, u.lesson_number, u.style, coalesce(k.state, 'served') as state, ${demandOf(db)} as demand,
        coalesce(k.state, 'served') in ('served', 'stale') as is_served, coalesce(k.is_reviewed, false) as is_reviewed,
        coalesce(k.is_verified, false) as is_verified, coalesce(k.is_weak, false) as is_weak
      from preheat.cell u left join preheat.coverage_cell k using (cell_id) ${countedDemandJoins(db)}
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

/** A chart of days shows a year. */
const KEPT_DAYS = 366;

/** Keeps the day's last count. */
export async function keepDay(db: Db): Promise<void> {
  const today = db`(now() at time zone 'utc')::date`;
  await db`delete from preheat.coverage_day where day = ${today} or day < ${today} - ${KEPT_DAYS}::int`;
  await db`
    insert into preheat.coverage_day (day, roadmap_id, style, state, cell_count)
    select ${today}, roadmap_id, style, state, cell_count from preheat.coverage_count
  `;
}
