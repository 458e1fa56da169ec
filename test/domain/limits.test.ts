import {expect, test} from 'vitest';
import {
  type Hindrance,
  LEARNT_FOR_MS,
  limitsInForce,
  loweredLimits,
  loweredText,
  neverReason,
  waitReason,
} from '../../domain/limits.ts';
import {storedLimits} from './limits-givens.ts';

const AT = 1_000_000_000_000;

const CONFIGURED = {
  requestsPerMinute: 60,
  inputTokensPerMinute: null,
  requestsPerDay: 100,
  burstRequests: 2,
  headroomShare: 0.1,
  maxUsdPerDay: null,
};

const {maxUsdPerDay: _, ...MODEL_LIMITS} = CONFIGURED;

test('without a row, the configuration is in force', () => {
  expect(limitsInForce(CONFIGURED, null, AT)).toEqual({...MODEL_LIMITS, learnt: []});
});

test('a setting goes before the configuration, be it higher or lower', () => {
  const row = storedLimits({
    requestsPerMinute: 6,
    inputTokensPerMinute: 7,
    requestsPerDay: 800,
    burstRequests: 1,
    headroomShare: 0,
  });
  expect(limitsInForce(CONFIGURED, row, AT)).toEqual({
    requestsPerMinute: 6,
    inputTokensPerMinute: 7,
    requestsPerDay: 800,
    burstRequests: 1,
    headroomShare: 0,
    learnt: [],
  });
});

const LEARNT = {learntRequestsPerMinute: 60, learntInputTokensPerMinute: 5_000, learntRequestsPerDay: 20};

test('a learnt limit is in force where it is lower, and named', () => {
  const row = storedLimits({...LEARNT, learntAt: new Date(AT - LEARNT_FOR_MS + 1)});
  expect(limitsInForce(CONFIGURED, row, AT)).toEqual({
    ...MODEL_LIMITS,
    inputTokensPerMinute: 5_000,
    requestsPerDay: 20,
    learnt: ['inputTokensPerMinute', 'requestsPerDay'],
  });
});

test('what was learnt a day ago is in force no more', () => {
  const row = storedLimits({...LEARNT, learntAt: new Date(AT - LEARNT_FOR_MS)});
  expect(limitsInForce(CONFIGURED, row, AT)).toEqual({...MODEL_LIMITS, learnt: []});
});

test('what a refusal lowered is said in one sentence', () => {
  const after = {...MODEL_LIMITS, inputTokensPerMinute: 250_000, requestsPerDay: 20, requestsPerMinute: 61};
  const lowered = loweredLimits(MODEL_LIMITS, after);
  expect(lowered).toEqual([
    {name: 'inputTokensPerMinute', from: null, to: 250_000},
    {name: 'requestsPerDay', from: 100, to: 20},
  ]);
  expect(loweredText('gemini', lowered)).toBe(
    "The provider's own limit for gemini is now in force: 250,000 input tokens a minute, 20 requests a day (instead of 100).",
  );
  expect(loweredText('gemini', loweredLimits(MODEL_LIMITS, MODEL_LIMITS))).toBe('');
});

const hindrance = (changes: Partial<Hindrance> & Pick<Hindrance, 'reason'>): Hindrance => ({
  limitValue: 1_200,
  isLearnt: false,
  hasRoomLater: null,
  blockedCause: null,
  blockedMessage: null,
  ...changes,
});

const CALL = {model: 'gemini', isInteractive: true, maxUsd: 0.5};

test.each<[Hindrance, string, string]>([
  [hindrance({reason: 'requests_per_minute'}), 'minute_quota', 'gemini may be sent 1,200 requests a minute.'],
  [
    hindrance({reason: 'input_tokens_per_minute', isLearnt: true}),
    'minute_quota',
    'gemini may be sent 1,200 input tokens a minute, as the provider says.',
  ],
  [
    hindrance({reason: 'requests_per_day'}),
    'day_quota',
    'Until midnight, Pacific time, no more is sent to gemini: it has 1,200 requests a day.',
  ],
  [
    hindrance({reason: 'usd_per_day', limitValue: 1.5, hasRoomLater: true}),
    'day_budget',
    'All models together have $1.5 a day: one more call (up to $0.5000) has no room until those in flight are settled.',
  ],
  [
    hindrance({reason: 'usd_per_day', limitValue: 0.5, hasRoomLater: false}),
    'day_budget',
    'All models together have $0.5 a day: one more call (up to $0.5000) has no room until midnight, Pacific time.',
  ],
  [
    hindrance({reason: 'next_day', limitValue: null}),
    'minute_quota',
    'The next call of gemini starts after midnight, Pacific time.',
  ],
  [
    hindrance({reason: 'blocked', blockedCause: 'provider_down', blockedMessage: 'Overloaded.'}),
    'provider_down',
    'Overloaded.',
  ],
  [
    hindrance({reason: 'ramp', limitValue: 2, blockedCause: 'day_quota', blockedMessage: 'Overloaded.'}),
    'day_quota',
    'gemini is taken up again step by step, 2 at a time for now, after: Overloaded.',
  ],
])('an interactive call that has to wait is told why: %o', (given, cause, message) => {
  expect(waitReason(given, CALL)).toEqual({cause, message});
});

test('a batch call is told of the share that it has to leave', () => {
  expect(
    waitReason(hindrance({reason: 'requests_per_minute'}), {...CALL, isInteractive: false}).message,
  ).toBe('gemini may be sent 1,200 requests a minute, less the share that is kept for interactive calls.');
});

const kept = ', less the share that is kept for interactive calls';

test('a call that no day can let through is told what lets it through: dollars', () => {
  const given = {reason: 'usd_per_day' as const, limitValue: 0.4};
  expect(neverReason(given, CALL)).toEqual({
    cause: 'budget',
    message:
      'All models together have $0.4 a day: one more call (up to $0.5000) may cost more than that, on any day. Raise the limit with `preheat limits set --max-usd-per-day`, then start a run.',
  });
  expect(neverReason(given, {...CALL, isInteractive: false}).message).toBe(
    `All models together have $0.4 a day${kept}: one more call (up to $0.5000) may cost more than that, on any day. Raise the limit with \`preheat limits set --max-usd-per-day\`, or keep a smaller share with --headroom, then start a run.`,
  );
});

test('a call that no day can let through is told what lets it through: requests', () => {
  const given = {reason: 'requests_per_day' as const, limitValue: 1};
  expect(neverReason(given, {...CALL, isInteractive: false})).toEqual({
    cause: 'budget',
    message: `gemini has 1 requests a day${kept}: that is not one. Raise the limit with \`preheat limits set --requests-per-day\`, or keep a smaller share with --headroom, then start a run.`,
  });
});
