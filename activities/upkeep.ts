import {log} from '@temporalio/activity';
import {DEFAULT_VARIANTS} from '../domain/cells.ts';
import {DEFAULT_SECOND_OPINION_SHARE} from '../domain/review-queue.ts';
import type {ServingPolicy} from '../domain/staleness.ts';
import {inTransaction, type Pool} from '../sql/client.ts';
import {countCoverage} from '../sql/queries/coverage.ts';
import {holdReviewQueue, refreshReviewQueue} from '../sql/queries/review-queue.ts';
import {reconcile} from '../sql/queries/serving.ts';

/** Of one count: a million cells take some 20 seconds, where the machine has nothing else to do. */
const MAX_MS = 10 * 60_000;

/** Somebody waits for the end of a run that makes a few lessons anew. */
const MAX_INTERACTIVE_MS = 2_000;

/** Such runs may end many times a minute: their count is left to the console, which asks when it looks. */
const MIN_INTERACTIVE_AGE_MS = 10_000;

export type UpkeepDeps = {
  pool: Pool;
  model: {emulated: boolean};
  /** Of lessons (0 to 1), how many a second mentor reviews too. */
  secondOpinionShare?: number | undefined;
} & Omit<ServingPolicy, 'emulated'>;

/**
 * After a run: mends what writes of the application left wrong, offers mentors what the run has made, and counts what is
 * served. One that fails does not keep the others from being done.
 *
 * @throws Error of the first that failed: all of it is safe to repeat
 */
export async function upkeep(deps: UpkeepDeps): Promise<void> {
  const {pool, variants = DEFAULT_VARIANTS} = deps;
  const failures: unknown[] = [];
  for (const part of [
    async () => reconcile(pool, {variants}),
    async () => offerReviews(deps, MAX_MS),
    async () => count(deps, {maxAgeMs: 0, maxMs: MAX_MS}),
  ]) {
    await part().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * After a run that somebody waits for: offers mentors what it made, and counts, if that is quick. Its end must not fail
 * for it; what could not be done stays for the next run, and the log says so.
 */
export async function countAfterRegeneration(deps: UpkeepDeps): Promise<void> {
  await orWarn('The review queue was not counted anew.', async () => offerReviews(deps, MAX_INTERACTIVE_MS));
  await orWarn('The coverage was not counted anew.', async () =>
    count(deps, {maxAgeMs: MIN_INTERACTIVE_AGE_MS, maxMs: MAX_INTERACTIVE_MS}),
  );
}

async function orWarn(warning: string, part: () => Promise<void>): Promise<void> {
  await part().catch((error: unknown) =>
    log.warn(warning, {message: error instanceof Error ? error.message : error}),
  );
}

async function offerReviews(
  {pool, secondOpinionShare = DEFAULT_SECOND_OPINION_SHARE}: UpkeepDeps,
  maxMs: number,
): Promise<void> {
  await inTransaction(pool, async db => {
    // Of several runs that end together one counts: each would read all lessons, and wait for the others' rows.
    if (!(await holdReviewQueue(db))) return;
    await db`select set_config('statement_timeout', ${`${maxMs}`}, true)`;
    await refreshReviewQueue(db, {secondOpinionShare});
  });
}

async function count(deps: UpkeepDeps, within: {maxAgeMs: number; maxMs: number}): Promise<void> {
  const {pool, model, staleness, variants} = deps;
  await countCoverage(pool, {emulated: model.emulated, staleness, variants, ...within});
}
