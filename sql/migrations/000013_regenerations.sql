-- Lessons that are made anew because of what people said of them. What the prompt carries is frozen when one is asked
-- for, so that each attempt asks the same.
create table preheat.regeneration (
  regeneration_id bigint generated always as identity primary key,
  cell_id bigint not null references preheat.cell,
  -- The run that makes it; null until one has taken it.
  run_id bigint references preheat.run on delete set null,
  -- The version that it is to be better than; null where the cell had none.
  parent_lesson_id preheat.lesson_id,
  trigger text not null check (trigger in ('person', 'needs_improvement', 'vote_collapse', 'rejected')),
  requested_by text not null,
  requested_role text not null,
  requested_at timestamptz not null default now(),
  instructions text not null default '',
  feedback jsonb not null default '{"instructions": "", "reviews": [], "comments": []}',
  -- Between which the prompt fences it: nobody who wrote a remark can know it.
  nonce text not null default replace(gen_random_uuid()::text, '-', '') check (nonce ~ '^[0-9a-f]{32}$'),
  -- The ids of the reviews and votes that the prompt carries.
  answers jsonb not null default '{"reviewIds": [], "voteIds": []}',
  lesson_ids jsonb not null default '[]',
  outcome text check (outcome in (
    'live', 'challenger', 'quarantined', 'failed', 'served', 'archived', 'not_reached', 'handed_to_mentor'
  )),
  message text,
  ended_at timestamptz,
  check ((outcome is null) = (ended_at is null))
);
create unique index regeneration_open on preheat.regeneration (cell_id) where ended_at is null;
create index regeneration_cell on preheat.regeneration (cell_id, requested_at desc);
create index regeneration_run on preheat.regeneration (run_id, cell_id);

-- A run that wants a cell anew takes its open regeneration, unless another run has it.
create function preheat.attach_regeneration() returns trigger
  language plpgsql
as $$
begin
  update preheat.regeneration set run_id = new.run_id
    where cell_id = new.cell_id and ended_at is null and run_id is null;
  return null;
end
$$;
create trigger attach_regeneration after insert on preheat.run_cell
  for each row when (new.wanted_because = 'regenerate') execute function preheat.attach_regeneration();

-- A regeneration ends with its cell in the run's ledger, in the same transaction.
create function preheat.end_regeneration() returns trigger
  language plpgsql
as $$
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
$$;
create trigger end_regeneration after update of status on preheat.run_cell
  for each row when (old.status = 'pending' and new.status <> 'pending' and new.wanted_because in ('regenerate', 'rejected'))
  execute function preheat.end_regeneration();

-- What a run did not reach can be asked for again.
create function preheat.end_regenerations_of_run() returns trigger
  language plpgsql
as $$
begin
  update preheat.regeneration set ended_at = clock_timestamp(), outcome = 'not_reached', message = new.cause_message
    where run_id = new.run_id and ended_at is null;
  return null;
end
$$;
create trigger end_regenerations_of_run after update of ended_at on preheat.run
  for each row when (old.ended_at is null and new.ended_at is not null)
  execute function preheat.end_regenerations_of_run();

-- Functions on the reader's tables have text bodies: a parsed one would keep the application from altering its columns.

-- When a person last did something about the lessons of a cell: reviewed, regenerated, promoted, retired. Votes are
-- opinions. Null where nobody ever did.
create function preheat.last_act_of_person(of_cell_id bigint) returns timestamptz
  language sql stable
as $$
  select greatest(
    (
      select max(r.updated_at) from preheat.lesson_version v
      join lessons_mentorreview r on r.lesson_content_id = v.lesson_id
      where v.cell_id = of_cell_id
    ),
    (select max(a.at) from preheat.audit_event a where a.cell_id = of_cell_id and a.actor <> 'preheat'),
    (select max(g.requested_at) from preheat.regeneration g where g.cell_id = of_cell_id and g.trigger = 'person')
  );
$$;

-- The lessons, of these, to whose latest words of a mentor, on it or on a twin, a `needs_improvement` belongs.
create function preheat.needing_improvement(lesson_ids preheat.lesson_id[]) returns setof preheat.lesson_id
  language sql stable
as $$
  select distinct w.lesson_id from (
    select distinct on (i.id, r.mentor_id) i.id as lesson_id, r.status
    from unnest(lesson_ids) i (id)
    join lessons_mentorreview r on r.lesson_content_id = any(array(select unnest(preheat.twins_of(i.id))))
    order by i.id, r.mentor_id, r.updated_at desc, r.status
  ) w
  where w.status = 'needs_improvement';
$$;

-- Cells whose lessons no machine could better: a mentor should look at them.
create view preheat.waits_for_mentor as
  select distinct on (g.cell_id) g.cell_id, g.trigger as reason, g.ended_at as since
  from preheat.regeneration g
  where g.outcome = 'handed_to_mentor' and g.ended_at > coalesce(preheat.last_act_of_person(g.cell_id), '-infinity')
  order by g.cell_id, g.ended_at;
