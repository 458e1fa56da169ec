import {log} from '@temporalio/activity';
import type {ServingPolicy} from '../domain/staleness.ts';
import type {Pool} from '../sql/client.ts';
import {countCoverage} from '../sql/queries/coverage.ts';

/** Runs of a single cell may end many times a minute: their count is left to the console, which asks when it looks. */
const MIN_AGE_MS = 10_000;

/** What the review queue leaves of the 30 seconds that a short activity has. A million cells take longer. */
const MAX_MS = 8_000;

/**
 * Counts anew what is served, after a run. A run's end must not fail for it: counts that could not be made stay as they
 * were until the next run or until somebody asks for them, and the log says so.
 */
export async function countCoverageAfterRun({pool, ...policy}: ServingPolicy & {pool: Pool}): Promise<void> {
  try {
    await countCoverage(pool, {...policy, maxAgeMs: MIN_AGE_MS, maxMs: MAX_MS});
  } catch (error) {
    log.warn('The coverage was not counted anew.', {message: error instanceof Error ? error.message : error});
  }
}
