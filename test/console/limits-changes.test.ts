import {expect, test} from 'vitest';
import {changesOf, draftOf, faultOf, FIELDS} from '../../console/src/features/limits/changes.ts';
import type {Limit, Limits} from '../../console/src/features/limits/queries.ts';
import {shareOf, sourceText} from '../../console/src/features/limits/words.ts';

const limit = (changes: Partial<Limit> = {}): Limit => ({
  configured: 100,
  set: null,
  learnt: null,
  learntAt: null,
  learntUntil: null,
  inForce: 100,
  source: 'environment',
  used: 0,
  usedByRuns: null,
  reserved: 0,
  keptForPeople: null,
  leftForRuns: null,
  resetsAt: null,
  ...changes,
});
const setting = (set: number | null) => ({
  configured: 1,
  set,
  inForce: set ?? 1,
  source: 'environment' as const,
});

const LIMITS = {
  requestsPerMinute: limit({set: 300}),
  inputTokensPerMinute: limit(),
  requestsPerDay: limit(),
  usdPerDay: limit({set: 20}),
  burstRequests: setting(null),
  headroomShare: setting(0.07),
} as Limits;

test('the form shows what is set, the share in percent, and is empty where the environment holds', () => {
  expect(draftOf(LIMITS)).toEqual({
    requestsPerMinute: 300,
    inputTokensPerMinute: '',
    requestsPerDay: '',
    maxUsdPerDay: 20,
    burstRequests: '',
    headroomShare: 7,
  });
});

test('only what was changed is sent; what was emptied goes back to the environment', () => {
  const draft = draftOf(LIMITS);
  expect(changesOf(draft, LIMITS)).toEqual({});
  expect(
    changesOf({...draft, requestsPerMinute: '', requestsPerDay: 1000, headroomShare: 12.5}, LIMITS),
  ).toEqual({
    requestsPerMinute: null,
    requestsPerDay: 1000,
    headroomShare: 0.125,
  });
});

test('a value that cannot be is told', () => {
  const [count] = FIELDS;
  const share = FIELDS.find(({unit}) => unit === 'percent');
  expect(faultOf(count, '')).toBeNull();
  expect(faultOf(count, 1)).toBeNull();
  expect(faultOf(count, 0)).toContain('Above 0');
  expect(faultOf(count, '-')).toBe('A number.');
  expect(share && [0, 99.9, 100].map(value => faultOf(share, value))).toEqual([
    null,
    null,
    expect.any(String),
  ]);
});

test('dollars that are set aside stand beside those that are used', () => {
  expect(shareOf(limit({used: 30, reserved: 20, keptForPeople: 10}), true)).toEqual({
    used: 30,
    reserved: 20,
    kept: 10,
  });
});

test('requests and tokens in flight are used already, and seen once', () => {
  expect(shareOf(limit({used: 2, reserved: 2}), false)).toEqual({used: 0, reserved: 2, kept: 0});
  expect(shareOf(limit({used: 30, reserved: 20}), false)).toEqual({used: 10, reserved: 20, kept: 0});
  // Some began before the last minute.
  expect(shareOf(limit({used: 1, reserved: 2}), false)).toEqual({used: 0, reserved: 2, kept: 0});
});

test('what is over a limit does not leave its bar', () => {
  expect(shareOf(limit({used: 90, reserved: 20}), true)).toEqual({used: 90, reserved: 10, kept: 0});
  expect(shareOf(limit({used: 150}), true)).toEqual({used: 100, reserved: 0, kept: 0});
  expect(shareOf(limit({used: 150, reserved: 20}), false)).toEqual({used: 100, reserved: 0, kept: 0});
  expect(shareOf(limit({inForce: null}), true)).toBeNull();
});

test('where a limit comes from is told', () => {
  expect(sourceText({source: 'learnt', inForce: 1})).toBe('learnt from a refusal');
  expect(sourceText({source: 'set', inForce: 1})).toBe('set by hand');
  expect(sourceText({source: 'environment', inForce: 1})).toBe('from the environment');
  expect(sourceText({source: 'environment', inForce: null})).toBe('none configured');
});
