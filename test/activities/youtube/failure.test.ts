import {expect, test} from 'vitest';
import {readRefusal} from '../../../activities/youtube/failure.ts';

const HOUR_MS = 3_600_000;

function body(message: string, reason: string): unknown {
  return {error: {code: 0, message, errors: [{message, domain: 'x', reason}]}};
}

test.each([
  [403, 'quotaExceeded'],
  [403, 'dailyLimitExceeded'],
  [403, 'rateLimitExceeded'],
  [429, 'RATE'],
])('%i with the reason %s is a matter of quota', (status, reason) => {
  expect(readRefusal(status, body('No <a href="/x">quota</a> left.', reason))).toEqual({
    kind: 'failed',
    reason: `says that its quota is used up (HTTP ${status}: No quota left.)`,
    pauseMs: HOUR_MS / 6,
  });
});

test('429 without a body of the API is a matter of quota', () => {
  expect(readRefusal(429, undefined).reason).toBe('says that its quota is used up (HTTP 429)');
});

test.each([
  [400, 'keyInvalid'],
  [400, 'badRequest'],
  [403, 'accessNotConfigured'],
  [404, 'notFound'],
])('%i with the reason %s is for a person to mend', (status, reason) => {
  const refusal = readRefusal(status, body('Bad Request', reason));
  expect(refusal.reason).toMatch(`refuses the request (HTTP ${status}: Bad Request). Check YOUTUBE_API_KEY`);
  expect(refusal.pauseMs).toBe(HOUR_MS);
});

test.each([
  [500, body('Internal error', 'backendError'), 'fails (HTTP 500: Internal error)'],
  [503, undefined, 'fails (HTTP 503)'],
  [502, {error: 'of another form'}, 'fails (HTTP 502)'],
])('%i is tried again soon', (status, said, reason) => {
  expect(readRefusal(status, said)).toEqual({kind: 'failed', reason, pauseMs: 60_000});
});
