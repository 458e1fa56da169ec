import type {Config} from '../../config.ts';
import type {RegenerationPolicy} from '../../domain/regenerations.ts';
import type {Pool} from '../../sql/client.ts';
import {dueTargets, requestDueRegenerations} from '../../sql/queries/due-regenerations.ts';
import {
  type OpenRegeneration,
  regenerations,
  type RegenerationTarget,
  requestRegenerations,
} from '../../sql/queries/regenerations.ts';
import {followRun} from '../follow-run.ts';
import {formatCount, summaryOf} from '../format.ts';
import {quoteWarmUp} from '../quote.ts';
import {quoteText} from '../quote-text.ts';
import {isMade, outcomeLines, remarksText} from '../regeneration-text.ts';
import {type Named, targetsOf} from '../regeneration-targets.ts';
import {checkFilter} from '../run-filter.ts';
import {openDatabase} from '../services.ts';
import {onceInterrupted} from '../signals.ts';
import {startAsked} from '../start-asked.ts';
import {openTemporalClient} from '../temporal.ts';
import {askToStart} from './warm.ts';

type Options = Named & {due: boolean; instructions: string; maxUsd: number | null; yes: boolean};

/** In the audit: somebody at a terminal. */
const CLI = {id: 'cli', role: 'cli'};

/**
 * `preheat regenerate`: quotes new versions of lessons that are served, asks, starts their run and follows it.
 *
 * @returns the exit code: 0 each has a new version; 1 not each; 2 nobody could be asked
 */
export async function regenerateCommand(config: Config, options: Options): Promise<0 | 1 | 2> {
  const pool = await openDatabase(config, 'preheat regenerate');
  try {
    await checkFilter(pool, options.filter);
    const policy = {...config.regeneration, automatic: true};
    const targets = await wantedTargets(pool, policy, options);
    if (targets.length === 0) return 0;
    const cellIds = targets.map(({cellId}) => cellId);
    const {maxUsd, yes} = options;
    const quote = await quoteWarmUp(pool, config, {filter: {cellIds, regenerate: true}, maxUsd});
    const client = await openTemporalClient(config);
    try {
      console.log(quoteText(quote));
      const refusal = yes ? null : await askToStart();
      if (refusal !== null) return refusal;
      const asked = options.due
        ? (await requestDueRegenerations(pool, {policy, filter: options.filter})).due
        : await requestRegenerations(pool, {
            targets,
            trigger: 'person',
            actor: CLI,
            instructions: options.instructions,
          });
      const toStart = startable(asked);
      if (toStart.length === 0) return 1;
      console.log(remarksText(toStart));
      const toMake = toStart.map(({cellId}) => cellId);
      const key = await startAsked({db: pool, client}, config, {asked, cellIds: toMake, maxUsd});
      const isMadeByUs = await follow(pool, config, key, toStart);
      // What another run is at has no new version yet.
      return isMadeByUs && toStart.length === asked.length ? 0 : 1;
    } finally {
      await client.connection.close();
    }
  } finally {
    await pool.end();
  }
}

/** Says why, where there are none. */
async function wantedTargets(
  pool: Pool,
  policy: RegenerationPolicy,
  options: Options,
): Promise<RegenerationTarget[]> {
  if (!options.due) {
    const targets = await targetsOf(pool, options);
    if (targets.length === 0) console.log('Nothing to do: no cell that was asked for has a lesson.');
    return targets;
  }
  const {cellIds, handedToMentorCount} = await dueTargets(pool, {policy, filter: options.filter});
  if (cellIds.length === 0 && handedToMentorCount > 0) {
    await requestDueRegenerations(pool, {policy, filter: options.filter});
    console.log(
      `Nothing to make: ${formatCount(handedToMentorCount)} cells wait for a mentor now, because making them anew did not help.`,
    );
  } else if (cellIds.length === 0) console.log('Nothing is due.');
  return cellIds.map(cellId => ({cellId, lessonId: null}));
}

/** What a run of ours makes: not what another run has already. */
function startable(asked: readonly OpenRegeneration[]): OpenRegeneration[] {
  const underWay = asked.filter(({runId}) => runId !== null);
  for (const {cellId, runId} of underWay)
    console.log(
      `Run ${runId} is making a new version of cell ${cellId} already; \`preheat runs show ${runId}\` shows it.`,
    );
  return asked.filter(({runId}) => runId === null);
}

async function follow(
  pool: Pool,
  config: Config,
  key: string,
  asked: readonly OpenRegeneration[],
): Promise<boolean> {
  const progress = await followRun(pool, key, onceInterrupted(), config.limits);
  if (!progress?.endedAt) {
    console.log(`The run ${key} goes on without this terminal; \`preheat runs\` shows it.`);
    return false;
  }
  console.log(summaryOf(progress));
  const ended = await regenerations(pool, {regenerationIds: asked.map(({regenerationId}) => regenerationId)});
  for (const line of outcomeLines(ended)) console.log(line);
  return ended.every(isMade);
}
