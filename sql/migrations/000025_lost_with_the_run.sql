-- A call whose run ends before it is settled may be billed like any other that brought no whole answer.

-- For a run that ended in the same transaction: it reserves nothing more. At a regular end nothing is reserved; what is
-- left is of workers that died, or in flight where a run is closed as lost. What somebody is settling right now is left to
-- them.
create or replace function preheat.free_run(run_id bigint) returns integer language plpgsql as $$
begin
  return preheat.free_reservations(
    array(
      select v.request_id from preheat.reservation v where v.run_id = free_run.run_id for update skip locked
    ),
    is_lost => true, returns_tokens => false);
end $$;

create or replace function preheat.settle_answer(
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
end $$;
