-- What may be sent to a model, what was, and what holds it back. Everyone who locks rows here does it in this order:
-- reservation, run, usage_day (the row of all models first), model_limit. A reservation is never waited for with a
-- lock in hand: whoever takes several at once, or has the run already, skips those that somebody else is settling.
-- Times are parameters so that tests can have a clock of their own; null means the clock.

-- The quota day of the provider begins at midnight in Los Angeles.
create function preheat.pacific_day(at timestamptz) returns date
  language sql immutable strict parallel safe
  return (at at time zone 'America/Los_Angeles')::date;

create function preheat.pacific_day_end(at timestamptz) returns timestamptz
  language sql immutable strict parallel safe
  return ((at at time zone 'America/Los_Angeles')::date + 1)::timestamp at time zone 'America/Los_Angeles';

-- One row a model, and the row `*` for all of them. A setting of null leaves it to the configuration.
create table preheat.model_limit (
  model text primary key,
  requests_per_minute integer check (requests_per_minute > 0),
  input_tokens_per_minute integer check (input_tokens_per_minute > 0),
  requests_per_day integer check (requests_per_day > 0),
  burst_requests integer check (burst_requests > 0),
  headroom_share numeric check (headroom_share >= 0 and headroom_share < 1),
  max_usd_per_day numeric(12, 6) check (max_usd_per_day > 0),
  -- What a refusal of the provider named: believed for 24 hours, and only where it is lower.
  learnt_requests_per_minute integer check (learnt_requests_per_minute > 0),
  learnt_input_tokens_per_minute integer check (learnt_input_tokens_per_minute > 0),
  learnt_requests_per_day integer check (learnt_requests_per_day > 0),
  learnt_at timestamptz,
  -- The pace (GCRA) as what is still to drain at `levels_at`, in requests and tokens: a theoretical arrival time is
  -- levels_at + level / rate. Kept in units, so that a changed rate holds at once, and settling needs no rate.
  request_level double precision,
  batch_request_level double precision,
  token_level double precision,
  batch_token_level double precision,
  levels_at timestamptz,
  -- The breaker: until when nothing is sent and why; then at most `ramp_limit` calls at a time, one more after each
  -- success. `outage_level` doubles the next block.
  blocked_until timestamptz,
  blocked_cause text,
  blocked_message text,
  ramp_limit integer check (ramp_limit > 0),
  outage_level integer not null default 0 check (outage_level >= 0),
  window_started_at timestamptz,
  window_success_count integer not null default 0,
  window_failure_count integer not null default 0,
  check ((blocked_until is null) = (blocked_cause is null) and (blocked_cause is null) = (blocked_message is null)),
  check (ramp_limit is null or blocked_until is not null),
  check (model = '*' or max_usd_per_day is null),
  check (model <> '*' or num_nonnulls(requests_per_minute, input_tokens_per_minute, requests_per_day, burst_requests,
    headroom_share, learnt_at, levels_at, blocked_until) = 0)
);

-- What was sent on a quota day: one row a model, and `*` for all together, which is what concurrent callers wait for.
create table preheat.usage_day (
  pacific_day date not null,
  model text not null,
  request_count integer not null default 0,
  batch_request_count integer not null default 0,
  reserved_usd numeric(12, 6) not null default 0,
  batch_reserved_usd numeric(12, 6) not null default 0,
  spent_usd numeric(12, 6) not null default 0,
  batch_spent_usd numeric(12, 6) not null default 0,
  primary key (pacific_day, model)
);

alter table preheat.reservation
  add column model text check (model <> '*'),
  add column max_input_tokens integer not null default 0 check (max_input_tokens >= 0),
  add column is_interactive boolean not null default false,
  add column pacific_day date,
  add column starts_at timestamptz,
  add column expires_at timestamptz,
  -- Whether its tokens are in the levels of the model, to be taken out of them when it is settled.
  add column is_paced boolean not null default false;

-- Calls that are in flight while this is applied: their workers settle them, or their lease ends.
update preheat.reservation v set model = r.model, pacific_day = preheat.pacific_day(v.reserved_at),
  starts_at = v.reserved_at, expires_at = v.reserved_at + interval '30 minutes'
from preheat.run r where r.run_id = v.run_id;

insert into preheat.usage_day (pacific_day, model, request_count, batch_request_count, reserved_usd, batch_reserved_usd)
select pacific_day, key, count(*), count(*), sum(max_usd), sum(max_usd)
from preheat.reservation, unnest(array['*', model]) key
group by pacific_day, key;

alter table preheat.reservation
  alter column model set not null,
  alter column pacific_day set not null,
  alter column starts_at set not null,
  alter column expires_at set not null,
  alter column max_input_tokens drop default,
  alter column is_interactive drop default,
  alter column is_paced drop default;

create function preheat.limit_in_force(setting integer, configured integer, learnt integer, learnt_at timestamptz, at timestamptz)
  returns integer language sql stable
  return least(coalesce(setting, configured), case when learnt_at > at - interval '24 hours' then learnt end);

-- Adds to a quota day, for the model and for all.
create function preheat.add_usage(
  pacific_day date, model text, is_interactive boolean, request_count integer, reserved_usd numeric, spent_usd numeric
) returns void language plpgsql as $$
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
end $$;

-- Sets aside what one call may take, or says what is in its way. `reason` names the limit, `limit_value` what it is.
create function preheat.reserve(
  request_id text, run_id bigint, model text, max_usd numeric, max_input_tokens integer, is_interactive boolean,
  max_delay_ms integer, lease_ms integer,
  requests_per_minute integer, input_tokens_per_minute integer, requests_per_day integer, burst_requests integer,
  headroom_share numeric, max_usd_per_day numeric, at timestamptz,
  out answer text, out has_room_later boolean, out start_at timestamptz, out wait_until timestamptz, out reason text,
  out limit_value numeric, out is_learnt boolean, out blocked_cause text, out blocked_message text
) language plpgsql as $$
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
end $$;

-- Settles a call that was answered. `is_first` is false for a second answer to the same request: it was paid for too,
-- but cannot be told from a repeated attempt to store the first.
create function preheat.settle_answer(
  request_id text, run_id bigint, model text, cost_usd numeric, input_tokens integer, is_first boolean, at timestamptz
) returns void language plpgsql as $$
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
end $$;

-- Gives back what the named calls, which were not answered, had set aside; or counts all of it as spent. The caller
-- names one, or has locked them.
create function preheat.free_reservations(request_ids text[], is_lost boolean, returns_tokens boolean)
  returns integer language plpgsql as $$
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
end $$;

create function preheat.settle_expired(at timestamptz) returns integer language plpgsql as $$
begin
  return preheat.free_reservations(
    array(
      select v.request_id from preheat.reservation v where v.expires_at <= coalesce(settle_expired.at, clock_timestamp())
      order by v.request_id for update skip locked
    ),
    is_lost => true, returns_tokens => false);
end $$;

-- For a run that ended in the same transaction: it reserves nothing more. Its calls in flight may still be answered,
-- so their tokens stay taken; what somebody is settling right now is left to them.
create function preheat.free_run(run_id bigint) returns integer language plpgsql as $$
begin
  return preheat.free_reservations(
    array(
      select v.request_id from preheat.reservation v where v.run_id = free_run.run_id for update skip locked
    ),
    is_lost => false, returns_tokens => false);
end $$;

-- Writes only where a window or a ramp is open: most of the time it reads one row.
create function preheat.note_success(model text, at timestamptz) returns void language plpgsql as $$
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
end $$;

-- The provider failed for one call. At least 5 failures in a window of 60 seconds, and at least as many as successes,
-- open the breaker; so does one while nothing succeeded since the last outage: it was the probe.
create function preheat.note_failure(
  model text, message text, at timestamptz, out blocked_until timestamptz, out blocked_cause text, out blocked_message text
) language plpgsql as $$
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
end $$;

-- The provider refuses everybody until a time. Of two blocks the longer one's cause is shown. What the refusal names
-- as limits takes the place of what was learnt more than 24 hours ago, and else only lowers it.
create function preheat.block_model(
  model text, cause text, until timestamptz, message text,
  requests_per_minute integer, input_tokens_per_minute integer, requests_per_day integer, at timestamptz,
  out blocked_until timestamptz, out blocked_cause text, out blocked_message text, out learnt_at timestamptz,
  out learnt_requests_per_minute integer, out learnt_input_tokens_per_minute integer, out learnt_requests_per_day integer
) language plpgsql as $$
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
end $$;
