import {expect, test} from 'vitest';
import {attemptTimeoutMs} from '../../domain/attempts.ts';

test('an attempt has time for a draft, two repairs, and the queue before them', () => {
  expect(attemptTimeoutMs(150_000)).toBe(15 * 60_000);
  expect(attemptTimeoutMs(900_000)).toBeGreaterThan(3 * 900_000);
});
