-- What people do to versions, and what mends cells that the application's own writes left wrong.

-- For the audit: how these versions stand.
create function preheat.standing_of(lesson_ids preheat.lesson_id[]) returns jsonb
  language sql stable
as $$
  select jsonb_object_agg(v.lesson_id, jsonb_build_object(
    'state', v.state, 'promoted', v.promoted_at is not null, 'superseded', v.superseded_at is not null
  ))
  from preheat.lesson_version v where v.lesson_id = any(lesson_ids);
$$;

-- Promotes, retires or restores a version and its twins, or rolls back to the version that was live before it. Says
-- `done`, or why nothing was changed.
create function preheat.act_on_lesson(
  act text, of_lesson_id preheat.lesson_id, actor text, actor_role text, why text,
  out outcome text, out acted_on preheat.lesson_id, out cell_id bigint
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  of_cell_id bigint;
  lesson_ids preheat.lesson_id[];
  standing_before jsonb;
begin
  if not exists (select from lessons_lessoncontent l where l.id = of_lesson_id) then
    outcome := 'unknown_lesson';
    return;
  end if;
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  if of_cell_id is null then
    outcome := 'no_cell';
    return;
  end if;
  cell_id := of_cell_id;
  acted_on := of_lesson_id;
  if act = 'roll_back' then
    if not exists (select from preheat.lesson_version v where v.lesson_id = of_lesson_id and v.state = 'live') then
      outcome := 'not_live';
      return;
    end if;
    acted_on := (
      select v.lesson_id
      from preheat.lesson_version v
      join preheat.lesson_version now_live on now_live.lesson_id = of_lesson_id and now_live.variant = v.variant
      where v.cell_id = of_cell_id and v.state = 'parked' and v.live_since is not null
        and v.lesson_id in (select c.lesson_id from preheat.candidates(array[of_cell_id]) c)
      order by v.live_since desc limit 1
    );
  end if;
  lesson_ids := preheat.twins_of(acted_on);
  outcome := case
    when acted_on is null then 'nothing_before'
    when act in ('promote', 'roll_back') then (
      select case
        when v.state = 'retired' then 'retired'
        when l.approval_status = 'rejected' then 'rejected'
        when not preheat.has_lesson(l.content, l.approval_status, l.research_metadata) then 'placeholder'
        when v.state = 'live' and v.promoted_at is not null then 'unchanged'
        else 'done'
      end
      from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
      where v.lesson_id = acted_on
    )
    when act = 'retire' then (
      select case v.state when 'retired' then 'unchanged' else 'done' end
      from preheat.lesson_version v where v.lesson_id = acted_on
    )
    when act = 'restore' then (
      select case v.state when 'retired' then 'done' else 'not_retired' end
      from preheat.lesson_version v where v.lesson_id = acted_on
    )
  end;
  if outcome is null then
    raise exception 'There is no act %.', act;
  end if;
  if outcome <> 'done' then
    return;
  end if;
  standing_before := preheat.standing_of(lesson_ids);
  if act in ('promote', 'roll_back') then
    update preheat.lesson_version v set promoted_at = null, promoted_by = null
      where v.cell_id = of_cell_id and v.promoted_at is not null
        and v.variant in (select t.variant from preheat.lesson_version t where t.lesson_id = any(lesson_ids));
    update preheat.lesson_version v set promoted_at = clock_timestamp(), promoted_by = actor, superseded_at = null
      where v.lesson_id = any(lesson_ids) and v.state <> 'retired';
  elsif act = 'retire' then
    update preheat.lesson_version v set state = 'retired', since = now(), promoted_at = null, promoted_by = null
      where v.lesson_id = any(lesson_ids);
  else
    update preheat.lesson_version v set state = 'parked', since = now(), superseded_at = null
      where v.lesson_id = any(lesson_ids) and v.state = 'retired';
  end if;
  perform preheat.decide(array[of_cell_id]);
  perform preheat.audit(
    actor, actor_role, act, of_cell_id, acted_on::text, why, standing_before, preheat.standing_of(lesson_ids)
  );
end
$$;

-- Cells whose keys do not lead to the version that the rule names: rows that the application wrote, or wrote an old key
-- back to; live versions that are gone or may not be served; and those where the rule names another one by now, as
-- votes and verdicts of the application itself decide nothing here. Takes no locks.
create function preheat.cells_to_decide() returns setof bigint
  language sql stable
as $$
  select k.cell_id
  from preheat.cell_key k
  join lessons_lessoncontent l on l.cache_key = k.cache_key
  left join preheat.lesson_version v on v.lesson_id = l.id and v.state = 'live'
  where v.lesson_id is null
  union
  select v.cell_id
  from preheat.lesson_version v
  left join lessons_lessoncontent l on l.id = v.lesson_id
  left join preheat.cell_key k on k.cell_id = v.cell_id and k.variant = v.variant and k.cache_key = l.cache_key
  where v.state = 'live' and (
    k.cell_id is null or l.approval_status = 'rejected'
    or not preheat.has_lesson(l.content, l.approval_status, l.research_metadata)
  )
  union
  select w.cell_id
  from preheat.winners(array(
    select v.cell_id from preheat.lesson_version v
    where v.state <> 'retired'
    group by v.cell_id, v.variant
    having count(*) > 1 or not bool_or(v.state = 'live')
  )) w
  join preheat.lesson_version v on v.lesson_id = w.lesson_id
  where v.state <> 'live';
$$;

-- Counts what a lesson without votes is taken for.
create function preheat.count_style_votes() returns void
  language sql
as $$
  insert into preheat.style_prior (style, upvotes, downvotes)
  select learning_style, sum(upvotes), sum(downvotes) from lessons_lessoncontent
  where upvotes > 0 or downvotes > 0
  group by learning_style
  on conflict (style) do update set upvotes = excluded.upvotes, downvotes = excluded.downvotes, counted_at = now()
  where (style_prior.upvotes, style_prior.downvotes) is distinct from (excluded.upvotes, excluded.downvotes);
$$;

-- Publishes live lessons of Preheat's own under those of these keys where a cell has none: what was paid for once is
-- not paid for again when a variant is added. At most `max_count` rows at a time. The twin stands as its lesson does
-- with the mentors, and begins without votes.
create function preheat.publish_twins(variants text[], max_count integer) returns integer
  language plpgsql
as $$
declare
  source record;
  twin_id preheat.lesson_id;
  twin_count integer := 0;
begin
  for source in
    select v.lesson_id, v.cell_id, v.draft_id, k.variant, k.cache_key
    from preheat.lesson_version v
    join preheat.cell c using (cell_id)
    join preheat.cell_key k on k.cell_id = v.cell_id and k.variant <> v.variant
    where v.state = 'live' and v.draft_id is not null and c.archived_at is null and k.variant = any(variants)
      and not exists (select from lessons_lessoncontent l where l.cache_key = k.cache_key)
      and not exists (
        select from preheat.lesson_version t
        where t.cell_id = v.cell_id and t.variant = k.variant and (t.draft_id = v.draft_id or t.state <> 'retired')
      )
    order by v.cell_id, k.variant limit max_count
  loop
    perform from preheat.cell c where c.cell_id = source.cell_id for no key update;
    -- Somebody may have filled it, or taken the lesson out, while the cell was waited for.
    continue when exists (select from lessons_lessoncontent l where l.cache_key = source.cache_key)
      or not exists (
        select from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
        where v.lesson_id = source.lesson_id and v.state = 'live' and l.approval_status <> 'rejected'
      );
    select preheat.store_lesson(to_jsonb(l), source.cache_key) into twin_id
      from lessons_lessoncontent l where l.id = source.lesson_id;
    update lessons_lessoncontent t set generated_at = l.generated_at,
      approval_status = case l.approval_status when 'mentor_verified' then l.approval_status else t.approval_status end
      from lessons_lessoncontent l where l.id = source.lesson_id and t.id = twin_id;
    insert into preheat.lesson_version (
      lesson_id, cell_id, variant, state, origin, request_id, draft_id, run_id, prompt_version, model, fingerprint,
      generated_at, step_digest, stale_text_since, parent_lesson_id, live_since, promoted_at, promoted_by, superseded_at
    )
    select twin_id, v.cell_id, source.variant, 'live', v.origin, v.request_id, v.draft_id, v.run_id, v.prompt_version, v.model,
      v.fingerprint, v.generated_at, v.step_digest, v.stale_text_since, v.parent_lesson_id, now(), v.promoted_at,
      v.promoted_by, v.superseded_at
    from preheat.lesson_version v where v.lesson_id = source.lesson_id;
    insert into lessons_mentorreview (id, status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id)
    select preheat.new_id('lessons_mentorreview'), r.status, r.feedback, r.expertise_area, r.reviewed_at, r.updated_at, twin_id, r.mentor_id
    from lessons_mentorreview r where r.lesson_content_id = source.lesson_id;
    insert into preheat.review_reason (lesson_id, mentor_id, reasons)
    select twin_id, r.mentor_id, r.reasons from preheat.review_reason r where r.lesson_id = source.lesson_id;
    twin_count := twin_count + 1;
  end loop;
  return twin_count;
end
$$;
