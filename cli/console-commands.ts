import type {Client} from '@temporalio/client';
import {setTimeout as delay} from 'node:timers/promises';
import {CommandRefused, type ConsoleCommands} from '../api/console/commands.ts';
import type {Config} from '../config.ts';
import type {RunProgress} from '../domain/runs.ts';
import type {Db} from '../sql/client.ts';
import {unknownRoadmapKeys} from '../sql/queries/roadmaps.ts';
import {runProgress} from '../sql/queries/runs.ts';
import {quoteWarmUp, unquotable} from './quote.ts';
import {keyedWorkflowId, startKeyedRun, warmUpInput} from './run-client.ts';
import {cancelRun, pauseRun, resumeRun} from './run-control.ts';

const POLL_MS = 100;

/** A worker opens a run within a moment, unless it wants very many cells. */
const OPENED_WITHIN_MS = 5_000;

/**
 * What the console's API has done, by the same functions as the commands of the terminal.
 *
 * @param client connects where it has to, and may fail
 */
export function consoleCommands({
  config,
  db,
  client,
}: {
  config: Config;
  db: Db;
  client: () => Promise<Client>;
}): ConsoleCommands {
  const services = async () => ({db, client: await client()});
  return {
    async quote(run) {
      const unknown = await unknownRoadmapKeys(db, run.filter.roadmapKeys ?? []);
      if (unknown.length > 0) throw new CommandRefused(`There is no roadmap ${unknown.join(', ')}.`);
      const fault = unquotable(config);
      if (fault !== null) throw new CommandRefused(fault);
      return quoteWarmUp(db, config, run);
    },
    runOfKey: async key => runProgress(db, keyedWorkflowId(key)),
    async startRun({key, ...run}) {
      const input = warmUpInput(config, {kind: 'manual', ...run});
      return untilOpened(db, await startKeyedRun(db, await client(), {key, input}));
    },
    pauseRun: async ({runId, ...command}) => pauseRun(await services(), runId, command),
    resumeRun: async ({runId, ...command}) => resumeRun(await services(), runId, command),
    cancelRun: async ({runId, ...command}) => cancelRun(await services(), runId, command),
  };
}

async function untilOpened(db: Db, workflowId: string): Promise<RunProgress | null> {
  const endMs = performance.now() + OPENED_WITHIN_MS;
  for (;;) {
    const run = await runProgress(db, workflowId);
    if (run || performance.now() > endMs) return run;
    await delay(POLL_MS);
  }
}
