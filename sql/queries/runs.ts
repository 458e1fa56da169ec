import type {Cause} from '../../domain/outcomes.ts';
import type {RunDetails, RunEnd, RunFilter, RunKind, RunProgress, RunState} from '../../domain/runs.ts';
import {slowReason} from '../../domain/runs-slow.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {claimOwner} from './claims.ts';
import {wantableCells, wantedBy} from './cells.ts';
import {demandJoins, orderKeys} from './demand.ts';
import {partsOfRun} from './run-details.ts';

export type NewRun = {
  workflowId: string;
  kind: RunKind;
  filter: RunFilter;
  model: string;
  maxUsd: number | null;
} & ServingPolicy;

/**
 * Opens a run and writes down every cell that it wants, in the order in which it takes them, in one transaction. The
 * same workflow id again returns the run that is already open.
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
        insert into preheat.run_cell (run_id, cell_id, wanted_because, position)
        select ${opened.runId}, u.cell_id, u.state, row_number() over (order by ${orderKeys(db, run.filter.order)}) as position
        from (${wantableCells(db, run)}) u ${demandJoins(db, run.filter.order)}
        where ${wantedBy(db, run.filter)}
        order by position
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

/**
 * The next cells of a run that were not tried yet, in the run's order: keyset pages.
 *
 * @param page.afterCellId the last cell of the page before; 0 before the first one
 */
export async function nextCells(
  db: Db,
  {runId, afterCellId, limit}: {runId: number; afterCellId: number; limit: number},
): Promise<number[]> {
  const rows = await db<{cellId: number}[]>`
    select cell_id from preheat.run_cell
    where run_id = ${runId} and status = 'pending'
      and position > coalesce(
        (select a.position from preheat.run_cell a where a.run_id = ${runId} and a.cell_id = ${afterCellId}), 0
      )
    order by position
    limit ${limit}
  `;
  return rows.map(row => row.cellId);
}

/** Notes what became of a cell for which nothing was written elsewhere. A decided cell stays as it is. */
export async function recordCell(
  db: Db,
  cell: {
    runId: number;
    cellId: number;
    status: 'served' | 'quarantined' | 'failed' | 'archived';
    message: string | null;
  },
): Promise<void> {
  await db`
    update preheat.run_cell set status = ${cell.status}, cause_message = ${cell.message}, updated_at = now()
    where run_id = ${cell.runId} and cell_id = ${cell.cellId} and status = 'pending'
  `;
}

/**
 * Shows what a run waits for, and until when (epoch milliseconds; null where only a person ends it); null says that it
 * goes on. With the cause `paused` the run is paused; with `cancelled` it is still running, until its calls in flight
 * have ended.
 */
export async function markRunWaiting(
  db: Db,
  {runId, wait}: {runId: number; wait: {cause: Cause; message: string; untilMs: number | null} | null},
): Promise<void> {
  await db`
    update preheat.run set
      state = ${stateOf(wait?.cause)}, cause = ${wait?.cause ?? null}, cause_message = ${wait?.message ?? null},
      waiting_until = ${wait?.untilMs == null ? null : new Date(wait.untilMs)}
    where run_id = ${runId} and ended_at is null
  `;
}

function stateOf(cause: Cause | undefined): RunState {
  if (cause === undefined || cause === 'cancelled') return 'running';
  return cause === 'paused' ? 'paused' : 'waiting';
}

/**
 * Ends a run: counts the calls that it still had reserved as lost, and frees the claims that it still held. A run that
 * ended stays as it ended.
 */
export async function closeRun(
  db: Db,
  {runId, end}: {runId: number; end: RunEnd | {state: 'lost'; message: string}},
): Promise<void> {
  await db`
    with closed as (
      update preheat.run set state = ${end.state}, cause = ${'cause' in end ? end.cause : null},
        cause_message = ${'message' in end ? end.message : null}, waiting_until = null, ended_at = now()
      where run_id = ${runId} and ended_at is null
      returning run_id
    ),
    given_back as (
      update preheat.cell c set claimed_by = null, claimed_until = null
      from closed join preheat.run_cell rc using (run_id)
      where c.cell_id = rc.cell_id and c.claimed_by = ${claimOwner(runId)}
    )
    select preheat.free_run(run_id) from closed
  `;
}

/** Runs that did not end: usually one or none. */
export async function openRuns(db: Db): Promise<{runId: number; workflowId: string}[]> {
  return db<{runId: number; workflowId: string}[]>`
    select run_id, workflow_id from preheat.run where ended_at is null order by run_id
  `;
}

/**
 * The progress of a run by its key (`workflow_id`), or by its id; null before the run is open. Cheap enough for a poll.
 *
 * @param configured the configuration's limits, which the database does not know: `slowReason` names them too
 */
export async function runProgress(
  db: Db,
  run: string | number,
  configured: PaceLimits = NO_LIMITS,
): Promise<RunProgress | null> {
  const [row] = await db<[ProgressRow?]>`${progress(db, named(db, run))}`;
  return row ? ofRow(row, configured) : null;
}

/**
 * The same with how far it is by style and by roadmap, out of one statement. Takes several times as long (measured with
 * 50,000 cells on a busy machine: 200 ms, and 25 ms without): for whoever looks once, or every few seconds.
 */
export async function runDetails(
  db: Db,
  run: string | number,
  configured: PaceLimits = NO_LIMITS,
): Promise<RunDetails | null> {
  const [row] = await db<[(ProgressRow & Parts)?]>`${progress(db, named(db, run), {withParts: true})}`;
  return row ? ofRow(row, configured) : null;
}

function named(db: Db, run: string | number): ReturnType<Db> {
  return typeof run === 'string' ? db`where r.workflow_id = ${run}` : db`where r.run_id = ${run}`;
}

/** The newest runs first. */
export async function recentRuns(db: Db, limit: number): Promise<RunProgress[]> {
  const rows = await db<ProgressRow[]>`${progress(db, db`where true order by r.run_id desc limit ${limit}`)}`;
  return rows.map(row => ofRow(row, NO_LIMITS));
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

/** The configuration's limits of a rate, which the database does not know. */
export type PaceLimits = {requestsPerMinute: number | null; headroomShare: number};

const NO_LIMITS: PaceLimits = {requestsPerMinute: null, headroomShare: 0};

type ProgressRow = Omit<RunProgress, 'slowReason'> & {
  meanLatencyMs: number | null;
  rampLimit: number | null;
  setRequestsPerMinute: number | null;
  learntRequestsPerMinute: number | null;
  setHeadroomShare: number | null;
};

type Parts = Pick<RunDetails, 'byStyle' | 'byRoadmap'>;

function ofRow<Row extends ProgressRow>(row: Row, configured: PaceLimits) {
  const {meanLatencyMs, rampLimit, setRequestsPerMinute, learntRequestsPerMinute, setHeadroomShare, ...run} =
    row;
  const limit = Math.min(
    setRequestsPerMinute ?? configured.requestsPerMinute ?? Infinity,
    learntRequestsPerMinute ?? Infinity,
  );
  // A regeneration is interactive: nothing is kept from it.
  const share = run.kind === 'regeneration' ? 1 : 1 - (setHeadroomShare ?? configured.headroomShare);
  const requestsPerMinute = limit === Infinity ? null : limit * share;
  return {...run, slowReason: slowReason({...run, meanLatencyMs, rampLimit, requestsPerMinute})};
}

function progress(db: Db, which: ReturnType<Db>, {withParts = false} = {}) {
  return db`
    with r as (select * from preheat.run r ${which})
    select r.run_id, r.workflow_id, r.kind, r.state, r.model, r.cause, r.cause_message, r.waiting_until, r.opened_at, r.ended_at,
      r.spent_usd, r.reserved_usd, r.max_usd, r.lost_call_count, r.lost_usd, r.quote, counts.wanted_count, counts.pending_count,
      counts.published_count, counts.served_count, counts.quarantined_count, counts.failed_count, counts.archived_count,
      counts.lessons_per_minute, ${withParts ? db`parts.by_style, parts.by_roadmap,` : db``}
      case when r.ended_at is null and r.state = 'running' then round(case
        when counts.pending_count = 0 then 0
        else counts.pending_count * 1000 * least(300, extract(epoch from t.until - r.opened_at))
          / nullif(counts.lately_count, 0) end) end as eta_ms,
      (select avg(latency_ms) from (
        select latency_ms from preheat.draft d where d.run_id = r.run_id order by d.draft_id desc limit 20
      ) d) as mean_latency_ms,
      m.ramp_limit, m.requests_per_minute as set_requests_per_minute, m.headroom_share as set_headroom_share,
      case when m.learnt_at > now() - interval '24 hours' then m.learnt_requests_per_minute end as learnt_requests_per_minute,
      (select count(*) from preheat.reservation v where v.run_id = r.run_id) as in_flight_count
    from r left join preheat.model_limit m on m.model = r.model,
      lateral (select coalesce(r.ended_at, now()) as until) t, lateral (
      select count(*) as wanted_count,
        count(*) filter (where status = 'pending') as pending_count,
        count(*) filter (where status = 'published') as published_count,
        count(*) filter (where status = 'served') as served_count,
        count(*) filter (where status = 'quarantined') as quarantined_count,
        count(*) filter (where status = 'failed') as failed_count,
        count(*) filter (where status = 'archived') as archived_count,
        -- Over the last minute, or over what there is of the first one.
        round(60 * count(*) filter (where status = 'published' and updated_at > t.until - interval '60 seconds')
          / greatest(1, least(60, extract(epoch from t.until - r.opened_at)))) as lessons_per_minute,
        count(*) filter (where status <> 'pending' and updated_at > t.until - interval '5 minutes') as lately_count
      from preheat.run_cell rc
      where rc.run_id = r.run_id
    ) counts
    ${withParts ? db`cross join lateral (${partsOfRun(db)}) parts` : db``}
    order by r.run_id desc
  `;
}

/** Whether a run makes lessons anew that somebody asked for. */
export async function isRegeneration(db: Db, runId: number): Promise<boolean> {
  const [run] = await db<[{kind: RunKind}?]>`select kind from preheat.run where run_id = ${runId}`;
  return run?.kind === 'regeneration';
}
