import {log} from '@temporalio/activity';
import {DEFAULT_SECOND_OPINION_SHARE} from '../domain/review-queue.ts';
import {inTransaction, type Pool} from '../sql/client.ts';
import {holdReviewQueue, refreshReviewQueue} from '../sql/queries/review-queue.ts';
import {isRegeneration} from '../sql/queries/runs.ts';

/** Within the 30 seconds that a short activity has. */
const MAX_MS = 20_000;

/** Somebody waits for the end of a run that makes a few lessons anew. */
const MAX_INTERACTIVE_MS = 2_000;

export type QueueDeps = {
  pool: Pool;
  /** Of lessons (0 to 1), how many a second mentor reviews too. */
  secondOpinionShare?: number | undefined;
};

/**
 * Offers mentors what a run has made. A run's end must not fail for it: a queue that cannot be counted in time stays as it
 * was until the next run, and the log says so.
 */
export async function refreshQueue(
  {pool, secondOpinionShare = DEFAULT_SECOND_OPINION_SHARE}: QueueDeps,
  {runId}: {runId: number},
): Promise<void> {
  try {
    await inTransaction(pool, async db => {
      // Of several runs that end together one counts: each would read all lessons, and wait for the others' rows.
      if (!(await holdReviewQueue(db))) return;
      const maxMs = (await isRegeneration(db, runId)) ? MAX_INTERACTIVE_MS : MAX_MS;
      await db`select set_config('statement_timeout', ${`${maxMs}`}, true)`;
      await refreshReviewQueue(db, {secondOpinionShare});
    });
  } catch (error) {
    log.warn('The review queue was not counted anew.', {
      message: error instanceof Error ? error.message : error,
    });
  }
}
