-- Mending looks closer only at what is not plainly right: over a million cells it took 19 seconds.

-- What the counters and the status of these lessons, or of all (null), are and should be: the counters what came with
-- the row and the votes since; the status the latest verdict, where there is one, and else what it is, or the approval by
-- votes. Left out are rows whose counters nobody can check: others wrote them, and no vote of them is known.
create or replace function preheat.ratings(lesson_ids preheat.lesson_id[]) returns table (
  lesson_id preheat.lesson_id, old_upvotes integer, old_downvotes integer, old_status text,
  upvotes integer, downvotes integer, status text
)
  language sql stable
as $$
  select r.id::preheat.lesson_id, r.upvotes, r.downvotes, r.approval_status, n.upvotes, n.downvotes,
    case
      when d.status = 'verified' then 'mentor_verified'
      when d.status = 'rejected' then 'rejected'
      when r.approval_status = 'pending' and preheat.is_approved_by_votes(n.upvotes, n.downvotes) then 'approved'
      else r.approval_status
    end
  -- Of all, those that say or have anything: nearly every lesson has no vote and no verdict.
  from (
    select unnest(lesson_ids)::preheat.lesson_id as id
    union
    select l.id from lessons_lessoncontent l where lesson_ids is null and (l.upvotes <> 0 or l.downvotes <> 0)
    union
    select v.lesson_content_id from lessons_lessonvote v where lesson_ids is null
    union
    select v.lesson_id from preheat.imported_votes v where lesson_ids is null
    union
    select v.lesson_id from preheat.verdicts(null) v where lesson_ids is null
  ) q
  join lessons_lessoncontent r on r.id = q.id
  left join preheat.lesson_version o on o.lesson_id = r.id and o.origin = 'preheat'
  left join preheat.imported_votes i on i.lesson_id = r.id
  left join (
    select v.lesson_content_id, count(*) filter (where v.vote_type = 'upvote') as upvotes,
      count(*) filter (where v.vote_type = 'downvote') as downvotes
    from lessons_lessonvote v where lesson_ids is null or v.lesson_content_id = any(lesson_ids)
    group by v.lesson_content_id
  ) c on c.lesson_content_id = r.id
  left join preheat.verdicts(lesson_ids) d on d.lesson_id = r.id
  cross join lateral (
    select (coalesce(i.upvotes, 0) + coalesce(c.upvotes, 0))::integer as upvotes,
      (coalesce(i.downvotes, 0) + coalesce(c.downvotes, 0))::integer as downvotes
  ) n
  where o.lesson_id is not null or i.lesson_id is not null or c.lesson_content_id is not null or d.lesson_id is not null;
$$;

-- Cells whose keys do not lead to the version that the rule names: rows that the application wrote, or wrote an old key
-- back to; live versions that are gone or may not be served; and those where the rule names another one by now, as
-- votes and verdicts of the application itself decide nothing here. Takes no locks.
create or replace function preheat.cells_to_decide() returns setof bigint
  language sql stable
as $$
  -- Materialized: nearly every lesson is live, and the keys of all cells need not be looked at for the others.
  with stray as materialized (
    select l.cache_key from lessons_lessoncontent l
    where l.cache_key not like 'parked:%'
      and not exists (select from preheat.lesson_version v where v.lesson_id = l.id and v.state = 'live')
  )
  select k.cell_id from stray join preheat.cell_key k using (cache_key)
  union
  select v.cell_id
  from preheat.lesson_version v
  join preheat.cell c using (cell_id)
  left join lessons_lessoncontent l on l.id = v.lesson_id
  where v.state = 'live' and (
    l.cache_key is distinct from case v.variant when 'plain' then c.cache_key else c.multi_source_key end
    or l.approval_status = 'rejected'
    or not preheat.has_lesson(l.content, l.approval_status, l.research_metadata)
  )
  union
  select w.cell_id
  -- One is live at most, so that where there is a choice, or none is live, one is parked.
  from preheat.winners(array(select distinct v.cell_id from preheat.lesson_version v where v.state = 'parked')) w
  join preheat.lesson_version v on v.lesson_id = w.lesson_id
  where v.state <> 'live';
$$;
