-- The console: verdicts that are taken back, acts on many lessons at once with their undo, and views that the team shares.
-- Functions on the reader's tables have text bodies, as in 000011.

create index audit_event_actor on preheat.audit_event (actor, audit_event_id desc);

-- Takes a mentor's last verdict back, where it is not older than `within`: their verdict of before counts again, or none
-- does. Called again it takes the one before it back. A refusal is `nothing`; `changed_since`, where the application has
-- another verdict of theirs by now; `no_delete`, where a first verdict cannot go because the application's tables let
-- no row be deleted; or what `submit_review` says.
create function preheat.undo_review(
  reviewer_id text, reviewer_roles text[], within interval,
  out refusal text, out lesson_id text, out approval_status text
)
  language plpgsql
as $$
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
$$;

-- An act on many lessons at once, and how each of them stood before: what its undo goes back to.
create table preheat.bulk_command (
  bulk_command_id bigint generated always as identity primary key,
  act text not null check (act in ('promote', 'retire', 'restore')),
  filter jsonb not null,
  reason text,
  actor text not null,
  actor_role text not null,
  done_at timestamptz not null default clock_timestamp(),
  -- [{lesson_id, cell_id, outcome, before, after}], where `before` and `after` are what `standing_of` says of the
  -- versions that were changed, and null where none was.
  items jsonb not null,
  undone_at timestamptz,
  undone_by text
);

-- How all versions of a cell stand: a promotion also takes that of another one away.
create function preheat.standing_of_cell(of_cell_id bigint) returns jsonb
  language sql stable
as $$
  select jsonb_object_agg(v.lesson_id, jsonb_build_object(
    'state', case v.state when 'retired' then 'retired' else 'candidate' end,
    'promoted_at', v.promoted_at, 'promoted_by', v.promoted_by, 'superseded_at', v.superseded_at
  ))
  from preheat.lesson_version v where v.cell_id = of_cell_id;
$$;

-- Does one act on each of these lessons in one transaction. Cells are locked first, in the order of everybody else.
create function preheat.act_on_lessons(
  of_act text, lesson_ids text[], of_filter jsonb, of_actor text, of_actor_role text, why text
) returns preheat.bulk_command
  language plpgsql
as $$
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
$$;

-- Takes an act on many lessons back: each cell stands as before, but for those that somebody changed since, which are
-- left as they are and named. `refusal`: `unknown`, `undone` already, or `too_late`.
create function preheat.undo_bulk(
  of_id bigint, of_actor text, of_actor_role text, within interval,
  out refusal text, out undone_count integer, out left_lesson_ids jsonb
)
  language plpgsql
as $$
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
$$;

-- The filters of a list under a name, for the whole team.
create table preheat.saved_view (
  saved_view_id bigint generated always as identity primary key,
  page text not null check (char_length(page) between 1 and 50),
  name text not null check (char_length(name) between 1 and 100),
  filter jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null default now(),
  unique (page, name)
);
