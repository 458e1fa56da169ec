import {log} from '@temporalio/activity';
import {type QuoteLimits, quoteLimits} from '../domain/quote-limits.ts';
import {quoteFault, quoteOf} from '../domain/quotes.ts';
import type {Pool} from '../sql/client.ts';
import {cellsOfRun, quoteHistory, storeQuote} from '../sql/queries/quotes.ts';
import type {Model} from './model.ts';

export type QuoteDeps = {
  pool: Pool;
  model: Model;
  youtube: object | null;
  /** The limits in force now; without it the configured ones, as if nothing of today were used. */
  limitsNow?: () => Promise<QuoteLimits>;
};

/**
 * Stores with a run what it is expected to take, over exactly the cells that it wrote down. A run keeps its first
 * quote. What cannot be quoted does not hold up the run: it goes on without one, and the log says why.
 */
export async function quoteRun(
  {pool, model, youtube, limitsNow}: QuoteDeps,
  {runId, maxUsd}: {runId: number; maxUsd: number | null},
): Promise<void> {
  const cells = await cellsOfRun(pool, runId);
  if (cells.length === 0) return;
  const price = model.priceAt(Date.now());
  const limits = limitsNow ? await limitsNow() : quoteLimits(model.limits, model);
  const run = {model: model.name, price, limits, maxUsd};
  const fault = quoteFault(run);
  if (fault !== null) {
    log.warn('The run has no quote.', {runId, fault});
    return;
  }
  const history = await quoteHistory(pool, {model: model.name, emulated: model.emulated, price});
  const quote = quoteOf({
    ...run,
    cells,
    history,
    maxOutputTokens: model.maxOutputTokens,
    watchesVideos: youtube !== null,
  });
  await storeQuote(pool, {runId, quote});
}
