import type {Config} from '../../config.ts';
import {recentRuns} from '../../sql/queries/runs.ts';
import {doneCount, formatCount, formatUsd, statusOf} from '../format.ts';
import {openDatabase} from '../services.ts';

/** `preheat runs`: the newest runs first. */
export async function runsCommand(
  config: Config,
  {limit, json}: {limit: number; json: boolean},
): Promise<void> {
  const pool = await openDatabase(config, 'preheat runs');
  try {
    const runs = await recentRuns(pool, limit);
    if (json) console.log(JSON.stringify(runs, null, 2));
    else if (runs.length === 0) console.log('There was no run yet. `preheat warm` starts one.');
    for (const run of json ? [] : runs) {
      const counts = `${formatCount(doneCount(run))}/${formatCount(run.wantedCount)} cells, ${formatCount(run.publishedCount)} published`;
      console.log(
        `${run.runId}  ${run.openedAt.toISOString().slice(0, 19)}Z  ${run.kind}  ${run.state}${run.cause ? ` (${run.cause})` : ''}  ${counts}, ${formatUsd(run.spentUsd)}`,
      );
      if (!run.endedAt) console.log(`     ${statusOf(run)}`);
      else if (run.causeMessage) console.log(`     ${run.causeMessage}`);
    }
  } finally {
    await pool.end();
  }
}
