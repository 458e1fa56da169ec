import {expect, test} from 'vitest';
import type {QuoteLimits} from '../../domain/quote-limits.ts';
import {
  type Quote,
  type QuoteInput,
  quoteFault,
  quoteOf,
  type StyleHistory,
  verdictOn,
} from '../../domain/quotes.ts';
import type {Style} from '../../domain/styles.ts';

const PRICE = {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 0.1, outputUsdPerMillion: 10};
const NO_LIMITS: QuoteLimits = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  requestsLeftToday: null,
  usdLeftToday: null,
  maxConcurrent: 10,
};

/** A hundred lessons: 1.2 calls, 2,000 tokens in, 3,000 out, 3.2 cents and 12 s each. */
function historyOf(style: Style, changes: Partial<StyleHistory> = {}): StyleHistory {
  const figure = (mean: number, lessonCount = 100) => ({lessonCount, mean, sd: mean / 10});
  return {
    style,
    calls: figure(1.2),
    inputTokens: figure(2_000),
    outputTokens: figure(3_000),
    usd: figure(0.032),
    latencyMs: figure(12_000),
    ...changes,
  };
}

const INPUT: QuoteInput = {
  cells: [{style: 'reading', state: 'missing', cellCount: 50}],
  history: [historyOf('reading')],
  model: 'gemini-x',
  price: PRICE,
  maxOutputTokens: 16_000,
  watchesVideos: false,
  limits: NO_LIMITS,
  maxUsd: null,
};

const quote = (changes: Partial<QuoteInput> = {}): Quote => quoteOf({...INPUT, ...changes});
const limited = (changes: Partial<QuoteLimits>): Quote => quote({limits: {...NO_LIMITS, ...changes}});

test('each figure is expected to be that of a lesson as often as there are cells', () => {
  const {calls, inputTokens, outputTokens, usd} = quote();
  expect(calls.expected).toBe(60);
  expect(inputTokens.expected).toBe(100_000);
  expect(outputTokens.expected).toBe(150_000);
  expect(usd.expected).toBeCloseTo(1.6);
  for (const range of [calls, inputTokens, outputTokens, usd]) {
    expect(range.low).toBeLessThan(range.expected);
    expect(range.high).toBeGreaterThan(range.expected);
  }
});

test('cells are counted by state and by style', () => {
  const cells = [
    {style: 'video', state: 'missing', cellCount: 1},
    {style: 'reading', state: 'missing', cellCount: 2},
    {style: 'reading', state: 'rejected', cellCount: 4},
  ] as const;
  expect(quote({cells})).toMatchObject({
    cellCount: 7,
    byState: [
      {state: 'missing', cellCount: 3},
      {state: 'rejected', cellCount: 4},
    ],
    byStyle: [
      {style: 'video', cellCount: 1},
      {style: 'reading', cellCount: 6},
    ],
  });
});

test('a cell takes one call at least, however the band falls', () => {
  const calls = {lessonCount: 1, mean: 1, sd: 0};
  expect(quote({history: [historyOf('reading', {calls})]}).calls.low).toBe(50);
});

test('each style has its own figures, and says on how many lessons all rests', () => {
  const dear = {lessonCount: 7, mean: 0.32, sd: 0.01};
  const both = quote({
    cells: [...INPUT.cells, {style: 'mixed', state: 'missing', cellCount: 10}],
    history: [historyOf('reading'), historyOf('mixed', {usd: dear, calls: {...dear, mean: 1}})],
  });
  expect(both.usd.expected).toBeCloseTo(1.6 + 3.2);
  expect(both.basis).toEqual({lessonCount: 107, priorStyles: []});
});

test('styles that the run does not make are no basis of its quote', () => {
  expect(quote({history: [historyOf('reading'), historyOf('mixed')]})).toEqual(quote());
});

test('a style without a lesson yet is quoted by the assumption, which is said', () => {
  const {usd, outputTokens, basis} = quote({history: []});
  // 1,500 to 5,000 tokens in and out.
  expect(outputTokens).toMatchObject({low: 75_000, high: 250_000});
  expect(usd.low).toBeCloseTo((50 * (1_500 * 1 + 1_500 * 10)) / 1e6);
  expect(usd.high).toBeCloseTo((50 * (5_000 * 1 + 5_000 * 10)) / 1e6);
  expect(basis).toEqual({lessonCount: 0, priorStyles: ['reading']});
});

test('known and assumed styles add up', () => {
  const mixed = {style: 'mixed', state: 'missing', cellCount: 10} as const;
  const known = quote().usd;
  const assumed = quote({cells: [mixed], history: []}).usd;
  const both = quote({cells: [...INPUT.cells, mixed]});
  expect(both.usd.low).toBeCloseTo(known.low + assumed.low);
  expect(both.usd.high).toBeCloseTo(known.high + assumed.high);
  expect(both.basis).toEqual({lessonCount: 100, priorStyles: ['mixed']});
});

test('the emulator has the assumption that was measured with it', () => {
  const emulated = quote({history: [], model: 'emulator:gemini-x'});
  expect(emulated.usd.high).toBeLessThan(quote({history: []}).usd.high / 1.5);
});

test('a video that the model watches is dear input, and only in video lessons', () => {
  const cells = (style: Style) => [{style, state: 'missing', cellCount: 50}] as const;
  const input = (style: Style, watchesVideos: boolean) =>
    quote({cells: cells(style), history: [], watchesVideos}).inputTokens.high;
  expect(input('video', true)).toBeGreaterThan(10 * input('video', false));
  expect(input('reading', true)).toBe(input('reading', false));
});

test('lessons that nobody timed take the assumed time, and cost what they cost', () => {
  const untimed = quote({history: [historyOf('reading', {latencyMs: null})]});
  expect(untimed.minutes).toEqual(quote({history: []}).minutes);
  expect(untimed.usd).toEqual(quote().usd);
});

test('a run without cells takes nothing', () => {
  const nothing = {low: 0, expected: 0, high: 0};
  expect(
    quote({
      cells: [],
      maxUsd: 0.01,
      limits: {...NO_LIMITS, usdLeftToday: 0, requestsLeftToday: 0},
    }),
  ).toMatchObject({
    cellCount: 0,
    calls: nothing,
    usd: nothing,
    minutes: nothing,
    basis: {lessonCount: 0, priorStyles: []},
    exceeds: {maxUsd: 0, usdToday: 0, requestsToday: 0},
  });
});

// A call costs 2.67 cents in the end, and 16.67 cents are set aside for it (6,667 characters, 16,000 tokens out).
test.each([
  ['more than enough', 5, 0],
  ['just the last reservation short', 1.6, 5],
  ['half', 0.8, 30],
  ['less than one reservation', 0.16, 50],
  ['far less', 0.001, 50],
])('of a budget that is %s ($%d), %i cells do not fit', (_, maxUsd, count) => {
  expect(quote({maxUsd}).exceeds).toEqual({maxUsd: count, usdToday: 0, requestsToday: 0});
  expect(limited({usdLeftToday: maxUsd}).exceeds).toEqual({maxUsd: 0, usdToday: count, requestsToday: 0});
});

test.each([
  [60, 0],
  [59, 1],
  [12, 40],
  [0, 50],
])('with %i requests left today, %i cells do not fit', (requestsLeftToday, count) => {
  expect(limited({requestsLeftToday}).exceeds).toEqual({maxUsd: 0, usdToday: 0, requestsToday: count});
});

test('what costs nothing fits in every budget', () => {
  const free = {inputUsdPerMillion: 0, cachedInputUsdPerMillion: 0, outputUsdPerMillion: 0};
  const usd = {lessonCount: 100, mean: 0, sd: 0};
  const {exceeds} = quote({price: free, history: [historyOf('reading', {usd})], maxUsd: 0.01});
  expect(exceeds.maxUsd).toBe(0);
});

test('a budget is kept with the quote, and changes none of its figures', () => {
  const {maxUsd, exceeds: _, ...figures} = quote({maxUsd: 0.5});
  const {maxUsd: none, exceeds: __, ...same} = quote();
  expect([maxUsd, none]).toEqual([0.5, null]);
  expect(figures).toEqual(same);
});

test.each([
  [
    'no price',
    {price: null},
    /^No price is known for the model gemini-x: .*Set GEMINI_INPUT_USD_PER_MILLION/,
  ],
  ['no price under a budget', {price: null, maxUsd: 1}, /kept below a budget/],
  ['a budget of nothing', {maxUsd: 0}, /^The budget of the run is \$0: it must be above 0\. Raise it/],
  ['a negative budget', {maxUsd: -1}, /\$-1: it must be above 0/],
  ['a budget that is no number', {maxUsd: Number.NaN}, /NaN/],
] as const)('%s is refused in words', (_, changes, words) => {
  expect(quoteFault({...INPUT, ...changes})).toMatch(words);
  expect(() => quote(changes)).toThrow(words);
});

test.each([
  ['requestsPerMinute', 0, 'above 0'],
  ['requestsPerMinute', -5, 'above 0'],
  ['inputTokensPerMinute', 0, 'above 0'],
  ['maxConcurrent', 0, 'above 0'],
  ['requestsLeftToday', -1, 'at least 0'],
  ['usdLeftToday', -0.01, 'at least 0'],
] as const)('%s of %d is refused in words', (name, value, words) => {
  const says = `The limit ${name} is ${value}: it must be ${words}. Raise it, or take it away.`;
  expect(() => limited({[name]: value})).toThrow(says);
});

test('a day that is used up is no fault', () => {
  expect(quoteFault({...INPUT, limits: {...NO_LIMITS, requestsLeftToday: 0, usdLeftToday: 0}})).toBeNull();
});

test.each([
  [0.9, 'below'],
  [1, 'within'],
  [3, 'within'],
  [3.1, 'above'],
])('an outcome of %d is %s the quote', (outcome, place) => {
  expect(verdictOn({low: 1, expected: 2, high: 3}, outcome)).toBe(place);
});
