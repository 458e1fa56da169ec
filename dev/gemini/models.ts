import {instantMs} from './clock.ts';

export type ThinkingLevel = 'minimal' | 'low' | 'medium' | 'high';

/** What the emulator knows of a model. Sources and dates: the project's notes on Gemini, November 2026. */
export type ModelFacts = {
  displayName: string;
  availability: 'available' | 'not_found' | 'closed_to_new_users';
  /** ISO 8601: from then on the model is gone, or answered by `reroutedTo`. */
  shutdownAt?: string | null;
  /** Who answers from `shutdownAt` on; `modelVersion` of the answer and the price are then this model's. */
  reroutedTo?: string | null;
  /** The model this is another name of. */
  aliasOf?: string | null;
  thinking:
    | {kind: 'none'}
    | {kind: 'budget'; defaultTokens: number; maxTokens: number}
    | {kind: 'level'; levels: readonly ThinkingLevel[]; defaultLevel: ThinkingLevel};
  /** 2.x refuses JSON output together with Google search; 3.x allows it. */
  jsonWithSearch: boolean;
  /** Whether the last turn may be the model's (a prefilled answer). */
  modelTurnLast: boolean;
  /** How many videos a prompt may have, and what one frame costs in tokens at each resolution. */
  video: {maxCount: number; frameTokens: Readonly<Record<'low' | 'medium' | 'high', number>>};
  inputTokenLimit: number;
  outputTokenLimit: number;
  price: Price;
  /** The price from a time on (ISO 8601), where a change is announced. */
  nextPrice?: Price & {from: string};
};

/** Dollars a million tokens; thinking is output. */
export type Price = {inUsd: number; outUsd: number; cachedInUsd: number};

const LIMITS = {inputTokenLimit: 1_048_576, outputTokenLimit: 65_536};

const flash3 = (
  displayName: string,
  levels: readonly ThinkingLevel[],
  defaultLevel: ThinkingLevel,
  price: Price,
): ModelFacts => ({
  displayName,
  availability: 'available',
  thinking: {kind: 'level', levels, defaultLevel},
  jsonWithSearch: true,
  modelTurnLast: false,
  video: {maxCount: 10, frameTokens: {low: 70, medium: 70, high: 280}},
  ...LIMITS,
  price,
});

const flash2 = (
  displayName: string,
  thinking: ModelFacts['thinking'],
  price: Price,
  shutdown: Pick<ModelFacts, 'shutdownAt' | 'reroutedTo'> = {},
): ModelFacts => ({
  displayName,
  availability: 'available',
  thinking,
  jsonWithSearch: false,
  modelTurnLast: true,
  video: {maxCount: 10, frameTokens: {low: 66, medium: 258, high: 258}},
  ...LIMITS,
  price,
  ...shutdown,
});

const ALL: readonly ThinkingLevel[] = ['minimal', 'low', 'medium', 'high'];
const NO_MINIMAL: readonly ThinkingLevel[] = ['low', 'medium', 'high'];
const PRICE_3_6_UP = {inUsd: 0.75, outUsd: 3.75, cachedInUsd: 0.075};
const FROM_2027 = {
  nextPrice: {from: '2027-01-01T00:00:00Z', inUsd: 1.5, outUsd: 7.5, cachedInUsd: 0.15},
};
const PRICE_3_5_LITE = {inUsd: 0.3, outUsd: 2.5, cachedInUsd: 0.03};

const lite35 = flash3('Gemini 3.5 Flash-Lite', ALL, 'minimal', PRICE_3_5_LITE);
const flash38 = {...flash3('Gemini 3.8 Flash', NO_MINIMAL, 'medium', PRICE_3_6_UP), ...FROM_2027};

/** The models as they stand without configuration. */
export const MODELS: Readonly<Record<string, ModelFacts>> = {
  'gemini-3.8-flash': flash38,
  'gemini-3.7-flash': {...flash3('Gemini 3.7 Flash', NO_MINIMAL, 'medium', PRICE_3_6_UP), ...FROM_2027},
  'gemini-3.6-flash': {...flash3('Gemini 3.6 Flash', ALL, 'medium', PRICE_3_6_UP), ...FROM_2027},
  'gemini-3.5-flash': flash3('Gemini 3.5 Flash', ALL, 'medium', {inUsd: 1.5, outUsd: 9, cachedInUsd: 0.15}),
  'gemini-3.5-flash-lite': lite35,
  'gemini-3.1-flash-lite': {
    ...flash3('Gemini 3.1 Flash-Lite', ALL, 'minimal', {inUsd: 0.25, outUsd: 1.5, cachedInUsd: 0.025}),
    shutdownAt: '2027-05-07T07:00:00Z',
  },
  'gemini-2.5-flash': flash2(
    'Gemini 2.5 Flash',
    {kind: 'budget', defaultTokens: 400, maxTokens: 24_576},
    {inUsd: 0.3, outUsd: 2.5, cachedInUsd: 0.03},
    {shutdownAt: '2026-12-01T08:00:00Z', reroutedTo: 'gemini-3.5-flash-lite'},
  ),
  'gemini-2.5-flash-lite': flash2(
    'Gemini 2.5 Flash-Lite',
    {kind: 'budget', defaultTokens: 0, maxTokens: 24_576},
    {inUsd: 0.1, outUsd: 0.4, cachedInUsd: 0.01},
  ),
  'gemini-2.0-flash': {
    ...flash2(
      'Gemini 2.0 Flash',
      {kind: 'none'},
      {inUsd: 0.1, outUsd: 0.4, cachedInUsd: 0.025},
      {shutdownAt: '2026-06-01T07:00:00Z'},
    ),
    // One video before 2.5.
    video: {maxCount: 1, frameTokens: {low: 66, medium: 258, high: 258}},
  },
  'gemini-flash-latest': {...flash38, displayName: 'Gemini Flash Latest', aliasOf: 'gemini-3.8-flash'},
  'gemini-flash-lite-latest': {
    ...lite35,
    displayName: 'Gemini Flash-Lite Latest',
    aliasOf: 'gemini-3.5-flash-lite',
  },
};

/** What a model costs at a time. */
export function priceAt({price, nextPrice}: ModelFacts, nowMs: number): Price {
  if (nextPrice === undefined) return price;
  return nowMs >= instantMs(nextPrice.from, 'nextPrice.from of a model') ? nextPrice : price;
}

export type ModelAnswer =
  {kind: 'served'; name: string; facts: ModelFacts} | {kind: 'not_found'} | {kind: 'closed_to_new_users'};

/** Who serves a request for `name` at a time: itself, the model it was re-routed to or stands for, or nobody. */
export function resolveModel(
  models: Readonly<Record<string, ModelFacts>>,
  name: string,
  nowMs: number,
): ModelAnswer {
  const seen = new Set<string>();
  let current = name;
  while (!seen.has(current)) {
    seen.add(current);
    const facts = Object.hasOwn(models, current) ? models[current] : undefined;
    if (facts === undefined || facts.availability === 'not_found') return {kind: 'not_found'};
    if (facts.availability === 'closed_to_new_users') return {kind: 'closed_to_new_users'};
    const gone = facts.shutdownAt != null && nowMs >= instantMs(facts.shutdownAt, `shutdownAt of ${current}`);
    const next = gone ? facts.reroutedTo : facts.aliasOf;
    if (next == null) return gone ? {kind: 'not_found'} : {kind: 'served', name: current, facts};
    current = next;
  }
  return {kind: 'not_found'};
}
