import type {Actor} from '../../domain/actor.ts';
import type {Cause} from '../../domain/outcomes.ts';
import type {Db} from '../client.ts';

/** What keeps new calls of a run from starting. */
export type Hold = {kind: 'paused' | 'over'; cause: Cause | null; message: string | null};

/** Selects a `Hold` where the run is paused, is being cancelled or has ended; no row where its calls may start. */
export function holdOf(db: Db, runId: number | null) {
  return db`
    select case when ended_at is null and state = 'paused' then 'paused' else 'over' end as kind,
      cause, cause_message as message
    from preheat.run
    where run_id = ${runId} and (ended_at is not null or state = 'paused' or cause = 'cancelled')
  `;
}

export type BudgetChange =
  | {kind: 'changed'; beforeUsd: number | null}
  | {kind: 'unknown'}
  | {kind: 'ended'}
  | {kind: 'below_spent'; spentUsd: number};

/** Sets the dollars that a run may spend, never below what it has spent, and notes who did. The next reservation sees it. */
export async function changeBudget(
  db: Db,
  {runId, maxUsd, actor}: {runId: number; maxUsd: number; actor: Actor},
): Promise<BudgetChange> {
  const [row] = await db<
    [{beforeUsd: number | null; spentUsd: number; hasEnded: boolean; isChanged: boolean}?]
  >`
    -- Locked first: what a call settles at the same moment counts as spent.
    with before as (
      select run_id, max_usd, spent_usd, ended_at from preheat.run where run_id = ${runId} for update
    ),
    changed as (
      update preheat.run r set max_usd = ${maxUsd}
      from before b
      where r.run_id = b.run_id and b.ended_at is null and b.spent_usd <= ${maxUsd}
      returning r.run_id, b.max_usd as before_usd, r.max_usd as after_usd
    ),
    noted as (
      insert into preheat.audit_event (actor, actor_role, action, run_id, before, after)
      select ${actor.id}, ${actor.role}, 'change_run_budget', run_id, jsonb_build_object('maxUsd', before_usd),
        jsonb_build_object('maxUsd', after_usd)
      from changed
    )
    select max_usd as before_usd, spent_usd, ended_at is not null as has_ended,
      exists (select from changed) as is_changed
    from before
  `;
  if (!row) return {kind: 'unknown'};
  if (row.isChanged) return {kind: 'changed', beforeUsd: row.beforeUsd};
  return row.hasEnded ? {kind: 'ended'} : {kind: 'below_spent', spentUsd: row.spentUsd};
}
