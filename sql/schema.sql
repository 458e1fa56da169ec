-- The schema `preheat` after all migrations. Written by `npm run schema`; compared by the tests.

set check_function_bodies = off;

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
  end if;
  update preheat.model_limit o set blocked_until = l.blocked_until, blocked_cause = l.blocked_cause,
    blocked_message = l.blocked_message, ramp_limit = 1, learnt_at = l.learnt_at,
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
    is_lost => false, returns_tokens => false);
end $function$
;

CREATE OR REPLACE FUNCTION preheat.limit_in_force(setting integer, configured integer, learnt integer, learnt_at timestamp with time zone, at timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 STABLE
RETURN LEAST(COALESCE(setting, configured), CASE WHEN (learnt_at > (at - '24:00:00'::interval)) THEN learnt ELSE NULL::integer END)
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

CREATE OR REPLACE FUNCTION preheat.prompt_order(prompt_version text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (prompt_version ~ '^\d{4}-\d{2}-\d{2}(\.\d{1,6})?$'::text) THEN (((replace(split_part(prompt_version, '.'::text, 1), '-'::text, ''::text))::bigint * 1000000) + (('0'::text || split_part(prompt_version, '.'::text, 2)))::bigint) ELSE (0)::bigint END
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
  if not found and not is_first then return; end if;
  update preheat.run r set
    spent_usd = r.spent_usd + charged_usd, reserved_usd = r.reserved_usd - coalesce(v.max_usd, 0)
  where r.run_id = coalesce(v.run_id, settle_answer.run_id);
  clock := coalesce(at, clock_timestamp());
  perform preheat.add_usage(coalesce(v.pacific_day, preheat.pacific_day(clock)), coalesce(v.model, settle_answer.model),
    coalesce(v.is_interactive, false), 0, -coalesce(v.max_usd, 0), charged_usd);
  spare_tokens := case when v.is_paced then v.max_input_tokens - input_tokens else 0 end;
  update preheat.model_limit l set
    token_level = l.token_level - spare_tokens,
    batch_token_level = l.batch_token_level - case when v.is_interactive then 0 else spare_tokens end
  where l.model = v.model and spare_tokens <> 0;
  if is_first then perform preheat.note_success(coalesce(v.model, settle_answer.model), clock); end if;
end $function$
;

CREATE OR REPLACE FUNCTION preheat.settle_expired(at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
begin
  return preheat.free_reservations(
    array(
      select v.request_id from preheat.reservation v where v.expires_at <= coalesce(settle_expired.at, clock_timestamp())
      order by v.request_id for update skip locked
    ),
    is_lost => true, returns_tokens => false);
end $function$
;

CREATE OR REPLACE FUNCTION preheat.step_digest(description text, difficulty text)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (md5(((difficulty || ':'::text) || description)))::uuid
;

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
  constraint cell_cache_key_key UNIQUE (cache_key),
  constraint cell_pkey PRIMARY KEY (cell_id),
  constraint cell_step_title_lesson_number_style_key UNIQUE (step_title, lesson_number, style)
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

create table preheat.lesson_version (
  lesson_id bigint not null,
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
  constraint lesson_version_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint lesson_version_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES preheat.draft(draft_id),
  constraint lesson_version_draft_id_key UNIQUE (draft_id),
  constraint lesson_version_origin_check CHECK ((origin = ANY (ARRAY['preheat'::text, 'adopted'::text]))),
  constraint lesson_version_pkey PRIMARY KEY (lesson_id),
  constraint lesson_version_request_id_key UNIQUE (request_id),
  constraint lesson_version_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE SET NULL,
  constraint lesson_version_state_check CHECK ((state = ANY (ARRAY['live'::text, 'parked'::text, 'retired'::text])))
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

create table preheat.roadmap (
  roadmap_id bigint generated always as identity not null,
  roadmap_key text not null,
  title text not null,
  description text not null,
  category text not null,
  updated_at timestamp with time zone default now() not null,
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

CREATE INDEX draft_cell ON preheat.draft USING btree (cell_id);
CREATE INDEX draft_run ON preheat.draft USING btree (run_id, draft_id);
CREATE INDEX lesson_version_cell ON preheat.lesson_version USING btree (cell_id);
CREATE INDEX lesson_version_generated_at ON preheat.lesson_version USING btree (generated_at) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text));
CREATE UNIQUE INDEX lesson_version_live ON preheat.lesson_version USING btree (cell_id) WHERE (state = 'live'::text);
CREATE INDEX lesson_version_model ON preheat.lesson_version USING btree (model) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text));
CREATE INDEX lesson_version_prompt ON preheat.lesson_version USING btree (preheat.prompt_order(prompt_version)) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text));
CREATE INDEX lesson_version_stale_text ON preheat.lesson_version USING btree (cell_id) WHERE ((state = 'live'::text) AND (origin = 'preheat'::text) AND (stale_text_since IS NOT NULL));
CREATE INDEX reservation_run ON preheat.reservation USING btree (run_id);
CREATE INDEX roadmap_step_title ON preheat.roadmap_step USING btree (title);
CREATE UNIQUE INDEX run_cell_position ON preheat.run_cell USING btree (run_id, "position") WHERE (status = 'pending'::text);
CREATE INDEX run_cell_status ON preheat.run_cell USING btree (run_id, status);
