import {expect, test} from 'vitest';
import {readDetails} from '../../../activities/gemini/error-details.ts';
import {countVagueRefusals, readQuota} from '../../../activities/gemini/read-quota.ts';

/** 2026-07-01, 12:00 UTC: summer in Los Angeles. */
const NOW_MS = Date.UTC(2026, 6, 1, 12);
const MIDNIGHT_MS = Date.UTC(2026, 6, 2, 7);

function read(message: string, details: object[] = []) {
  return readQuota({message, details: readDetails(details, message)}, countVagueRefusals(), NOW_MS);
}

const violations = (...quotaIds: string[]) => ({
  violations: quotaIds.map(quotaId => ({quotaId, quotaValue: '15'})),
});

test('a day among several violated quotas wins, whatever the delay says', () => {
  const details = [
    violations('InputTokensPerMinute', 'GenerateRequestsPerDayPerProjectPerModel'),
    {retryDelay: '25s'},
  ];
  expect(read('Quota.', details)).toMatchObject({kind: 'wait', cause: 'day_quota', untilMs: MIDNIGHT_MS});
});

test('a minute without a delay waits a minute', () => {
  expect(read('Quota.', [violations('RequestsPerMinute')])).toMatchObject({
    cause: 'minute_quota',
    untilMs: NOW_MS + 60_000,
  });
});

test('without details the message tells the delay', () => {
  expect(read('limit: 3000000, model: m\nPlease retry in 51.386192716s.')).toMatchObject({
    cause: 'minute_quota',
    untilMs: NOW_MS + 51_387,
  });
});

test('without details the message tells the day', () => {
  expect(read('Requests per day exceeded. Please retry in 20s.')).toMatchObject({cause: 'day_quota'});
});

test('a named minute quota is not taken for a day because of the wording of the message', () => {
  expect(read('See your daily limits.', [violations('RequestsPerMinute')])).toMatchObject({
    cause: 'minute_quota',
  });
});

test('a delay of hours is a day', () => {
  expect(read('Quota.', [{retryDelay: '65205s'}])).toMatchObject({cause: 'day_quota', untilMs: MIDNIGHT_MS});
});

test.each([
  ['in the message', 'limit: 0, model: m. Please retry in 32s.', []],
  ['in the details', 'Quota.', [{violations: [{quotaId: 'RequestsPerDay', quotaValue: '0'}]}]],
  ['as spent money', 'Your prepayment credits are depleted.', []],
])('no quota at all, %s, is hopeless', (_, message, details) => {
  expect(read(message, details)).toMatchObject({kind: 'fatal', cause: 'auth'});
});

test.each(['limit: 0.5, Please retry in 1s', 'limit: 05, Please retry in 1s'])(
  '%s is not a limit of none',
  message => {
    expect(read(message)).toMatchObject({kind: 'wait'});
  },
);

test('the message names the quota and its size', () => {
  expect(read('Quota.', [violations('RequestsPerMinute')])).toMatchObject({
    message: expect.stringContaining('(RequestsPerMinute = 15)') as unknown,
  });
});

test.each([
  ['GenerateRequestsPerMinutePerProjectPerModel-FreeTier', {requestsPerMinute: 15}],
  ['GenerateRequestsPerDayPerProjectPerModel', {requestsPerDay: 15}],
  ['GenerateContentInputTokensPerModelPerMinute-FreeTier', {inputTokensPerMinute: 15}],
  ['GenerateContentPaidTierInputTokensPerModelPerMinute', {inputTokensPerMinute: 15}],
  ['GenerateContentInputTokensPerModelPerDay', {}],
])('the limit that %s names is learnt', (quotaId, learnt) => {
  expect(read('Quota.', [violations(quotaId)])).toMatchObject({kind: 'wait', learnt});
});

test('without details the message tells a limit of tokens; a limit of nothing or no number is none', () => {
  const metric = 'generativelanguage.googleapis.com/generate_content_paid_tier_2_input_token_count';
  expect(
    read(`Quota exceeded for metric: ${metric}, limit: 3000000, model: m\nPlease retry in 5s.`),
  ).toMatchObject({
    learnt: {inputTokensPerMinute: 3_000_000},
  });
  const unnamed = [
    {violations: [{quotaId: 'GenerateRequestsPerMinutePerProjectPerModel', quotaValue: 'many'}]},
  ];
  expect(read('Quota.', unnamed)).toMatchObject({kind: 'wait', learnt: {}});
});

test.each([
  ['You exceeded your spend limit for this period. Please try again later.', [], 5 * 60_000],
  ['You exceeded your spending limit.', [{retryDelay: '90s'}], 90_000],
  ['The spend-based limit is reached.', [], 5 * 60_000],
])('a limit of dollars for some minutes is a cause of its own: %s', (message, details, waitMs) => {
  expect(read(message, details)).toMatchObject({
    kind: 'wait',
    cause: 'spend_limit',
    untilMs: NOW_MS + waitMs,
  });
});

test('vague refusals wait longer each round, up to a quarter of an hour, and become a day', () => {
  const vague = countVagueRefusals();
  let nowMs = NOW_MS;
  const rounds = Array.from({length: 6}, () => {
    const outcome = vague.next('Exhausted.', nowMs);
    if (outcome.kind !== 'wait') throw new Error(`not a wait: ${outcome.kind}`);
    const round = [(outcome.untilMs - nowMs) / 60_000, outcome.cause];
    nowMs = outcome.untilMs;
    return round;
  });
  expect(rounds).toEqual([
    [1, 'minute_quota'],
    [2, 'minute_quota'],
    [4, 'minute_quota'],
    [8, 'minute_quota'],
    [15, 'minute_quota'],
    [15, 'day_quota'],
  ]);
});

test('vague refusals of calls that were in flight together are one round', () => {
  const vague = countVagueRefusals();
  vague.next('Exhausted.', NOW_MS);
  expect(vague.next('Exhausted.', NOW_MS + 500)).toMatchObject({untilMs: NOW_MS + 60_000});
});
