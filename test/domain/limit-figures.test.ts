import {expect, test} from 'vitest';
import {drainedAt, type KnownLimits, limitsOfRun, originOf, usdOrigin} from '../../domain/limit-figures.ts';
import {LEARNT_FOR_MS} from '../../domain/limits.ts';
import {storedLimits, UNLIMITED} from './limits-givens.ts';

const NOW_MS = Date.parse('2026-11-27T08:00:00Z');
const known = (changes: Partial<KnownLimits> = {}): KnownLimits => ({
  configured: UNLIMITED,
  rows: [],
  usage: [],
  nowMs: NOW_MS,
  ...changes,
});
const configured = {...UNLIMITED, requestsPerMinute: 600, headroomShare: 0.1, maxUsdPerDay: 10};

test('a limit comes from the environment, from a person, or from a refusal that is not too old', () => {
  const learntAt = new Date(NOW_MS - LEARNT_FOR_MS + 1);
  const of = (row: Parameters<typeof storedLimits>[0]) =>
    originOf('requestsPerMinute', known({configured, rows: [storedLimits(row)]}), 'gemini');

  expect(originOf('requestsPerMinute', known({configured}), 'gemini')).toEqual({
    configured: 600,
    set: null,
    learnt: null,
    learntAt: null,
    learntUntil: null,
    inForce: 600,
    source: 'environment',
  });
  expect(of({requestsPerMinute: 300})).toMatchObject({set: 300, inForce: 300, source: 'set'});
  expect(of({requestsPerMinute: 300, learntRequestsPerMinute: 20, learntAt})).toEqual({
    configured: 600,
    set: 300,
    learnt: 20,
    learntAt,
    learntUntil: new Date(NOW_MS + 1),
    inForce: 20,
    source: 'learnt',
  });
  // Higher than what holds: known, and not in force.
  expect(of({learntRequestsPerMinute: 900, learntAt})).toMatchObject({
    learnt: 900,
    inForce: 600,
    source: 'environment',
  });
  const old = new Date(NOW_MS - LEARNT_FOR_MS);
  expect(of({learntRequestsPerMinute: 20, learntAt: old})).toMatchObject({
    learnt: null,
    learntAt: null,
    learntUntil: null,
    inForce: 600,
  });
});

test('another model has rows of its own; the share is never learnt', () => {
  const rows = [storedLimits({model: 'other', requestsPerMinute: 5, headroomShare: 0.5})];
  expect(originOf('requestsPerMinute', known({configured, rows}), 'gemini')).toMatchObject({inForce: 600});
  expect(originOf('headroomShare', known({configured, rows}), 'other')).toMatchObject({
    configured: 0.1,
    set: 0.5,
    learnt: null,
    inForce: 0.5,
    source: 'set',
  });
});

test('the dollars a day are those of all models', () => {
  const rows = [storedLimits({model: '*', maxUsdPerDay: 3}), storedLimits()];
  expect(usdOrigin(known({configured, rows}))).toMatchObject({set: 3, inForce: 3, source: 'set'});
  expect(usdOrigin(known({configured}))).toMatchObject({set: null, inForce: 10, source: 'environment'});
});

test('a run has what today has left of its share', () => {
  const day = {
    requestCount: 40,
    batchRequestCount: 30,
    reservedUsd: 1,
    batchReservedUsd: 1,
    spentUsd: 2,
    batchSpentUsd: 2,
  };
  const rows = [storedLimits({requestsPerDay: 100}), storedLimits({model: '*', maxUsdPerDay: 5})];
  const usage = [
    {model: 'gemini', ...day},
    {model: '*', ...day},
    {model: 'other', ...day, requestCount: 99},
  ];
  expect(limitsOfRun(known({configured, rows, usage}), {model: 'gemini', maxConcurrent: 4})).toMatchObject({
    requestsPerMinute: 540,
    requestsLeftToday: 60,
    usdLeftToday: 1.5,
    maxConcurrent: 4,
  });
  expect(limitsOfRun(known(), {model: 'gemini', maxConcurrent: 1})).toMatchObject({
    requestsLeftToday: null,
    usdLeftToday: null,
  });
});

test.each([
  ['what is left has drained', {level: 3, levelsAt: new Date(NOW_MS)}, 60, new Date(NOW_MS + 3_000)],
  ['it drained before', {level: 3, levelsAt: new Date(NOW_MS - 3_000)}, 60, null],
  ['nothing was ever sent', {level: null, levelsAt: null}, 60, null],
  ['there is no limit', {level: 3, levelsAt: new Date(NOW_MS)}, null, null],
] as const)('a pace: %s', (_, levels, perMinute, expected) => {
  expect(drainedAt(levels, {perMinute, nowMs: NOW_MS})).toEqual(expected);
});
