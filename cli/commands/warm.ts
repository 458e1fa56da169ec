import type {Config} from '../../config.ts';
import {CELL_STATES} from '../../domain/cells.ts';
import type {RunFilter, RunProgress} from '../../domain/runs.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Db} from '../../sql/client.ts';
import {planTotals} from '../../sql/queries/cells.ts';
import {runProgress, unservedOfRun} from '../../sql/queries/runs.ts';
import {fillAddedKeys} from '../../sql/queries/serving.ts';
import {confirm} from '../confirm.ts';
import {followRun} from '../follow-run.ts';
import {formatCount, summaryOf} from '../format.ts';
import {isEmulated} from '../emulator.ts';
import {keyVariants} from '../ready-database.ts';
import {quoteWarmUp} from '../quote.ts';
import {quoteText} from '../quote-text.ts';
import {keyedWorkflowId, warmUpInput} from '../run-client.ts';
import {checkFilter, isNarrowed} from '../run-filter.ts';
import {startRunAs} from '../run-start.ts';
import {unservedLines} from '../run-text.ts';
import {openDatabase} from '../services.ts';
import {openTemporalClient} from '../temporal.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';
import {onceInterrupted} from '../signals.ts';

const MAX_UNSERVED_SHOWN = 10;

/**
 * `preheat warm`: says what a run will take, asks whether to start it, starts it against running services and follows
 * it.
 *
 * @param yes starts without asking, as a script must
 * @param key names the run: one that has it already is followed, or its end shown, and nothing starts
 * @returns the exit code: 0 every wanted cell is served now; 1 not every one; 2 nobody could be asked
 */
export async function warmCommand(
  config: Config,
  {maxUsd, yes, key, ...filter}: RunFilter & {maxUsd: number | null; yes: boolean; key: string | null},
): Promise<0 | 1 | 2> {
  const pool = await openDatabase(config, 'preheat warm');
  try {
    const known = key === null ? null : await runProgress(pool, keyedWorkflowId(key));
    if (known) return await showKnown(pool, config, known);
    await checkFilter(pool, filter);
    const serving = {emulated: isEmulated(config), variants: await keyVariants(pool, config)};
    // The run does so, too: else what it gets for nothing would be quoted.
    await fillAddedKeys(pool, serving);
    const quote = await quoteWarmUp(pool, config, {filter, maxUsd});
    if (quote.cellCount === 0) {
      return exitCode(await reportUnserved(pool, serving, filter, 'Nothing to do.'));
    }
    const client = await openTemporalClient(config);
    try {
      console.log(quoteText(quote));
      const refusal = yes ? null : await askToStart();
      if (refusal !== null) return refusal;
      const input = warmUpInput(config, {kind: 'manual', filter, maxUsd});
      const workflowId = await startRunAs({db: pool, client}, {input, key, actor: AT_A_TERMINAL});
      const interrupted = onceInterrupted();
      const progress = await followRun(pool, workflowId, interrupted, config.limits);
      if (!progress?.endedAt) {
        console.log(`The run ${workflowId} goes on without this terminal; \`preheat runs\` shows it.`);
        return 1;
      }
      await reportRun(pool, progress);
      // Of a part of the cells, the run's own books tell: a cell that was missing may be in quarantine now.
      if (filter.limit !== undefined || filter.only !== undefined) return exitCode(isWholly(progress));
      return exitCode(await reportUnserved(pool, serving, filter, ''));
    } finally {
      await client.connection.close();
    }
  } finally {
    await pool.end();
  }
}

/** Follows a run that was started before, or shows its end. */
async function showKnown(db: Db, config: Config, run: RunProgress): Promise<0 | 1> {
  console.log(`Run ${run.runId} has this key already: nothing new starts.`);
  const progress = run.endedAt ? run : await followRun(db, run.workflowId, onceInterrupted(), config.limits);
  if (!progress?.endedAt) {
    console.log(`The run goes on without this terminal; \`preheat runs show ${run.runId}\` shows it.`);
    return 1;
  }
  await reportRun(db, progress);
  return exitCode(isWholly(progress));
}

/** Prints how a run ended, and the first cells that it could not serve. */
export async function reportRun(db: Db, progress: RunProgress): Promise<void> {
  const cells = await unservedOfRun(db, {runId: progress.runId, limit: MAX_UNSERVED_SHOWN});
  console.log([summaryOf(progress), ...unservedLines(progress, cells)].join('\n'));
}

/** Says how many cells are served, and what is left in quarantine; true where nothing is left. */
export async function reportUnserved(
  db: Db,
  serving: ServingPolicy,
  filter: RunFilter,
  words: string,
): Promise<boolean> {
  const {limit: _, ...whole} = filter;
  const {cellCount, unserved} = await planTotals(db, {
    ...serving,
    filter: {...whole, only: whole.only ?? CELL_STATES.slice(1)},
  });
  const left = unserved.reduce((total, part) => total + part.cellCount, 0);
  if (left === 0 && filter.only !== undefined) {
    console.log(`${words} No cell is in a state that was asked for.`.trim());
    return true;
  }
  if (left === 0) {
    const all = isNarrowed(filter) ? 'All cells that were asked for' : `All ${formatCount(cellCount)} cells`;
    console.log(`${words} ${all} are served.`.trim());
    return true;
  }
  const quarantined = unserved
    .filter(part => part.state === 'quarantined')
    .reduce((total, part) => total + part.cellCount, 0);
  const hint =
    quarantined > 0
      ? ` ${formatCount(quarantined)} of them are in quarantine: \`preheat quarantine list\` says why.`
      : '';
  const all = isNarrowed(filter) ? 'the cells that were asked for' : `${formatCount(cellCount)} cells`;
  console.log(`${words} ${formatCount(left)} of ${all} are not served.${hint}`.trim());
  return false;
}

/** Null where somebody at the terminal says yes; else the exit code with which nothing was started. */
export async function askToStart(): Promise<null | 1 | 2> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.error(
      'preheat: There is no terminal to ask on whether to start. Add --yes to start without asking.',
    );
    return 2;
  }
  if (await confirm('Start?')) return null;
  console.log('Nothing was started.');
  return 1;
}

const exitCode = (isWhole: boolean): 0 | 1 => (isWhole ? 0 : 1);

function isWholly(progress: RunProgress): boolean {
  return progress.state === 'finished' && progress.quarantinedCount === 0 && progress.failedCount === 0;
}
