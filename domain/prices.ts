/** The day on which the prices and dates below were checked. They are the provider's list prices: paid tier, text, standard service. */
export const PRICES_AS_OF = '2026-11-24';

/** Where they are from. */
export const PRICES_SOURCE =
  "the provider's list, paid tier, text (https://ai.google.dev/gemini-api/docs/pricing)";

/** US dollars for one million tokens. */
export type ModelPrice = {
  inputUsdPerMillion: number;
  /** Input tokens that the provider found in its cache. */
  cachedInputUsdPerMillion: number;
  /** Output tokens; thinking is billed as output. */
  outputUsdPerMillion: number;
};

/** How fast the provider serves: `flex` costs half, takes minutes and may be refused at busy times. */
export const SERVICE_TIERS = ['standard', 'flex'] as const;

export type ServiceTier = (typeof SERVICE_TIERS)[number];

/** Of the standard price (the provider's page on flex inference: the price of its batch service). */
const FLEX_SHARE = 0.5;

/** Tokens of one call as the provider counts them: `promptTokens` includes `cachedTokens`, `outputTokens` excludes `thoughtTokens`. */
export type Usage = {promptTokens: number; cachedTokens: number; outputTokens: number; thoughtTokens: number};

type DatedPrice = ModelPrice & {
  /** First day (UTC) of this price; absent: since ever. */
  from?: string;
};

const perMillion = (input: number, cachedInput: number, output: number): ModelPrice => ({
  inputUsdPerMillion: input,
  cachedInputUsdPerMillion: cachedInput,
  outputUsdPerMillion: output,
});

const FLASH_UNTIL_2027: DatedPrice[] = [
  perMillion(0.75, 0.075, 3.75),
  {...perMillion(1.5, 0.15, 7.5), from: '2027-01-01'},
];

/** Newest price last. Aliases such as `gemini-flash-latest` are left out on purpose: they move to other prices. */
const PRICES: ReadonlyMap<string, readonly DatedPrice[]> = new Map([
  ['gemini-3.8-flash', FLASH_UNTIL_2027],
  ['gemini-3.7-flash', FLASH_UNTIL_2027],
  ['gemini-3.6-flash', FLASH_UNTIL_2027],
  ['gemini-3.5-flash', [perMillion(1.5, 0.15, 9)]],
  ['gemini-3.5-flash-lite', [perMillion(0.3, 0.03, 2.5)]],
  ['gemini-3.1-flash-lite', [perMillion(0.25, 0.025, 1.5)]],
  ['gemini-2.5-flash', [perMillion(0.3, 0.03, 2.5)]],
  ['gemini-2.5-flash-lite', [perMillion(0.1, 0.01, 0.4)]],
  ['gemini-2.0-flash', [perMillion(0.1, 0.025, 0.4)]],
]);

const SHUTDOWN_DATES: ReadonlyMap<string, string> = new Map([
  ['gemini-2.0-flash', '2026-06-01'],
  ['gemini-2.0-flash-lite', '2026-06-01'],
  ['gemini-2.5-flash', '2026-12-01'],
  ['gemini-3.1-flash-lite', '2027-05-07'],
]);

/**
 * The price of a model at a time (epoch milliseconds) by the provider's list. Null where none is known: without one no
 * run may start.
 */
export function priceOf(model: string, atMs: number): ModelPrice | null {
  const dated = PRICES.get(modelId(model))?.findLast(
    ({from}) => from === undefined || Date.parse(from) <= atMs,
  );
  if (dated === undefined) return null;
  const {from: _, ...price} = dated;
  return price;
}

/** A price with the first day (UTC) from which it holds; null: since ever. */
export type ListPrice = ModelPrice & {from: string | null; isInForce: boolean};

/**
 * All known prices of a model as a service tier has them, by date; one where a price is configured, none where none is
 * known.
 *
 * @param configured a standard price that takes the place of the list
 */
export function modelPrices(
  model: string,
  {configured, serviceTier, nowMs}: {configured: ModelPrice | null; serviceTier: ServiceTier; nowMs: number},
): ListPrice[] {
  const dated: readonly DatedPrice[] =
    configured === null ? (PRICES.get(modelId(model)) ?? []) : [configured];
  const inForce = dated.findLast(({from}) => from === undefined || Date.parse(from) <= nowMs);
  return dated.map(({from, ...price}) => ({
    ...tierPrice(price, serviceTier),
    from: from ?? null,
    isInForce: from === inForce?.from,
  }));
}

/** A standard price as a service tier has it. */
export function tierPrice(price: ModelPrice, tier: ServiceTier): ModelPrice {
  if (tier === 'standard') return price;
  return {
    inputUsdPerMillion: price.inputUsdPerMillion * FLEX_SHARE,
    cachedInputUsdPerMillion: price.cachedInputUsdPerMillion * FLEX_SHARE,
    outputUsdPerMillion: price.outputUsdPerMillion * FLEX_SHARE,
  };
}

/** What a call cost, in US dollars, rounded up to a whole millionth. */
export function costUsd(price: ModelPrice, usage: Usage): number {
  const cachedTokens = Math.min(usage.cachedTokens, usage.promptTokens);
  return roundUpToMicroUsd(
    (usage.promptTokens - cachedTokens) * price.inputUsdPerMillion +
      cachedTokens * price.cachedInputUsdPerMillion +
      (usage.outputTokens + usage.thoughtTokens) * price.outputUsdPerMillion,
  );
}

/** Of a second of video: the dearest known rate, of the 2.x models; 3.x models take about a third. */
const MOST_VIDEO_TOKENS_PER_SECOND = 300;

/**
 * The most that a call may cost, in US dollars, for a reservation. `promptChars` counts all that is sent: system and
 * user text and the schema as JSON. One token a character is about four times what English text needs, so that
 * titles in any script stay below it; `maxOutputTokens` includes thinking.
 */
export function estimateMaxUsd(
  price: ModelPrice,
  {
    promptChars,
    videoMinutes = 0,
    maxOutputTokens,
  }: {promptChars: number; videoMinutes?: number; maxOutputTokens: number},
): number {
  const maxInputTokens = promptChars + videoMinutes * 60 * MOST_VIDEO_TOKENS_PER_SECOND;
  return roundUpToMicroUsd(
    maxInputTokens * price.inputUsdPerMillion + maxOutputTokens * price.outputUsdPerMillion,
  );
}

/** English text has about four characters a token, JSON schemas and code three. */
const CHARS_PER_TOKEN = 3;

/**
 * The input tokens that a call is likely to take at most, for the pace. Not the dollars' one token a character: that
 * would set four times aside what is used, and the pace would stand still for nothing until the calls are settled.
 */
export function estimateInputTokens({
  promptChars,
  videoMinutes = 0,
}: {
  promptChars: number;
  videoMinutes?: number;
}): number {
  return Math.ceil(promptChars / CHARS_PER_TOKEN) + videoMinutes * 60 * MOST_VIDEO_TOKENS_PER_SECOND;
}

/** The day (`YYYY-MM-DD`) on which the provider shuts the model down, where one is announced. */
export function shutdownDate(model: string): string | null {
  return SHUTDOWN_DATES.get(modelId(model)) ?? null;
}

/** The models that the provider has shut down by a time (epoch milliseconds), under every name that one is stored with. */
export function retiredModels(atMs: number): string[] {
  const ids = [...SHUTDOWN_DATES].filter(([, day]) => Date.parse(day) <= atMs).map(([id]) => id);
  return ids.flatMap(id => [id, `models/${id}`]);
}

function modelId(model: string): string {
  return model.replace(/^models\//, '');
}

/** Tokens times dollars per million are micro-dollars. The six decimals take off what binary fractions add (0.1 * 3). */
function roundUpToMicroUsd(microUsd: number): number {
  return Math.ceil(Number(microUsd.toFixed(6))) / 1e6;
}
