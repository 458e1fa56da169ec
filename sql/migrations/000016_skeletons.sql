-- Attached to a database of the application: its age, and the rows that it makes there for lessons to come.
-- What reads columns of one age only is made here for that age.

-- The age of the reader's tables when they were attached. Another age needs another attachment: the type of the ids.
create table preheat.reader (
  is_only boolean primary key default true check (is_only),
  age text not null check (age in ('old', 'head')),
  attached_at timestamptz not null default now()
);
insert into preheat.reader (age)
select case when t.typbasetype = 'bigint'::regtype then 'old' else 'head' end
from pg_type t where t.oid = 'preheat.lesson_id'::regtype;

-- The application numbers lessons through a module and names each by itself: such a step is one lesson, and not the first.
alter table preheat.roadmap_step
  add column first_lesson integer not null default 1,
  add check (first_lesson between 1 and lesson_count);

-- Rows that the application made for a lesson of a module, filled with the live lesson of their cell. They are shown
-- with their module, not under a key, and stand for no choice: so they are no versions.
create table preheat.filled_skeleton (
  lesson_id preheat.lesson_id primary key,
  cell_id bigint not null references preheat.cell,
  filled_from preheat.lesson_id not null,
  filled_at timestamptz not null default now()
);
create index filled_skeleton_cell on preheat.filled_skeleton (cell_id);

-- Only the columns that Preheat knows are named: others get their defaults.
do $do$
declare
  is_head boolean := (select age = 'head' from preheat.reader);
  taken bigint;
begin
  execute format($format$
    create or replace function preheat.store_lesson(lesson jsonb, key text) returns preheat.lesson_id
      language plpgsql
    as $$
    declare
      new_id preheat.lesson_id := preheat.new_id('lessons_lessoncontent');
    begin
      insert into lessons_lessoncontent (%1$s)
      select %1$s from jsonb_populate_record(
        null::lessons_lessoncontent,
        lesson || jsonb_build_object('id', new_id, 'cache_key', coalesce(key, 'parked:' || new_id), 'generated_at', now(),
          'upvotes', 0, 'downvotes', 0, 'approval_status', 'pending', 'view_count', 0, 'completion_rate', 0,
          'average_quiz_score', 0, 'generation_metadata', '{}'::jsonb, 'generation_status', 'completed')
      );
      return new_id;
    end
    $$
  $format$,
    'id, roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, '
    'difficulty_level, generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, '
    'completion_rate, average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type'
    || case when is_head then ', generation_metadata, generation_status' else '' end
  );
  if not is_head then
    create function preheat.fill_skeletons(cell_ids bigint[] default null) returns table (
      lesson_id preheat.lesson_id, cell_id bigint, filled_from preheat.lesson_id
    )
      language sql
    as $$
      -- The application makes no such rows in this age.
      select f.lesson_id, f.cell_id, f.filled_from from preheat.filled_skeleton f where false;
    $$;
    return;
  end if;

  -- An earlier attachment may have made ids of its own.
  select max(number) into taken
  from (
    select case when id ~ '^[12]\d{9}$' then id::bigint end as number from (
      select id from lessons_lessoncontent
      union all select id from lessons_lessonvote
      union all select id from lessons_mentorreview
    ) i
  ) n
  where number <= 2147483647;
  if taken is not null then
    perform setval('preheat.reader_id', taken);
  end if;

  -- Whether a row waits for its lesson: not begun, failed, or being made. What it holds, if anything, is no lesson.
  create function preheat.waits_for_lesson(
    generation_status text, content jsonb, approval_status text, research_metadata jsonb
  ) returns boolean
    language sql stable parallel safe
    return generation_status <> 'completed' and not preheat.has_lesson(content, approval_status, research_metadata);

  create or replace function preheat.adopt(cell_ids bigint[]) returns void
    language sql
  as $$
    insert into preheat.lesson_version (lesson_id, cell_id, variant, state, origin, model, generated_at)
    select l.id, k.cell_id, k.variant, 'parked', 'adopted', l.ai_model_version, l.generated_at
    from preheat.cell_key k join lessons_lessoncontent l on l.cache_key = k.cache_key
    where k.cell_id = any(cell_ids) and not exists (select from preheat.lesson_version v where v.lesson_id = l.id)
      and not exists (select from preheat.filled_skeleton f where f.lesson_id = l.id)
      and not preheat.waits_for_lesson(l.generation_status, l.content, l.approval_status, l.research_metadata)
    on conflict (lesson_id) do nothing;
  $$;

  -- The rows of these cells, or of all (null), that have another lesson to show than the live one of their cell, each
  -- with that: waiting ones, and those that still show, word for word, what they were filled with.
  create function preheat.skeletons_to_fill(cell_ids bigint[]) returns table (
    lesson_id preheat.lesson_id, cell_id bigint, live_id preheat.lesson_id
  )
    language plpgsql stable
  as $$
  #variable_conflict use_column
  begin
    return query
      select w.id::preheat.lesson_id, w.cell_id, live.lesson_id
      from (
        select l.id, k.cell_id
        from preheat.cell_key k join lessons_lessoncontent l on l.cache_key = k.cache_key
        where (cell_ids is null or k.cell_id = any(cell_ids))
          and l.generation_status in ('pending', 'failed', 'generating')
          -- The application is making it. It never takes up again what stands so, and nobody else would.
          and (l.generation_status <> 'generating' or l.generated_at < now() - interval '1 hour')
          and preheat.waits_for_lesson(l.generation_status, l.content, l.approval_status, l.research_metadata)
      ) w
      cross join lateral preheat.live_lesson(w.cell_id) live (lesson_id);
    return query
      select f.lesson_id, f.cell_id, live.lesson_id
      from preheat.filled_skeleton f
      cross join lateral preheat.live_lesson(f.cell_id) live (lesson_id)
      join lessons_lessoncontent o on o.id = f.filled_from
      join lessons_lessoncontent l on l.id = f.lesson_id and l.content = o.content
      where (cell_ids is null or f.cell_id = any(cell_ids)) and live.lesson_id <> f.filled_from;
  end
  $$;

  -- The lesson that a cell's modules show: twins hold the same one. No row where none is live.
  create function preheat.live_lesson(of_cell_id bigint) returns setof preheat.lesson_id
    language sql stable rows 1
  as $$
    select v.lesson_id from preheat.lesson_version v
    where v.cell_id = of_cell_id and v.state = 'live' order by v.variant = 'plain' desc limit 1;
  $$;

  -- Fills the rows that wait in these cells, or in all (null), with the live lessons, without a model call. The row keeps
  -- its id, its module, the title and the description that its learner knows it by (the roadmap is read from them again),
  -- and what belongs to a row: votes, verdicts, views. It leaves the key: there it would be served, empty, before an older
  -- lesson. Locks the cells.
  create function preheat.fill_skeletons(cell_ids bigint[] default null) returns table (
    lesson_id preheat.lesson_id, cell_id bigint, filled_from preheat.lesson_id
  )
    language plpgsql
  as $$
  #variable_conflict use_column
  declare
    their_cells bigint[];
  begin
    if cardinality(cell_ids) = 0 then
      return;
    end if;
    if cell_ids is null then
      delete from preheat.filled_skeleton f
        where not exists (select from lessons_lessoncontent l where l.id = f.lesson_id);
    end if;
    their_cells := array(
      select s.cell_id from preheat.skeletons_to_fill(cell_ids) s
      union
      -- A whole row that was saved may have brought the key back.
      select f.cell_id
      from preheat.filled_skeleton f
      join preheat.cell_key k on k.cell_id = f.cell_id
      join lessons_lessoncontent l on l.id = f.lesson_id and l.cache_key = k.cache_key
      where cell_ids is null or f.cell_id = any(cell_ids)
    );
    if cardinality(their_cells) = 0 then
      return;
    end if;
    perform from preheat.cell c where c.cell_id = any(their_cells) order by c.cell_id for no key update;
    update lessons_lessoncontent l set cache_key = 'parked:' || l.id
      from preheat.filled_skeleton f join preheat.cell_key k on k.cell_id = f.cell_id
      where f.cell_id = any(their_cells) and l.id = f.lesson_id and l.cache_key = k.cache_key
        and not preheat.waits_for_lesson(l.generation_status, l.content, l.approval_status, l.research_metadata);
    perform from lessons_lessoncontent l
      where l.id in (select s.lesson_id from preheat.skeletons_to_fill(their_cells) s) order by l.id for no key update;
    return query
      with filled as (
        update lessons_lessoncontent l set
          content = o.content,
          estimated_duration = o.estimated_duration, generated_at = o.generated_at,
          generation_prompt = o.generation_prompt, ai_model_version = o.ai_model_version, created_by = o.created_by,
          research_metadata = o.research_metadata, source_attribution = o.source_attribution, source_type = o.source_type,
          generation_status = 'completed', generation_error = null, cache_key = 'parked:' || l.id
        from preheat.skeletons_to_fill(their_cells) s join lessons_lessoncontent o on o.id = s.live_id
        where l.id = s.lesson_id
        returning s.lesson_id, s.cell_id, s.live_id
      )
      insert into preheat.filled_skeleton as f (lesson_id, cell_id, filled_from)
      select * from filled
      on conflict (lesson_id) do update set
        cell_id = excluded.cell_id, filled_from = excluded.filled_from, filled_at = excluded.filled_at
      returning f.lesson_id, f.cell_id, f.filled_from;
  end
  $$;

  -- Whatever makes a version live, in the same transaction: no reader ever finds the empty row beside the lesson.
  create function preheat.fill_after_live() returns trigger
    language plpgsql
  as $$
  begin
    if tg_op = 'INSERT' then
      perform preheat.fill_skeletons(array(select distinct n.cell_id from new_rows n where n.state = 'live'));
    else
      perform preheat.fill_skeletons(array(
        select distinct n.cell_id from new_rows n join old_rows o using (lesson_id)
        where n.state = 'live' and o.state <> 'live'
      ));
    end if;
    return null;
  end
  $$;
  create trigger fill_after_insert after insert on preheat.lesson_version
    referencing new table as new_rows for each statement execute function preheat.fill_after_live();
  create trigger fill_after_update after update on preheat.lesson_version
    referencing old table as old_rows new table as new_rows for each statement execute function preheat.fill_after_live();
end
$do$;
