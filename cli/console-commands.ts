import type {Client} from '@temporalio/client';
import {setTimeout as delay} from 'node:timers/promises';
import {CommandRefused, type ConsoleCommands} from '../api/console/commands.ts';
import type {Config} from '../config.ts';
import type {RunProgress} from '../domain/runs.ts';
import type {Db, Pool} from '../sql/client.ts';
import {storedDrafts} from '../sql/queries/quarantine.ts';
import {type PaceLimits, runProgress} from '../sql/queries/runs.ts';
import {workflowOf} from '../workflows/messages.ts';
import {scheduleCommands} from './console-commands-schedule.ts';
import {isEmulated} from './emulator.ts';
import {modelSettings} from './model.ts';
import {quoteWarmUp, unquotable} from './quote.ts';
import {keyVariants} from './ready-database.ts';
import {refusalText, releasableLesson, releaseDraft} from './release-draft.ts';
import {keyedWorkflowId, warmUpInput} from './run-client.ts';
import {cancelRun, pauseRun, resumeRun} from './run-control.ts';
import {roadmapFault} from './run-filter.ts';
import {startRunAs} from './run-start.ts';
import {temporalPage} from './temporal.ts';
import {away, orAway} from './temporal-away.ts';

const POLL_MS = 100;

/** A worker opens a run within a moment, unless it wants very many cells. */
const OPENED_WITHIN_MS = 5_000;

type Services = {
  config: Config;
  db: Pool;
  /** Connects where it has to, and may fail. */
  client: () => Promise<Client>;
};

/** What the console's API has done, by the same functions as the commands of the terminal. */
export function consoleCommands(given: Services): ConsoleCommands {
  const {config, db} = given;
  const client = async () => given.client().catch(away);
  const {limits} = config;
  const services = async () => ({db, client: await client(), limits});
  return {
    async quote(run) {
      const fault = (await roadmapFault(db, run.filter.roadmapKeys)) ?? unquotable(config);
      if (fault !== null) throw new CommandRefused(fault);
      return quoteWarmUp(db, config, run);
    },
    runOfKey: async key => runProgress(db, keyedWorkflowId(key), limits),
    async startRun({key, actor, retryOf, ...run}) {
      const known = await runProgress(db, keyedWorkflowId(key), limits);
      if (known) return known;
      const input = warmUpInput(config, {kind: 'manual', ...run});
      const start = startRunAs({db, client: await client()}, {key, input, actor, retryOf});
      const workflowId = await orAway(start);
      return untilOpened(db, workflowId, limits);
    },
    pauseRun: async ({runId, ...command}) => orAway(pauseRun(await services(), runId, command)),
    resumeRun: async ({runId, ...command}) => orAway(resumeRun(await services(), runId, command)),
    cancelRun: async ({runId, ...command}) => orAway(cancelRun(await services(), runId, command)),
    releaseDraft: async release => releaseFor(given, release),
    schedule: scheduleCommands(given),
    model: modelSettings(config),
    temporalUrl: runKey => temporalPage(config, workflowOf(runKey)),
  };
}

async function untilOpened(db: Db, workflowId: string, limits: PaceLimits): Promise<RunProgress | null> {
  const endMs = performance.now() + OPENED_WITHIN_MS;
  for (;;) {
    const run = await runProgress(db, workflowId, limits);
    if (run || performance.now() > endMs) return run;
    await delay(POLL_MS);
  }
}

async function releaseFor(
  {config, db}: Services,
  {draftId, reason, actor}: Parameters<ConsoleCommands['releaseDraft']>[0],
): ReturnType<ConsoleCommands['releaseDraft']> {
  const emulated = isEmulated(config);
  const [draft] = await storedDrafts(db, {kind: 'draft', id: draftId}, {emulated});
  if (!draft) return {kind: 'refused', message: `There is no draft ${draftId}.`};
  const releasing = await releasableLesson(db, draft, {emulated});
  if (releasing.kind === 'refused') return {kind: 'refused', message: refusalText(draft, releasing.reason)};
  const {made} = releasing;
  const variants = await keyVariants(db, config);
  const outcome = await releaseDraft(db, {draft, made, variants, actor, reason});
  return outcome.kind === 'refused'
    ? {kind: 'refused', message: refusalText(draft, outcome.reason)}
    : outcome;
}
