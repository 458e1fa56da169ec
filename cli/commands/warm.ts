import type {Config} from '../../config.ts';
import {CELL_STATES} from '../../domain/cells.ts';
import type {RunFilter, RunProgress} from '../../domain/runs.ts';
import type {Db} from '../../sql/client.ts';
import {planTotals} from '../../sql/queries/cells.ts';
import {unservedOfRun} from '../../sql/queries/runs.ts';
import {followRun} from '../follow-run.ts';
import {formatCount, shorten, summaryOf} from '../format.ts';
import {isEmulated} from '../emulator.ts';
import {startRun, warmUpInput} from '../run-client.ts';
import {checkFilter, isNarrowed} from '../run-filter.ts';
import {openDatabase} from '../services.ts';
import {openTemporalClient} from '../temporal.ts';
import {onceInterrupted} from '../signals.ts';

const MAX_UNSERVED_SHOWN = 10;

/**
 * `preheat warm`: starts a run against running services and follows it.
 *
 * @returns whether every wanted cell is served now
 */
export async function warmCommand(
  config: Config,
  {maxUsd, ...filter}: RunFilter & {maxUsd: number | null},
): Promise<boolean> {
  const pool = await openDatabase(config, 'preheat warm');
  try {
    await checkFilter(pool, filter);
    const emulated = isEmulated(config);
    if ((await countUnserved(pool, emulated, filter)) === 0) {
      return await reportUnserved(pool, emulated, filter, 'Nothing to do.');
    }
    const client = await openTemporalClient(config);
    try {
      const workflowId = await startRun(client, warmUpInput(config, {kind: 'manual', filter, maxUsd}));
      const interrupted = onceInterrupted();
      const progress = await followRun(pool, workflowId, interrupted);
      if (!progress?.endedAt) {
        console.log(`The run ${workflowId} goes on without this terminal; \`preheat runs\` shows it.`);
        return false;
      }
      await reportRun(pool, progress);
      if (filter.limit !== undefined) return isWholly(progress);
      return await reportUnserved(pool, emulated, filter, '');
    } finally {
      await client.connection.close();
    }
  } finally {
    await pool.end();
  }
}

/** Prints how a run ended, and the first cells that it could not serve. */
export async function reportRun(db: Db, progress: RunProgress): Promise<void> {
  console.log(summaryOf(progress));
  for (const cell of await unservedOfRun(db, {runId: progress.runId, limit: MAX_UNSERVED_SHOWN})) {
    console.log(
      `    ${cell.status}: ${cell.stepTitle} · lesson ${cell.lessonNumber} · ${cell.style}: ${shorten(cell.causeMessage ?? '')}`,
    );
  }
}

/** Says how many cells are served, and what is left in quarantine; true where nothing is left. */
export async function reportUnserved(
  db: Db,
  emulated: boolean,
  filter: RunFilter,
  words: string,
): Promise<boolean> {
  const {limit: _, ...whole} = filter;
  const {cellCount, unserved} = await planTotals(db, {
    emulated,
    filter: {...whole, only: whole.only ?? CELL_STATES.slice(1)},
  });
  const left = unserved.reduce((total, part) => total + part.cellCount, 0);
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
      ? ` ${formatCount(quarantined)} of them are in quarantine (\`preheat warm --only quarantined\` tries them again).`
      : '';
  const all = isNarrowed(filter) ? 'the cells that were asked for' : `${formatCount(cellCount)} cells`;
  console.log(`${words} ${formatCount(left)} of ${all} are not served.${hint}`.trim());
  return false;
}

/** How many cells a run with this filter would take. */
export async function countUnserved(db: Db, emulated: boolean, filter: RunFilter): Promise<number> {
  const {unserved} = await planTotals(db, {emulated, filter});
  return unserved.reduce((total, part) => total + part.cellCount, 0);
}

function isWholly(progress: RunProgress): boolean {
  return progress.state === 'finished' && progress.quarantinedCount === 0 && progress.failedCount === 0;
}
