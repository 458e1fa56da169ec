import {CommandRefused, type ConsoleCommands, type ScheduleCommands} from '../../../api/console/commands.ts';
import {quoteOf} from '../../../domain/quotes.ts';
import type {Pool} from '../../../sql/client.ts';
import {cellsToQuote} from '../../../sql/queries/quotes.ts';
import {runProgress} from '../../../sql/queries/runs.ts';
import {UNLIMITED} from '../../domain/limits-givens.ts';
import {givenRun} from '../../sql/givens.ts';

const QUOTE_LIMITS = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  maxConcurrent: 1,
  requestsLeftToday: null,
  usdLeftToday: null,
};

const none = async () => {
  throw new CommandRefused('There is no schedule here.');
};

/** There is no schedule. */
export const NO_SCHEDULE: ScheduleCommands = {
  read: async () => ({kind: 'read', schedule: null}),
  set: none,
  pause: none,
  resume: none,
  trigger: none,
  delete: none,
};

/** The model `gemini`, of which nothing is limited. */
export const MODEL: ConsoleCommands['model'] = {
  name: 'gemini',
  emulated: false,
  alternative: null,
  limits: UNLIMITED,
  maxConcurrent: 1,
  serviceTier: 'standard',
  configuredPrice: null,
};

/** Commands that do in the database what a worker would. */
export function commandsOn(sql: Pool, changes: Partial<ConsoleCommands> = {}): ConsoleCommands {
  const taken = async ({runId}: {runId: number}) => {
    const run = await runProgress(sql, runId);
    if (!run) throw new CommandRefused(`There is no run ${runId}.`);
    return {run, isTaken: true};
  };
  return {
    quote: async ({filter, maxUsd}) =>
      quoteOf({
        cells: await cellsToQuote(sql, {emulated: false, filter}),
        history: [],
        model: 'gemini',
        price: {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 1, outputUsdPerMillion: 1},
        maxOutputTokens: 1000,
        watchesVideos: false,
        limits: QUOTE_LIMITS,
        maxUsd,
      }),
    runOfKey: async key => runProgress(sql, key),
    async startRun({key, filter, maxUsd}) {
      await givenRun(sql, {workflowId: key, filter, maxUsd});
      return runProgress(sql, key);
    },
    pauseRun: taken,
    resumeRun: taken,
    cancelRun: taken,
    releaseDraft: async ({draftId}) => ({kind: 'refused', message: `There is no draft ${draftId}.`}),
    schedule: NO_SCHEDULE,
    model: MODEL,
    temporalUrl: () => null,
    ...changes,
  };
}
