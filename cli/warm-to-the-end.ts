import type {Client} from '@temporalio/client';
import type {Config} from '../config.ts';
import type {Pool} from '../sql/client.ts';
import {countUnserved, reportRun, reportUnserved} from './commands/warm.ts';
import {followRun} from './follow-run.ts';
import {formatCount} from './format.ts';
import {isEmulated} from './emulator.ts';
import {reconcileRuns, startRun, warmUpInput} from './run-client.ts';

/**
 * Follows the run that an earlier start left under way, else starts one if a cell is wanted, until nothing is left
 * to start or `signal` says to stop (the run then waits for the next start).
 *
 * @returns whether every wanted cell is served
 */
export async function warmToTheEnd({
  config,
  pool,
  client,
  maxUsd,
  signal,
}: {
  config: Config;
  pool: Pool;
  client: Client;
  maxUsd: number | null;
  signal: AbortSignal;
}): Promise<boolean> {
  const emulated = isEmulated(config);
  const resumed = await reconcileRuns(pool, client);
  for (const workflowId of resumed) {
    console.log(`Resuming the run ${workflowId}.`);
    const progress = await followRun(pool, workflowId, signal);
    if (progress?.endedAt) await reportRun(pool, progress);
    if (signal.aborted) return stopped();
  }
  const wantedCount = await countUnserved(pool, emulated, {});
  if (wantedCount === 0)
    return reportUnserved(pool, emulated, {}, resumed.length > 0 ? '' : 'Nothing to do.');
  console.log(
    `${formatCount(wantedCount)} cells to make with ${config.gemini.model}${emulated ? ' (emulated)' : ''}.`,
  );
  const workflowId = await startRun(client, warmUpInput(config, {kind: 'start', filter: {}, maxUsd}));
  const progress = await followRun(pool, workflowId, signal);
  if (!progress?.endedAt) return stopped();
  await reportRun(pool, progress);
  return reportUnserved(pool, emulated, {}, '');
}

function stopped(): false {
  console.log('The run stays open: the next start goes on where it is, and makes no finished lesson again.');
  return false;
}
