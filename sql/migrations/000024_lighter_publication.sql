-- What a lesson costs the database, with the same answers: a publication asks only for what its cell's state makes
-- necessary, and a statement whose plan would be made anew for each call is not reached where it has nothing to do.

create or replace function preheat.publish_lesson(
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
$$;

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
  if not found and not is_first then return; end if;
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
