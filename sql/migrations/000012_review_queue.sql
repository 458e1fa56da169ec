-- The review queue: which lesson a mentor looks at next, who holds which, and what became of it.
-- The text bodies are as in 000011: a parsed one would keep the application from altering the columns that it names.

-- One item of the queue: a lesson with its twins, which are one draft. A refresh adds and takes away; what it counts is in
-- `review_score`, so that it never holds the row that a claim locks.
create table preheat.review_item (
  -- The first of the twins.
  lesson_id preheat.lesson_id primary key,
  lesson_ids preheat.lesson_id[] not null,
  cell_id bigint not null,
  -- Its place in a random order.
  sample_key double precision not null,
  -- Whether another mentor is to say a word of theirs after the first verdict.
  needs_second boolean not null
);
create index review_item_sample on preheat.review_item (sample_key);
create index review_item_cell on preheat.review_item (cell_id);

-- What the last refresh counted of an item, and what it made of that.
create table preheat.review_score (
  lesson_id preheat.lesson_id primary key,
  warning_count integer not null,
  upvotes integer not null,
  downvotes integer not null,
  is_first boolean not null,
  after_bad_verdict boolean not null,
  is_emulated boolean not null,
  waits_for_mentor boolean not null,
  demand double precision not null,
  age_days integer not null,
  p_bad double precision not null,
  harm double precision not null
);
create index review_score_harm on preheat.review_score (harm desc, lesson_id);

create table preheat.review_refresh (
  is_only boolean primary key default true check (is_only),
  refreshed_at timestamptz not null,
  item_count integer not null
);

-- Who looks at what. A lesson has one holder and a mentor one lesson: both keys are what decides between two that claim
-- at once. A lease that has passed is still its mentor's until somebody else takes the lesson.
create table preheat.review_claim (
  lesson_id preheat.lesson_id primary key,
  mentor_id text not null unique,
  kind text not null check (kind in ('first', 'second')),
  -- Offered by chance, not for the harm that is expected of it.
  is_sample boolean not null,
  p_bad double precision not null,
  claimed_at timestamptz not null,
  heartbeat_at timestamptz not null,
  leased_until timestamptz not null
);

create table preheat.review_skip (
  lesson_id preheat.lesson_id,
  mentor_id text,
  skipped_at timestamptz not null,
  primary key (lesson_id, mentor_id)
);

-- The verdict that a claim ended with, beside what was expected: the samples tell whether the estimate is any good.
create table preheat.review_outcome (
  review_outcome_id bigint generated always as identity primary key,
  lesson_id preheat.lesson_id not null,
  mentor_id text not null,
  kind text not null,
  is_sample boolean not null,
  p_bad double precision not null,
  claimed_at timestamptz not null,
  ended_at timestamptz not null,
  verdict text not null
);

-- A number from 0 to below 1, the same for the same words whoever asks. domain/review-queue.ts gives the same.
create function preheat.share_hash(salt text, id text) returns double precision
  language sql immutable strict parallel safe
  return ('x' || substr(md5(salt || ':' || id), 1, 8))::bit(32)::bigint::double precision / 4294967296;

-- The probability that a mentor finds fault with a lesson. domain/review-queue.ts gives the same, and says why.
create function preheat.probability_bad(
  warning_count integer, upvotes integer, downvotes integer, is_first boolean, after_bad_verdict boolean,
  is_emulated boolean, waits_for_mentor boolean
) returns double precision
  language sql immutable parallel safe
  -- Not strict: `least` is not, and a call that is not inlined takes 30 µs.
  return (
    10 / (1 + exp(2.2::float8
      - 0.5::float8 * least(warning_count, 4) - 0.3::float8 * is_first::integer
      - 0.8::float8 * after_bad_verdict::integer - 1.5::float8 * is_emulated::integer
      - 1.2::float8 * waits_for_mentor::integer
    )) + downvotes
  ) / (10 + upvotes + downvotes);

-- Why somebody may not review: what `account_fault` says, or `no_reviewer`. Null where they may.
create function preheat.reviewer_fault(user_id text, reviewer_roles text[]) returns text
  language sql stable
as $$
  select coalesce(
    preheat.account_fault(user_id),
    case when not coalesce(
      (select u.is_superuser or u.role = any(reviewer_roles) from users u where u.id = user_id), false
    ) then 'no_reviewer' end
  );
$$;

-- Whether an item wants a verdict, the first or a second one, of this mentor (null: of anybody): one row or none. First
-- ones: lessons that are live, and challengers, of cells that somebody wants, that no mentor has a word on. Second ones:
-- whatever the first verdict made of the lesson, since only verdicts of all kinds tell how far mentors agree.
create function preheat.review_kind(
  of_cell_id bigint, ids preheat.lesson_id[], needs_second boolean, of_mentor_id text
) returns table (kind text)
  language sql stable
as $$
  select case r.mentor_count when 0 then 'first' else 'second' end
  from (
    select count(distinct m.mentor_id) as mentor_count, coalesce(bool_or(m.mentor_id = of_mentor_id), false) as is_own
    from lessons_mentorreview m where m.lesson_content_id = any(ids)
  ) r
  where not r.is_own
    and exists (select from preheat.cell c where c.cell_id = of_cell_id and c.archived_at is null)
    and exists (
      select from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
      where v.lesson_id = any(ids) and v.state <> 'retired' and l.created_by is distinct from 'mentor:' || of_mentor_id
        and case r.mentor_count
          when 0 then l.approval_status not in ('mentor_verified', 'rejected')
            and (v.state = 'live' or v.parent_lesson_id is not null and v.superseded_at is null)
          when 1 then needs_second and v.superseded_at is null
          else false
        end
    );
$$;

-- The same for items that nobody else holds, and that this mentor has not skipped since.
create function preheat.review_offer(i preheat.review_item, of_mentor_id text, not_skipped_since timestamptz, clock timestamptz)
  returns table (kind text)
  language sql stable
as $$
  select k.kind
  from preheat.review_kind(i.cell_id, i.lesson_ids, i.needs_second, of_mentor_id) k
  where not exists (select from preheat.review_claim c where c.lesson_id = i.lesson_id and c.leased_until > clock)
    and not exists (
      select from preheat.review_skip s
      where s.lesson_id = i.lesson_id and s.mentor_id = of_mentor_id and s.skipped_at > not_skipped_since
    );
$$;

-- Gives a mentor the lesson that they hold, or else the next one: the most harmful, or with a sample point (0 to below 1)
-- the one that comes there in the random order. `skips_hold` (null: not at all) is how long what the mentor skipped is
-- left out. No lesson where there is none, or with a refusal.
create function preheat.claim_review(
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
    if sample_point is not null then
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
    else
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

-- Ends a mentor's claim of a lesson or its twin, and notes their verdict where they gave one. Takes the item off the queue
-- where no second opinion is due. Call it in the transaction that stores a review; safe to repeat.
create function preheat.end_claim(of_lesson_id preheat.lesson_id, of_mentor_id text) returns void
  language plpgsql
as $$
declare
  twins preheat.lesson_id[] := preheat.twins_of(of_lesson_id);
  item preheat.review_item;
begin
  -- The item before the claim, as a claim takes them.
  select * into item from preheat.review_item i where i.lesson_id = any(twins) limit 1 for update;
  with ended as (
    delete from preheat.review_claim c where c.mentor_id = of_mentor_id and c.lesson_id = any(twins) returning *
  )
  insert into preheat.review_outcome (lesson_id, mentor_id, kind, is_sample, p_bad, claimed_at, ended_at, verdict)
  select e.lesson_id, e.mentor_id, e.kind, e.is_sample, e.p_bad, e.claimed_at, clock_timestamp(), r.status
  from ended e
  cross join lateral (
    select m.status from lessons_mentorreview m
    where m.mentor_id = of_mentor_id and m.lesson_content_id = any(twins)
    order by m.updated_at desc limit 1
  ) r;
  if item.lesson_id is not null and not exists (
    select from preheat.review_kind(item.cell_id, item.lesson_ids, item.needs_second, null)
  ) then
    delete from preheat.review_item i where i.lesson_id = item.lesson_id;
    -- A refresh that is writing it takes it away itself: a verdict holds a lesson that learners vote on.
    delete from preheat.review_score s where s.lesson_id in (
      select o.lesson_id from preheat.review_score o where o.lesson_id = item.lesson_id for update skip locked
    );
  end if;
end
$$;

-- Leaves an item to others, and remembers that this mentor did. Says whether they held it.
create function preheat.skip_review(of_lesson_id preheat.lesson_id, of_mentor_id text) returns boolean
  language plpgsql
as $$
declare
  twins preheat.lesson_id[] := preheat.twins_of(of_lesson_id);
begin
  insert into preheat.review_skip (lesson_id, mentor_id, skipped_at)
    select i.lesson_id, of_mentor_id, clock_timestamp() from preheat.review_item i where i.lesson_id = any(twins)
    on conflict (lesson_id, mentor_id) do update set skipped_at = excluded.skipped_at;
  delete from preheat.review_claim c where c.mentor_id = of_mentor_id and c.lesson_id = any(twins);
  return found;
end
$$;
