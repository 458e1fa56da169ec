import {expect, test} from 'vitest';
import {EMULATOR_API_KEY} from '../../../dev/gemini/keys.ts';
import {givenEmulator, prompt} from './given.ts';
import type {Asked} from './given.ts';

const OTHER_MODEL = 'gemini-3.5-flash';

function violations({body}: Asked): unknown {
  return body.error?.details?.find(detail => String(detail['@type']).endsWith('QuotaFailure'))?.[
    'violations'
  ];
}

function retryDelay({body}: Asked): unknown {
  return body.error?.details?.find(detail => String(detail['@type']).endsWith('RetryInfo'))?.['retryDelay'];
}

test('requests a minute come back bit by bit, after exactly the delay that was told', () => {
  const {emulator, generate} = givenEmulator({quotas: {'*': {requestsPerMinute: 7}}});
  for (let sent = 0; sent < 7; sent += 1) expect(generate(prompt('hello')).status).toBe(200);
  const refused = generate(prompt('hello'));
  expect(refused.status).toBe(429);
  expect(violations(refused)).toMatchObject([
    {
      quotaMetric: 'generativelanguage.googleapis.com/generate_content_paid_tier_requests',
      quotaId: 'GenerateRequestsPerMinutePerProjectPerModel',
      quotaValue: '7',
      quotaDimensions: {location: 'global', model: 'gemini-3.5-flash-lite'},
    },
  ]);
  expect(retryDelay(refused)).toBe('8.572s');
  emulator.clock.set({advanceMs: 8_571});
  expect(generate(prompt('hello')).status).toBe(429);
  emulator.clock.set({advanceMs: 1});
  expect(generate(prompt('hello')).status).toBe(200);
  expect(generate(prompt('hello')).status).toBe(429);
});

test('input tokens a minute are counted', () => {
  const {generate} = givenEmulator({quotas: {'*': {inputTokensPerMinute: 100}}, tier: 'free'});
  expect(generate(prompt('x'.repeat(240))).status).toBe(200);
  const refused = generate(prompt('x'.repeat(240)));
  expect(violations(refused)).toMatchObject([
    {quotaId: 'GenerateContentInputTokensPerModelPerMinute-FreeTier', quotaValue: '100'},
  ]);
  expect(generate(prompt('x'.repeat(160))).status).toBe(200);
});

test('requests a day come back at midnight in America/Los_Angeles', () => {
  const {emulator, generate} = givenEmulator({quotas: {'*': {requestsPerDay: 1}}});
  expect(generate(prompt('hello')).status).toBe(200);
  const refused = generate(prompt('hello'));
  expect(violations(refused)).toMatchObject([{quotaId: 'GenerateRequestsPerDayPerProjectPerModel'}]);
  expect(retryDelay(refused)).toBe('72000s');
  emulator.clock.set({setTo: '2026-11-25T07:59:59Z'});
  expect(generate(prompt('hello')).status).toBe(429);
  emulator.clock.set({setTo: '2026-11-25T08:00:00Z'});
  expect(generate(prompt('hello')).status).toBe(200);
});

test('several limits that are exceeded are named together', () => {
  const {generate} = givenEmulator({quotas: {'*': {requestsPerDay: 1, requestsPerMinute: 1}}});
  generate(prompt('hello'));
  expect(violations(generate(prompt('hello')))).toHaveLength(2);
});

test('a limit of zero is said to be zero', () => {
  const {generate} = givenEmulator({quotas: {'*': {requestsPerMinute: 0}}});
  expect(generate(prompt('hello')).body.error?.message).toContain('limit: 0, model: gemini-3.5-flash-lite');
});

test('keys of a project share its quota; other projects and models have their own', () => {
  const {generate} = givenEmulator({
    quotas: {'*': {requestsPerDay: 1}},
    keys: {
      [EMULATOR_API_KEY]: {project: 'one', state: 'accepted'},
      second: {project: 'one', state: 'accepted'},
      stranger: {project: 'two', state: 'accepted'},
    },
  });
  expect(generate(prompt('hello')).status).toBe(200);
  expect(generate(prompt('hello'), {key: 'second'}).status).toBe(429);
  expect(generate(prompt('hello'), {key: 'stranger'}).status).toBe(200);
  expect(generate(prompt('hello'), {model: OTHER_MODEL}).status).toBe(200);
});

test('a model that is named has its own limits instead of the general ones', () => {
  const {generate} = givenEmulator({quotas: {'*': {requestsPerDay: 0}, [OTHER_MODEL]: {}}});
  expect(generate(prompt('hello'), {model: OTHER_MODEL}).status).toBe(200);
});

test('a request that is refused as malformed counts, one that is refused for quota does not', () => {
  const {emulator, generate} = givenEmulator({quotas: {'*': {requestsPerMinute: 2}}});
  expect(generate({nonsense: 1}).status).toBe(400);
  expect(generate(prompt('hello')).status).toBe(200);
  for (let sent = 0; sent < 5; sent += 1) expect(generate(prompt('hello')).status).toBe(429);
  emulator.clock.set({advanceMs: 30_000});
  expect(generate(prompt('hello')).status).toBe(200);
});

test('a project cannot spend more than its limit in ten minutes', () => {
  const {emulator, generate} = givenEmulator({spendUsdPer10Minutes: 0.000_001});
  expect(generate(prompt('hello')).status).toBe(200);
  expect(generate(prompt('hello')).body.error?.message).toMatch(/spend limit/);
  emulator.clock.set({advanceMs: 599_000});
  expect(generate(prompt('hello')).status).toBe(429);
  emulator.clock.set({advanceMs: 1_000});
  expect(generate(prompt('hello')).status).toBe(200);
});

test('a clock that is set back takes nothing away', () => {
  const {emulator, generate} = givenEmulator({quotas: {'*': {requestsPerMinute: 2}}});
  expect(generate(prompt('hello')).status).toBe(200);
  emulator.clock.set({advanceMs: -3_600_000});
  expect(generate(prompt('hello')).status).toBe(200);
});

test('many short waits are worth one long one', () => {
  const {emulator, generate} = givenEmulator({quotas: {'*': {requestsPerMinute: 60}}});
  for (let sent = 0; sent < 60; sent += 1) generate(prompt('hello'));
  const statuses = Array.from({length: 10}, () => {
    emulator.clock.set({advanceMs: 100});
    return generate(prompt('hello')).status;
  });
  expect(statuses).toEqual([...Array.from({length: 9}, () => 429), 200]);
});
