-- What the console tells of runs and limits.

-- Which run somebody started or steered.
alter table preheat.audit_event add column run_id bigint;
create index audit_event_run on preheat.audit_event (run_id) where run_id is not null;
-- One that is started has no id yet: it is known by its workflow's.
create index audit_event_workflow on preheat.audit_event ((after ->> 'workflowId')) where after ->> 'workflowId' is not null;

-- The morning brief looks at a few rows of tables that grow with every lesson and every act.
create index audit_event_resumed on preheat.audit_event (at) where action = 'resume_schedule';
create index draft_quarantined on preheat.draft (emulated, draft_id) where status = 'quarantined';
create index run_nightly on preheat.run (run_id) where kind = 'nightly';
create index run_open on preheat.run (run_id) where ended_at is null;
-- Whoever starts a run asks whether its start is in the log.
create index audit_event_start on preheat.audit_event ((after ->> 'workflowId')) where action in ('start_run', 'retry_run');

-- What the refusal said from which the limits were learnt.
alter table preheat.model_limit add column learnt_message text;

create or replace function preheat.block_model(
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
end $$;
