-- The console: roadmaps that are archived, lessons that somebody sends to the mentors, and finding by words.
-- Functions on the reader's tables have text bodies, as in 000011.

alter table preheat.roadmap
  add column archived_at timestamptz,
  add column archived_by text,
  add column archive_reason text,
  add check ((archived_at is null) = (archived_by is null));

-- The steps of archived roadmaps, apart, so that nothing that asks what is wanted finds them. They keep their ids: which
-- roadmap's words a shared step has is decided by these.
create table preheat.archived_step (
  like preheat.roadmap_step including constraints,
  primary key (roadmap_step_id),
  unique (roadmap_id, title),
  foreign key (roadmap_id) references preheat.roadmap on delete cascade
);

-- The words of a title as they are looked up: by their beginnings, in any case, with marks as blanks: ASCII ones, « », and
-- typographic quotes and dashes. `simple`, as titles are of any language. No extension: a managed database may not have it.
create function preheat.search_words(title text) returns tsvector
  language sql immutable strict parallel safe
  return to_tsvector('simple'::regconfig, regexp_replace(title, '[!-/:-@[-`{-~\u00A0\u00AB\u00BB\u2000-\u206F\u3000-\u3003]+', ' ', 'g'));
create index roadmap_step_words on preheat.roadmap_step using gin (preheat.search_words(title));
-- Titles that begin with a text, whatever the collation of the database is.
create index roadmap_step_beginning on preheat.roadmap_step (lower(title) collate "C");

-- A lesson that somebody sent to the mentors: it waits at the head of their queue until one of them has said a word since.
create table preheat.review_request (
  -- The first of the twins, as in `review_item`.
  lesson_id preheat.lesson_id primary key,
  requested_at timestamptz not null,
  requested_by text not null,
  reason text
);
create index review_request_order on preheat.review_request (requested_at, lesson_id);

-- Since when these twins wait because somebody sent them; null where nobody did, or a mentor has answered.
create function preheat.requested_since(ids preheat.lesson_id[]) returns timestamptz
  language sql stable
as $$
  select max(q.requested_at) from preheat.review_request q
  where q.lesson_id = any(ids) and not exists (
    select from lessons_mentorreview m where m.lesson_content_id = any(ids) and m.updated_at > q.requested_at
  );
$$;

-- As before (000012), and of what somebody sent: whatever was said of it earlier, whoever said it.
create or replace function preheat.review_kind(
  of_cell_id bigint, ids preheat.lesson_id[], needs_second boolean, of_mentor_id text
) returns table (kind text)
  language sql stable
as $$
  select case r.mentor_count when 0 then 'first' else 'second' end
  from (
    select count(distinct m.mentor_id) as mentor_count, coalesce(bool_or(m.mentor_id = of_mentor_id), false) as is_own
    from lessons_mentorreview m where m.lesson_content_id = any(ids)
  ) r
  cross join (select preheat.requested_since(ids) is not null as is_requested) q
  where (q.is_requested or not r.is_own)
    and exists (select from preheat.cell c where c.cell_id = of_cell_id and c.archived_at is null)
    and exists (
      select from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
      where v.lesson_id = any(ids) and v.state <> 'retired' and l.created_by is distinct from 'mentor:' || of_mentor_id
        and case
          when q.is_requested then true
          when r.mentor_count = 0 then l.approval_status not in ('mentor_verified', 'rejected')
            and (v.state = 'live' or v.parent_lesson_id is not null and v.superseded_at is null)
          when r.mentor_count = 1 then needs_second and v.superseded_at is null
          else false
        end
    );
$$;

-- As before (000012), but that what somebody sent comes before all else, the longest wait first.
create or replace function preheat.claim_review(
  of_mentor_id text, reviewer_roles text[], lease interval, sample_point double precision, skips_hold interval,
  out refusal text, out lesson_id preheat.lesson_id, out is_resumed boolean, out claimed_at timestamptz,
  out leased_until timestamptz
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  clock timestamptz;
  not_skipped_since timestamptz;
  held preheat.lesson_id;
  offer record;
begin
  refusal := preheat.reviewer_fault(of_mentor_id, reviewer_roles);
  if refusal is not null then
    return;
  end if;
  -- Two pages of one mentor come one after the other.
  perform pg_advisory_xact_lock(hashtextextended('preheat.review_claim:' || of_mentor_id, 0));
  clock := clock_timestamp();
  not_skipped_since := coalesce(clock - skips_hold, 'infinity');
  select c.lesson_id into held from preheat.review_claim c where c.mentor_id = of_mentor_id;
  if found then
    update preheat.review_claim c set heartbeat_at = clock, leased_until = clock + lease
      from preheat.review_item i
      cross join lateral preheat.review_kind(i.cell_id, i.lesson_ids, i.needs_second, of_mentor_id) k
      where c.lesson_id = held and c.mentor_id = of_mentor_id and i.lesson_id = held
      returning c.lesson_id, c.claimed_at, c.leased_until into lesson_id, claimed_at, leased_until;
    if found then
      is_resumed := true;
      return;
    end if;
    -- Reviewed, retired, verified by somebody: it wants no word of theirs any more.
    perform preheat.end_claim(held, of_mentor_id);
  end if;
  is_resumed := false;
  loop
    -- What others are claiming at this moment is not waited for. Only the item is locked, and only against claims.
    offer := null;
    select i.lesson_id, s.p_bad, o.kind, false as is_sample into offer
      from preheat.review_request q
      join preheat.review_item i using (lesson_id) join preheat.review_score s using (lesson_id)
      cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
      where preheat.requested_since(i.lesson_ids) is not null
      order by q.requested_at, q.lesson_id limit 1 for no key update of i skip locked;
    if offer is null and sample_point is not null then
      select i.lesson_id, s.p_bad, o.kind, true as is_sample into offer
        from preheat.review_item i join preheat.review_score s using (lesson_id)
        cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
        where i.sample_key >= sample_point
        order by i.sample_key limit 1 for no key update of i skip locked;
      if offer is null then
        select i.lesson_id, s.p_bad, o.kind, true as is_sample into offer
          from preheat.review_item i join preheat.review_score s using (lesson_id)
          cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
          where i.sample_key < sample_point
          order by i.sample_key limit 1 for no key update of i skip locked;
      end if;
    elsif offer is null then
      select i.lesson_id, s.p_bad, o.kind, false as is_sample into offer
        from preheat.review_score s join preheat.review_item i using (lesson_id)
        cross join lateral preheat.review_offer(i, of_mentor_id, not_skipped_since, clock) o
        order by s.harm desc, s.lesson_id limit 1 for no key update of i skip locked;
    end if;
    if offer is null then
      return;
    end if;
    insert into preheat.review_claim as c (
        lesson_id, mentor_id, kind, is_sample, p_bad, claimed_at, heartbeat_at, leased_until
      )
      values (offer.lesson_id, of_mentor_id, offer.kind, offer.is_sample, offer.p_bad, clock, clock, clock + lease)
      on conflict (lesson_id) do update set
        mentor_id = excluded.mentor_id, kind = excluded.kind, is_sample = excluded.is_sample, p_bad = excluded.p_bad,
        claimed_at = excluded.claimed_at, heartbeat_at = excluded.heartbeat_at, leased_until = excluded.leased_until
        where c.leased_until <= clock;
    -- Claimed between the look and the lock: the next look sees it.
    if found then
      lesson_id := offer.lesson_id;
      claimed_at := clock;
      leased_until := clock + lease;
      return;
    end if;
  end loop;
end
$$;

-- Sends a lesson and its twins to the head of the review queue. Says `sent`, `waits` (it was sent already), or why nothing
-- was changed: `unknown_lesson`, `no_cell`, `archived`, `retired`, or `fresh_verdict`, with the verdict.
create function preheat.send_to_review(
  lesson text, actor text, actor_role text, why text, fresh interval,
  out outcome text, out verdict text, out verdict_at timestamptz
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  of_lesson_id preheat.lesson_id := preheat.lesson_id_of(lesson);
  of_cell_id bigint;
  ids preheat.lesson_id[];
  item_id preheat.lesson_id;
begin
  if not exists (select from lessons_lessoncontent l where l.id = of_lesson_id) then
    outcome := 'unknown_lesson';
    return;
  end if;
  -- Locks the cell: of two at once the second finds that it waits.
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  ids := array(
    select v.lesson_id from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
    where v.lesson_id = any(preheat.twins_of(of_lesson_id)) and v.state <> 'retired' order by v.lesson_id
  );
  item_id := ids[1];
  select m.status, m.updated_at into verdict, verdict_at from lessons_mentorreview m
    where m.lesson_content_id = any(ids) and m.updated_at > clock_timestamp() - fresh
    order by m.updated_at desc limit 1;
  outcome := case
    when of_cell_id is null
      or not exists (select from preheat.lesson_version v where v.lesson_id = of_lesson_id) then 'no_cell'
    when exists (select from preheat.cell c where c.cell_id = of_cell_id and c.archived_at is not null) then 'archived'
    when item_id is null then 'retired'
    when preheat.requested_since(ids) is not null then 'waits'
    when verdict is not null then 'fresh_verdict'
    else 'sent'
  end;
  if outcome <> 'sent' then
    return;
  end if;
  insert into preheat.review_request as q (lesson_id, requested_at, requested_by, reason)
    values (item_id, clock_timestamp(), actor, why)
    on conflict (lesson_id) do update set
      requested_at = excluded.requested_at, requested_by = excluded.requested_by, reason = excluded.reason;
  insert into preheat.review_item (lesson_id, lesson_ids, cell_id, sample_key, needs_second)
    values (item_id, ids, of_cell_id, preheat.share_hash('sample', item_id::text), false)
    on conflict (lesson_id) do nothing;
  -- The next refresh counts it; until then nothing is known of it but its votes.
  insert into preheat.review_score (
    lesson_id, warning_count, upvotes, downvotes, is_first, after_bad_verdict, is_emulated, waits_for_mentor, demand,
    age_days, p_bad, harm
  )
  select item_id, 0, o.upvotes, o.downvotes, false, false, o.is_emulated, false, 1, 0, p.p_bad, p.p_bad
  from (
    select least(sum(l.upvotes), 1000000000)::integer as upvotes, least(sum(l.downvotes), 1000000000)::integer as downvotes,
      bool_or(l.created_by = 'gemini-emulator') as is_emulated
    from lessons_lessoncontent l where l.id = any(ids)
  ) o
  cross join lateral preheat.probability_bad(0, o.upvotes, o.downvotes, false, false, o.is_emulated, false) p (p_bad)
  on conflict (lesson_id) do nothing;
  perform preheat.audit(actor, actor_role, 'send_to_review', of_cell_id, of_lesson_id::text, why, null, null);
end
$$;

-- As undo_review of 000019, but only of this lesson: another last verdict, as of another page, stays, and the refusal is
-- `other_lesson`.
create function preheat.undo_review(
  reviewer_id text, reviewer_roles text[], within interval, wanted_lesson text,
  out refusal text, out lesson_id text, out approval_status text
)
  language plpgsql
as $$
begin
  select u.refusal, u.lesson_id, u.approval_status into refusal, lesson_id, approval_status
    from preheat.undo_review(reviewer_id, reviewer_roles, within) u;
  -- Which one is the last is decided under the lock of that function alone: what was not meant is taken back here.
  if lesson_id is not null
    and preheat.lesson_id_of(lesson_id) = any(preheat.twins_of(preheat.lesson_id_of(wanted_lesson))) is not true then
    raise exception using errcode = 'PR001';
  end if;
exception when sqlstate 'PR001' then
  refusal := 'other_lesson';
  approval_status := null;
end
$$;
