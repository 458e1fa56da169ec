import {expect, test} from 'vitest';
import {quoteLimits} from '../../domain/quote-limits.ts';

const NONE = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  requestsPerDay: null,
  maxUsdPerDay: null,
  headroomShare: 0.1,
};
const SET = {
  requestsPerMinute: 100,
  inputTokensPerMinute: 50_000,
  requestsPerDay: 25,
  maxUsdPerDay: 10,
  headroomShare: 0.1,
};

test('a run has the limits without the share that is kept for people', () => {
  expect(quoteLimits(SET, {maxConcurrent: 4})).toEqual({
    requestsPerMinute: 90,
    inputTokensPerMinute: 45_000,
    requestsLeftToday: 22,
    usdLeftToday: 9,
    maxConcurrent: 4,
  });
});

test('what the day has used is not left, and never less than nothing is', () => {
  const left = (requestCount: number, usd: number) => {
    const {requestsLeftToday, usdLeftToday} = quoteLimits(SET, {maxConcurrent: 4, used: {requestCount, usd}});
    return [requestsLeftToday, usdLeftToday];
  };
  expect(left(20, 8.5)).toEqual([2, 0.5]);
  expect(left(24, 9.5)).toEqual([0, 0]);
});

test('no limit stays none', () => {
  expect(quoteLimits(NONE, {maxConcurrent: 4, used: {requestCount: 9, usd: 9}})).toEqual({
    requestsPerMinute: null,
    inputTokensPerMinute: null,
    requestsLeftToday: null,
    usdLeftToday: null,
    maxConcurrent: 4,
  });
});
