-- Votes and mentors' reviews, atomic where the application reads, adds one and writes the whole row back.
-- Functions here have text bodies: a parsed one would keep the application from altering the columns that it names.

-- The id that a text means, in this age; null where it can be none.
create function preheat.lesson_id_of(id text) returns preheat.lesson_id
  language plpgsql immutable
as $$
declare
  lesson_id preheat.lesson_id;
begin
  -- Assigned, not cast: a cast cuts a text that is too long, and finds the lesson of another id.
  lesson_id := id;
  return lesson_id;
exception when data_exception then
  return null;
end
$$;

-- The rows that hold the same draft as this one, itself among them.
create function preheat.twins_of(of_lesson_id preheat.lesson_id) returns preheat.lesson_id[]
  language sql stable
as $$
  select array(
    select of_lesson_id
    union
    select t.lesson_id from preheat.lesson_version v join preheat.lesson_version t on t.draft_id = v.draft_id
    where v.lesson_id = of_lesson_id
  )::preheat.lesson_id[];
$$;

-- What an account is, where it may neither vote nor review: unknown, deleted, blocked, suspended, deactivated, or a
-- status of the application (pending, inactive, suspended, banned). Null where it may.
create function preheat.account_fault(user_id text) returns text
  language sql stable
as $$
  select case
    when u.id is null then 'unknown'
    when u.is_deleted then 'deleted'
    when u.is_blocked then 'blocked'
    when u.is_suspended then 'suspended'
    when not u.is_active then 'deactivated'
    when u.account_status <> 'active' then u.account_status
  end
  from (values (user_id)) w (id) left join users u on u.id = w.id;
$$;

-- When the application approves a pending lesson by itself.
create function preheat.is_approved_by_votes(upvotes integer, downvotes integer) returns boolean
  language sql immutable strict parallel safe
  return upvotes - downvotes >= 10 and upvotes::bigint * 5 >= (upvotes::bigint + downvotes) * 4;

-- The counters with which a row came that had no vote: other people's counts, kept beside the votes cast since.
create table preheat.imported_votes (
  lesson_id preheat.lesson_id primary key,
  upvotes integer not null,
  downvotes integer not null,
  noted_at timestamptz not null default now()
);

-- One vote of one user: the vote's row, the counters by what it changed, the approval, the serving decision.
-- A refusal is `unknown_lesson` or what `account_fault` says. A comment of null leaves that of the same vote in place.
create function preheat.cast_vote(
  lesson text, voter_id text, new_type text, new_comment text,
  out refusal text, out upvotes integer, out downvotes integer, out approval_status text
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  of_lesson_id preheat.lesson_id := preheat.lesson_id_of(lesson);
  of_cell_id bigint;
  old_type text;
  clock timestamptz;
  was record;
begin
  -- Before any lock: who may not vote keeps nobody waiting.
  refusal := preheat.account_fault(voter_id);
  if refusal is not null then
    return;
  end if;
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  select l.upvotes, l.downvotes, l.approval_status into was
    from lessons_lessoncontent l where l.id = of_lesson_id for no key update;
  if not found then
    refusal := 'unknown_lesson';
    return;
  end if;
  if was.upvotes + was.downvotes > 0 then
    insert into preheat.imported_votes (lesson_id, upvotes, downvotes)
      select of_lesson_id, was.upvotes, was.downvotes
      where not exists (select from lessons_lessonvote v where v.lesson_content_id = of_lesson_id)
        and not exists (select from preheat.lesson_version v where v.lesson_id = of_lesson_id and v.origin = 'preheat')
      on conflict (lesson_id) do nothing;
  end if;
  -- Not that of the transaction, which may have begun before the votes that this one waited for.
  clock := clock_timestamp();
  -- The application locks nothing: it may store or delete the same user's vote at this moment.
  loop
    select v.vote_type into old_type from lessons_lessonvote v
      where v.user_id = voter_id and v.lesson_content_id = of_lesson_id for no key update;
    if found then
      update lessons_lessonvote v set vote_type = new_type, updated_at = clock,
        -- What was said for one vote is not said for the other.
        comment = coalesce(new_comment, case when v.vote_type = new_type then v.comment else '' end)
        where v.user_id = voter_id and v.lesson_content_id = of_lesson_id;
      exit;
    end if;
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
      values (preheat.new_id('lessons_lessonvote'), new_type, coalesce(new_comment, ''), clock, clock, of_lesson_id, voter_id)
      on conflict (user_id, lesson_content_id) do nothing;
    exit when found;
  end loop;
  -- Never below 0, where the application's race had lost the vote that is taken back.
  upvotes := greatest(0, was.upvotes + (new_type = 'upvote')::integer - coalesce(old_type = 'upvote', false)::integer);
  downvotes := greatest(0, was.downvotes + (new_type = 'downvote')::integer - coalesce(old_type = 'downvote', false)::integer);
  approval_status := case
    when was.approval_status = 'pending' and preheat.is_approved_by_votes(upvotes, downvotes) then 'approved'
    else was.approval_status
  end;
  if (upvotes, downvotes, approval_status) is distinct from (was.upvotes, was.downvotes, was.approval_status::text) then
    update lessons_lessoncontent l
      set upvotes = cast_vote.upvotes, downvotes = cast_vote.downvotes, approval_status = cast_vote.approval_status
      where l.id = of_lesson_id;
    -- Votes weigh among versions: without another one there is nothing to decide (most of a vote's time).
    if exists (
      select from preheat.lesson_version o join preheat.lesson_version v on v.variant = o.variant
      where o.cell_id = of_cell_id and o.lesson_id <> of_lesson_id and o.state <> 'retired' and v.lesson_id = of_lesson_id
    ) then
      perform preheat.decide(array[of_cell_id]);
    end if;
  end if;
end
$$;

-- Why a mentor wants a lesson changed, beside the text of the review.
create table preheat.review_reason (
  lesson_id preheat.lesson_id not null,
  mentor_id text not null,
  reasons text[] not null check (
    cardinality(reasons) > 0
    and reasons <@ array['inaccurate', 'unclear', 'too_hard', 'too_easy', 'broken_code', 'dead_link', 'off_topic', 'other']
  ),
  primary key (lesson_id, mentor_id)
);

-- The latest verdict for or against each of these lessons, or of all (null), after the latest word of each mentor on it
-- or on one of its twins: the application's own reviews name one row only. No row where there is none.
create function preheat.verdicts(lesson_ids preheat.lesson_id[]) returns table (lesson_id preheat.lesson_id, status text)
  language sql stable
as $$
  select distinct on (w.lesson_id) w.lesson_id, w.status
  from (
    select distinct on (t.lesson_id, r.mentor_id) t.lesson_id, r.status, r.updated_at
    from lessons_mentorreview r
    left join preheat.lesson_version o on o.lesson_id = r.lesson_content_id
    left join preheat.lesson_version p on p.draft_id = o.draft_id
    cross join lateral (select coalesce(p.lesson_id, r.lesson_content_id)::preheat.lesson_id as lesson_id) t
    where lesson_ids is null
      or r.lesson_content_id = any(array(select unnest(preheat.twins_of(i.id)) from unnest(lesson_ids) i (id)))
    order by t.lesson_id, r.mentor_id, r.updated_at desc, r.status
  ) w
  where w.status in ('verified', 'rejected') and (lesson_ids is null or w.lesson_id = any(lesson_ids))
  -- At the same microsecond the one that costs learners less.
  order by w.lesson_id, w.updated_at desc, w.status;
$$;

-- One verdict of one mentor, for a lesson and its twins: the reviews, the reasons, the approval, the serving decision.
-- A refusal is `unknown_lesson`, `no_reviewer`, or what `account_fault` says.
create function preheat.submit_review(
  lesson text, reviewer_id text, reviewer_roles text[], verdict text, new_feedback text, new_expertise_area text,
  new_reasons text[],
  out refusal text, out lesson_ids jsonb, out approval_status text
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  of_lesson_id preheat.lesson_id := preheat.lesson_id_of(lesson);
  of_cell_id bigint;
  reviewer_role text;
  ids preheat.lesson_id[];
  old_verdict text;
  before jsonb;
  clock timestamptz;
  status_by_verdict text;
begin
  refusal := preheat.account_fault(reviewer_id);
  if refusal is not null then
    return;
  end if;
  select case when u.is_superuser then 'super_admin' else u.role end into reviewer_role from users u where u.id = reviewer_id;
  if reviewer_role is null or reviewer_role <> all(reviewer_roles) then
    refusal := 'no_reviewer';
    return;
  end if;
  of_cell_id := preheat.lock_cell_of(of_lesson_id);
  ids := preheat.twins_of(of_lesson_id);
  perform from lessons_lessoncontent l where l.id = any(ids) order by l.id for no key update;
  ids := array(select l.id from lessons_lessoncontent l where l.id = any(ids) order by l.id);
  select l.approval_status into approval_status from lessons_lessoncontent l where l.id = of_lesson_id;
  if not found then
    refusal := 'unknown_lesson';
    return;
  end if;
  select r.status, jsonb_build_object('status', r.status, 'feedback', r.feedback, 'expertise_area', r.expertise_area,
      'reasons', coalesce(to_jsonb(s.reasons), '[]'))
    into old_verdict, before
    from lessons_mentorreview r
    left join preheat.review_reason s on s.lesson_id = r.lesson_content_id and s.mentor_id = r.mentor_id
    where r.mentor_id = reviewer_id and r.lesson_content_id = any(ids)
    order by r.updated_at desc limit 1;
  before := coalesce(before, '{}') || jsonb_build_object('approval_status', approval_status);
  -- Later than every other verdict on it, also where the clock of the application's machine is ahead.
  clock := greatest(clock_timestamp(), (
    select max(r.updated_at) + interval '1 microsecond' from lessons_mentorreview r where r.lesson_content_id = any(ids)
  ));
  -- `reviewed_at` stays the time of the first verdict: the application sets it once, and `updated_at` each time.
  update lessons_mentorreview r
    set status = verdict, feedback = new_feedback, expertise_area = new_expertise_area, updated_at = clock
    where r.mentor_id = reviewer_id and r.lesson_content_id = any(ids);
  insert into lessons_mentorreview (
      id, status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id
    )
    select preheat.new_id('lessons_mentorreview'), verdict, new_feedback, new_expertise_area, clock, clock, i.id, reviewer_id
    from unnest(ids) i (id)
    where not exists (
      select from lessons_mentorreview r where r.mentor_id = reviewer_id and r.lesson_content_id = i.id
    )
    -- The application may store one at this moment.
    on conflict (mentor_id, lesson_content_id) do update set
      status = excluded.status, feedback = excluded.feedback, expertise_area = excluded.expertise_area,
      updated_at = excluded.updated_at;
  delete from preheat.review_reason s where s.mentor_id = reviewer_id and s.lesson_id = any(ids);
  insert into preheat.review_reason (lesson_id, mentor_id, reasons)
    select i.id, reviewer_id, new_reasons from unnest(ids) i (id) where cardinality(new_reasons) > 0;
  -- A first `needs_improvement` leaves the status as it is; one that takes an earlier verdict back does not.
  if verdict in ('verified', 'rejected') or old_verdict in ('verified', 'rejected') then
    status_by_verdict := (
      select case v.status when 'verified' then 'mentor_verified' else 'rejected' end
      from preheat.verdicts(array[of_lesson_id]) v
    );
    update lessons_lessoncontent l set approval_status = n.status
      from (
        select o.id, coalesce(
          status_by_verdict,
          case when preheat.is_approved_by_votes(o.upvotes, o.downvotes) then 'approved' else 'pending' end
        ) as status
        from lessons_lessoncontent o where o.id = any(ids)
      ) n
      where l.id = n.id and l.approval_status <> n.status;
  end if;
  if of_cell_id is not null then
    perform preheat.decide(array[of_cell_id]);
  end if;
  select l.approval_status into approval_status from lessons_lessoncontent l where l.id = of_lesson_id;
  perform preheat.audit(reviewer_id, reviewer_role, 'review', of_cell_id, of_lesson_id::text, nullif(new_feedback, ''), before,
    jsonb_build_object('status', verdict, 'feedback', new_feedback, 'expertise_area', new_expertise_area,
      'reasons', new_reasons, 'approval_status', approval_status));
  perform preheat.end_claim(of_lesson_id, reviewer_id);
  lesson_ids := to_jsonb(ids);
end
$$;

-- What the counters and the status of these lessons, or of all (null), are and should be: the counters what came with
-- the row and the votes since; the status the latest verdict, where there is one, and else what it is, or the approval by
-- votes. Left out are rows whose counters nobody can check: others wrote them, and no vote of them is known.
create function preheat.ratings(lesson_ids preheat.lesson_id[]) returns table (
  lesson_id preheat.lesson_id, old_upvotes integer, old_downvotes integer, old_status text,
  upvotes integer, downvotes integer, status text
)
  language sql stable
as $$
  select r.id::preheat.lesson_id, r.upvotes, r.downvotes, r.approval_status, n.upvotes, n.downvotes,
    case
      when d.status = 'verified' then 'mentor_verified'
      when d.status = 'rejected' then 'rejected'
      when r.approval_status = 'pending' and preheat.is_approved_by_votes(n.upvotes, n.downvotes) then 'approved'
      else r.approval_status
    end
  from lessons_lessoncontent r
  left join preheat.lesson_version o on o.lesson_id = r.id and o.origin = 'preheat'
  left join preheat.imported_votes i on i.lesson_id = r.id
  left join (
    select v.lesson_content_id, count(*) filter (where v.vote_type = 'upvote') as upvotes,
      count(*) filter (where v.vote_type = 'downvote') as downvotes
    from lessons_lessonvote v where lesson_ids is null or v.lesson_content_id = any(lesson_ids)
    group by v.lesson_content_id
  ) c on c.lesson_content_id = r.id
  left join preheat.verdicts(lesson_ids) d on d.lesson_id = r.id
  cross join lateral (
    select (coalesce(i.upvotes, 0) + coalesce(c.upvotes, 0))::integer as upvotes,
      (coalesce(i.downvotes, 0) + coalesce(c.downvotes, 0))::integer as downvotes
  ) n
  where (lesson_ids is null or r.id = any(lesson_ids))
    and (o.lesson_id is not null or i.lesson_id is not null or c.lesson_content_id is not null or d.lesson_id is not null);
$$;

-- The lessons of these cells, or all (null), whose counters or status are not what votes and verdicts make them: the
-- application saves whole rows without a lock, and writes back what it read before. Notes the counters that came with
-- rows; locks nothing.
create function preheat.votes_to_repair(cell_ids bigint[]) returns setof preheat.lesson_id
  language plpgsql
as $$
declare
  asked preheat.lesson_id[];
begin
  if cell_ids is not null then
    asked := array(
      select v.lesson_id from preheat.lesson_version v where v.cell_id = any(cell_ids)
      union
      select l.id from preheat.cell_key k join lessons_lessoncontent l on l.cache_key = k.cache_key
      where k.cell_id = any(cell_ids)
    );
  end if;
  insert into preheat.imported_votes (lesson_id, upvotes, downvotes)
    select l.id, l.upvotes, l.downvotes from lessons_lessoncontent l
    where (l.upvotes <> 0 or l.downvotes <> 0) and (asked is null or l.id = any(asked))
      and not exists (select from lessons_lessonvote v where v.lesson_content_id = l.id)
      and not exists (select from preheat.lesson_version v where v.lesson_id = l.id and v.origin = 'preheat')
    on conflict (lesson_id) do nothing;
  return query
    select r.lesson_id from preheat.ratings(asked) r
    where (r.upvotes, r.downvotes, r.status) is distinct from (r.old_upvotes, r.old_downvotes, r.old_status)
    order by r.lesson_id;
end
$$;

-- Mends these lessons, as far as they still differ once they are locked, and decides their cells anew.
create function preheat.repair_votes(lesson_ids preheat.lesson_id[]) returns table (
  lesson_id preheat.lesson_id, old_upvotes integer, old_downvotes integer, old_status text,
  upvotes integer, downvotes integer, status text
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  their_cells bigint[] := array(
    select v.cell_id from preheat.lesson_version v where v.lesson_id = any(lesson_ids)
    union
    select k.cell_id from lessons_lessoncontent l join preheat.cell_key k on k.cache_key = l.cache_key
    where l.id = any(lesson_ids)
  );
begin
  perform from preheat.cell c where c.cell_id = any(their_cells) order by c.cell_id for no key update;
  perform from lessons_lessoncontent l where l.id = any(lesson_ids) order by l.id for no key update;
  return query
    update lessons_lessoncontent l set upvotes = r.upvotes, downvotes = r.downvotes, approval_status = r.status
    from preheat.ratings(lesson_ids) r
    where l.id = r.lesson_id
      and (r.upvotes, r.downvotes, r.status) is distinct from (r.old_upvotes, r.old_downvotes, r.old_status)
    returning r.lesson_id, r.old_upvotes, r.old_downvotes, r.old_status, r.upvotes, r.downvotes, r.status;
  if cardinality(their_cells) > 0 then
    perform preheat.decide(their_cells);
  end if;
end
$$;
