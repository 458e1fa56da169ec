-- The schema `preheat` after all migrations. Written by `npm run schema`; compared by the tests.

set check_function_bodies = off;

create domain preheat.lesson_id as bigint;

create sequence preheat.reader_id as bigint minvalue 1000000000 maxvalue 2147483647;

CREATE OR REPLACE FUNCTION preheat.account_fault(user_id text)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select case
    when u.id is null then 'unknown'
    when u.is_deleted then 'deleted'
    when u.is_blocked then 'blocked'
    when u.is_suspended then 'suspended'
    when not u.is_active then 'deactivated'
    when u.account_status <> 'active' then u.account_status
  end
  from (values (user_id)) w (id) left join users u on u.id = w.id;
$function$
;

CREATE OR REPLACE FUNCTION preheat.act_on_lesson(act text, of_lesson_id preheat.lesson_id, actor text, actor_role text, why text, OUT outcome text, OUT acted_on preheat.lesson_id, OUT cell_id bigint)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION preheat.add_usage(pacific_day date, model text, is_interactive boolean, request_count integer, reserved_usd numeric, spent_usd numeric)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  batch_share integer := case when add_usage.is_interactive then 0 else 1 end;
  key text;
begin
  foreach key in array array['*', add_usage.model] loop
    insert into preheat.usage_day as d (pacific_day, model, request_count, batch_request_count, reserved_usd,
      batch_reserved_usd, spent_usd, batch_spent_usd)
    values (add_usage.pacific_day, key, add_usage.request_count, batch_share * add_usage.request_count,
      add_usage.reserved_usd, batch_share * add_usage.reserved_usd, add_usage.spent_usd, batch_share * add_usage.spent_usd)
    on conflict (pacific_day, model) do update set
      request_count = d.request_count + excluded.request_count,
      batch_request_count = d.batch_request_count + excluded.batch_request_count,
      reserved_usd = d.reserved_usd + excluded.reserved_usd,
      batch_reserved_usd = d.batch_reserved_usd + excluded.batch_reserved_usd,
      spent_usd = d.spent_usd + excluded.spent_usd,
      batch_spent_usd = d.batch_spent_usd + excluded.batch_spent_usd;
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.adopt(cell_ids bigint[])
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into preheat.lesson_version (lesson_id, cell_id, variant, state, origin, model, generated_at)
  select l.id, k.cell_id, k.variant, 'parked', 'adopted', l.ai_model_version, l.generated_at
  from preheat.cell_key k join lessons_lessoncontent l on l.cache_key = k.cache_key
  where k.cell_id in (select unnest(cell_ids)) and not exists (select from preheat.lesson_version v where v.lesson_id = l.id)
  on conflict (lesson_id) do nothing;
$function$
;

CREATE OR REPLACE FUNCTION preheat.attach_regeneration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update preheat.regeneration set run_id = new.run_id
    where cell_id = new.cell_id and ended_at is null and run_id is null;
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.attempt(of_kind text, of_subject text, max_count integer, window_length interval)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
AS $function$
declare
  allowed_at timestamptz;
begin
  insert into preheat.attempt as a (kind, subject, window_ends_at, attempt_count)
    values (of_kind, of_subject, clock_timestamp() + window_length, 1)
    on conflict (kind, subject) do update set
      attempt_count = case when a.window_ends_at <= clock_timestamp() then 1 else a.attempt_count + 1 end,
      window_ends_at = case
        when a.window_ends_at <= clock_timestamp() then clock_timestamp() + window_length else a.window_ends_at
      end
      where a.window_ends_at <= clock_timestamp() or a.attempt_count < max_count;
  if found then
    return null;
  end if;
  select a.window_ends_at into allowed_at from preheat.attempt a where a.kind = of_kind and a.subject = of_subject;
  return allowed_at;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.audit(actor text, actor_role text, action text, cell_id bigint, lesson_id text, reason text, before jsonb, after jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into preheat.audit_event (actor, actor_role, action, cell_id, lesson_id, reason, before, after)
  values (actor, actor_role, action, cell_id, lesson_id, reason, before, after);
$function$
;

CREATE OR REPLACE FUNCTION preheat.block_model(model text, cause text, until timestamp with time zone, message text, requests_per_minute integer, input_tokens_per_minute integer, requests_per_day integer, at timestamp with time zone, OUT blocked_until timestamp with time zone, OUT blocked_cause text, OUT blocked_message text, OUT learnt_at timestamp with time zone, OUT learnt_requests_per_minute integer, OUT learnt_input_tokens_per_minute integer, OUT learnt_requests_per_day integer)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  l preheat.model_limit;
  clock timestamptz;
  fresh boolean;
begin
  insert into preheat.model_limit (model) values (block_model.model) on conflict do nothing;
  select * into l from preheat.model_limit o where o.model = block_model.model for no key update;
  clock := coalesce(at, clock_timestamp());
  if l.blocked_until is null or l.blocked_until < until then
    l.blocked_until := until;
    l.blocked_cause := cause;
    l.blocked_message := message;
  end if;
  if num_nonnulls(requests_per_minute, input_tokens_per_minute, requests_per_day) > 0 then
    fresh := coalesce(l.learnt_at > clock - interval '24 hours', false);
    l.learnt_requests_per_minute :=
      least(requests_per_minute, case when fresh then l.learnt_requests_per_minute end);
    l.learnt_input_tokens_per_minute :=
      least(input_tokens_per_minute, case when fresh then l.learnt_input_tokens_per_minute end);
    l.learnt_requests_per_day := least(requests_per_day, case when fresh then l.learnt_requests_per_day end);
    l.learnt_at := clock;
    l.learnt_message := message;
  end if;
  update preheat.model_limit o set blocked_until = l.blocked_until, blocked_cause = l.blocked_cause,
    blocked_message = l.blocked_message, ramp_limit = 1, learnt_at = l.learnt_at, learnt_message = l.learnt_message,
    learnt_requests_per_minute = l.learnt_requests_per_minute,
    learnt_input_tokens_per_minute = l.learnt_input_tokens_per_minute,
    learnt_requests_per_day = l.learnt_requests_per_day
  where o.model = block_model.model;
  blocked_until := l.blocked_until;
  blocked_cause := l.blocked_cause;
  blocked_message := l.blocked_message;
  learnt_at := l.learnt_at;
  learnt_requests_per_minute := l.learnt_requests_per_minute;
  learnt_input_tokens_per_minute := l.learnt_input_tokens_per_minute;
  learnt_requests_per_day := l.learnt_requests_per_day;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.cache_key(step_title text, lesson_number integer, style text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN md5(((((step_title || ':'::text) || (lesson_number)::text) || ':'::text) || style))
;

CREATE OR REPLACE FUNCTION preheat.cache_key(step_title text, lesson_number integer, style text, variant text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN md5((((((step_title || ':'::text) || (lesson_number)::text) || ':'::text) || style) || CASE variant WHEN 'plain'::text THEN ''::text ELSE (':'::text || variant) END))
;

CREATE OR REPLACE FUNCTION preheat.candidates(cell_ids bigint[])
 RETURNS TABLE(cell_id bigint, variant text, lesson_id preheat.lesson_id, is_emulated boolean, is_backed boolean, is_promoted boolean, is_superseded boolean, vote_mean double precision, generated_at timestamp with time zone)
 LANGUAGE sql
 STABLE
AS $function$
  select v.cell_id, v.variant, v.lesson_id, l.created_by = 'gemini-emulator',
    l.approval_status = 'mentor_verified' or p.is_promoted, p.is_promoted, v.superseded_at is not null,
    -- The Bayesian mean: ten votes of the style's share, itself with ten votes that are half and half, and its own.
    (10 * ((coalesce(s.upvotes, 0) + 5)::float8 / (coalesce(s.upvotes, 0) + coalesce(s.downvotes, 0) + 10)) + l.upvotes)
      / (10 + l.upvotes + l.downvotes),
    l.generated_at
  from preheat.lesson_version v
  join preheat.cell c using (cell_id)
  join lessons_lessoncontent l on l.id = v.lesson_id
  left join preheat.style_prior s on s.style = c.style
  cross join lateral (
    select v.promoted_at is not null and not exists (
      select from preheat.lesson_version o
      join lessons_lessoncontent ol on ol.id = o.lesson_id
      join lessons_mentorreview r on r.lesson_content_id = o.lesson_id
      where o.cell_id = v.cell_id and o.variant = v.variant and o.lesson_id <> v.lesson_id and o.state <> 'retired'
        and ol.approval_status = 'mentor_verified' and r.status = 'verified' and r.updated_at > v.promoted_at
    ) as is_promoted
  ) p
  where v.cell_id in (select unnest(cell_ids)) and v.state <> 'retired' and l.approval_status <> 'rejected'
    and preheat.has_lesson(l.content, l.approval_status, l.research_metadata);
$function$
;

CREATE OR REPLACE FUNCTION preheat.cast_vote(lesson text, voter_id text, new_type text, new_comment text, OUT refusal text, OUT upvotes integer, OUT downvotes integer, OUT approval_status text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  of_lesson_id preheat.lesson_id := preheat.lesson_id_of(lesson);
  of_cell_id bigint;
  old_type text;
  clock timestamptz;
  was record;
begin
  -- Before any lock: who may not vote keeps nobody waiting.
  refusal := preheat.account_fault(voter_id);
  if refusal is not null then
    return;
  end if;
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  select l.upvotes, l.downvotes, l.approval_status into was
    from lessons_lessoncontent l where l.id = of_lesson_id for no key update;
  if not found then
    refusal := 'unknown_lesson';
    return;
  end if;
  if was.upvotes + was.downvotes > 0 then
    insert into preheat.imported_votes (lesson_id, upvotes, downvotes)
      select of_lesson_id, was.upvotes, was.downvotes
      where not exists (select from lessons_lessonvote v where v.lesson_content_id = of_lesson_id)
        and not exists (select from preheat.lesson_version v where v.lesson_id = of_lesson_id and v.origin = 'preheat')
      on conflict (lesson_id) do nothing;
  end if;
  -- Not that of the transaction, which may have begun before the votes that this one waited for.
  clock := clock_timestamp();
  -- The application locks nothing: it may store or delete the same user's vote at this moment.
  loop
    select v.vote_type into old_type from lessons_lessonvote v
      where v.user_id = voter_id and v.lesson_content_id = of_lesson_id for no key update;
    if found then
      update lessons_lessonvote v set vote_type = new_type, updated_at = clock,
        -- What was said for one vote is not said for the other.
        comment = coalesce(new_comment, case when v.vote_type = new_type then v.comment else '' end)
        where v.user_id = voter_id and v.lesson_content_id = of_lesson_id;
      exit;
    end if;
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
      values (preheat.new_id('lessons_lessonvote'), new_type, coalesce(new_comment, ''), clock, clock, of_lesson_id, voter_id)
      on conflict (user_id, lesson_content_id) do nothing;
    exit when found;
  end loop;
  -- Never below 0, where the application's race had lost the vote that is taken back.
  upvotes := greatest(0, was.upvotes + (new_type = 'upvote')::integer - coalesce(old_type = 'upvote', false)::integer);
  downvotes := greatest(0, was.downvotes + (new_type = 'downvote')::integer - coalesce(old_type = 'downvote', false)::integer);
  approval_status := case
    when was.approval_status = 'pending' and preheat.is_approved_by_votes(upvotes, downvotes) then 'approved'
    else was.approval_status
  end;
  if (upvotes, downvotes, approval_status) is distinct from (was.upvotes, was.downvotes, was.approval_status::text) then
    update lessons_lessoncontent l
      set upvotes = cast_vote.upvotes, downvotes = cast_vote.downvotes, approval_status = cast_vote.approval_status
      where l.id = of_lesson_id;
    -- Votes weigh among versions: without another one there is nothing to decide (most of a vote's time).
    if exists (
      select from preheat.lesson_version o join preheat.lesson_version v on v.variant = o.variant
      where o.cell_id = of_cell_id and o.lesson_id <> of_lesson_id and o.state <> 'retired' and v.lesson_id = of_lesson_id
    ) then
      perform preheat.decide(array[of_cell_id]);
    end if;
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.cells_to_decide()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION preheat.claim_review(of_mentor_id text, reviewer_roles text[], lease interval, sample_point double precision, skips_hold interval, OUT refusal text, OUT lesson_id preheat.lesson_id, OUT is_resumed boolean, OUT claimed_at timestamp with time zone, OUT leased_until timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  clock timestamptz;
  not_skipped_since timestamptz;
  held preheat.lesson_id;
  offer record;
begin
  refusal := preheat.reviewer_fault(of_mentor_id, reviewer_roles);
  if refusal is not null then
    return;
  end if;
  -- Two pages of one mentor come one after the other.
  perform pg_advisory_xact_lock(hashtextextended('preheat.review_claim:' || of_mentor_id, 0));
  clock := clock_timestamp();
  not_skipped_since := coalesce(clock - skips_hold, 'infinity');
  select c.lesson_id into held from preheat.review_claim c where c.mentor_id = of_mentor_id;
  if found then
    update preheat.review_claim c set heartbeat_at = clock, leased_until = clock + lease
      from preheat.review_item i
      cross join lateral preheat.review_kind(i.cell_id, i.lesson_ids, i.needs_second, of_mentor_id) k
      where c.lesson_id = held and c.mentor_id = of_mentor_id and i.lesson_id = held
      returning c.lesson_id, c.claimed_at, c.leased_until into lesson_id, claimed_at, leased_until;
    if found then
      is_resumed := true;
      return;
    end if;
    -- Reviewed, retired, verified by somebody: it wants no word of theirs any more.
    perform preheat.end_claim(held, of_mentor_id);
  end if;
  is_resumed := false;
  loop
    -- What others are claiming at this moment is not waited for. Only the item is locked, and only against claims.
    offer := null;
    select i.lesson_id, s.p_bad, o.kind, false as is_sample into offer
      from preheat.review_request q
      join preheat.review_item i using (lesson_id) join preheat.review_score s using (lesson_id)
      cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
      where preheat.requested_since(i.lesson_ids) is not null
      order by q.requested_at, q.lesson_id limit 1 for no key update of i skip locked;
    if offer is null and sample_point is not null then
      select i.lesson_id, s.p_bad, o.kind, true as is_sample into offer
        from preheat.review_item i join preheat.review_score s using (lesson_id)
        cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
        where i.sample_key >= sample_point
        order by i.sample_key limit 1 for no key update of i skip locked;
      if offer is null then
        select i.lesson_id, s.p_bad, o.kind, true as is_sample into offer
          from preheat.review_item i join preheat.review_score s using (lesson_id)
          cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
          where i.sample_key < sample_point
          order by i.sample_key limit 1 for no key update of i skip locked;
      end if;
    elsif offer is null then
      select i.lesson_id, s.p_bad, o.kind, false as is_sample into offer
        from preheat.review_score s join preheat.review_item i using (lesson_id)
        cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
        order by s.harm desc, s.lesson_id limit 1 for no key update of i skip locked;
    end if;
    if offer is null then
      return;
    end if;
    insert into preheat.review_claim as c (
        lesson_id, mentor_id, kind, is_sample, p_bad, claimed_at, heartbeat_at, leased_until
      )
      values (offer.lesson_id, of_mentor_id, offer.kind, offer.is_sample, offer.p_bad, clock, clock, clock + lease)
      on conflict (lesson_id) do update set
        mentor_id = excluded.mentor_id, kind = excluded.kind, is_sample = excluded.is_sample, p_bad = excluded.p_bad,
        claimed_at = excluded.claimed_at, heartbeat_at = excluded.heartbeat_at, leased_until = excluded.leased_until
        where c.leased_until <= clock;
    -- Claimed between the look and the lock: the next look sees it.
    if found then
      lesson_id := offer.lesson_id;
      claimed_at := clock;
      leased_until := clock + lease;
      return;
    end if;
  end loop;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.count_style_votes()
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into preheat.style_prior (style, upvotes, downvotes)
  select learning_style, sum(upvotes), sum(downvotes) from lessons_lessoncontent
  where upvotes > 0 or downvotes > 0
  group by learning_style
  on conflict (style) do update set upvotes = excluded.upvotes, downvotes = excluded.downvotes, counted_at = now()
  where (style_prior.upvotes, style_prior.downvotes) is distinct from (excluded.upvotes, excluded.downvotes);
$function$
;

CREATE OR REPLACE FUNCTION preheat.decide(cell_ids bigint[])
 RETURNS TABLE(cell_id bigint, variant text, lesson_id preheat.lesson_id, state text)
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  winners preheat.lesson_id[];
begin
  perform from preheat.cell c where c.cell_id in (select unnest(cell_ids)) order by c.cell_id for no key update;
  perform preheat.adopt(cell_ids);
  -- What somebody else writes to one of the rows at this moment is waited for, and counts.
  perform from lessons_lessoncontent l
    where l.id in (select v.lesson_id from preheat.lesson_version v where v.cell_id in (select unnest(cell_ids)))
    order by l.id for no key update;
  winners := array(select w.lesson_id from preheat.winners(cell_ids) w);
  update lessons_lessoncontent l set cache_key = 'parked:' || l.id
    from preheat.lesson_version v join preheat.cell c using (cell_id)
    where v.cell_id in (select unnest(cell_ids)) and l.id = v.lesson_id and l.cache_key in (c.cache_key, c.multi_source_key)
      and v.lesson_id <> all(winners);
  return query
    update preheat.lesson_version v set since = now(),
      state = case when exists (select from lessons_lessoncontent l where l.id = v.lesson_id) then 'parked' else 'retired' end
    where v.cell_id in (select unnest(cell_ids)) and v.state <> 'retired'
      and (v.state = 'live' or not exists (select from lessons_lessoncontent l where l.id = v.lesson_id))
      and v.lesson_id <> all(winners)
    returning v.cell_id, v.variant, v.lesson_id, v.state;
  update lessons_lessoncontent l set cache_key = k.cache_key
    from unnest(winners) w
    join preheat.lesson_version v on v.lesson_id = w join preheat.cell_key k on k.cell_id = v.cell_id and k.variant = v.variant
    where l.id = w and l.cache_key <> k.cache_key;
  return query
    update preheat.lesson_version v set state = 'live', since = now(), live_since = now()
    from unnest(winners) w
    where v.lesson_id = w and v.state <> 'live'
    returning v.cell_id, v.variant, v.lesson_id, v.state;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.end_claim(of_lesson_id preheat.lesson_id, of_mentor_id text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  twins preheat.lesson_id[] := preheat.twins_of(of_lesson_id);
  item preheat.review_item;
begin
  -- The item before the claim, as a claim takes them.
  select * into item from preheat.review_item i where i.lesson_id = any(twins) limit 1 for update;
  with ended as (
    delete from preheat.review_claim c where c.mentor_id = of_mentor_id and c.lesson_id = any(twins) returning *
  )
  insert into preheat.review_outcome (lesson_id, mentor_id, kind, is_sample, p_bad, claimed_at, ended_at, verdict)
  select e.lesson_id, e.mentor_id, e.kind, e.is_sample, e.p_bad, e.claimed_at, clock_timestamp(), r.status
  from ended e
  cross join lateral (
    select m.status from lessons_mentorreview m
    where m.mentor_id = of_mentor_id and m.lesson_content_id = any(twins)
    order by m.updated_at desc limit 1
  ) r;
  if item.lesson_id is not null and not exists (
    select from preheat.review_kind(item.cell_id, item.lesson_ids, item.needs_second, null)
  ) then
    delete from preheat.review_item i where i.lesson_id = item.lesson_id;
    -- A refresh that is writing it takes it away itself: a verdict holds a lesson that learners vote on.
    delete from preheat.review_score s where s.lesson_id in (
      select o.lesson_id from preheat.review_score o where o.lesson_id = item.lesson_id for update skip locked
    );
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.end_regeneration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update preheat.regeneration g set ended_at = clock_timestamp(), message = new.cause_message,
    lesson_ids = m.lesson_ids,
    outcome = case
      when new.status <> 'published' then new.status
      when m.is_live then 'live'
      else 'challenger'
    end
    from (
      select coalesce(jsonb_agg(v.lesson_id order by v.lesson_id), '[]') as lesson_ids,
        coalesce(bool_or(v.state = 'live'), false) as is_live
      from preheat.lesson_version v where v.run_id = new.run_id and v.cell_id = new.cell_id
    ) m
    where g.run_id = new.run_id and g.cell_id = new.cell_id and g.ended_at is null;
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.end_regenerations_of_run()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update preheat.regeneration set ended_at = clock_timestamp(), outcome = 'not_reached', message = new.cause_message
    where run_id = new.run_id and ended_at is null;
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.fill_skeletons(cell_ids bigint[] DEFAULT NULL::bigint[])
 RETURNS TABLE(lesson_id preheat.lesson_id, cell_id bigint, filled_from preheat.lesson_id)
 LANGUAGE sql
AS $function$
      -- The application makes no such rows in this age.
      select f.lesson_id, f.cell_id, f.filled_from from preheat.filled_skeleton f where false;
    $function$
;

CREATE OR REPLACE FUNCTION preheat.free_reservations(request_ids text[], is_lost boolean, returns_tokens boolean)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  gone preheat.reservation[];
  lost integer := case when is_lost then 1 else 0 end;
  g record;
begin
  with deleted as (
    delete from preheat.reservation v where v.request_id = any (free_reservations.request_ids) returning v
  )
  select array_agg(v) into gone from deleted;
  if gone is null then return 0; end if;
  for g in select run_id, sum(max_usd) as usd, count(*) as call_count from unnest(gone) group by run_id order by run_id loop
    update preheat.run r set reserved_usd = r.reserved_usd - g.usd, spent_usd = r.spent_usd + lost * g.usd,
      lost_usd = r.lost_usd + lost * g.usd, lost_call_count = r.lost_call_count + lost * g.call_count
    where r.run_id = g.run_id;
  end loop;
  for g in
    select pacific_day, model, is_interactive, sum(max_usd) as usd
    from unnest(gone) group by pacific_day, model, is_interactive order by pacific_day
  loop
    perform preheat.add_usage(g.pacific_day, g.model, g.is_interactive, 0, -g.usd, lost * g.usd);
  end loop;
  if returns_tokens then
    for g in
      select model, sum(max_input_tokens) as tokens, sum(max_input_tokens) filter (where not is_interactive) as batch_tokens
      from unnest(gone) where is_paced group by model order by model
    loop
      update preheat.model_limit l set token_level = l.token_level - g.tokens,
        batch_token_level = l.batch_token_level - coalesce(g.batch_tokens, 0)
      where l.model = g.model;
    end loop;
  end if;
  return cardinality(gone);
end $function$
;

CREATE OR REPLACE FUNCTION preheat.free_run(run_id bigint)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
begin
  return preheat.free_reservations(
    array(
      select v.request_id from preheat.reservation v where v.run_id = free_run.run_id for update skip locked
    ),
    is_lost => true, returns_tokens => false);
end $function$
;

CREATE OR REPLACE FUNCTION preheat.has_lesson(content jsonb, approval_status text, research_metadata jsonb)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((research_metadata @> '{"generator": "preheat"}'::jsonb) OR (NOT ((NOT jsonb_path_exists(CASE WHEN (jsonb_typeof(content) = 'object'::text) THEN (content - ARRAY['type'::text, 'lesson_type'::text, 'title'::text, 'summary'::text, 'description'::text, 'estimated_duration'::text, 'difficulty'::text, 'research_metadata'::text, 'source_attribution'::text, 'sources'::text, 'hero_image'::text]) ELSE content END, '$.**?(@ like_regex "\\S")'::jsonpath)) OR ((approval_status <> 'mentor_verified'::text) AND (((content ?| ARRAY['is_fallback'::text, 'error'::text, 'error_note'::text]) AND (content @? '$?($."is_fallback" == true || exists ($.keyvalue()?(@."key" like_regex "^error(_note)?$" && (@."value" == true || !(@."value".type() like_regex "^(null|boolean)$")))))'::jsonpath)) OR ((pg_column_size(content) < 4000) AND (content @? '$?($.* like_regex "placeholder lesson" flag "i" || $ like_regex "placeholder lesson" flag "i")'::jsonpath)))))))
;

CREATE OR REPLACE FUNCTION preheat.is_approved_by_votes(upvotes integer, downvotes integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (((upvotes - downvotes) >= 10) AND (((upvotes)::bigint * 5) >= (((upvotes)::bigint + downvotes) * 4)))
;

CREATE OR REPLACE FUNCTION preheat.last_act_of_person(of_cell_id bigint)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select greatest(
    (
      select max(r.updated_at) from preheat.lesson_version v
      join lessons_mentorreview r on r.lesson_content_id = v.lesson_id
      where v.cell_id = of_cell_id
    ),
    (select max(a.at) from preheat.audit_event a where a.cell_id = of_cell_id and a.actor <> 'preheat'),
    (select max(g.requested_at) from preheat.regeneration g where g.cell_id = of_cell_id and g.trigger = 'person')
  );
$function$
;

CREATE OR REPLACE FUNCTION preheat.lesson_id_of(id text)
 RETURNS preheat.lesson_id
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
declare
  lesson_id preheat.lesson_id;
begin
  -- Assigned, not cast: a cast cuts a text that is too long, and finds the lesson of another id.
  lesson_id := id;
  return lesson_id;
exception when data_exception then
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.limit_in_force(setting integer, configured integer, learnt integer, learnt_at timestamp with time zone, at timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 STABLE
RETURN LEAST(COALESCE(setting, configured), CASE WHEN (learnt_at > (at - '24:00:00'::interval)) THEN learnt ELSE NULL::integer END)
;

CREATE OR REPLACE FUNCTION preheat.lock_cell_of(of_lesson_id preheat.lesson_id)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  of_cell_id bigint;
begin
  select v.cell_id into of_cell_id from preheat.lesson_version v where v.lesson_id = of_lesson_id;
  if not found then
    select k.cell_id into of_cell_id
    from lessons_lessoncontent l join preheat.cell_key k on k.cache_key = l.cache_key where l.id = of_lesson_id;
  end if;
  perform from preheat.cell c where c.cell_id = of_cell_id for no key update;
  perform preheat.adopt(array[of_cell_id]);
  return of_cell_id;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.needing_improvement(lesson_ids preheat.lesson_id[])
 RETURNS SETOF preheat.lesson_id
 LANGUAGE sql
 STABLE
AS $function$
  select distinct w.lesson_id from (
    select distinct on (i.id, r.mentor_id) i.id as lesson_id, r.status
    from unnest(lesson_ids) i (id)
    join lessons_mentorreview r on r.lesson_content_id = any(array(select unnest(preheat.twins_of(i.id))))
    order by i.id, r.mentor_id, r.updated_at desc, r.status
  ) w
  where w.status = 'needs_improvement';
$function$
;

CREATE OR REPLACE FUNCTION preheat.new_id(of_table regclass)
 RETURNS preheat.lesson_id
 LANGUAGE plpgsql
AS $function$
declare
  own_sequence text := pg_get_serial_sequence(of_table::text, 'id');
begin
  -- The assignment makes a number or a text of it, as the domain has it.
  return nextval(coalesce(own_sequence, 'preheat.reader_id')::regclass);
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.note_failure(model text, message text, at timestamp with time zone, OUT blocked_until timestamp with time zone, OUT blocked_cause text, OUT blocked_message text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  l preheat.model_limit;
  clock timestamptz;
begin
  insert into preheat.model_limit (model) values (note_failure.model) on conflict do nothing;
  select * into l from preheat.model_limit o where o.model = note_failure.model for no key update;
  clock := coalesce(at, clock_timestamp());
  -- What fails during a block was sent before it.
  if l.blocked_until is null or l.blocked_until <= clock then
    if l.window_started_at is null or l.window_started_at <= clock - interval '60 seconds' then
      l.window_started_at := clock;
      l.window_success_count := 0;
      l.window_failure_count := 0;
    end if;
    l.window_failure_count := l.window_failure_count + 1;
    if l.outage_level > 0 or l.window_failure_count >= 5 and l.window_failure_count >= l.window_success_count then
      l.blocked_until := clock + least(60 * 2 ^ l.outage_level, 900) * interval '1 second';
      l.blocked_cause := 'provider_down';
      l.blocked_message := message;
      l.ramp_limit := 1;
      l.outage_level := least(l.outage_level + 1, 10);
    end if;
    update preheat.model_limit o set window_started_at = l.window_started_at,
      window_success_count = l.window_success_count, window_failure_count = l.window_failure_count,
      blocked_until = l.blocked_until, blocked_cause = l.blocked_cause, blocked_message = l.blocked_message,
      ramp_limit = l.ramp_limit, outage_level = l.outage_level
    where o.model = note_failure.model;
  end if;
  if l.blocked_until > clock then
    blocked_until := l.blocked_until;
    blocked_cause := l.blocked_cause;
    blocked_message := l.blocked_message;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.note_success(model text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  l preheat.model_limit;
begin
  perform 1 from preheat.model_limit o where o.model = note_success.model
    and (o.ramp_limit is not null or o.window_started_at > note_success.at - interval '60 seconds');
  if not found then return; end if;
  select * into l from preheat.model_limit o where o.model = note_success.model for no key update;
  if l.window_started_at > at - interval '60 seconds' then
    l.window_success_count := l.window_success_count + 1;
  end if;
  -- One that was sent before the block says nothing of what comes after it.
  if l.blocked_until <= at then
    l.outage_level := 0;
    l.ramp_limit := l.ramp_limit + 1;
    if l.ramp_limit > 64 then
      l.ramp_limit := null;
      l.blocked_until := null;
      l.blocked_cause := null;
      l.blocked_message := null;
    end if;
  end if;
  update preheat.model_limit o set window_success_count = l.window_success_count, outage_level = l.outage_level,
    ramp_limit = l.ramp_limit, blocked_until = l.blocked_until, blocked_cause = l.blocked_cause,
    blocked_message = l.blocked_message
  where o.model = note_success.model;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.pacific_day(at timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((at AT TIME ZONE 'America/Los_Angeles'::text))::date
;

CREATE OR REPLACE FUNCTION preheat.pacific_day_end(at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (((((at AT TIME ZONE 'America/Los_Angeles'::text))::date + 1))::timestamp without time zone AT TIME ZONE 'America/Los_Angeles'::text)
;

CREATE OR REPLACE FUNCTION preheat.probability_bad(warning_count integer, upvotes integer, downvotes integer, is_first boolean, after_bad_verdict boolean, is_emulated boolean, waits_for_mentor boolean)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((10)::double precision / ((1)::double precision + exp(((((((2.2)::double precision - ((0.5)::double precision * (LEAST(warning_count, 4))::double precision)) - ((0.3)::double precision * ((is_first)::integer)::double precision)) - ((0.8)::double precision * ((after_bad_verdict)::integer)::double precision)) - ((1.5)::double precision * ((is_emulated)::integer)::double precision)) - ((1.2)::double precision * ((waits_for_mentor)::integer)::double precision))))) + (downvotes)::double precision) / (((10 + upvotes) + downvotes))::double precision)
;

CREATE OR REPLACE FUNCTION preheat.prompt_order(prompt_version text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (prompt_version ~ '^\d{4}-\d{2}-\d{2}(\.\d{1,6})?$'::text) THEN (((replace(split_part(prompt_version, '.'::text, 1), '-'::text, ''::text))::bigint * 1000000) + (('0'::text || split_part(prompt_version, '.'::text, 2)))::bigint) ELSE (0)::bigint END
;

CREATE OR REPLACE FUNCTION preheat.publish_lesson(of_cell_id bigint, claimer text, of_run_id bigint, of_draft_id bigint, of_request_id text, prompt_version text, model text, emulated boolean, made_from uuid, lesson jsonb, findings jsonb, fingerprint integer[], variants text[], parent preheat.lesson_id, OUT lesson_id preheat.lesson_id, OUT held boolean, OUT is_live boolean)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  c preheat.cell;
  k record;
  wanted text;
  is_alone boolean;
  must_decide boolean := false;
  row_id preheat.lesson_id;
  digest uuid;
  twin preheat.lesson_id;
begin
  select * into c from preheat.cell
    where cell_id = of_cell_id and claimed_by = claimer and archived_at is null for no key update;
  held := found;
  is_live := false;
  if not held then
    return;
  end if;
  select rc.wanted_because into wanted from preheat.run_cell rc where rc.run_id = of_run_id and rc.cell_id = of_cell_id;
  digest := coalesce(made_from, c.step_digest);
  -- Locked, so that a mentor's verdict comes before, and is heeded, or finds the lesson parked.
  perform from lessons_lessoncontent l where l.cache_key in (c.cache_key, c.multi_source_key) order by l.id for no key update;
  for k in select * from preheat.cell_key x where x.cell_id = of_cell_id and x.variant = any(variants) loop
    if wanted is distinct from 'regenerate' and exists (
      select from lessons_lessoncontent l left join preheat.lesson_version v on v.lesson_id = l.id
      where l.cache_key = k.cache_key and l.approval_status <> 'rejected' and (emulated or l.created_by <> 'gemini-emulator')
        and preheat.has_lesson(l.content, l.approval_status, l.research_metadata)
        -- Only lessons of Preheat's own go stale.
        and (wanted is distinct from 'stale' or v.origin is distinct from 'preheat')
    ) then
      continue;
    end if;
    is_alone := not exists (select from lessons_lessoncontent l where l.cache_key = k.cache_key)
      and not exists (
        select from preheat.lesson_version v
        where v.cell_id = of_cell_id and v.variant = k.variant and v.state <> 'retired'
      );
    must_decide := must_decide or not is_alone;
    row_id := preheat.store_lesson(
      lesson || jsonb_build_object(
        'roadmap_step_title', c.step_title, 'lesson_number', c.lesson_number, 'learning_style', c.style
      ),
      case when is_alone then k.cache_key end
    );
    twin := parent;
    if parent is not null then
      -- The twin of the parent, where it has one.
      select t.lesson_id into twin
      from preheat.lesson_version p join preheat.lesson_version t on t.draft_id = p.draft_id
      where p.lesson_id = parent and t.variant = k.variant;
      twin := coalesce(twin, parent);
    end if;
    insert into preheat.lesson_version (
      lesson_id, cell_id, variant, state, origin, request_id, draft_id, run_id, prompt_version, model, fingerprint,
      generated_at, step_digest, stale_text_since, parent_lesson_id, live_since
    )
    values (
      row_id, of_cell_id, k.variant, case when is_alone then 'live' else 'parked' end, 'preheat', of_request_id,
      of_draft_id, of_run_id, prompt_version, model, fingerprint, now(), digest,
      -- The words in the prompt, not those of now: a draft may be older than the step's text.
      case when digest <> c.step_digest then now() end,
      twin, case when is_alone then now() end
    );
    is_live := is_live or is_alone;
    lesson_id := coalesce(lesson_id, row_id);
  end loop;
  if lesson_id is not null and wanted in ('stale', 'regenerate') then
    update preheat.lesson_version v set superseded_at = now()
      where v.cell_id = of_cell_id and v.superseded_at is null and v.state <> 'retired'
        and v.draft_id is distinct from of_draft_id
        and (
          (wanted = 'stale' and v.origin = 'preheat')
          -- The parent and its twin, one of which a mentor sent back: the latest word of somebody still says so.
          or (wanted = 'regenerate' and v.lesson_id = any(preheat.twins_of(parent)) and exists (
            select from preheat.needing_improvement(preheat.twins_of(parent))
          ))
        );
  end if;
  if must_decide then
    perform preheat.decide(array[of_cell_id]);
    is_live := exists (
      select from preheat.lesson_version v where v.draft_id = of_draft_id and v.cell_id = of_cell_id and v.state = 'live'
    );
  end if;
  update preheat.draft d set
    status = case when d.draft_id = of_draft_id and lesson_id is not null then 'published' else 'superseded' end,
    findings = case when d.draft_id = of_draft_id then publish_lesson.findings else d.findings end
    where d.cell_id = of_cell_id and d.emulated = publish_lesson.emulated
      and d.status in ('drafted', 'repairing', 'quarantined');
  update preheat.run_cell rc
    set status = case when lesson_id is null then 'served' else 'published' end, updated_at = now()
    where rc.run_id = of_run_id and rc.cell_id = of_cell_id;
  update preheat.cell x set claimed_by = null, claimed_until = null,
    publication_count = publication_count + case when lesson_id is null then 0 else 1 end
    where x.cell_id = of_cell_id;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.publish_twins(variants text[], max_count integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION preheat.ratings(lesson_ids preheat.lesson_id[])
 RETURNS TABLE(lesson_id preheat.lesson_id, old_upvotes integer, old_downvotes integer, old_status text, upvotes integer, downvotes integer, status text)
 LANGUAGE sql
 STABLE
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION preheat.repair_votes(lesson_ids preheat.lesson_id[])
 RETURNS TABLE(lesson_id preheat.lesson_id, old_upvotes integer, old_downvotes integer, old_status text, upvotes integer, downvotes integer, status text)
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  their_cells bigint[] := array(
    select v.cell_id from preheat.lesson_version v where v.lesson_id = any(lesson_ids)
    union
    select k.cell_id from lessons_lessoncontent l join preheat.cell_key k on k.cache_key = l.cache_key
    where l.id = any(lesson_ids)
  );
begin
  perform from preheat.cell c where c.cell_id = any(their_cells) order by c.cell_id for no key update;
  perform from lessons_lessoncontent l where l.id = any(lesson_ids) order by l.id for no key update;
  return query
    update lessons_lessoncontent l set upvotes = r.upvotes, downvotes = r.downvotes, approval_status = r.status
    from preheat.ratings(lesson_ids) r
    where l.id = r.lesson_id
      and (r.upvotes, r.downvotes, r.status) is distinct from (r.old_upvotes, r.old_downvotes, r.old_status)
    returning r.lesson_id, r.old_upvotes, r.old_downvotes, r.old_status, r.upvotes, r.downvotes, r.status;
  if cardinality(their_cells) > 0 then
    perform preheat.decide(their_cells);
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.requested_since(ids preheat.lesson_id[])
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select max(q.requested_at) from preheat.review_request q
  where q.lesson_id = any(ids) and not exists (
    select from lessons_mentorreview m where m.lesson_content_id = any(ids) and m.updated_at > q.requested_at
  );
$function$
;

CREATE OR REPLACE FUNCTION preheat.reserve(request_id text, run_id bigint, model text, max_usd numeric, max_input_tokens integer, is_interactive boolean, max_delay_ms integer, lease_ms integer, requests_per_minute integer, input_tokens_per_minute integer, requests_per_day integer, burst_requests integer, headroom_share numeric, max_usd_per_day numeric, at timestamp with time zone, OUT answer text, OUT has_room_later boolean, OUT start_at timestamp with time zone, OUT wait_until timestamp with time zone, OUT reason text, OUT limit_value numeric, OUT is_learnt boolean, OUT blocked_cause text, OUT blocked_message text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  run record;
  total preheat.usage_day;
  own preheat.usage_day;
  l preheat.model_limit;
  clock timestamptz;
  day date;
  requests_a_minute integer;
  tokens_a_minute integer;
  requests_a_day integer;
  usd_a_day numeric;
  usd_share numeric;
  burst integer;
  headroom numeric;
  batch_share double precision;
  elapsed_minutes double precision;
  tokens double precision := max_input_tokens;
  tolerance double precision;
  request_delay double precision := 0;
  token_delay double precision := 0;
begin
  select r.run_id, r.ended_at, r.max_usd, r.spent_usd, r.reserved_usd into run
  from preheat.run r where r.run_id = reserve.run_id for no key update;
  -- Looked for with the run in hand: one that reserves the same request at the same moment comes after this.
  if exists (select from preheat.reservation v where v.request_id = reserve.request_id) then
    answer := 'held';
    return;
  end if;
  if run.run_id is null or run.ended_at is not null or run.spent_usd + run.reserved_usd + max_usd > run.max_usd then
    answer := 'refused';
    has_room_later := run.run_id is not null and run.ended_at is null and run.spent_usd + max_usd <= run.max_usd;
    return;
  end if;

  -- After each wait for a lock, the clock anew: nothing may start in the past.
  clock := coalesce(at, clock_timestamp());
  day := preheat.pacific_day(clock);
  perform 1 from preheat.usage_day d where d.pacific_day = day and d.model = reserve.model;
  if not found then perform preheat.add_usage(day, reserve.model, is_interactive, 0, 0, 0); end if;
  -- Whoever has the row of all models has all rows of the day: no two callers count at once.
  select * into total from preheat.usage_day d where d.pacific_day = day and d.model = '*' for no key update;
  select * into own from preheat.usage_day d where d.pacific_day = day and d.model = reserve.model;

  select * into l from preheat.model_limit where model = reserve.model;
  if num_nonnulls(l.requests_per_minute, reserve.requests_per_minute, l.learnt_requests_per_minute) > 0
    or num_nonnulls(l.input_tokens_per_minute, reserve.input_tokens_per_minute, l.learnt_input_tokens_per_minute) > 0
  then
    if l.model is null then
      insert into preheat.model_limit (model) values (reserve.model) on conflict do nothing;
    end if;
    select * into l from preheat.model_limit where model = reserve.model for no key update;
    clock := coalesce(at, clock_timestamp());
  end if;

  answer := 'wait';
  blocked_cause := l.blocked_cause;
  blocked_message := l.blocked_message;
  if l.blocked_until > clock then
    reason := 'blocked';
    wait_until := l.blocked_until;
    return;
  end if;
  if l.ramp_limit <= (
    select count(*) from preheat.reservation v where v.model = reserve.model and v.expires_at > clock
  ) then
    reason := 'ramp';
    limit_value := l.ramp_limit;
    wait_until := clock + interval '1 second';
    return;
  end if;

  burst := coalesce(l.burst_requests, reserve.burst_requests);
  headroom := coalesce(l.headroom_share, reserve.headroom_share);
  batch_share := 1 - headroom;
  requests_a_day := preheat.limit_in_force(
    l.requests_per_day, reserve.requests_per_day, l.learnt_requests_per_day, l.learnt_at, clock);
  -- A learnt limit is over after a day, so only what was set or configured can be in the way for good.
  if not is_interactive and floor(coalesce(l.requests_per_day, reserve.requests_per_day) * (1 - headroom)) < 1 then
    answer := 'refused';
    reason := 'requests_per_day';
    limit_value := coalesce(l.requests_per_day, reserve.requests_per_day);
    return;
  end if;
  if own.request_count >= requests_a_day
    or not is_interactive and own.batch_request_count >= floor(requests_a_day * (1 - headroom))
  then
    reason := 'requests_per_day';
    limit_value := requests_a_day;
    is_learnt := requests_a_day is distinct from coalesce(l.requests_per_day, reserve.requests_per_day);
    wait_until := preheat.pacific_day_end(clock);
    return;
  end if;

  usd_a_day := coalesce((select a.max_usd_per_day from preheat.model_limit a where a.model = '*'), reserve.max_usd_per_day);
  usd_share := usd_a_day * (1 - headroom);
  if max_usd > usd_a_day or not is_interactive and max_usd > usd_share then
    answer := 'refused';
    reason := 'usd_per_day';
    limit_value := usd_a_day;
    return;
  end if;
  if total.spent_usd + total.reserved_usd + max_usd > usd_a_day
    or not is_interactive and total.batch_spent_usd + total.batch_reserved_usd + max_usd > usd_share
  then
    reason := 'usd_per_day';
    limit_value := usd_a_day;
    has_room_later := total.spent_usd + max_usd <= usd_a_day
      and (is_interactive or total.batch_spent_usd + max_usd <= usd_share);
    wait_until := case when has_room_later then clock + interval '5 seconds' else preheat.pacific_day_end(clock) end;
    return;
  end if;

  requests_a_minute := preheat.limit_in_force(
    l.requests_per_minute, reserve.requests_per_minute, l.learnt_requests_per_minute, l.learnt_at, clock);
  tokens_a_minute := preheat.limit_in_force(
    l.input_tokens_per_minute, reserve.input_tokens_per_minute, l.learnt_input_tokens_per_minute, l.learnt_at, clock);
  elapsed_minutes := coalesce(greatest(0, extract(epoch from clock - l.levels_at)::double precision / 60), 0);
  if requests_a_minute is null then
    l.request_level := null;
    l.batch_request_level := null;
  else
    l.request_level := greatest(0, coalesce(l.request_level, 0) - elapsed_minutes * requests_a_minute);
    l.batch_request_level :=
      greatest(0, coalesce(l.batch_request_level, 0) - elapsed_minutes * requests_a_minute * batch_share);
    if is_interactive then
      request_delay := (l.request_level - (burst - 1) - headroom * requests_a_minute) / requests_a_minute;
    else
      request_delay := greatest((l.request_level - (burst - 1)) / requests_a_minute,
        (l.batch_request_level - (burst - 1)) / (requests_a_minute * batch_share));
    end if;
  end if;
  if tokens_a_minute is null then
    l.token_level := null;
    l.batch_token_level := null;
  else
    l.token_level := greatest(0, coalesce(l.token_level, 0) - elapsed_minutes * tokens_a_minute);
    l.batch_token_level :=
      greatest(0, coalesce(l.batch_token_level, 0) - elapsed_minutes * tokens_a_minute * batch_share);
    -- As many calls of this size at once as requests, within what a minute has. One that is larger goes alone.
    tolerance := (burst - 1) * tokens;
    if is_interactive then
      tolerance := greatest(0, least(tolerance + headroom * tokens_a_minute, tokens_a_minute - tokens));
      token_delay := (l.token_level - tolerance) / tokens_a_minute;
    else
      token_delay := greatest(
        (l.token_level - greatest(0, least(tolerance, tokens_a_minute - tokens))) / tokens_a_minute,
        (l.batch_token_level - greatest(0, least(tolerance, tokens_a_minute * batch_share - tokens)))
          / (tokens_a_minute * batch_share));
    end if;
  end if;
  start_at := clock + greatest(0, request_delay, token_delay) * interval '1 minute';
  wait_until := start_at;
  if start_at > clock + max_delay_ms * interval '1 millisecond' then
    if request_delay >= token_delay then
      reason := 'requests_per_minute';
      limit_value := requests_a_minute;
      is_learnt := requests_a_minute is distinct from coalesce(l.requests_per_minute, reserve.requests_per_minute);
    else
      reason := 'input_tokens_per_minute';
      limit_value := tokens_a_minute;
      is_learnt := tokens_a_minute is distinct from coalesce(l.input_tokens_per_minute, reserve.input_tokens_per_minute);
    end if;
    return;
  end if;
  -- It would be one of the next day's requests.
  if preheat.pacific_day(start_at) > day then
    reason := 'next_day';
    return;
  end if;

  answer := 'reserved';
  update preheat.run r set reserved_usd = r.reserved_usd + reserve.max_usd where r.run_id = reserve.run_id;
  perform preheat.add_usage(day, reserve.model, is_interactive, 1, max_usd, 0);
  if requests_a_minute is not null or tokens_a_minute is not null then
    update preheat.model_limit set
      request_level = l.request_level + 1,
      batch_request_level = l.batch_request_level + case when is_interactive then 0 else 1 end,
      token_level = l.token_level + tokens,
      batch_token_level = l.batch_token_level + case when is_interactive then 0 else tokens end,
      levels_at = clock
    where model = reserve.model;
  end if;
  insert into preheat.reservation (request_id, run_id, max_usd, reserved_at, model, max_input_tokens, is_interactive,
    pacific_day, starts_at, expires_at, is_paced)
  values (reserve.request_id, reserve.run_id, reserve.max_usd, clock, reserve.model, reserve.max_input_tokens,
    reserve.is_interactive, day, start_at, start_at + lease_ms * interval '1 millisecond', tokens_a_minute is not null);
end $function$
;

CREATE OR REPLACE FUNCTION preheat.review_kind(of_cell_id bigint, ids preheat.lesson_id[], needs_second boolean, of_mentor_id text)
 RETURNS TABLE(kind text)
 LANGUAGE sql
 STABLE
AS $function$
  select case r.mentor_count when 0 then 'first' else 'second' end
  from (
    select count(distinct m.mentor_id) as mentor_count, coalesce(bool_or(m.mentor_id = of_mentor_id), false) as is_own
    from lessons_mentorreview m where m.lesson_content_id = any(ids)
  ) r
  cross join (select preheat.requested_since(ids) is not null as is_requested) q
  where (q.is_requested or not r.is_own)
    and exists (select from preheat.cell c where c.cell_id = of_cell_id and c.archived_at is null)
    and exists (
      select from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
      where v.lesson_id = any(ids) and v.state <> 'retired' and l.created_by is distinct from 'mentor:' || of_mentor_id
        and case
          when q.is_requested then true
          when r.mentor_count = 0 then l.approval_status not in ('mentor_verified', 'rejected')
            and (v.state = 'live' or v.parent_lesson_id is not null and v.superseded_at is null)
          when r.mentor_count = 1 then needs_second and v.superseded_at is null
          else false
        end
    );
$function$
;

CREATE OR REPLACE FUNCTION preheat.reviewer_fault(user_id text, reviewer_roles text[])
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(
    preheat.account_fault(user_id),
    case when not coalesce(
      (select u.is_superuser or u.role = any(reviewer_roles) from users u where u.id = user_id), false
    ) then 'no_reviewer' end
  );
$function$
;

CREATE OR REPLACE FUNCTION preheat.search_words(title text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN to_tsvector('simple'::regconfig, regexp_replace(title, '[!-/:-@[-`{-~\u00A0\u00AB\u00BB\u2000-\u206F\u3000-\u3003]+'::text, ' '::text, 'g'::text))
;

CREATE OR REPLACE FUNCTION preheat.send_to_review(lesson text, actor text, actor_role text, why text, fresh interval, OUT outcome text, OUT verdict text, OUT verdict_at timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  of_lesson_id preheat.lesson_id := preheat.lesson_id_of(lesson);
  of_cell_id bigint;
  ids preheat.lesson_id[];
  item_id preheat.lesson_id;
begin
  if not exists (select from lessons_lessoncontent l where l.id = of_lesson_id) then
    outcome := 'unknown_lesson';
    return;
  end if;
  -- Locks the cell: of two at once the second finds that it waits.
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  ids := array(
    select v.lesson_id from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
    where v.lesson_id = any(preheat.twins_of(of_lesson_id)) and v.state <> 'retired' order by v.lesson_id
  );
  item_id := ids[1];
  select m.status, m.updated_at into verdict, verdict_at from lessons_mentorreview m
    where m.lesson_content_id = any(ids) and m.updated_at > clock_timestamp() - fresh
    order by m.updated_at desc limit 1;
  outcome := case
    when of_cell_id is null
      or not exists (select from preheat.lesson_version v where v.lesson_id = of_lesson_id) then 'no_cell'
    when exists (select from preheat.cell c where c.cell_id = of_cell_id and c.archived_at is not null) then 'archived'
    when item_id is null then 'retired'
    when preheat.requested_since(ids) is not null then 'waits'
    when verdict is not null then 'fresh_verdict'
    else 'sent'
  end;
  if outcome <> 'sent' then
    return;
  end if;
  insert into preheat.review_request as q (lesson_id, requested_at, requested_by, reason)
    values (item_id, clock_timestamp(), actor, why)
    on conflict (lesson_id) do update set
      requested_at = excluded.requested_at, requested_by = excluded.requested_by, reason = excluded.reason;
  insert into preheat.review_item (lesson_id, lesson_ids, cell_id, sample_key, needs_second)
    values (item_id, ids, of_cell_id, preheat.share_hash('sample', item_id::text), false)
    on conflict (lesson_id) do nothing;
  -- The next refresh counts it; until then nothing is known of it but its votes.
  insert into preheat.review_score (
    lesson_id, warning_count, upvotes, downvotes, is_first, after_bad_verdict, is_emulated, waits_for_mentor, demand,
    age_days, p_bad, harm
  )
  select item_id, 0, o.upvotes, o.downvotes, false, false, o.is_emulated, false, 1, 0, p.p_bad, p.p_bad
  from (
    select least(sum(l.upvotes), 1000000000)::integer as upvotes, least(sum(l.downvotes), 1000000000)::integer as downvotes,
      bool_or(l.created_by = 'gemini-emulator') as is_emulated
    from lessons_lessoncontent l where l.id = any(ids)
  ) o
  cross join lateral preheat.probability_bad(0, o.upvotes, o.downvotes, false, false, o.is_emulated, false) p (p_bad)
  on conflict (lesson_id) do nothing;
  perform preheat.audit(actor, actor_role, 'send_to_review', of_cell_id, of_lesson_id::text, why, null, null);
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.settle_answer(request_id text, run_id bigint, model text, cost_usd numeric, input_tokens integer, is_first boolean, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  v preheat.reservation;
  clock timestamptz;
  charged_usd numeric := case when is_first then cost_usd else 0 end;
  spare_tokens integer;
begin
  delete from preheat.reservation where request_id = settle_answer.request_id returning * into v;
  -- The end of a run counts the most that the answers which come after it may cost.
  if not found and (not is_first or exists (
    select from preheat.run r where r.run_id = settle_answer.run_id and r.ended_at is not null
  )) then return; end if;
  update preheat.run r set
    spent_usd = r.spent_usd + charged_usd, reserved_usd = r.reserved_usd - coalesce(v.max_usd, 0)
  where r.run_id = coalesce(v.run_id, settle_answer.run_id);
  clock := coalesce(at, clock_timestamp());
  perform preheat.add_usage(coalesce(v.pacific_day, preheat.pacific_day(clock)), coalesce(v.model, settle_answer.model),
    coalesce(v.is_interactive, false), 0, -coalesce(v.max_usd, 0), charged_usd);
  spare_tokens := case when v.is_paced then v.max_input_tokens - input_tokens else 0 end;
  if spare_tokens <> 0 then
    update preheat.model_limit l set
      token_level = l.token_level - spare_tokens,
      batch_token_level = l.batch_token_level - case when v.is_interactive then 0 else spare_tokens end
    where l.model = v.model;
  end if;
  if is_first then perform preheat.note_success(coalesce(v.model, settle_answer.model), clock); end if;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.settle_expired(at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  clock timestamptz := coalesce(settle_expired.at, clock_timestamp());
  settled integer;
begin
  settled := preheat.free_reservations(
    array(
      select v.request_id from preheat.reservation v where v.expires_at <= clock
      order by v.request_id for update skip locked
    ),
    is_lost => true, returns_tokens => false);
  delete from preheat.usage_day d
  using (
    select o.pacific_day, o.model from preheat.usage_day o
    where o.pacific_day < preheat.pacific_day(clock) - 400 for update skip locked
  ) old
  where d.pacific_day = old.pacific_day and d.model = old.model;
  return settled;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.share_hash(salt text, id text)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((((('x'::text || substr(md5(((salt || ':'::text) || id)), 1, 8)))::bit(32))::bigint)::double precision / ('4294967296'::bigint)::double precision)
;

CREATE OR REPLACE FUNCTION preheat.skip_review(of_lesson_id preheat.lesson_id, of_mentor_id text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
declare
  twins preheat.lesson_id[] := preheat.twins_of(of_lesson_id);
begin
  insert into preheat.review_skip (lesson_id, mentor_id, skipped_at)
    select i.lesson_id, of_mentor_id, clock_timestamp() from preheat.review_item i where i.lesson_id = any(twins)
    on conflict (lesson_id, mentor_id) do update set skipped_at = excluded.skipped_at;
  delete from preheat.review_claim c where c.mentor_id = of_mentor_id and c.lesson_id = any(twins);
  return found;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.standing_of(lesson_ids preheat.lesson_id[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_object_agg(v.lesson_id, jsonb_build_object(
    'state', v.state, 'promoted', v.promoted_at is not null, 'superseded', v.superseded_at is not null
  ))
  from preheat.lesson_version v where v.lesson_id = any(lesson_ids);
$function$
;

CREATE OR REPLACE FUNCTION preheat.standing_of_cell(of_cell_id bigint)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_object_agg(v.lesson_id, jsonb_build_object(
    'state', case v.state when 'retired' then 'retired' else 'candidate' end,
    'promoted_at', v.promoted_at, 'promoted_by', v.promoted_by, 'superseded_at', v.superseded_at
  ))
  from preheat.lesson_version v where v.cell_id = of_cell_id;
$function$
;

CREATE OR REPLACE FUNCTION preheat.step_digest(description text, difficulty text)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (md5(((difficulty || ':'::text) || description)))::uuid
;

CREATE OR REPLACE FUNCTION preheat.store_lesson(lesson jsonb, key text)
 RETURNS preheat.lesson_id
 LANGUAGE plpgsql
AS $function$
    declare
      new_id preheat.lesson_id := preheat.new_id('lessons_lessoncontent');
    begin
      insert into lessons_lessoncontent (id, roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, difficulty_level, generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, completion_rate, average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type)
      select id, roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, difficulty_level, generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, completion_rate, average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type from jsonb_populate_record(
        null::lessons_lessoncontent,
        lesson || jsonb_build_object('id', new_id, 'cache_key', coalesce(key, 'parked:' || new_id), 'generated_at', now(),
          'upvotes', 0, 'downvotes', 0, 'approval_status', 'pending', 'view_count', 0, 'completion_rate', 0,
          'average_quiz_score', 0, 'generation_metadata', '{}'::jsonb, 'generation_status', 'completed')
      );
      return new_id;
    end
    $function$
;

CREATE OR REPLACE FUNCTION preheat.submit_review(lesson text, reviewer_id text, reviewer_roles text[], verdict text, new_feedback text, new_expertise_area text, new_reasons text[], OUT refusal text, OUT lesson_ids jsonb, OUT approval_status text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  of_lesson_id preheat.lesson_id := preheat.lesson_id_of(lesson);
  of_cell_id bigint;
  reviewer_role text;
  ids preheat.lesson_id[];
  old_verdict text;
  before jsonb;
  clock timestamptz;
  status_by_verdict text;
begin
  refusal := preheat.account_fault(reviewer_id);
  if refusal is not null then
    return;
  end if;
  select case when u.is_superuser then 'super_admin' else u.role end into reviewer_role from users u where u.id = reviewer_id;
  if reviewer_role is null or reviewer_role <> all(reviewer_roles) then
    refusal := 'no_reviewer';
    return;
  end if;
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  ids := preheat.twins_of(of_lesson_id);
  perform from lessons_lessoncontent l where l.id = any(ids) order by l.id for no key update;
  ids := array(select l.id from lessons_lessoncontent l where l.id = any(ids) order by l.id);
  select l.approval_status into approval_status from lessons_lessoncontent l where l.id = of_lesson_id;
  if not found then
    refusal := 'unknown_lesson';
    return;
  end if;
  select r.status, jsonb_build_object('status', r.status, 'feedback', r.feedback, 'expertise_area', r.expertise_area,
      'reasons', coalesce(to_jsonb(s.reasons), '[]'))
    into old_verdict, before
    from lessons_mentorreview r
    left join preheat.review_reason s on s.lesson_id = r.lesson_content_id and s.mentor_id = r.mentor_id
    where r.mentor_id = reviewer_id and r.lesson_content_id = any(ids)
    order by r.updated_at desc limit 1;
  before := coalesce(before, '{}') || jsonb_build_object('approval_status', approval_status);
  -- Later than every other verdict on it, also where the clock of the application's machine is ahead.
  clock := greatest(clock_timestamp(), (
    select max(r.updated_at) + interval '1 microsecond' from lessons_mentorreview r where r.lesson_content_id = any(ids)
  ));
  -- `reviewed_at` stays the time of the first verdict: the application sets it once, and `updated_at` each time.
  update lessons_mentorreview r
    set status = verdict, feedback = new_feedback, expertise_area = new_expertise_area, updated_at = clock
    where r.mentor_id = reviewer_id and r.lesson_content_id = any(ids);
  insert into lessons_mentorreview (
      id, status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id
    )
    select preheat.new_id('lessons_mentorreview'), verdict, new_feedback, new_expertise_area, clock, clock, i.id, reviewer_id
    from unnest(ids) i (id)
    where not exists (
      select from lessons_mentorreview r where r.mentor_id = reviewer_id and r.lesson_content_id = i.id
    )
    -- The application may store one at this moment.
    on conflict (mentor_id, lesson_content_id) do update set
      status = excluded.status, feedback = excluded.feedback, expertise_area = excluded.expertise_area,
      updated_at = excluded.updated_at;
  delete from preheat.review_reason s where s.mentor_id = reviewer_id and s.lesson_id = any(ids);
  insert into preheat.review_reason (lesson_id, mentor_id, reasons)
    select i.id, reviewer_id, new_reasons from unnest(ids) i (id) where cardinality(new_reasons) > 0;
  -- A first `needs_improvement` leaves the status as it is; one that takes an earlier verdict back does not.
  if verdict in ('verified', 'rejected') or old_verdict in ('verified', 'rejected') then
    status_by_verdict := (
      select case v.status when 'verified' then 'mentor_verified' else 'rejected' end
      from preheat.verdicts(array[of_lesson_id]) v
    );
    update lessons_lessoncontent l set approval_status = n.status
      from (
        select o.id, coalesce(
          status_by_verdict,
          case when preheat.is_approved_by_votes(o.upvotes, o.downvotes) then 'approved' else 'pending' end
        ) as status
        from lessons_lessoncontent o where o.id = any(ids)
      ) n
      where l.id = n.id and l.approval_status <> n.status;
  end if;
  if of_cell_id is not null then
    perform preheat.decide(array[of_cell_id]);
  end if;
  select l.approval_status into approval_status from lessons_lessoncontent l where l.id = of_lesson_id;
  perform preheat.audit(reviewer_id, reviewer_role, 'review', of_cell_id, of_lesson_id::text, nullif(new_feedback, ''), before,
    jsonb_build_object('status', verdict, 'feedback', new_feedback, 'expertise_area', new_expertise_area,
      'reasons', new_reasons, 'approval_status', approval_status));
  perform preheat.end_claim(of_lesson_id, reviewer_id);
  lesson_ids := to_jsonb(ids);
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.twins_of(of_lesson_id preheat.lesson_id)
 RETURNS preheat.lesson_id[]
 LANGUAGE sql
 STABLE
AS $function$
  select array(
    select of_lesson_id
    union
    select t.lesson_id from preheat.lesson_version v join preheat.lesson_version t on t.draft_id = v.draft_id
    where v.lesson_id = of_lesson_id
  )::preheat.lesson_id[];
$function$
;

CREATE OR REPLACE FUNCTION preheat.undo_bulk(of_id bigint, of_actor text, of_actor_role text, within interval, OUT refusal text, OUT undone_count integer, OUT left_lesson_ids jsonb)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  command preheat.bulk_command;
  item jsonb;
  of_cell_id bigint;
  changed_cell_ids bigint[] := '{}';
begin
  undone_count := 0;
  left_lesson_ids := '[]';
  select * into command from preheat.bulk_command b where b.bulk_command_id = of_id for update;
  refusal := case
    when not found then 'unknown'
    when command.undone_at is not null then 'undone'
    when command.done_at <= clock_timestamp() - within then 'too_late'
  end;
  if refusal is not null then
    return;
  end if;
  perform from preheat.cell c
    where c.cell_id in (select (i ->> 'cell_id')::bigint from jsonb_array_elements(command.items) i)
    order by c.cell_id for no key update;
  -- Backwards: of a cell with several of the lessons, the last change goes first.
  for item in
    select i from jsonb_array_elements(command.items) with ordinality x (i, place)
    where i ->> 'outcome' = 'done' order by place desc
  loop
    of_cell_id := (item ->> 'cell_id')::bigint;
    if preheat.standing_of_cell(of_cell_id) is distinct from item -> 'after' then
      left_lesson_ids := left_lesson_ids || (item -> 'lesson_id');
      continue;
    end if;
    update preheat.lesson_version v set
        state = case when b.standing ->> 'state' = 'retired' then 'retired' when v.state = 'retired' then 'parked' else v.state end,
        since = case when (b.standing ->> 'state' = 'retired') <> (v.state = 'retired') then now() else v.since end,
        promoted_at = (b.standing ->> 'promoted_at')::timestamptz, promoted_by = b.standing ->> 'promoted_by',
        superseded_at = (b.standing ->> 'superseded_at')::timestamptz
      from jsonb_each(item -> 'before') b (lesson_id, standing)
      where v.cell_id = of_cell_id and v.lesson_id::text = b.lesson_id;
    changed_cell_ids := changed_cell_ids || of_cell_id;
    perform preheat.audit(of_actor, of_actor_role, 'undo_' || command.act, of_cell_id, item ->> 'lesson_id',
      'Undo of the bulk command ' || of_id || '.', item -> 'after', item -> 'before');
    undone_count := undone_count + 1;
  end loop;
  -- Once for all: what stands does not depend on which version is live.
  perform preheat.decide(changed_cell_ids);
  update preheat.bulk_command b set undone_at = clock_timestamp(), undone_by = of_actor where b.bulk_command_id = of_id;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.undo_review(reviewer_id text, reviewer_roles text[], within interval, OUT refusal text, OUT lesson_id text, OUT approval_status text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  event preheat.audit_event;
  of_lesson_id preheat.lesson_id;
  of_cell_id bigint;
  ids preheat.lesson_id[];
  own_status text;
  wrote bigint;
begin
  refusal := preheat.reviewer_fault(reviewer_id, reviewer_roles);
  if refusal is not null then
    return;
  end if;
  -- The same click twice comes one after the other.
  perform pg_advisory_xact_lock(hashtextextended('preheat.undo_review:' || reviewer_id, 0));
  select * into event from preheat.audit_event e
    where e.actor = reviewer_id and e.action = 'review' and e.at > clock_timestamp() - within
      -- Neither what was taken back nor what that wrote.
      and not exists (
        select from preheat.audit_event u
        where u.actor = reviewer_id and u.action = 'undo_review' and u.audit_event_id > e.audit_event_id
          and e.audit_event_id in ((u.after ->> 'undid')::bigint, (u.after ->> 'wrote')::bigint)
      )
    order by e.audit_event_id desc limit 1;
  if not found then
    refusal := 'nothing';
    return;
  end if;
  lesson_id := event.lesson_id;
  of_lesson_id := preheat.lesson_id_of(event.lesson_id);
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  ids := preheat.twins_of(of_lesson_id);
  perform from lessons_lessoncontent l where l.id = any(ids) order by l.id for no key update;
  select r.status into own_status from lessons_mentorreview r
    where r.mentor_id = reviewer_id and r.lesson_content_id = any(ids) order by r.updated_at desc limit 1;
  if own_status is distinct from event.after ->> 'status' then
    refusal := 'changed_since';
    return;
  end if;
  if event.before ? 'status' then
    select s.refusal, s.approval_status into refusal, approval_status from preheat.submit_review(
      event.lesson_id, reviewer_id, reviewer_roles, event.before ->> 'status', event.before ->> 'feedback',
      event.before ->> 'expertise_area', array(select jsonb_array_elements_text(event.before -> 'reasons'))
    ) s;
    if refusal is not null then
      return;
    end if;
    select max(e.audit_event_id) into wrote from preheat.audit_event e
      where e.actor = reviewer_id and e.action = 'review';
  else
    if not has_table_privilege('lessons_mentorreview', 'delete') then
      refusal := 'no_delete';
      return;
    end if;
    delete from preheat.review_reason s where s.mentor_id = reviewer_id and s.lesson_id = any(ids);
    delete from lessons_mentorreview r where r.mentor_id = reviewer_id and r.lesson_content_id = any(ids);
    -- A first `needs_improvement` had left the status as it was.
    if own_status <> 'needs_improvement' then
      update lessons_lessoncontent l set approval_status = n.status
        from (
          select o.id, coalesce(
            (
              select case v.status when 'verified' then 'mentor_verified' else 'rejected' end
              from preheat.verdicts(array[of_lesson_id]) v
            ),
            case
              when event.before ->> 'approval_status' = 'pending' and preheat.is_approved_by_votes(o.upvotes, o.downvotes)
                then 'approved'
              else event.before ->> 'approval_status'
            end
          ) as status
          from lessons_lessoncontent o where o.id = any(ids)
        ) n
        where l.id = n.id and l.approval_status <> n.status;
    end if;
    if of_cell_id is not null then
      perform preheat.decide(array[of_cell_id]);
    end if;
    select l.approval_status into approval_status from lessons_lessoncontent l where l.id = of_lesson_id;
  end if;
  -- What the verdict said of the queue's estimate is not so any more.
  delete from preheat.review_outcome o
    where o.mentor_id = reviewer_id and o.lesson_id = any(ids) and o.ended_at >= event.at;
  perform preheat.audit(reviewer_id, event.actor_role, 'undo_review', of_cell_id, event.lesson_id, null, event.after,
    coalesce(event.before, '{}') || jsonb_build_object(
      'approval_status', approval_status, 'undid', event.audit_event_id, 'wrote', wrote
    ));
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.undo_review(reviewer_id text, reviewer_roles text[], within interval, wanted_lesson text, OUT refusal text, OUT lesson_id text, OUT approval_status text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
begin
  select u.refusal, u.lesson_id, u.approval_status into refusal, lesson_id, approval_status
    from preheat.undo_review(reviewer_id, reviewer_roles, within) u;
  -- Which one is the last is decided under the lock of that function alone: what was not meant is taken back here.
  if lesson_id is not null
    and preheat.lesson_id_of(lesson_id) = any(preheat.twins_of(preheat.lesson_id_of(wanted_lesson))) is not true then
    raise exception using errcode = 'PR001';
  end if;
exception when sqlstate 'PR001' then
  refusal := 'other_lesson';
  approval_status := null;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.verdicts(lesson_ids preheat.lesson_id[])
 RETURNS TABLE(lesson_id preheat.lesson_id, status text)
 LANGUAGE sql
 STABLE
AS $function$
  select distinct on (w.lesson_id) w.lesson_id, w.status
  from (
    select distinct on (t.lesson_id, r.mentor_id) t.lesson_id, r.status, r.updated_at
    from lessons_mentorreview r
    left join preheat.lesson_version o on o.lesson_id = r.lesson_content_id
    left join preheat.lesson_version p on p.draft_id = o.draft_id
    cross join lateral (select coalesce(p.lesson_id, r.lesson_content_id)::preheat.lesson_id as lesson_id) t
    where lesson_ids is null
      or r.lesson_content_id = any(array(select unnest(preheat.twins_of(i.id)) from unnest(lesson_ids) i (id)))
    order by t.lesson_id, r.mentor_id, r.updated_at desc, r.status
  ) w
  where w.status in ('verified', 'rejected') and (lesson_ids is null or w.lesson_id = any(lesson_ids))
  -- At the same microsecond the one that costs learners less.
  order by w.lesson_id, w.updated_at desc, w.status;
$function$
;

CREATE OR REPLACE FUNCTION preheat.votes_to_repair(cell_ids bigint[])
 RETURNS SETOF preheat.lesson_id
 LANGUAGE plpgsql
AS $function$
declare
  asked preheat.lesson_id[];
begin
  if cell_ids is not null then
    asked := array(
      select v.lesson_id from preheat.lesson_version v where v.cell_id = any(cell_ids)
      union
      select l.id from preheat.cell_key k join lessons_lessoncontent l on l.cache_key = k.cache_key
      where k.cell_id = any(cell_ids)
    );
  end if;
  insert into preheat.imported_votes (lesson_id, upvotes, downvotes)
    select l.id, l.upvotes, l.downvotes from lessons_lessoncontent l
    where (l.upvotes <> 0 or l.downvotes <> 0) and (asked is null or l.id = any(asked))
      and not exists (select from lessons_lessonvote v where v.lesson_content_id = l.id)
      and not exists (select from preheat.lesson_version v where v.lesson_id = l.id and v.origin = 'preheat')
    on conflict (lesson_id) do nothing;
  return query
    select r.lesson_id from preheat.ratings(asked) r
    where (r.upvotes, r.downvotes, r.status) is distinct from (r.old_upvotes, r.old_downvotes, r.old_status)
    order by r.lesson_id;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.winners(cell_ids bigint[])
 RETURNS TABLE(cell_id bigint, variant text, lesson_id preheat.lesson_id)
 LANGUAGE sql
 STABLE
AS $function$
  select distinct on (cell_id, variant) cell_id, variant, lesson_id from preheat.candidates(cell_ids)
  order by cell_id, variant, is_emulated, is_backed desc, is_promoted desc, is_superseded, vote_mean desc,
    generated_at desc, lesson_id desc;
$function$
;

create table preheat.admin_link (
  link_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint admin_link_link_hash_check CHECK ((octet_length(link_hash) = 32)),
  constraint admin_link_pkey PRIMARY KEY (link_hash)
);

create table preheat.api_token (
  api_token_id bigint generated always as identity not null,
  token_hash bytea not null,
  user_id text not null,
  name text not null,
  scopes text[] not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_token_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint api_token_pkey PRIMARY KEY (api_token_id),
  constraint api_token_scopes_check CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['learner'::text, 'mentor'::text, 'moderator'::text, 'admin'::text]))),
  constraint api_token_token_hash_check CHECK ((octet_length(token_hash) = 32)),
  constraint api_token_token_hash_key UNIQUE (token_hash),
  constraint api_token_user_id_name_key UNIQUE (user_id, name)
);

create table preheat.archived_step (
  roadmap_step_id bigint not null,
  roadmap_id bigint not null,
  "position" integer not null,
  title text not null,
  description text not null,
  difficulty text not null,
  lesson_count integer not null,
  styles text[] not null,
  first_lesson integer not null,
  constraint archived_step_pkey PRIMARY KEY (roadmap_step_id),
  constraint archived_step_roadmap_id_fkey FOREIGN KEY (roadmap_id) REFERENCES preheat.roadmap(roadmap_id) ON DELETE CASCADE,
  constraint archived_step_roadmap_id_title_key UNIQUE (roadmap_id, title),
  constraint roadmap_step_check CHECK (((first_lesson >= 1) AND (first_lesson <= lesson_count))),
  constraint roadmap_step_difficulty_check CHECK ((difficulty = ANY (ARRAY['beginner'::text, 'intermediate'::text, 'advanced'::text]))),
  constraint roadmap_step_lesson_count_check CHECK (((lesson_count >= 1) AND (lesson_count <= 50))),
  constraint roadmap_step_position_check CHECK (("position" > 0)),
  constraint roadmap_step_styles_check CHECK (((cardinality(styles) > 0) AND (styles <@ ARRAY['hands_on'::text, 'video'::text, 'reading'::text, 'mixed'::text]))),
  constraint roadmap_step_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 255)))
);

create table preheat.attempt (
  kind text not null,
  subject text not null,
  window_ends_at timestamp with time zone not null,
  attempt_count integer not null,
  constraint attempt_pkey PRIMARY KEY (kind, subject)
);

create table preheat.audit_event (
  audit_event_id bigint generated always as identity not null,
  at timestamp with time zone default now() not null,
  actor text not null,
  actor_role text not null,
  action text not null,
  cell_id bigint,
  lesson_id text,
  reason text,
  before jsonb,
  after jsonb,
  run_id bigint,
  constraint audit_event_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint audit_event_pkey PRIMARY KEY (audit_event_id)
);

create table preheat.bulk_command (
  bulk_command_id bigint generated always as identity not null,
  act text not null,
  filter jsonb not null,
  reason text,
  actor text not null,
  actor_role text not null,
  done_at timestamp with time zone default clock_timestamp() not null,
  items jsonb not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint bulk_command_act_check CHECK ((act = ANY (ARRAY['promote'::text, 'retire'::text, 'restore'::text]))),
  constraint bulk_command_pkey PRIMARY KEY (bulk_command_id)
);

create table preheat.cell (
  cell_id bigint generated always as identity not null,
  step_title text not null,
  lesson_number integer not null,
  style text not null,
  cache_key text generated always as (preheat.cache_key(step_title, lesson_number, style)) stored not null,
  archived_at timestamp with time zone,
  claimed_by text,
  claimed_until timestamp with time zone,
  publication_count integer default 0 not null,
  step_digest uuid,
  multi_source_key text generated always as (preheat.cache_key(step_title, lesson_number, style, 'multi_source_v1'::text)) stored,
  constraint cell_cache_key_key UNIQUE (cache_key),
  constraint cell_multi_source_key_key UNIQUE (multi_source_key),
  constraint cell_pkey PRIMARY KEY (cell_id),
  constraint cell_step_title_lesson_number_style_key UNIQUE (step_title, lesson_number, style)
);

create table preheat.cell_selection (
  selection_id uuid not null,
  cell_ids bigint[] not null,
  stored_at timestamp with time zone default now() not null,
  constraint cell_selection_pkey PRIMARY KEY (selection_id)
);

create table preheat.coverage_cell (
  cell_id bigint not null,
  state text not null,
  stale_reason text,
  is_reviewed boolean default false not null,
  is_verified boolean default false not null,
  is_weak boolean default false not null,
  since timestamp(3) with time zone not null,
  constraint coverage_cell_pkey PRIMARY KEY (cell_id)
);

create table preheat.coverage_count (
  roadmap_id bigint,
  style text not null,
  state text not null,
  cell_count integer not null,
  demand double precision not null,
  unreviewed_count integer not null,
  verified_count integer not null,
  weak_count integer not null,
  constraint coverage_count_roadmap_id_fkey FOREIGN KEY (roadmap_id) REFERENCES preheat.roadmap(roadmap_id) ON DELETE CASCADE
);

create table preheat.coverage_day (
  day date not null,
  roadmap_id bigint,
  style text not null,
  state text not null,
  cell_count integer not null,
  constraint coverage_day_roadmap_id_fkey FOREIGN KEY (roadmap_id) REFERENCES preheat.roadmap(roadmap_id) ON DELETE CASCADE
);

create table preheat.coverage_demand (
  kind text not null,
  key text not null,
  asked_count bigint not null,
  constraint coverage_demand_kind_check CHECK ((kind = ANY (ARRAY['step'::text, 'number'::text, 'style'::text]))),
  constraint coverage_demand_pkey PRIMARY KEY (kind, key)
);

create table preheat.coverage_moment (
  counted_at timestamp(3) with time zone not null,
  cell_count integer not null,
  served_count integer not null,
  weighted_share double precision not null,
  constraint coverage_moment_pkey PRIMARY KEY (counted_at)
);

create table preheat.coverage_past (
  cell_id bigint not null,
  state text not null,
  stale_reason text,
  is_reviewed boolean not null,
  is_verified boolean not null,
  is_weak boolean not null,
  since timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null,
  constraint coverage_past_pkey PRIMARY KEY (cell_id, until)
);

create table preheat.coverage_refresh (
  is_only boolean default true not null,
  counted_at timestamp with time zone not null,
  constraint coverage_refresh_is_only_check CHECK (is_only),
  constraint coverage_refresh_pkey PRIMARY KEY (is_only)
);

create table preheat.coverage_span (
  first_cell_id bigint not null,
  last_cell_id bigint not null,
  since timestamp(3) with time zone not null,
  constraint coverage_span_check CHECK ((last_cell_id >= first_cell_id)),
  constraint coverage_span_pkey PRIMARY KEY (first_cell_id)
);

create table preheat.draft (
  draft_id bigint generated always as identity not null,
  request_id text not null,
  cell_id bigint not null,
  run_id bigint,
  call_number integer not null,
  prompt_version text not null,
  prompt text not null,
  model text not null,
  emulated boolean not null,
  answer_text text not null,
  finish_reason text not null,
  prompt_tokens integer not null,
  cached_tokens integer not null,
  output_tokens integer not null,
  thought_tokens integer not null,
  cost_usd numeric(12,6) not null,
  findings jsonb default '[]'::jsonb not null,
  status text default 'drafted'::text not null,
  created_at timestamp with time zone default now() not null,
  video_choice jsonb,
  asking text default 'first'::text not null,
  model_version text,
  response_id text,
  latency_ms integer,
  constraint draft_asking_check CHECK ((asking = ANY (ARRAY['first'::text, 'repair'::text, 'larger'::text, 'other_model'::text, 'again'::text]))),
  constraint draft_call_number_check CHECK ((call_number >= 0)),
  constraint draft_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint draft_latency_ms_check CHECK ((latency_ms >= 0)),
  constraint draft_pkey PRIMARY KEY (draft_id),
  constraint draft_request_id_key UNIQUE (request_id),
  constraint draft_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE SET NULL,
  constraint draft_status_check CHECK ((status = ANY (ARRAY['drafted'::text, 'repairing'::text, 'published'::text, 'quarantined'::text, 'superseded'::text])))
);

create table preheat.filled_skeleton (
  lesson_id preheat.lesson_id not null,
  cell_id bigint not null,
  filled_from preheat.lesson_id not null,
  filled_at timestamp with time zone default now() not null,
  constraint filled_skeleton_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint filled_skeleton_pkey PRIMARY KEY (lesson_id)
);

create table preheat.imported_votes (
  lesson_id preheat.lesson_id not null,
  upvotes integer not null,
  downvotes integer not null,
  noted_at timestamp with time zone default now() not null,
  constraint imported_votes_pkey PRIMARY KEY (lesson_id)
);

create table preheat.lesson_version (
  lesson_id preheat.lesson_id not null,
  cell_id bigint not null,
  state text not null,
  origin text not null,
  request_id text,
  draft_id bigint,
  run_id bigint,
  prompt_version text,
  model text,
  since timestamp with time zone default now() not null,
  fingerprint integer[],
  step_digest uuid,
  stale_text_since timestamp with time zone,
  generated_at timestamp with time zone,
  variant text default 'plain'::text not null,
  parent_lesson_id preheat.lesson_id,
  promoted_at timestamp with time zone,
  promoted_by text,
  superseded_at timestamp with time zone,
  live_since timestamp with time zone,
  constraint lesson_version_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint lesson_version_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES preheat.draft(draft_id),
  constraint lesson_version_draft_id_variant_key UNIQUE (draft_id, variant),
  constraint lesson_version_origin_check CHECK ((origin = ANY (ARRAY['preheat'::text, 'adopted'::text]))),
  constraint lesson_version_pkey PRIMARY KEY (lesson_id),
  constraint lesson_version_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE SET NULL,
  constraint lesson_version_state_check CHECK ((state = ANY (ARRAY['live'::text, 'parked'::text, 'retired'::text]))),
  constraint lesson_version_variant_check CHECK ((variant = ANY (ARRAY['plain'::text, 'multi_source_v1'::text])))
);

create table preheat.migration (
  name text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table preheat.model_limit (
  model text not null,
  requests_per_minute integer,
  input_tokens_per_minute integer,
  requests_per_day integer,
  burst_requests integer,
  headroom_share numeric,
  max_usd_per_day numeric(12,6),
  learnt_requests_per_minute integer,
  learnt_input_tokens_per_minute integer,
  learnt_requests_per_day integer,
  learnt_at timestamp with time zone,
  request_level double precision,
  batch_request_level double precision,
  token_level double precision,
  batch_token_level double precision,
  levels_at timestamp with time zone,
  blocked_until timestamp with time zone,
  blocked_cause text,
  blocked_message text,
  ramp_limit integer,
  outage_level integer default 0 not null,
  window_started_at timestamp with time zone,
  window_success_count integer default 0 not null,
  window_failure_count integer default 0 not null,
  learnt_message text,
  constraint model_limit_burst_requests_check CHECK ((burst_requests > 0)),
  constraint model_limit_check CHECK ((((blocked_until IS NULL) = (blocked_cause IS NULL)) AND ((blocked_cause IS NULL) = (blocked_message IS NULL)))),
  constraint model_limit_check1 CHECK (((ramp_limit IS NULL) OR (blocked_until IS NOT NULL))),
  constraint model_limit_check2 CHECK (((model = '*'::text) OR (max_usd_per_day IS NULL))),
  constraint model_limit_check3 CHECK (((model <> '*'::text) OR (num_nonnulls(requests_per_minute, input_tokens_per_minute, requests_per_day, burst_requests, headroom_share, learnt_at, levels_at, blocked_until) = 0))),
  constraint model_limit_headroom_share_check CHECK (((headroom_share >= (0)::numeric) AND (headroom_share < (1)::numeric))),
  constraint model_limit_input_tokens_per_minute_check CHECK ((input_tokens_per_minute > 0)),
  constraint model_limit_learnt_input_tokens_per_minute_check CHECK ((learnt_input_tokens_per_minute > 0)),
  constraint model_limit_learnt_requests_per_day_check CHECK ((learnt_requests_per_day > 0)),
  constraint model_limit_learnt_requests_per_minute_check CHECK ((learnt_requests_per_minute > 0)),
  constraint model_limit_max_usd_per_day_check CHECK ((max_usd_per_day > (0)::numeric)),
  constraint model_limit_outage_level_check CHECK ((outage_level >= 0)),
  constraint model_limit_pkey PRIMARY KEY (model),
  constraint model_limit_ramp_limit_check CHECK ((ramp_limit > 0)),
  constraint model_limit_requests_per_day_check CHECK ((requests_per_day > 0)),
  constraint model_limit_requests_per_minute_check CHECK ((requests_per_minute > 0))
);

create table preheat.reader (
  is_only boolean default true not null,
  age text not null,
  attached_at timestamp with time zone default now() not null,
  constraint reader_age_check CHECK ((age = ANY (ARRAY['old'::text, 'head'::text]))),
  constraint reader_is_only_check CHECK (is_only),
  constraint reader_pkey PRIMARY KEY (is_only)
);

create table preheat.regeneration (
  regeneration_id bigint generated always as identity not null,
  cell_id bigint not null,
  run_id bigint,
  parent_lesson_id preheat.lesson_id,
  trigger text not null,
  requested_by text not null,
  requested_role text not null,
  requested_at timestamp with time zone default now() not null,
  instructions text default ''::text not null,
  feedback jsonb default '{"reviews": [], "comments": [], "instructions": ""}'::jsonb not null,
  nonce text default replace((gen_random_uuid())::text, '-'::text, ''::text) not null,
  answers jsonb default '{"voteIds": [], "reviewIds": []}'::jsonb not null,
  lesson_ids jsonb default '[]'::jsonb not null,
  outcome text,
  message text,
  ended_at timestamp with time zone,
  constraint regeneration_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint regeneration_check CHECK (((outcome IS NULL) = (ended_at IS NULL))),
  constraint regeneration_nonce_check CHECK ((nonce ~ '^[0-9a-f]{32}$'::text)),
  constraint regeneration_outcome_check CHECK ((outcome = ANY (ARRAY['live'::text, 'challenger'::text, 'quarantined'::text, 'failed'::text, 'served'::text, 'archived'::text, 'not_reached'::text, 'handed_to_mentor'::text]))),
  constraint regeneration_pkey PRIMARY KEY (regeneration_id),
  constraint regeneration_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE SET NULL,
  constraint regeneration_trigger_check CHECK ((trigger = ANY (ARRAY['person'::text, 'needs_improvement'::text, 'vote_collapse'::text, 'rejected'::text])))
);

create table preheat.reservation (
  request_id text not null,
  run_id bigint not null,
  max_usd numeric(12,6) not null,
  reserved_at timestamp with time zone default now() not null,
  model text not null,
  max_input_tokens integer not null,
  is_interactive boolean not null,
  pacific_day date not null,
  starts_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  is_paced boolean not null,
  constraint reservation_max_input_tokens_check CHECK ((max_input_tokens >= 0)),
  constraint reservation_max_usd_check CHECK ((max_usd >= (0)::numeric)),
  constraint reservation_model_check CHECK ((model <> '*'::text)),
  constraint reservation_pkey PRIMARY KEY (request_id),
  constraint reservation_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE CASCADE
);

create table preheat.review_claim (
  lesson_id preheat.lesson_id not null,
  mentor_id text not null,
  kind text not null,
  is_sample boolean not null,
  p_bad double precision not null,
  claimed_at timestamp with time zone not null,
  heartbeat_at timestamp with time zone not null,
  leased_until timestamp with time zone not null,
  constraint review_claim_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'second'::text]))),
  constraint review_claim_mentor_id_key UNIQUE (mentor_id),
  constraint review_claim_pkey PRIMARY KEY (lesson_id)
);

create table preheat.review_item (
  lesson_id preheat.lesson_id not null,
  lesson_ids preheat.lesson_id[] not null,
  cell_id bigint not null,
  sample_key double precision not null,
  needs_second boolean not null,
  constraint review_item_pkey PRIMARY KEY (lesson_id)
);

create table preheat.review_outcome (
  review_outcome_id bigint generated always as identity not null,
  lesson_id preheat.lesson_id not null,
  mentor_id text not null,
  kind text not null,
  is_sample boolean not null,
  p_bad double precision not null,
  claimed_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  verdict text not null,
  constraint review_outcome_pkey PRIMARY KEY (review_outcome_id)
);

create table preheat.review_reason (
  lesson_id preheat.lesson_id not null,
  mentor_id text not null,
  reasons text[] not null,
  constraint review_reason_pkey PRIMARY KEY (lesson_id, mentor_id),
  constraint review_reason_reasons_check CHECK (((cardinality(reasons) > 0) AND (reasons <@ ARRAY['inaccurate'::text, 'unclear'::text, 'too_hard'::text, 'too_easy'::text, 'broken_code'::text, 'dead_link'::text, 'off_topic'::text, 'other'::text])))
);

create table preheat.review_refresh (
  is_only boolean default true not null,
  refreshed_at timestamp with time zone not null,
  item_count integer not null,
  constraint review_refresh_is_only_check CHECK (is_only),
  constraint review_refresh_pkey PRIMARY KEY (is_only)
);

create table preheat.review_request (
  lesson_id preheat.lesson_id not null,
  requested_at timestamp with time zone not null,
  requested_by text not null,
  reason text,
  constraint review_request_pkey PRIMARY KEY (lesson_id)
);

create table preheat.review_score (
  lesson_id preheat.lesson_id not null,
  warning_count integer not null,
  upvotes integer not null,
  downvotes integer not null,
  is_first boolean not null,
  after_bad_verdict boolean not null,
  is_emulated boolean not null,
  waits_for_mentor boolean not null,
  demand double precision not null,
  age_days integer not null,
  p_bad double precision not null,
  harm double precision not null,
  constraint review_score_pkey PRIMARY KEY (lesson_id)
);

create table preheat.review_skip (
  lesson_id preheat.lesson_id not null,
  mentor_id text not null,
  skipped_at timestamp with time zone not null,
  constraint review_skip_pkey PRIMARY KEY (lesson_id, mentor_id)
);

create table preheat.roadmap (
  roadmap_id bigint generated always as identity not null,
  roadmap_key text not null,
  title text not null,
  description text not null,
  category text not null,
  updated_at timestamp with time zone default now() not null,
  archived_at timestamp with time zone,
  archived_by text,
  archive_reason text,
  constraint roadmap_check CHECK (((archived_at IS NULL) = (archived_by IS NULL))),
  constraint roadmap_pkey PRIMARY KEY (roadmap_id),
  constraint roadmap_roadmap_key_key UNIQUE (roadmap_key),
  constraint roadmap_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 255)))
);

create table preheat.roadmap_step (
  roadmap_step_id bigint generated always as identity not null,
  roadmap_id bigint not null,
  "position" integer not null,
  title text not null,
  description text not null,
  difficulty text not null,
  lesson_count integer not null,
  styles text[] not null,
  first_lesson integer default 1 not null,
  constraint roadmap_step_check CHECK (((first_lesson >= 1) AND (first_lesson <= lesson_count))),
  constraint roadmap_step_difficulty_check CHECK ((difficulty = ANY (ARRAY['beginner'::text, 'intermediate'::text, 'advanced'::text]))),
  constraint roadmap_step_lesson_count_check CHECK (((lesson_count >= 1) AND (lesson_count <= 50))),
  constraint roadmap_step_pkey PRIMARY KEY (roadmap_step_id),
  constraint roadmap_step_position_check CHECK (("position" > 0)),
  constraint roadmap_step_roadmap_id_fkey FOREIGN KEY (roadmap_id) REFERENCES preheat.roadmap(roadmap_id) ON DELETE CASCADE,
  constraint roadmap_step_roadmap_id_title_key UNIQUE (roadmap_id, title),
  constraint roadmap_step_styles_check CHECK (((cardinality(styles) > 0) AND (styles <@ ARRAY['hands_on'::text, 'video'::text, 'reading'::text, 'mixed'::text]))),
  constraint roadmap_step_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 255)))
);

create table preheat.run (
  run_id bigint generated always as identity not null,
  workflow_id text not null,
  kind text not null,
  filter jsonb not null,
  model text not null,
  max_usd numeric(12,6),
  reserved_usd numeric(12,6) default 0 not null,
  spent_usd numeric(12,6) default 0 not null,
  state text default 'running'::text not null,
  cause text,
  cause_message text,
  waiting_until timestamp with time zone,
  opened_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  lost_call_count integer default 0 not null,
  lost_usd numeric(12,6) default 0 not null,
  quote jsonb,
  constraint run_check CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['finished'::text, 'stopped'::text, 'lost'::text])))),
  constraint run_kind_check CHECK ((kind = ANY (ARRAY['start'::text, 'manual'::text, 'nightly'::text, 'regeneration'::text]))),
  constraint run_max_usd_check CHECK ((max_usd >= (0)::numeric)),
  constraint run_pkey PRIMARY KEY (run_id),
  constraint run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'waiting'::text, 'paused'::text, 'finished'::text, 'stopped'::text, 'lost'::text]))),
  constraint run_workflow_id_key UNIQUE (workflow_id)
);

create table preheat.run_cell (
  run_id bigint not null,
  cell_id bigint not null,
  wanted_because text not null,
  status text default 'pending'::text not null,
  cause_message text,
  updated_at timestamp with time zone default now() not null,
  "position" integer not null,
  constraint run_cell_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint run_cell_pkey PRIMARY KEY (run_id, cell_id),
  constraint run_cell_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE CASCADE,
  constraint run_cell_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'published'::text, 'served'::text, 'quarantined'::text, 'failed'::text, 'archived'::text])))
);

create table preheat.saved_view (
  saved_view_id bigint generated always as identity not null,
  page text not null,
  name text not null,
  filter jsonb not null,
  saved_by text not null,
  saved_at timestamp with time zone default now() not null,
  constraint saved_view_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint saved_view_page_check CHECK (((char_length(page) >= 1) AND (char_length(page) <= 50))),
  constraint saved_view_page_name_key UNIQUE (page, name),
  constraint saved_view_pkey PRIMARY KEY (saved_view_id)
);

create table preheat.session (
  session_hash bytea not null,
  user_id text not null,
  password_mark text not null,
  address text not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (session_hash),
  constraint session_session_hash_check CHECK ((octet_length(session_hash) = 32))
);

create table preheat.style_prior (
  style text not null,
  upvotes bigint not null,
  downvotes bigint not null,
  counted_at timestamp with time zone default now() not null,
  constraint style_prior_pkey PRIMARY KEY (style)
);

create table preheat.usage_day (
  pacific_day date not null,
  model text not null,
  request_count integer default 0 not null,
  batch_request_count integer default 0 not null,
  reserved_usd numeric(12,6) default 0 not null,
  batch_reserved_usd numeric(12,6) default 0 not null,
  spent_usd numeric(12,6) default 0 not null,
  batch_spent_usd numeric(12,6) default 0 not null,
  constraint usage_day_pkey PRIMARY KEY (pacific_day, model)
);

create table preheat.video_search (
  step_title text not null,
  videos jsonb not null,
  fetched_at timestamp with time zone not null,
  constraint video_search_pkey PRIMARY KEY (step_title)
);

create table preheat.video_search_day (
  pacific_day date not null,
  search_count integer not null,
  constraint video_search_day_pkey PRIMARY KEY (pacific_day),
  constraint video_search_day_search_count_check CHECK ((search_count > 0))
);

create view preheat.cell_key as
 SELECT cell.cell_id,
    'plain'::text AS variant,
    cell.cache_key
   FROM preheat.cell
UNION ALL
 SELECT cell.cell_id,
    'multi_source_v1'::text AS variant,
    cell.multi_source_key AS cache_key
   FROM preheat.cell;

create view preheat.waits_for_mentor as
 SELECT DISTINCT ON (cell_id) cell_id,
    trigger AS reason,
    ended_at AS since
   FROM preheat.regeneration g
  WHERE ((outcome = 'handed_to_mentor'::text) AND (ended_at > COALESCE(preheat.last_act_of_person(cell_id), '-infinity'::timestamp with time zone)))
  ORDER BY cell_id, ended_at;

CREATE OR REPLACE FUNCTION preheat.act_on_lessons(of_act text, lesson_ids text[], of_filter jsonb, of_actor text, of_actor_role text, why text)
 RETURNS preheat.bulk_command
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  l record;
  result record;
  standing_before jsonb;
  all_items jsonb := '[]';
  command preheat.bulk_command;
begin
  perform from preheat.cell c
    where c.cell_id in (
      select v.cell_id from preheat.lesson_version v
      where v.lesson_id in (select preheat.lesson_id_of(i) from unnest(lesson_ids) i)
    )
    order by c.cell_id for no key update;
  for l in
    select v.lesson_id, v.cell_id from preheat.lesson_version v
    where v.lesson_id in (select preheat.lesson_id_of(i) from unnest(lesson_ids) i)
    order by v.cell_id, v.lesson_id
  loop
    standing_before := preheat.standing_of_cell(l.cell_id);
    select * into result from preheat.act_on_lesson(of_act, l.lesson_id, of_actor, of_actor_role, why);
    all_items := all_items || jsonb_build_object(
      'lesson_id', l.lesson_id::text, 'cell_id', l.cell_id, 'outcome', result.outcome,
      'before', case result.outcome when 'done' then standing_before end,
      'after', case result.outcome when 'done' then preheat.standing_of_cell(l.cell_id) end
    );
  end loop;
  insert into preheat.bulk_command (act, filter, reason, actor, actor_role, items)
    values (of_act, of_filter, why, of_actor, of_actor_role, all_items)
    returning * into command;
  return command;
end
$function$
;

CREATE OR REPLACE FUNCTION preheat.review_offer(i preheat.review_item, of_mentor_id text, not_skipped_since timestamp with time zone, clock timestamp with time zone)
 RETURNS TABLE(kind text)
 LANGUAGE sql
 STABLE
AS $function$
  select k.kind
  from preheat.review_kind(i.cell_id, i.lesson_ids, i.needs_second, of_mentor_id) k
  where not exists (select from preheat.review_claim c where c.lesson_id = i.lesson_id and c.leased_until > clock)
    and not exists (
      select from preheat.review_skip s
      where s.lesson_id = i.lesson_id and s.mentor_id = of_mentor_id and s.skipped_at > not_skipped_since
    );
$function$
;

CREATE INDEX attempt_window ON preheat.attempt USING btree (window_ends_at);
CREATE INDEX audit_event_actor ON preheat.audit_event USING btree (actor, audit_event_id DESC);
CREATE INDEX audit_event_cell ON preheat.audit_event USING btree (cell_id, audit_event_id DESC);
CREATE INDEX audit_event_resumed ON preheat.audit_event USING btree (at) WHERE (action = 'resume_schedule'::text);
CREATE INDEX audit_event_run ON preheat.audit_event USING btree (run_id) WHERE (run_id IS NOT NULL);
CREATE INDEX audit_event_start ON preheat.audit_event USING btree (((after ->> 'workflowId'::text))) WHERE (action = ANY (ARRAY['start_run'::text, 'retry_run'::text]));
CREATE INDEX audit_event_workflow ON preheat.audit_event USING btree (((after ->> 'workflowId'::text))) WHERE ((after ->> 'workflowId'::text) IS NOT NULL);
CREATE INDEX cell_archived ON preheat.cell USING btree (cell_id) WHERE (archived_at IS NOT NULL);
CREATE INDEX coverage_cell_state ON preheat.coverage_cell USING btree (state, cell_id);
CREATE INDEX coverage_count_roadmap ON preheat.coverage_count USING btree (roadmap_id);
CREATE INDEX coverage_day_day ON preheat.coverage_day USING btree (day, roadmap_id);
CREATE INDEX draft_cell ON preheat.draft USING btree (cell_id);
CREATE INDEX draft_quarantined ON preheat.draft USING btree (emulated, draft_id) WHERE (status = 'quarantined'::text);
CREATE INDEX draft_run ON preheat.draft USING btree (run_id, draft_id);
CREATE INDEX filled_skeleton_cell ON preheat.filled_skeleton USING btree (cell_id);
CREATE INDEX lesson_version_cell ON preheat.lesson_version USING btree (cell_id);
CREATE INDEX lesson_version_generated_at ON preheat.lesson_version USING btree (generated_at) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text));
CREATE UNIQUE INDEX lesson_version_live ON preheat.lesson_version USING btree (cell_id, variant) WHERE (state = 'live'::text);
CREATE INDEX lesson_version_model ON preheat.lesson_version USING btree (model) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text));
CREATE INDEX lesson_version_prompt ON preheat.lesson_version USING btree (preheat.prompt_order(prompt_version)) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text));
CREATE INDEX lesson_version_stale_text ON preheat.lesson_version USING btree (cell_id) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text) AND (stale_text_since IS NOT NULL));
CREATE INDEX regeneration_cell ON preheat.regeneration USING btree (cell_id, requested_at DESC);
CREATE UNIQUE INDEX regeneration_open ON preheat.regeneration USING btree (cell_id) WHERE (ended_at IS NULL);
CREATE INDEX regeneration_run ON preheat.regeneration USING btree (run_id, cell_id);
CREATE INDEX reservation_run ON preheat.reservation USING btree (run_id);
CREATE INDEX review_item_cell ON preheat.review_item USING btree (cell_id);
CREATE INDEX review_item_sample ON preheat.review_item USING btree (sample_key);
CREATE INDEX review_request_order ON preheat.review_request USING btree (requested_at, lesson_id);
CREATE INDEX review_score_harm ON preheat.review_score USING btree (harm DESC, lesson_id);
CREATE INDEX roadmap_step_beginning ON preheat.roadmap_step USING btree (lower(title) COLLATE "C");
CREATE INDEX roadmap_step_order ON preheat.roadmap_step USING btree (roadmap_id, "position", roadmap_step_id);
CREATE INDEX roadmap_step_title ON preheat.roadmap_step USING btree (title);
CREATE INDEX roadmap_step_words ON preheat.roadmap_step USING gin (preheat.search_words(title));
CREATE UNIQUE INDEX run_cell_position ON preheat.run_cell USING btree (run_id, "position") WHERE (status = 'pending'::text);
CREATE INDEX run_cell_status ON preheat.run_cell USING btree (run_id, status);
CREATE INDEX run_nightly ON preheat.run USING btree (run_id) WHERE (kind = 'nightly'::text);
CREATE INDEX run_open ON preheat.run USING btree (run_id) WHERE (ended_at IS NULL);
CREATE INDEX session_expiry ON preheat.session USING btree (expires_at);
CREATE INDEX session_of_user ON preheat.session USING btree (user_id);

CREATE TRIGGER end_regenerations_of_run AFTER UPDATE OF ended_at ON preheat.run FOR EACH ROW WHEN (((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL))) EXECUTE FUNCTION preheat.end_regenerations_of_run();
CREATE TRIGGER attach_regeneration AFTER INSERT ON preheat.run_cell FOR EACH ROW WHEN ((new.wanted_because = 'regenerate'::text)) EXECUTE FUNCTION preheat.attach_regeneration();
CREATE TRIGGER end_regeneration AFTER UPDATE OF status ON preheat.run_cell FOR EACH ROW WHEN (((old.status = 'pending'::text) AND (new.status <> 'pending'::text) AND (new.wanted_because = ANY (ARRAY['regenerate'::text, 'rejected'::text])))) EXECUTE FUNCTION preheat.end_regeneration();
