import type {RunFilter} from '../../domain/runs.ts';
import {
  automaticStep,
  type CellStanding,
  MIN_ACCOUNT_AGE_DAYS,
  MIN_COLLAPSE_VOTES,
  type RegenerationPolicy,
  type RegenerationTrigger,
} from '../../domain/regenerations.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {within} from './cells.ts';
import {type OpenRegeneration, requestRegenerations} from './regenerations.ts';

/** In the audit, where nobody asked for something but Preheat itself. */
const PREHEAT = {id: 'preheat', role: 'preheat'};

/** Any number, the same in each process. */
const LOCK = 7_413_902;

type Standing = CellStanding & {cellId: number};

/**
 * Cells with a live lesson about which something may have to be done: a mentor wants it improved, or enough learners that
 * count voted, and most against it. The rest is up to `automaticStep`.
 */
export async function standings(
  db: Db,
  filter: Pick<RunFilter, 'roadmapKeys' | 'styles'> = {},
): Promise<Standing[]> {
  return db<Standing[]>`
    with sent_back as (
      -- On either of two twins.
      select distinct t.lesson_id from lessons_mentorreview r
      cross join lateral unnest(preheat.twins_of(r.lesson_content_id)) t (lesson_id)
      where r.status = 'needs_improvement'
    ),
    -- All votes that count, in one pass.
    voted as (
      select o.lesson_content_id as lesson_id, count(*) filter (where o.vote_type = 'upvote') as upvotes,
        count(*) filter (where o.vote_type = 'downvote') as downvotes
      from lessons_lessonvote o join users a on a.id = o.user_id
      where a.created_at <= o.created_at - ${MIN_ACCOUNT_AGE_DAYS} * interval '1 day'
      group by o.lesson_content_id
    ),
    -- Of two twins that are voted down together, one is by itself, with a quarter of the votes at least.
    disliked as (
      select lesson_id from voted where downvotes >= upvotes and downvotes * 4 >= ${MIN_COLLAPSE_VOTES}
    ),
    named as (
      select distinct v.cell_id
      from (select lesson_id from sent_back union select lesson_id from disliked) n
      join preheat.lesson_version v on v.lesson_id = n.lesson_id
      where v.state = 'live'
    ),
    improve as (
      select i.lesson_id
      from preheat.needing_improvement(array(
        select v.lesson_id from named join preheat.lesson_version v using (cell_id) where v.state = 'live'
      )::preheat.lesson_id[]) i (lesson_id)
    ),
    -- Twins are one: what holds of either holds of the cell.
    cell as (
      select u.cell_id, coalesce(sum(w.upvotes), 0) as upvotes, coalesce(sum(w.downvotes), 0) as downvotes,
        bool_or(v.lesson_id in (select lesson_id from improve)) as needs_improvement,
        bool_or(l.approval_status = 'mentor_verified' or v.promoted_at is not null) as is_backed,
        preheat.last_act_of_person(u.cell_id) as last_act
      from named join preheat.cell u using (cell_id)
      join preheat.lesson_version v on v.cell_id = u.cell_id and v.state = 'live'
      join lessons_lessoncontent l on l.id = v.lesson_id
      left join voted w on w.lesson_id = v.lesson_id
      where u.archived_at is null ${within(db, filter)}
      group by u.cell_id
      having bool_or(v.lesson_id in (select lesson_id from improve))
        or (sum(w.upvotes + w.downvotes) >= ${MIN_COLLAPSE_VOTES} and sum(w.downvotes) >= sum(w.upvotes))
    )
    select c.cell_id, c.upvotes, c.downvotes, c.needs_improvement, c.is_backed,
      exists (
        select from preheat.lesson_version o join lessons_lessoncontent ol on ol.id = o.lesson_id
        where o.cell_id = c.cell_id and o.state = 'parked' and o.superseded_at is null and ol.approval_status <> 'rejected'
          and o.parent_lesson_id in (select lesson_id from preheat.lesson_version p where p.cell_id = c.cell_id and p.state = 'live')
          and not exists (select from preheat.needing_improvement(array[o.lesson_id]::preheat.lesson_id[]))
      ) as has_challenger,
      coalesce(bool_or(g.ended_at is null) filter (where g.regeneration_id is not null), false) as is_under_way,
      floor(extract(epoch from max(g.ended_at) filter (where g.outcome <> 'handed_to_mentor')) * 1000) as last_ended_at_ms,
      count(*) filter (
        where g.trigger in ('needs_improvement', 'vote_collapse') and g.outcome <> 'handed_to_mentor'
          and g.requested_at > coalesce(c.last_act, '-infinity')
      ) as automatic_try_count,
      coalesce(bool_or(g.outcome = 'handed_to_mentor' and g.ended_at > coalesce(c.last_act, '-infinity')), false) as is_handed_to_mentor
    from cell c
    -- What was not reached, or found nothing to do, is no try.
    left join preheat.regeneration g
      on g.cell_id = c.cell_id and g.outcome is distinct from 'not_reached' and g.outcome is distinct from 'served'
    group by c.cell_id, c.upvotes, c.downvotes, c.needs_improvement, c.is_backed, c.last_act
    order by c.cell_id
  `;
}

export type DueRegenerations = {
  due: OpenRegeneration[];
  /** Cells that a mentor must look at, because regenerating them by machine does not help. */
  handedToMentorCount: number;
};

/**
 * Asks for the regenerations that are due by themselves, and hands to mentors what no machine could better. In one
 * transaction; a second call at the same time waits, and finds nothing left to do.
 *
 * @param runId the run that takes them at once: they become cells of it, behind those that it wants already
 */
export async function requestDueRegenerations(
  pool: Pool,
  {
    policy,
    filter = {},
    runId,
    nowMs = Date.now(),
  }: {
    policy: RegenerationPolicy;
    filter?: Pick<RunFilter, 'roadmapKeys' | 'styles'>;
    runId?: number;
    nowMs?: number;
  },
): Promise<DueRegenerations> {
  if (!policy.automatic) return {due: [], handedToMentorCount: 0};
  return inTransaction(pool, async db => {
    await db`select pg_advisory_xact_lock(${LOCK})`;
    const steps = (await standings(db, filter)).map(standing => ({
      cellId: standing.cellId,
      step: automaticStep(standing, policy, nowMs),
    }));
    const cellsTo = (kind: 'regenerate' | 'hand_to_mentor', trigger: RegenerationTrigger) =>
      steps.filter(({step}) => step.kind === kind && step.trigger === trigger).map(({cellId}) => cellId);
    const due: OpenRegeneration[] = [];
    let handedToMentorCount = 0;
    for (const trigger of ['needs_improvement', 'vote_collapse'] as const) {
      const targets = cellsTo('regenerate', trigger).map(cellId => ({cellId, lessonId: null}));
      due.push(
        ...(await requestRegenerations(db, {targets, trigger, actor: PREHEAT, ...(runId && {runId})})),
      );
      handedToMentorCount += await handToMentor(db, cellsTo('hand_to_mentor', trigger), trigger);
    }
    if (runId !== undefined)
      await addToRun(
        db,
        runId,
        // Somebody may have asked for one at this moment, and may start a run of their own for it.
        due.filter(({isNew}) => isNew),
      );
    return {due, handedToMentorCount};
  });
}

/** The cells that would be regenerated now, and how many would go to a mentor: changes nothing. */
export async function dueTargets(
  db: Db,
  {
    policy,
    filter = {},
    nowMs = Date.now(),
  }: {policy: RegenerationPolicy; filter?: Pick<RunFilter, 'roadmapKeys' | 'styles'>; nowMs?: number},
): Promise<{cellIds: number[]; handedToMentorCount: number}> {
  const steps = (await standings(db, filter)).map(standing => ({
    cellId: standing.cellId,
    kind: automaticStep(standing, policy, nowMs).kind,
  }));
  return {
    cellIds: steps.filter(({kind}) => kind === 'regenerate').map(({cellId}) => cellId),
    handedToMentorCount: steps.filter(({kind}) => kind === 'hand_to_mentor').length,
  };
}

async function handToMentor(
  db: Db,
  cellIds: readonly number[],
  trigger: RegenerationTrigger,
): Promise<number> {
  if (cellIds.length === 0) return 0;
  const rows = await db`
    insert into preheat.regeneration (
      cell_id, parent_lesson_id, trigger, requested_by, requested_role, outcome, ended_at
    )
    select distinct on (v.cell_id) v.cell_id, v.lesson_id, ${trigger}, ${PREHEAT.id}, ${PREHEAT.role}, 'handed_to_mentor', now()
    from preheat.lesson_version v
    where v.cell_id = any(${[...cellIds]}::bigint[]) and v.state = 'live'
    order by v.cell_id, v.variant = 'plain' desc
    returning cell_id
  `;
  return rows.length;
}

/** Behind the cells that the run has. A cell that it wants for another reason gets its feedback by that. */
async function addToRun(db: Db, runId: number, due: readonly OpenRegeneration[]): Promise<void> {
  await db`
    insert into preheat.run_cell (run_id, cell_id, wanted_because, position)
    select ${runId}, d.cell_id, 'regenerate',
      (select coalesce(max(position), 0) from preheat.run_cell where run_id = ${runId}) + row_number() over (order by d.cell_id)
    from unnest(${due.map(({cellId}) => cellId)}::bigint[]) d (cell_id)
    on conflict (run_id, cell_id) do update set wanted_because = 'regenerate' where run_cell.status = 'pending'
  `;
}
