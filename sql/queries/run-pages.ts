import type {RunProgress, RunState} from '../../domain/runs.ts';
import type {Db} from '../client.ts';
import {type PaceLimits, runProgress} from './runs.ts';

/**
 * Runs, the newest first, by keyset.
 *
 * @param beforeRunId null: from the newest one
 * @param configured as `runProgress` takes it
 */
export async function runsPage(
  db: Db,
  {isOpen, beforeRunId, limit}: {isOpen?: boolean | undefined; beforeRunId: number | null; limit: number},
  configured?: PaceLimits,
): Promise<{runs: RunProgress[]; hasNextPage: boolean}> {
  const found = await db<{runId: number}[]>`
    select run_id from preheat.run
    where true ${beforeRunId === null ? db`` : db`and run_id < ${beforeRunId}`}
      ${isOpen === undefined ? db`` : db`and (ended_at is null) = ${isOpen}`}
    order by run_id desc
    limit ${limit + 1}
  `;
  const runs = await Promise.all(
    found.slice(0, limit).map(async ({runId}) => runProgress(db, runId, configured)),
  );
  return {runs: runs.filter(run => run !== null), hasNextPage: found.length > limit};
}

/** Which runs have these keys (`workflow_id`), and how they stand. */
export async function runsOfKeys(
  db: Db,
  keys: readonly string[],
): Promise<{workflowId: string; runId: number; state: RunState}[]> {
  return db<{workflowId: string; runId: number; state: RunState}[]>`
    select workflow_id, run_id, state from preheat.run where workflow_id = any(${[...keys]}::text[])
  `;
}
