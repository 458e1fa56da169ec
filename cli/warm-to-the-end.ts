import {type Client, WorkflowFailedError} from '@temporalio/client';
import type {Config} from '../config.ts';
import type {RunProgress} from '../domain/runs.ts';
import type {Pool} from '../sql/client.ts';
import {runProgress} from '../sql/queries/runs.ts';
import {fillAddedKeys} from '../sql/queries/serving.ts';
import {reportRun, reportUnserved} from './commands/warm.ts';
import {followRun} from './follow-run.ts';
import {isEmulated} from './emulator.ts';
import {quoteWarmUp} from './quote.ts';
import {quoteText} from './quote-text.ts';
import {keyVariants} from './ready-database.ts';
import {reconcileRuns, warmUpInput} from './run-client.ts';
import {cancelRun} from './run-control.ts';
import {startRunAs} from './run-start.ts';
import {AT_A_TERMINAL} from './terminal-actor.ts';

/**
 * Follows the run that an earlier start left under way, else starts one if a cell is wanted, until nothing is left
 * to start or `signal` says to stop (the run then waits for the next start).
 *
 * @returns whether every wanted cell is served
 * @throws the signal's reason where it fires before a run is started
 */
export async function warmToTheEnd({
  config,
  pool,
  client,
  maxUsd,
  modelName,
  isOnlyServer,
  signal,
}: {
  config: Config;
  pool: Pool;
  client: Client;
  maxUsd: number | null;
  /** What the worker of this process calls. */
  modelName: string;
  /** Whether this Temporal server is the only one that works on the database. */
  isOnlyServer: boolean;
  signal: AbortSignal;
}): Promise<boolean> {
  const serving = {emulated: isEmulated(config), variants: await keyVariants(pool, config)};
  const underWay = await reconcileRuns(pool, client, {closeLost: isOnlyServer});
  let resumedCount = 0;
  for (const workflowId of underWay) {
    const run = await runProgress(pool, workflowId);
    // A regeneration was asked for by itself, with a budget of its own: it goes on beside the run.
    if (run === null || run.kind === 'regeneration') continue;
    resumedCount += 1;
    if (isOutdated(run, {modelName, maxUsd, isOnlyServer})) {
      console.log(
        `Ending the run ${workflowId}: it was started with another model or budget. What it made stays.`,
      );
      await endRun({db: pool, client}, run);
      continue;
    }
    console.log(
      run.state === 'paused'
        ? `The run ${run.runId} is paused; \`preheat runs resume ${run.runId}\` lets it go on, \`preheat runs cancel ${run.runId}\` ends it.`
        : `Resuming the run ${workflowId}.`,
    );
    const progress = await followRun(pool, workflowId, signal, config.limits);
    if (progress?.endedAt) await reportRun(pool, progress);
    if (signal.aborted) return stopped();
  }
  // The run does so, too: else what it gets for nothing would be quoted.
  await fillAddedKeys(pool, serving);
  const quote = await quoteWarmUp(pool, config, {filter: {}, maxUsd});
  if (quote.cellCount === 0)
    return reportUnserved(pool, serving, {}, resumedCount > 0 ? '' : 'Nothing to do.');
  console.log(quoteText(quote));
  signal.throwIfAborted();
  const input = warmUpInput(config, {kind: 'start', filter: {}, maxUsd});
  const workflowId = await startRunAs({db: pool, client}, {input, actor: AT_A_TERMINAL});
  const progress = await followRun(pool, workflowId, signal, config.limits);
  if (!progress?.endedAt) return stopped();
  await reportRun(pool, progress);
  return reportUnserved(pool, serving, {}, '');
}

/**
 * Whether a run under way is to be ended for a new one. It keeps the model's name and the budget that it was opened with:
 * with others it would be a false account. Where others start runs too, theirs are not this start's to end.
 */
export function isOutdated(
  run: Pick<RunProgress, 'kind' | 'model' | 'maxUsd'>,
  {modelName, maxUsd, isOnlyServer}: {modelName: string; maxUsd: number | null; isOnlyServer: boolean},
): boolean {
  if (run.kind !== 'start' && !isOnlyServer) return false;
  return run.model !== modelName || (maxUsd !== null && run.maxUsd !== maxUsd);
}

async function endRun(services: {db: Pool; client: Client}, run: RunProgress): Promise<void> {
  const reason = 'another model or budget is wanted now';
  await cancelRun(services, run.runId, {by: 'preheat up', reason, actor: AT_A_TERMINAL});
  // After its calls in flight; how it ended stands in its books.
  await services.client.workflow
    .getHandle(run.workflowId)
    .result()
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowFailedError)) throw error;
    });
}

function stopped(): false {
  console.log('The run stays open: the next start goes on where it is, and makes no finished lesson again.');
  return false;
}
