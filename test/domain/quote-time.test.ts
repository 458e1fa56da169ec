import {expect, test} from 'vitest';
import type {Range} from '../../domain/quote-bands.ts';
import type {QuoteLimits} from '../../domain/quote-limits.ts';
import {minutesOf} from '../../domain/quote-time.ts';

const exactly = (value: number): Range => ({low: value, expected: value, high: value});
const NO_LIMITS: QuoteLimits = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  requestsLeftToday: null,
  usdLeftToday: null,
  maxConcurrent: 10,
};

/** A hundred lessons of two calls, 1,000 tokens and 6 s each: a minute on ten lanes. */
const RUN = {cellCount: 100, calls: exactly(200), inputTokens: exactly(100_000), latencyMs: exactly(600_000)};

const minutes = (limits: Partial<QuoteLimits> = {}, run: Partial<typeof RUN> = {}): Range =>
  minutesOf({...RUN, ...run, limits: {...NO_LIMITS, ...limits}});

/** What is added for the start and the end. */
const [LOW_S, EXPECTED_S, HIGH_S] = [0.2, 1, 5];

test('without limits, the model’s time is spread over the calls in flight, with some lanes idle at the end', () => {
  const {low, expected, high} = minutes();
  expect(low * 60).toBeCloseTo(60 + LOW_S);
  expect(expected * 60).toBeCloseTo(60 + 0.9 * 3 + EXPECTED_S);
  expect(high * 60).toBeCloseTo(60 + 0.9 * 6 + HIGH_S);
});

test('one at a time leaves no lane idle', () => {
  expect(minutes({maxConcurrent: 1}).high * 60).toBeCloseTo(600 + HIGH_S);
});

test('a few cells do not fill the lanes', () => {
  const {low} = minutes({}, {cellCount: 2, calls: exactly(2), latencyMs: exactly(12_000)});
  expect(low * 60).toBeCloseTo(6 + LOW_S);
});

test.each([
  ['requests a minute', {requestsPerMinute: 20}, 10],
  ['input tokens a minute', {inputTokensPerMinute: 25_000}, 4],
  ['the tighter of two', {requestsPerMinute: 20, inputTokensPerMinute: 10_000}, 10],
])('a limit decides where it is the slowest: %s', (_, limits, expected) => {
  expect(minutes(limits).low).toBeCloseTo(expected + LOW_S / 60);
});

test('limits above what the lanes can use change nothing', () => {
  expect(minutes({requestsPerMinute: 1_000, inputTokensPerMinute: 1e9})).toEqual(minutes());
});

test('low and high calls take their own time', () => {
  const calls = {low: 200, expected: 220, high: 300};
  const {low, high} = minutes({requestsPerMinute: 20}, {calls});
  expect(low).toBeCloseTo(10 + LOW_S / 60);
  expect(high).toBeCloseTo(15 + HIGH_S / 60);
});

test('a model that answers at once leaves what Preheat itself takes', () => {
  const {low, high} = minutes({}, {latencyMs: exactly(0), cellCount: 1_200});
  expect(low * 60).toBeCloseTo(10 + LOW_S);
  expect(high * 60).toBeCloseTo(80 + HIGH_S);
});
