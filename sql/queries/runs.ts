import type {Cause} from '../../domain/outcomes.ts';
import type {RunEnd, RunFilter, RunKind, RunProgress} from '../../domain/runs.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {claimOwner} from './claims.ts';
import {unservedCells, wantedBy} from './cells.ts';

export type NewRun = {
  workflowId: string;
  kind: RunKind;
  filter: RunFilter;
  model: string;
  maxUsd: number | null;
  emulated: boolean;
};

/**
 * Opens a run and writes down every cell that it wants, in one transaction. The same workflow id again returns the
 * run that is already open.
 */
export async function openRun(pool: Pool, run: NewRun): Promise<{runId: number; wantedCount: number}> {
  return inTransaction(pool, async db => {
    const [opened] = await db<[{runId: number}?]>`
      insert into preheat.run (workflow_id, kind, filter, model, max_usd)
      values (${run.workflowId}, ${run.kind}, ${db.json(run.filter)}, ${run.model}, ${run.maxUsd})
      on conflict (workflow_id) do nothing
      returning run_id
    `;
    if (opened) {
      await db`
        insert into preheat.run_cell (run_id, cell_id, wanted_because)
        select ${opened.runId}, u.cell_id, u.state
        from (${unservedCells(db, run)}) u
        where ${wantedBy(db, run.filter)}
        order by u.cell_id
        ${run.filter.limit === undefined ? db`` : db`limit ${run.filter.limit}`}
      `;
    }
    const [row] = await db<[{runId: number; wantedCount: number}]>`
      select run_id, (select count(*) from preheat.run_cell c where c.run_id = r.run_id) as wanted_count
      from preheat.run r where workflow_id = ${run.workflowId}
    `;
    return row;
  });
}

/** The next cells of a run that were not tried yet, in walk order: keyset pages. */
export async function nextCells(
  db: Db,
  {runId, afterCellId, limit}: {runId: number; afterCellId: number; limit: number},
): Promise<number[]> {
  const rows = await db<{cellId: number}[]>`
    select cell_id from preheat.run_cell
    where run_id = ${runId} and status = 'pending' and cell_id > ${afterCellId}
    order by cell_id
    limit ${limit}
  `;
  return rows.map(row => row.cellId);
}

/** Notes what became of a cell for which nothing was written elsewhere. A decided cell stays as it is. */
export async function recordCell(
  db: Db,
  cell: {runId: number; cellId: number; status: 'served' | 'failed' | 'archived'; message: string | null},
): Promise<void> {
  await db`
    update preheat.run_cell set status = ${cell.status}, cause_message = ${cell.message}, updated_at = now()
    where run_id = ${cell.runId} and cell_id = ${cell.cellId} and status = 'pending'
  `;
}

/** Shows what a run waits for, and until when; a cause of null says that it goes on. */
export async function markRunWaiting(
  db: Db,
  {runId, wait}: {runId: number; wait: {cause: Cause; message: string; untilMs: number} | null},
): Promise<void> {
  await db`
    update preheat.run set
      state = ${wait ? 'waiting' : 'running'}, cause = ${wait?.cause ?? null}, cause_message = ${wait?.message ?? null},
      waiting_until = ${wait ? new Date(wait.untilMs) : null}
    where run_id = ${runId} and ended_at is null
  `;
}

/** Ends a run: frees what it still had reserved and the claims that it still held. A run that ended stays as it ended. */
export async function closeRun(
  db: Db,
  {runId, end}: {runId: number; end: RunEnd | {state: 'lost'; message: string}},
): Promise<void> {
  await db`
    -- Reservations before the run, as everyone who settles one locks them.
    with freed as (
      delete from preheat.reservation where run_id = ${runId} returning run_id
    ),
    closed as (
      update preheat.run set state = ${end.state}, cause = ${'cause' in end ? end.cause : null},
        cause_message = ${'message' in end ? end.message : null}, waiting_until = null, ended_at = now(), reserved_usd = 0
      where run_id = ${runId} and ended_at is null and (select count(*) from freed) >= 0
      returning run_id
    )
    update preheat.cell c set claimed_by = null, claimed_until = null
    from closed join preheat.run_cell rc using (run_id)
    where c.cell_id = rc.cell_id and c.claimed_by = ${claimOwner(runId)}
  `;
}

/** Runs that did not end: usually one or none. */
export async function openRuns(db: Db): Promise<{runId: number; workflowId: string}[]> {
  return db<{runId: number; workflowId: string}[]>`
    select run_id, workflow_id from preheat.run where ended_at is null order by run_id
  `;
}

/** The progress of a run by its workflow; null before the run is open. */
export async function runProgress(db: Db, workflowId: string): Promise<RunProgress | null> {
  const [row] = await db<[RunProgress?]>`${progress(db, db`where r.workflow_id = ${workflowId}`)}`;
  return row ?? null;
}

/** The newest runs first. */
export async function recentRuns(db: Db, limit: number): Promise<RunProgress[]> {
  return db<RunProgress[]>`${progress(db, db`where true order by r.run_id desc limit ${limit}`)}`;
}

/** The cells of a run that are not served at its end, with the reason, for people. */
export async function unservedOfRun(
  db: Db,
  {runId, limit}: {runId: number; limit: number},
): Promise<
  {stepTitle: string; lessonNumber: number; style: string; status: string; causeMessage: string | null}[]
> {
  return db`
    select c.step_title, c.lesson_number, c.style, rc.status, rc.cause_message
    from preheat.run_cell rc join preheat.cell c using (cell_id)
    where rc.run_id = ${runId} and rc.status in ('quarantined', 'failed')
    order by cell_id limit ${limit}
  `;
}

function progress(db: Db, which: ReturnType<Db>) {
  return db`
    with r as (select * from preheat.run r ${which})
    select r.run_id, r.workflow_id, r.kind, r.state, r.model, r.cause, r.cause_message, r.waiting_until, r.opened_at, r.ended_at,
      r.spent_usd, r.reserved_usd, r.max_usd, r.lost_call_count, r.lost_usd, counts.*,
      (select count(*) from preheat.reservation v where v.run_id = r.run_id) as in_flight_count
    from r, lateral (select coalesce(r.ended_at, now()) as until) t, lateral (
      select count(*) as wanted_count,
        count(*) filter (where status = 'pending') as pending_count,
        count(*) filter (where status = 'published') as published_count,
        count(*) filter (where status = 'served') as served_count,
        count(*) filter (where status = 'quarantined') as quarantined_count,
        count(*) filter (where status = 'failed') as failed_count,
        count(*) filter (where status = 'archived') as archived_count,
        -- Over the last minute, or over what there is of the first one.
        round(60 * count(*) filter (where status = 'published' and updated_at > t.until - interval '60 seconds')
          / greatest(1, least(60, extract(epoch from t.until - r.opened_at)))) as lessons_per_minute
      from preheat.run_cell rc where rc.run_id = r.run_id
    ) counts
    order by r.run_id desc
  `;
}
