import type {RunFilter} from '../domain/runs.ts';
import {WANTED_BY_DEFAULT} from '../domain/cells.ts';
import {priceOf, tierPrice} from '../domain/prices.ts';
import {quoteLimits} from '../domain/quote-limits.ts';
import {type Quote, type QuoteCells, quoteFault, quoteOf} from '../domain/quotes.ts';
import type {Config} from '../config.ts';
import type {Db} from '../sql/client.ts';
import type {PlanTotals} from '../sql/queries/cells.ts';
import {cellsToQuote, quoteHistory} from '../sql/queries/quotes.ts';
import {isEmulated} from './emulator.ts';
import {limitsNow} from './limits-now.ts';
import {modelName} from './model.ts';
import {keyVariants} from './ready-database.ts';

/**
 * What a run with this filter and budget would take with the configured model.
 *
 * @throws Error where it cannot be quoted: no price is known, or a limit is none
 */
export async function quoteWarmUp(
  db: Db,
  config: Config,
  {filter, maxUsd}: {filter: RunFilter; maxUsd: number | null},
): Promise<Quote> {
  const cells = await cellsToQuote(db, {
    emulated: isEmulated(config),
    staleness: config.staleness,
    variants: await keyVariants(db, config),
    filter,
  });
  return quoteCells(db, config, {cells, maxUsd});
}

/**
 * The same for cells that were counted already.
 *
 * @throws Error where it cannot be quoted
 */
export async function quoteCells(
  db: Db,
  config: Config,
  {cells, maxUsd}: {cells: readonly QuoteCells[]; maxUsd: number | null},
): Promise<Quote> {
  const own = ofRun(config);
  const run = {
    ...own,
    maxUsd,
    limits: await limitsNow(db, {
      configured: config.limits,
      modelName: own.model,
      maxConcurrent: own.limits.maxConcurrent,
    }),
  };
  const {price} = run;
  const fault = quoteFault(run);
  if (price === null || fault !== null) throw new Error(fault ?? '');
  const history = cells.length === 0 ? [] : await quoteHistory(db, {...run, price});
  const {maxOutputTokens} = config.gemini;
  return quoteOf({...run, cells, history, maxOutputTokens, watchesVideos: config.youtube !== null});
}

/** Why no run can be quoted with these settings; null where one can. */
export function unquotable(config: Config): string | null {
  return quoteFault({...ofRun(config), maxUsd: null});
}

function ofRun(config: Config) {
  const {model, price, serviceTier, maxConcurrent} = config.gemini;
  const emulated = isEmulated(config);
  const listPrice = price ?? priceOf(model, Date.now());
  return {
    model: modelName(config),
    emulated,
    price: listPrice && tierPrice(listPrice, serviceTier),
    // A lane has one call in flight at most.
    limits: quoteLimits(config.limits, {maxConcurrent: Math.min(maxConcurrent, config.laneCount)}),
  };
}

/** Of the cells that a plan counted, those that a run with this filter would take; a plan has no limit. */
export function cellsOfPlan(
  {unserved, stale}: Omit<PlanTotals, 'cellCount'>,
  {only}: RunFilter,
): QuoteCells[] {
  const wanted = only ?? WANTED_BY_DEFAULT;
  const counted = [
    ...unserved,
    ...stale.map(({style, cellCount}) => ({style, state: 'stale' as const, cellCount})),
  ];
  return counted.filter(({state}) => wanted.includes(state));
}
