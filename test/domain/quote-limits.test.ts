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

const left = (used: {requests: [all: number, batch: number]; usd: [all: number, batch: number]}) => {
  const {requestsLeftToday, usdLeftToday} = quoteLimits(SET, {
    maxConcurrent: 4,
    used: {
      requestCount: used.requests[0],
      batchRequestCount: used.requests[1],
      usd: used.usd[0],
      batchUsd: used.usd[1],
    },
  });
  return [requestsLeftToday, usdLeftToday];
};

test('what runs have used of the day is not left, and never less than nothing is', () => {
  expect(left({requests: [20, 20], usd: [8.5, 8.5]})).toEqual([2, 0.5]);
  expect(left({requests: [24, 24], usd: [9.5, 9.5]})).toEqual([0, 0]);
});

test('what people who wait used takes from a run only where it is more than their share', () => {
  // Kept for them: 3 requests and a dollar.
  expect(left({requests: [20, 17], usd: [8.5, 7.5]})).toEqual([5, 1.5]);
  expect(left({requests: [20, 10], usd: [8.5, 5]})).toEqual([5, 1.5]);
  expect(left({requests: [25, 0], usd: [10, 0]})).toEqual([0, 0]);
});

test('no limit stays none', () => {
  expect(
    quoteLimits(NONE, {maxConcurrent: 4, used: {requestCount: 9, usd: 9, batchRequestCount: 9, batchUsd: 9}}),
  ).toEqual({
    requestsPerMinute: null,
    inputTokensPerMinute: null,
    requestsLeftToday: null,
    usdLeftToday: null,
    maxConcurrent: 4,
  });
});
