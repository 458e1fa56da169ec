-- Versions and serving: of each cell and variant of its key one version is live, by a rule that one function applies.

-- The reader's key of a cell in a variant: a request for a researched lesson looks under a key with a suffix.
create function preheat.cache_key(step_title text, lesson_number integer, style text, variant text) returns text
  language sql immutable strict parallel safe
  return md5(
    step_title || ':' || lesson_number::text || ':' || style || case variant when 'plain' then '' else ':' || variant end
  );

alter table preheat.cell add column multi_source_key text
  generated always as (preheat.cache_key(step_title, lesson_number, style, 'multi_source_v1')) stored unique;

create view preheat.cell_key as
  select cell_id, 'plain' as variant, cache_key from preheat.cell
  union all
  select cell_id, 'multi_source_v1', multi_source_key from preheat.cell;

alter table preheat.lesson_version
  -- Under which key of the cell the reader finds it while it is live.
  add column variant text not null default 'plain' check (variant in ('plain', 'multi_source_v1')),
  -- The version that it was made to be better than.
  add column parent_lesson_id preheat.lesson_id,
  -- A person made it the live one; counts until another version of the cell is verified.
  add column promoted_at timestamptz,
  add column promoted_by text,
  -- A newer version was made because this one was stale or needed improvement.
  add column superseded_at timestamptz,
  -- When it went live last.
  add column live_since timestamptz,
  -- One draft is published once for each variant.
  drop constraint lesson_version_request_id_key,
  drop constraint lesson_version_draft_id_key,
  add unique (draft_id, variant);
update preheat.lesson_version set live_since = since where state = 'live';
drop index preheat.lesson_version_live;
create unique index lesson_version_live on preheat.lesson_version (cell_id, variant) where state = 'live';

-- Who did what to what, for good.
create table preheat.audit_event (
  audit_event_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- The id of a user, `cli`, or `preheat` for Preheat itself.
  actor text not null,
  actor_role text not null,
  action text not null,
  cell_id bigint references preheat.cell,
  lesson_id text,
  reason text,
  before jsonb,
  after jsonb
);
create index audit_event_cell on preheat.audit_event (cell_id, audit_event_id desc);

create function preheat.audit(
  actor text, actor_role text, action text, cell_id bigint, lesson_id text, reason text, before jsonb, after jsonb
) returns void
  language sql
as $$
  insert into preheat.audit_event (actor, actor_role, action, cell_id, lesson_id, reason, before, after)
  values (actor, actor_role, action, cell_id, lesson_id, reason, before, after);
$$;

-- The votes of all lessons of a style, as the last reconcile counted them: what a lesson without votes is taken for.
create table preheat.style_prior (
  style text primary key,
  upvotes bigint not null,
  downvotes bigint not null,
  counted_at timestamptz not null default now()
);

-- Whether there is a lesson in a row at all. What Preheat wrote says so itself and is not looked into (30 µs a lesson).
-- Otherwise an object has none without a text but around it, any other JSON value without a text; a string or a list
-- with one may be a lesson in somebody's own form. The application marks what it stores when its model fails.
-- A mentor's verification outweighs a mark: somebody read the lesson and answers for it. It cannot give an empty lesson
-- a text. Approval and upvotes outweigh nothing: nobody answers for them, and the placeholder with most of them is met
-- the most.
create function preheat.has_lesson(content jsonb, approval_status text, research_metadata jsonb) returns boolean
  language sql stable parallel safe
  return research_metadata @> '{"generator": "preheat"}' or not (
    not jsonb_path_exists(
      case when jsonb_typeof(content) = 'object' then content - array[
        'type', 'lesson_type', 'title', 'summary', 'description', 'estimated_duration', 'difficulty', 'research_metadata',
        'source_attribution', 'sources', 'hero_image'
      ] else content end,
      -- Not a strict path: that would read on after it has found a text.
      '$.** ? (@ like_regex "\\S")'
    )
    or (
      approval_status <> 'mentor_verified'
      and (
        -- `error` may be blank, but neither null nor false.
        (content ?| array['is_fallback', 'error', 'error_note'] and content @? '$ ? (
          $.is_fallback == true
          || exists($.keyvalue() ? (
            @.key like_regex "^error(_note)?$" && (@.value == true || !(@.value.type() like_regex "^(null|boolean)$"))
          ))
        )')
        -- The size as stored, so that the content is not read for it: a few sentences around a title of 255 characters
        -- are shorter, and what is longer may well speak of placeholders.
        or (pg_column_size(content) < 4000 and content
          @? '$ ? ($.* like_regex "placeholder lesson" flag "i" || $ like_regex "placeholder lesson" flag "i")')
      )
    )
  );

-- Makes versions of the rows that others wrote under a key of these cells.
create function preheat.adopt(cell_ids bigint[]) returns void
  language sql
as $$
  insert into preheat.lesson_version (lesson_id, cell_id, variant, state, origin, model, generated_at)
  select l.id, k.cell_id, k.variant, 'parked', 'adopted', l.ai_model_version, l.generated_at
  from preheat.cell_key k join lessons_lessoncontent l on l.cache_key = k.cache_key
  where k.cell_id in (select unnest(cell_ids)) and not exists (select from preheat.lesson_version v where v.lesson_id = l.id)
  on conflict (lesson_id) do nothing;
$$;

-- The versions of these cells that may be live, each with what the rule asks. docs/decisions/0013 says why.
create function preheat.candidates(cell_ids bigint[]) returns table (
  cell_id bigint, variant text, lesson_id preheat.lesson_id,
  is_emulated boolean, is_backed boolean, is_promoted boolean, is_superseded boolean, vote_mean double precision,
  generated_at timestamptz
)
  language sql stable
as $$
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
$$;

-- The version of each variant that the rule names.
create function preheat.winners(cell_ids bigint[]) returns table (cell_id bigint, variant text, lesson_id preheat.lesson_id)
  language sql stable
as $$
  select distinct on (cell_id, variant) cell_id, variant, lesson_id from preheat.candidates(cell_ids)
  order by cell_id, variant, is_emulated, is_backed desc, is_promoted desc, is_superseded, vote_mean desc,
    generated_at desc, lesson_id desc;
$$;

-- Gives each variant of these cells the live version that the rule names, and parks all others: the reader would choose
-- among several by an order of its own. Locks the cells, but not against rows that refer to them: a run that opens
-- holds thousands of those. Call it in the transaction that changed what the rule asks.
create function preheat.decide(cell_ids bigint[]) returns table (
  cell_id bigint, variant text, lesson_id preheat.lesson_id, state text
)
  language plpgsql
as $$
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
$$;

-- The cell of a lesson, locked; a row that others wrote is adopted. Null where it belongs to no cell.
create function preheat.lock_cell_of(of_lesson_id preheat.lesson_id) returns bigint
  language plpgsql
as $$
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
$$;

-- Stores the row of a new lesson; `lesson` holds the reader's columns by name, and those that this age has not are left
-- out of it.
create function preheat.store_lesson(lesson jsonb, key text) returns preheat.lesson_id
  language plpgsql
as $$
declare
  new_id preheat.lesson_id := preheat.new_id('lessons_lessoncontent');
begin
  insert into lessons_lessoncontent
  select r.* from jsonb_populate_record(
    null::lessons_lessoncontent,
    lesson || jsonb_build_object('id', new_id, 'cache_key', coalesce(key, 'parked:' || new_id), 'generated_at', now(),
      'upvotes', 0, 'downvotes', 0, 'approval_status', 'pending', 'view_count', 0, 'completion_rate', 0,
      'average_quiz_score', 0, 'generation_metadata', '{}'::jsonb, 'generation_status', 'completed')
  ) r;
  return new_id;
end
$$;

-- Publishes a draft: a row and a version for each variant, the serving decision, the draft, the ledger, the claim.
-- Nothing where the claimer does not hold the cell any more (`held`). A cell that somebody else filled meanwhile keeps
-- what it has, unless the run wants to replace it.
create function preheat.publish_lesson(
  of_cell_id bigint, claimer text, of_run_id bigint, of_draft_id bigint, of_request_id text, prompt_version text,
  model text, emulated boolean, made_from uuid, lesson jsonb, findings jsonb, fingerprint integer[], variants text[],
  parent preheat.lesson_id,
  out lesson_id preheat.lesson_id, out held boolean, out is_live boolean
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  c preheat.cell;
  k record;
  wanted text;
  is_alone boolean;
  must_decide boolean := false;
  row_id preheat.lesson_id;
begin
  select * into c from preheat.cell
    where cell_id = of_cell_id and claimed_by = claimer and archived_at is null for no key update;
  held := found;
  is_live := false;
  if not held then
    return;
  end if;
  select rc.wanted_because into wanted from preheat.run_cell rc where rc.run_id = of_run_id and rc.cell_id = of_cell_id;
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
    insert into preheat.lesson_version (
      lesson_id, cell_id, variant, state, origin, request_id, draft_id, run_id, prompt_version, model, fingerprint,
      generated_at, step_digest, stale_text_since, parent_lesson_id, live_since
    )
    select row_id, of_cell_id, k.variant, case when is_alone then 'live' else 'parked' end, 'preheat', of_request_id,
      of_draft_id, of_run_id, prompt_version, model, fingerprint, now(), m.digest,
      -- The words in the prompt, not those of now: a draft may be older than the step's text.
      case when m.digest <> c.step_digest then now() end,
      -- The twin of the parent, where it has one.
      coalesce(
        (
          select t.lesson_id from preheat.lesson_version p join preheat.lesson_version t on t.draft_id = p.draft_id
          where p.lesson_id = parent and t.variant = k.variant
        ),
        parent
      ),
      case when is_alone then now() end
    from (select coalesce(made_from, c.step_digest) as digest) m;
    lesson_id := coalesce(lesson_id, row_id);
  end loop;
  update preheat.lesson_version v set superseded_at = now()
    where v.cell_id = of_cell_id and v.superseded_at is null and v.state <> 'retired'
      and v.draft_id is distinct from of_draft_id and lesson_id is not null
      and (
        (wanted = 'stale' and v.origin = 'preheat')
        -- The parent and its twin, one of which a mentor sent back: the latest word of somebody still says so.
        or (wanted = 'regenerate' and v.lesson_id = any(preheat.twins_of(parent)) and exists (
          select from preheat.needing_improvement(preheat.twins_of(parent))
        ))
      );
  if must_decide then
    perform preheat.decide(array[of_cell_id]);
  end if;
  is_live := exists (
    select from preheat.lesson_version v where v.draft_id = of_draft_id and v.cell_id = of_cell_id and v.state = 'live'
  );
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
$$;
