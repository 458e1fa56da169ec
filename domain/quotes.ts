import type {CellState} from './cells.ts';
import {estimateMaxUsd, type ModelPrice} from './prices.ts';
import {addRanges, bandOf, type Figure, onEach, type Range, timesBand} from './quote-bands.ts';
import type {QuoteLimits} from './quote-limits.ts';
import {type Prior, priorOf} from './quote-prior.ts';
import {minutesOf} from './quote-time.ts';
import {EMULATED} from './runs.ts';
import type {Style} from './styles.ts';

export type {Figure, Range} from './quote-bands.ts';

/** Cells that a run takes, counted by style and by why they are wanted. */
export type QuoteCells = {style: Style; state: CellState; cellCount: number};

/** What the last lessons of a style took with the run's model. A lesson's figures are sums over its calls, repairs included. */
export type StyleHistory = {
  style: Style;
  calls: Figure;
  inputTokens: Figure;
  /** Thinking included. */
  outputTokens: Figure;
  /** At today's price. */
  usd: Figure;
  /** Of the lessons whose calls were all timed; null where none was. */
  latencyMs: Figure | null;
};

export type QuoteInput = {
  cells: readonly QuoteCells[];
  /** Of the run's model; a style without an entry is quoted by the prior. */
  history: readonly StyleHistory[];
  /** As the run stores it: the emulator's is marked. */
  model: string;
  /** Null where none is known. */
  price: ModelPrice | null;
  maxOutputTokens: number;
  /** Whether video lessons are written from a video that the model watches. */
  watchesVideos: boolean;
  limits: QuoteLimits;
  maxUsd: number | null;
};

/** What a run is expected to take, stored with it. All figures are for all of its cells, whatever a cap allows. */
export type Quote = {
  model: string;
  cellCount: number;
  byState: {state: CellState; cellCount: number}[];
  byStyle: {style: Style; cellCount: number}[];
  calls: Range;
  inputTokens: Range;
  outputTokens: Range;
  usd: Range;
  /** Without waiting for the next day, where today's limits do not suffice. */
  minutes: Range;
  /** The lessons that it rests on (0: on the prior alone), and the styles for which there was none. */
  basis: {lessonCount: number; priorStyles: Style[]};
  maxUsd: number | null;
  /** How many of the cells are expected not to fit: under the run's budget, today's dollars, today's requests. */
  exceeds: {maxUsd: number; usdToday: number; requestsToday: number};
};

/**
 * What a run over these cells takes. Styles with a history are summed up as `bandOf` says; those without one are
 * quoted by the prior (`priorOf`), whose lows and highs add up, as it is wrong for all lessons alike. Minutes are as
 * `minutesOf` says.
 *
 * @throws Error where `quoteFault` finds one
 */
export function quoteOf(input: QuoteInput): Quote {
  const {cells, history, model, price, limits, maxUsd, maxOutputTokens, watchesVideos} = input;
  const fault = quoteFault(input);
  if (price === null || fault !== null) throw new Error(fault ?? '');
  const byStyle = countBy(cells, 'style');
  const cellCount = sum(byStyle.map(part => part.cellCount));
  const parts = byStyle.map(part => ({
    ...part,
    own: history.find(({style}) => style === part.style),
    prior: priorOf(part.style, {price, emulated: model.startsWith(EMULATED), watchesVideos}),
  }));
  const total = (figure: keyof Prior): Range => {
    const known = parts.flatMap(({cellCount: count, own}) =>
      own?.[figure] ? [{...own[figure], cellCount: count}] : [],
    );
    const unknown = parts.filter(({own}) => !own?.[figure]);
    return addRanges(bandOf(known), ...unknown.map(part => timesBand(part.cellCount, part.prior[figure])));
  };
  // Each cell takes one call at least.
  const calls = onEach(end => Math.max(cellCount, total('calls')[end]));
  const inputTokens = total('inputTokens');
  const usd = total('usd');
  return {
    model,
    cellCount,
    byState: countBy(cells, 'state'),
    byStyle,
    calls,
    inputTokens,
    outputTokens: total('outputTokens'),
    usd,
    minutes: minutesOf({cellCount, calls, inputTokens, latencyMs: total('latencyMs'), limits}),
    basis: {
      lessonCount: sum(parts.map(({own}) => own?.calls.lessonCount ?? 0)),
      priorStyles: parts.flatMap(({style, own}) => (own ? [] : [style])),
    },
    maxUsd,
    exceeds: exceedsOf({cellCount, calls, inputTokens, usd, price, maxOutputTokens, limits, maxUsd}),
  };
}

/** What makes a quote impossible, in words that say what to do; null where nothing does. */
export function quoteFault({
  price,
  model,
  limits,
  maxUsd,
}: Pick<QuoteInput, 'price' | 'model' | 'limits' | 'maxUsd'>): string | null {
  if (price === null) {
    return `No price is known for the model ${model}: a run with it can neither be quoted nor kept below a budget. Set GEMINI_INPUT_USD_PER_MILLION and GEMINI_OUTPUT_USD_PER_MILLION, or another GEMINI_MODEL.`;
  }
  if (maxUsd !== null && !(maxUsd > 0)) {
    return `The budget of the run is $${maxUsd}: it must be above 0. Raise it, or leave it out for none.`;
  }
  for (const name of ['requestsPerMinute', 'inputTokensPerMinute', 'maxConcurrent'] as const) {
    const value = limits[name];
    if (value !== null && !(value > 0)) {
      return `The limit ${name} is ${value}: it must be above 0. Raise it, or take it away.`;
    }
  }
  for (const name of ['requestsLeftToday', 'usdLeftToday'] as const) {
    const value = limits[name];
    if (value !== null && !(value >= 0)) {
      return `The limit ${name} is ${value}: it must be at least 0. Raise it, or take it away.`;
    }
  }
  return null;
}

/** Of so many runs, how many took the dollars and the minutes that they were quoted. */
export type Calibration = {runCount: number; usdWithinCount: number; minutesWithinCount: number};

/** Whether an outcome lies in the quoted range. */
export function verdictOn(range: Range, outcome: number): 'below' | 'within' | 'above' {
  if (outcome < range.low) return 'below';
  return outcome > range.high ? 'above' : 'within';
}

/** English text takes a quarter of a token a character, and a reservation counts one token a character. */
const CHARS_PER_TOKEN = 4;

/**
 * A call is sent only where the most that it may cost is left, which is several times what it costs in the end: the
 * last of a budget is never spent.
 */
function exceedsOf({
  cellCount,
  calls,
  inputTokens,
  usd,
  price,
  maxOutputTokens,
  limits,
  maxUsd,
}: Pick<Quote, 'cellCount' | 'calls' | 'inputTokens' | 'usd' | 'maxUsd'> & {
  price: ModelPrice;
  maxOutputTokens: number;
  limits: QuoteLimits;
}): Quote['exceeds'] {
  const promptChars = (CHARS_PER_TOKEN * inputTokens.expected) / calls.expected;
  const maxUsdOfCall = estimateMaxUsd(price, {promptChars, maxOutputTokens});
  const beyond = (callCount: number) =>
    Math.max(0, cellCount - Math.floor((callCount * cellCount) / calls.expected));
  const beyondUsd = (cap: number | null) => {
    if (cap === null || cellCount === 0) return 0;
    if (cap < maxUsdOfCall) return cellCount;
    // A model may cost nothing.
    return usd.expected === 0
      ? 0
      : beyond(Math.floor((cap - maxUsdOfCall) / (usd.expected / calls.expected)) + 1);
  };
  return {
    maxUsd: beyondUsd(maxUsd),
    usdToday: beyondUsd(limits.usdLeftToday),
    requestsToday:
      limits.requestsLeftToday === null || cellCount === 0 ? 0 : beyond(limits.requestsLeftToday),
  };
}

/** The counts summed by one of the two words, in the order in which they first come. */
function countBy<Key extends 'style' | 'state'>(
  cells: readonly QuoteCells[],
  key: Key,
): (Pick<QuoteCells, Key> & {cellCount: number})[] {
  const counts = new Map<QuoteCells[Key], number>();
  for (const part of cells) counts.set(part[key], (counts.get(part[key]) ?? 0) + part.cellCount);
  return [...counts].map(
    ([value, cellCount]) => ({[key]: value, cellCount}) as Pick<QuoteCells, Key> & {cellCount: number},
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
