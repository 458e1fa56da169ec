import {log} from '@temporalio/activity';
import {inTransaction, type Pool} from '../sql/client.ts';
import {refreshReviewQueue} from '../sql/queries/review-queue.ts';

/** What the setting `PREHEAT_SECOND_OPINION_SHARE` is without it. */
const DEFAULT_SECOND_OPINION_SHARE = 0.1;

/** Within the 30 seconds that a short activity has. */
const MAX_MS = 20_000;

export type QueueDeps = {
  pool: Pool;
  /** Of lessons (0 to 1), how many a second mentor reviews too. */
  secondOpinionShare?: number | undefined;
};

/**
 * Offers mentors what a run has made. A run's end must not fail for it: a queue that cannot be counted in time stays as it
 * was until the next run, and the log says so.
 */
export async function refreshQueue({
  pool,
  secondOpinionShare = DEFAULT_SECOND_OPINION_SHARE,
}: QueueDeps): Promise<void> {
  try {
    await inTransaction(pool, async db => {
      await db`select set_config('statement_timeout', ${`${MAX_MS}`}, true)`;
      await refreshReviewQueue(db, {secondOpinionShare});
    });
  } catch (error) {
    log.warn('The review queue was not counted anew.', {
      message: error instanceof Error ? error.message : error,
    });
  }
}
