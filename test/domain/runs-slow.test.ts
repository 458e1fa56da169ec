import {expect, test} from 'vitest';
import {type Pace, slowReason} from '../../domain/runs-slow.ts';

/** A run under way, as fast as its calls allow. */
const PACE: Pace = {
  state: 'running',
  cause: null,
  causeMessage: null,
  waitingUntil: null,
  inFlightCount: 8,
  meanLatencyMs: 30_000,
  requestsPerMinute: null,
  rampLimit: null,
};

test.each([
  ['it is at full speed', {}],
  ['its limit is far away', {requestsPerMinute: 18}],
  ['no call was timed yet', {requestsPerMinute: 1, meanLatencyMs: null}],
  ['it has ended', {state: 'finished', rampLimit: 1}],
  ['it was stopped', {state: 'stopped', cause: 'auth', causeMessage: 'Wrong key.'}],
  ['it is lost', {state: 'lost', causeMessage: 'Gone.'}],
] as const)('nothing is said where %s', (_, changes) => {
  expect(slowReason({...PACE, ...changes})).toBeNull();
});

test.each([
  [
    'it waits',
    {
      state: 'waiting',
      cause: 'minute_quota',
      causeMessage: 'PerMinute',
      waitingUntil: new Date('2026-11-25T08:00:00.123Z'),
      rampLimit: 1,
    },
    "Waiting until 2026-11-25T08:00:00Z: The model provider's quota for this minute is used up; it goes on by itself. (PerMinute)",
  ],
  [
    'it waits for nobody knows how long',
    {state: 'waiting', cause: null, causeMessage: 'So.'},
    'Waiting: (So.)',
  ],
  ['it is paused', {state: 'paused', cause: 'paused', causeMessage: 'Paused by anna.'}, 'Paused by anna.'],
  ['it is paused without a word', {state: 'paused'}, 'Somebody paused it; resume it to go on.'],
  [
    'it is being cancelled',
    {cause: 'cancelled', rampLimit: 2},
    'It is being cancelled: 8 calls in flight end first.',
  ],
  [
    'its last call is in flight',
    {cause: 'cancelled', inFlightCount: 1},
    'It is being cancelled: 1 call in flight ends first.',
  ],
  [
    'an outage is just over',
    {rampLimit: 1, requestsPerMinute: 1},
    'Work is taken up again step by step after an outage: at most 1 call at once.',
  ],
  // 8 calls of 30 s are 16 a minute: nine tenths of 17.7.
  ['the limit sets the pace', {requestsPerMinute: 17.7}, 'The limit of 18 requests a minute sets the pace.'],
] as const)('it is said where %s', (_, changes, text) => {
  expect(slowReason({...PACE, ...changes})).toBe(text);
});
