-- Sets aside what one call may take, or says what is in its way. `reason` names the limit, `limit_value` what it is.
-- Since 000015, a call that a day's limit can never let through is refused, with the limit as the reason, where it
-- was told to wait for midnight, again and again.
create or replace function preheat.reserve(
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
end $$;

-- Also forgets what was used on days that nobody asks for any more. Two that do so at once take different rows.
create or replace function preheat.settle_expired(at timestamptz) returns integer language plpgsql as $$
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
end $$;
