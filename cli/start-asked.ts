import type {Client} from '@temporalio/client';
import type {Config} from '../config.ts';
import type {Db} from '../sql/client.ts';
import {endUntaken, type OpenRegeneration} from '../sql/queries/regenerations.ts';
import {startRegenerations} from './run-client.ts';
import {orAway} from './temporal-away.ts';

/**
 * Starts the run of regenerations that were asked for. Where it cannot be started, those that are new end: left open, they
 * would be called under way for ever, and keep their cells out of each night. Only what no run has taken: where just the
 * answer got lost, the run may be under way all the same, and what it has taken stays. What it comes to later it makes
 * without the remarks, which costs less than a cell that nobody tries again.
 *
 * @returns the run's key
 * @throws CommandRefused where Temporal is away
 */
export async function startAsked(
  {db, client}: {db: Db; client: Client},
  config: Config,
  {asked, ...run}: {asked: readonly OpenRegeneration[]; cellIds: number[]; maxUsd: number | null},
): Promise<string> {
  return orAway(startRegenerations(client, config, run)).catch(async (error: unknown) => {
    const added = asked.filter(({isNew}) => isNew).map(({regenerationId}) => regenerationId);
    await endUntaken(db, added, 'No run could be started for it.');
    throw error;
  });
}
