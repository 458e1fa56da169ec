import type {Client} from '@temporalio/client';
import {userInfo} from 'node:os';
import type {Config} from '../../config.ts';
import type {RunProgress} from '../../domain/runs.ts';
import type {Pool} from '../../sql/client.ts';
import {quoteCalibration} from '../../sql/queries/quotes.ts';
import {errorGroups} from '../../sql/queries/run-details.ts';
import {recentRuns, runDetails} from '../../sql/queries/runs.ts';
import {followRun} from '../follow-run.ts';
import {formatUsd} from '../format.ts';
import {modelName} from '../model.ts';
import {quoteWarmUp} from '../quote.ts';
import {quoteText} from '../quote-text.ts';
import {warmUpInput} from '../run-client.ts';
import {
  cancelRun,
  closeLostRun,
  type Commanded,
  findRun,
  noSuchRun,
  pauseRun,
  resumeRun,
  setBudget,
} from '../run-control.ts';
import {startRunAs} from '../run-start.ts';
import {calibrationLines, commandedText, runLines, runText} from '../run-text.ts';
import {openDatabase} from '../services.ts';
import {onceInterrupted} from '../signals.ts';
import {openTemporalClient} from '../temporal.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';
import {reportRun} from './warm.ts';

const MAX_ERRORS_SHOWN = 20;

/** Enough to tell whether nine of ten quotes hold, and of the present prompts. */
const CALIBRATION_RUNS = 50;

/** `preheat runs …` */
export const runsCommands = {
  /** The newest runs first, and how often quotes held. */
  list: (config: Config, {limit, json}: {limit: number; json: boolean}) =>
    withDatabase(config, async db => {
      const runs = await recentRuns(db, limit);
      if (json) {
        console.log(JSON.stringify(runs, null, 2));
        return;
      }
      if (runs.length === 0) {
        console.log('There was no run yet. `preheat warm` starts one.');
        return;
      }
      const model = modelName(config);
      const calibration = await quoteCalibration(db, {model, limit: CALIBRATION_RUNS});
      console.log([...runs.flatMap(runLines), ...calibrationLines(model, calibration)].join('\n'));
    }),

  /** One run whole. */
  show: (config: Config, runId: number, {json}: {json: boolean}) =>
    withDatabase(config, async db => {
      const run = await runDetails(db, runId, config.limits);
      if (!run) throw noSuchRun(runId);
      const errors = await errorGroups(db, {runId, limit: MAX_ERRORS_SHOWN});
      console.log(json ? JSON.stringify({...run, errors}, null, 2) : runText(run, errors));
    }),

  pause: (config: Config, runId: number, {reason}: {reason: string | null}) =>
    command(config, services => pauseRun(services, runId, askedBy(reason)), 'paused'),

  resume: (config: Config, runId: number) =>
    command(config, services => resumeRun(services, runId, askedBy(null)), 'resumed'),

  /** @param options.lost its workflow is gone: only its books are closed */
  cancel: (config: Config, runId: number, {reason, lost}: {reason: string | null; lost: boolean}) =>
    lost
      ? withServices(config, async services => {
          await closeLostRun(services, runId, askedBy(reason));
          console.log(`Run ${runId} is closed as lost. Cells that it had not reached stay to be made.`);
          return true;
        })
      : command(config, services => cancelRun(services, runId, askedBy(reason)), 'cancelled'),

  budget: (config: Config, runId: number, maxUsd: number) =>
    withDatabase(config, async db => {
      const {beforeUsd} = await setBudget(db, {runId, maxUsd, actor: AT_A_TERMINAL});
      const before = beforeUsd === null ? 'without a cap before' : `${formatUsd(beforeUsd)} before`;
      console.log(`Run ${runId} may spend ${formatUsd(maxUsd)} (${before}). Its next call sees it.`);
    }),

  /**
   * A new run of the cells that failed in another one, followed to its end.
   *
   * @returns whether it made them all
   */
  retry: (config: Config, runId: number, {maxUsd}: {maxUsd: number | null}) =>
    withServices(config, async ({db, client}) => {
      const run = await findRun(db, runId);
      if (run.failedCount === 0) throw new Error(nothingFailed(run));
      const input = {kind: 'manual', filter: {failedInRunId: runId}, maxUsd: maxUsd ?? run.maxUsd} as const;
      const quote = await quoteWarmUp(db, config, input);
      if (quote.cellCount === 0) {
        console.log(`Nothing to do: no cell that failed in run ${runId} is still to be made.`);
        return true;
      }
      console.log(quoteText(quote));
      const workflowId = await startRunAs(
        {db, client},
        {input: warmUpInput(config, input), actor: AT_A_TERMINAL, retryOf: runId},
      );
      const progress = await followRun(db, workflowId, onceInterrupted(), config.limits);
      if (!progress?.endedAt) {
        console.log('The run goes on without this terminal; `preheat runs` shows it.');
        return false;
      }
      await reportRun(db, progress);
      return progress.state === 'finished' && progress.quarantinedCount + progress.failedCount === 0;
    }),
};

function nothingFailed({runId, pendingCount}: RunProgress): string {
  const left = pendingCount > 0 ? ` \`preheat warm\` makes the ${pendingCount} that it did not reach.` : '';
  return `No cell failed in run ${runId}: there is nothing to retry.${left}`;
}

/** Who a command comes from, for those who read why a run stands still. */
function person(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return 'the command line';
  }
}

const askedBy = (reason: string | null) => ({by: person(), reason, actor: AT_A_TERMINAL});

/** @returns false where the run ended before it could take the command */
async function command(
  config: Config,
  give: (services: {db: Pool; client: Client}) => Promise<Commanded>,
  participle: 'paused' | 'resumed' | 'cancelled',
): Promise<boolean> {
  return withServices(config, async services => {
    const commanded = await give(services);
    console.log(commandedText(commanded, participle));
    return commanded.isTaken || commanded.run.endedAt === null;
  });
}

async function withServices<T>(
  config: Config,
  work: (services: {db: Pool; client: Client}) => Promise<T>,
): Promise<T> {
  return withDatabase(config, async db => {
    const client = await openTemporalClient(config);
    try {
      return await work({db, client});
    } finally {
      await client.connection.close();
    }
  });
}

async function withDatabase<T>(config: Config, work: (db: Pool) => Promise<T>): Promise<T> {
  const db = await openDatabase(config, 'preheat runs');
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}
