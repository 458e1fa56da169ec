import {expect, test} from 'vitest';
import {durationMs, readDetails} from '../../../activities/gemini/error-details.ts';

test.each([
  ['26s', 26_000],
  ['38.2s', 38_200],
  ['0.0001s', 1],
  ['1h2m3.5s', 3_723_500],
  ['900ms', 900],
])('%s is %i ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test('what is no duration has none', () => {
  expect(durationMs('soon')).toBeNull();
});

test('the delay of the details goes before that of the message', () => {
  expect(readDetails([{retryDelay: '5s'}], 'Please retry in 9s.').retryDelayMs).toBe(5_000);
});

test('details of unknown forms are passed over', () => {
  const details = [null, 'text', {violations: 'many'}, {retryDelay: 5}, {reason: 'API_KEY_INVALID'}];
  expect(readDetails(details, '')).toEqual({
    reasons: ['API_KEY_INVALID'],
    violations: [],
    retryDelayMs: null,
  });
});

test('a refusal without details has none', () => {
  expect(readDetails(undefined, 'No.')).toEqual({reasons: [], violations: [], retryDelayMs: null});
});
