import {HALF_AGE_DAYS, type QueueItem, SAMPLE_SALT, SECOND_OPINION_SALT} from '../../domain/review-queue.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db} from '../client.ts';
import {demandJoins, demandOf} from './demand.ts';
import {EMULATOR_AUTHOR} from './servable.ts';

/**
 * Counts anew what is in the queue and in which order: `preheat.review_item` and `preheat.review_score`. In between, a
 * claim looks for itself whether an item still wants a verdict, so that an old queue offers nothing wrong; it only does not
 * know of newer lessons, and of what has changed the order. Running it again changes nothing. Claims go on meanwhile.
 *
 * @param secondOpinionShare of lessons (0 to 1) that a second mentor reviews too
 * @returns the number of items
 */
export async function refreshReviewQueue(
  db: Db,
  {secondOpinionShare}: {secondOpinionShare: number},
): Promise<number> {
  await removeAnswered(db);
  const [{itemCount}] = await db<[{itemCount: number}]>`
    with fresh as materialized (${wantedItems(db, secondOpinionShare)}),
    scored as materialized (
      select f.*, p.p_bad, f.demand * p.p_bad * (f.age_days + 1)::float8 / (f.age_days + 1 + ${HALF_AGE_DAYS}::int) as harm
      from fresh f
      cross join lateral preheat.probability_bad(
        f.warning_count, f.upvotes, f.downvotes, f.is_first, f.after_bad_verdict, f.is_emulated, f.waits_for_mentor
      ) p (p_bad)
    ),
    gone as (
      delete from preheat.review_item i where not exists (select from scored n where n.lesson_id = i.lesson_id)
    ),
    gone_scores as (
      delete from preheat.review_score s where not exists (select from scored n where n.lesson_id = s.lesson_id)
    ),
    -- Only what differs: an upsert locks every row that it meets, and a locked item cannot be claimed.
    items as (
      insert into preheat.review_item (lesson_id, lesson_ids, cell_id, sample_key, needs_second)
      select n.lesson_id, n.lesson_ids, n.cell_id, preheat.share_hash(${SAMPLE_SALT}, n.lesson_id::text), n.needs_second
      from scored n left join preheat.review_item i using (lesson_id)
      where i.lesson_id is null or (i.lesson_ids, i.needs_second) is distinct from (n.lesson_ids, n.needs_second)
      on conflict (lesson_id) do update set lesson_ids = excluded.lesson_ids, needs_second = excluded.needs_second
    ),
    scores as (
      insert into preheat.review_score (
        lesson_id, warning_count, upvotes, downvotes, is_first, after_bad_verdict, is_emulated, waits_for_mentor, demand,
        age_days, p_bad, harm
      )
      select n.lesson_id, n.warning_count, n.upvotes, n.downvotes, n.is_first, n.after_bad_verdict, n.is_emulated,
        n.waits_for_mentor, n.demand, n.age_days, n.p_bad, n.harm
      from scored n left join preheat.review_score s using (lesson_id)
      -- What leaves the harm as it is, such as a fifth warning, is not worth a write.
      where s.harm is distinct from n.harm
      on conflict (lesson_id) do update set warning_count = excluded.warning_count, upvotes = excluded.upvotes,
        downvotes = excluded.downvotes, is_first = excluded.is_first, after_bad_verdict = excluded.after_bad_verdict,
        is_emulated = excluded.is_emulated, waits_for_mentor = excluded.waits_for_mentor, demand = excluded.demand,
        age_days = excluded.age_days, p_bad = excluded.p_bad, harm = excluded.harm
    )
    insert into preheat.review_refresh (refreshed_at, item_count) select now(), count(*) from scored
    on conflict (is_only) do update set refreshed_at = excluded.refreshed_at, item_count = excluded.item_count
    returning item_count
  `;
  return itemCount;
}

/** Forgets what somebody sent and a mentor answered; not at once, as a verdict can be taken back. */
async function removeAnswered(db: Db): Promise<void> {
  await db`
    delete from preheat.review_request q
    where exists (
      select from lessons_mentorreview m
      where m.lesson_content_id = any(preheat.twins_of(q.lesson_id)) and m.updated_at > q.requested_at
        and m.updated_at < now() - interval '1 hour'
    )
  `;
}

/** Any number; the same for every Preheat. */
const REFRESH_LOCK = 7_243_304;

/** Whether nobody else counts the queue anew now; until the transaction ends nobody does. */
export async function holdReviewQueue(db: Db): Promise<boolean> {
  const [{isHeld}] = await db<
    [{isHeld: boolean}]
  >`select pg_try_advisory_xact_lock(${REFRESH_LOCK}) as is_held`;
  return isHeld;
}

/** The items that want a verdict, by what `preheat.review_kind` says of one; with what is known of each. */
function wantedItems(db: Db, secondOpinionShare: number) {
  return db`
    select o.*, ${demandOf(db)} as demand,
      least(greatest(0, extract(day from now() - o.served_since)), 36500)::integer as age_days,
      (o.generated_at is not distinct from f.generated_at) as is_first,
      (w.cell_id is not null) as waits_for_mentor,
      (o.parent_ids is not null and exists (
        select from lessons_mentorreview r
        where r.lesson_content_id = any(o.parent_ids) and r.status in ('needs_improvement', 'rejected')
      )) as after_bad_verdict,
      case when d.findings = '[]' or d.findings is null then 0 else (
        select count(*) from jsonb_array_elements(d.findings) x where x ->> 'severity' = 'warning'
      )::integer end as warning_count
    from (
      select i.*, preheat.share_hash(${SECOND_OPINION_SALT}, i.lesson_id::text) < ${secondOpinionShare} as needs_second
      from (
        select min(v.lesson_id)::preheat.lesson_id as lesson_id, v.draft_id, min(v.cell_id) as cell_id,
          array_agg(v.lesson_id order by v.lesson_id) as lesson_ids,
          array_agg(v.parent_lesson_id) filter (where v.parent_lesson_id is not null) as parent_ids,
          bool_or(v.state = 'live') as is_live,
          bool_or(v.parent_lesson_id is not null and v.superseded_at is null) as is_challenger,
          bool_or(v.superseded_at is null) as is_current,
          min(v.generated_at) as generated_at,
          coalesce(min(v.live_since) filter (where v.state = 'live'), min(v.generated_at), min(v.since)) as served_since,
          least(sum(l.upvotes), 1000000000)::integer as upvotes, least(sum(l.downvotes), 1000000000)::integer as downvotes,
          bool_or(l.created_by = ${EMULATOR_AUTHOR}) as is_emulated,
          bool_or(l.approval_status in ('mentor_verified', 'rejected')) as is_judged,
          coalesce(sum(m.review_count), 0) > 0 as is_reviewed, max(m.last_review_at) as last_review_at
        from preheat.lesson_version v
        join lessons_lessoncontent l on l.id = v.lesson_id
        left join (
          select lesson_content_id, count(*) as review_count, max(updated_at) as last_review_at
          from lessons_mentorreview group by lesson_content_id
        ) m on m.lesson_content_id = v.lesson_id
        where v.state <> 'retired'
        group by v.draft_id, case when v.draft_id is null then v.lesson_id end
      ) i
    ) o
    join preheat.cell u on u.cell_id = o.cell_id and u.archived_at is null
    left join preheat.draft d on d.draft_id = o.draft_id
    left join (
      select cell_id, min(generated_at) as generated_at from preheat.lesson_version group by cell_id
    ) f on f.cell_id = o.cell_id
    left join (select distinct cell_id from preheat.waits_for_mentor) w on w.cell_id = o.cell_id
    -- What somebody sent waits whatever was said of it before, as in preheat.requested_since.
    left join preheat.review_request q
      on q.lesson_id = o.lesson_id and (o.last_review_at is null or o.last_review_at <= q.requested_at)
    ${demandJoins(db, 'demand')}
    where q.lesson_id is not null or case
      when not o.is_reviewed then not o.is_judged and (o.is_live or o.is_challenger)
      else o.needs_second and o.is_current
        and (select count(distinct r.mentor_id) from lessons_mentorreview r where r.lesson_content_id = any(o.lesson_ids)) = 1
    end
  `;
}

/** An item, and since when it waits because somebody sent it to review; null where nobody did. */
export type QueuedItem = QueueItem & {requestedAt: Date | null; requestReason: string | null};

/**
 * The head of the queue, whoever holds or skipped what: first what somebody sent, then the most harmful; and how old the
 * order is.
 */
export async function reviewQueue(
  db: Db,
  {limit}: {limit: number},
): Promise<{items: QueuedItem[]; refreshedAt: Date | null; itemCount: number}> {
  // Two statements: one order over both would sort the whole queue.
  const requested = await db<QueuedItem[]>`
    select ${itemColumns(db)}, q.requested_at, q.reason as request_reason
    from preheat.review_request q
    join preheat.review_score s using (lesson_id)
    ${itemJoins(db)}
    where preheat.requested_since(i.lesson_ids) is not null
    order by q.requested_at, q.lesson_id limit ${limit}
  `;
  const byHarm = await db<QueuedItem[]>`
    select ${itemColumns(db)}, null::timestamptz as requested_at, null as request_reason
    from preheat.review_score s
    ${itemJoins(db)}
    order by s.harm desc, s.lesson_id limit ${limit}
  `;
  const sent = new Set<LessonId>(requested.map(({lessonId}) => lessonId));
  const items = [...requested, ...byHarm.filter(({lessonId}) => !sent.has(lessonId))].slice(0, limit);
  const [refresh] = await db<[{refreshedAt: Date; itemCount: number}?]>`
    select refreshed_at, item_count from preheat.review_refresh
  `;
  return {items, refreshedAt: refresh?.refreshedAt ?? null, itemCount: refresh?.itemCount ?? 0};
}

/** Of `QueueItem`, from what `itemJoins` joins to rows of `preheat.review_score` that are named `s`. */
function itemColumns(db: Db) {
  return db`
    i.lesson_id, i.cell_id, u.step_title, u.lesson_number, u.style, l.title, k.kind, s.warning_count, s.upvotes,
      s.downvotes, s.is_first, s.after_bad_verdict, s.is_emulated, s.waits_for_mentor, s.demand, s.age_days, s.p_bad,
      s.harm, c.mentor_id as held_by
  `;
}

function itemJoins(db: Db) {
  return db`
    join preheat.review_item i using (lesson_id)
    cross join lateral preheat.review_kind(i.cell_id, i.lesson_ids, i.needs_second, null) k
    join preheat.cell u on u.cell_id = i.cell_id
    join lateral (
      select o.title from lessons_lessoncontent o where o.id = any(i.lesson_ids) order by o.id limit 1
    ) l on true
    left join preheat.review_claim c on c.lesson_id = i.lesson_id and c.leased_until > now()
  `;
}
