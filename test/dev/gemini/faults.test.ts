import {expect, test} from 'vitest';
import {createFaultBook, FAULT_KINDS} from '../../../dev/gemini/faults.ts';
import type {FaultKind, FaultRule} from '../../../dev/gemini/faults.ts';
import {answerText, givenEmulator, jsonPrompt, lessonBlock, MODEL, prompt} from './given.ts';

const SCHEMA = {
  type: 'object',
  properties: {title: {type: 'string'}, content: {type: 'string'}},
  required: ['title', 'content'],
};
const REQUEST = jsonPrompt(lessonBlock(), SCHEMA, {maxOutputTokens: 8_000});

const faulty = (fault: FaultKind, request: unknown = REQUEST) =>
  givenEmulator({faults: [{fault}]}).generate(request);
const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['model', {model: 'gemini-3.5-flash'}],
  ['key', {key: 'another'}],
  ['prompt', {promptContains: 'chess'}],
  ['service tier', {serviceTier: 'flex'}],
  ['request number', {requestNumbers: [2]}],
  ['first request', {fromRequest: 2}],
  ['last request', {toRequest: 0}],
  ['start of a burst', {fromTime: '2026-11-24T12:00:01Z'}],
  ['end of a burst', {untilTime: '2026-11-24T12:00:00Z'}],
  ['number of times', {times: 0}],
  ['probability', {probability: 0}],
] as const)('a fault does not strike where its %s does not fit', (_what, condition) => {
  const {generate} = givenEmulator({faults: [{fault: 'internal', ...condition}]});
  expect(generate(prompt('hello')).status).toBe(200);
});

test('a fault strikes where every condition fits', () => {
  const rule = {
    model: 'gemini-3.5-flash-lite',
    key: 'preheat-emulator',
    promptContains: 'ell',
    serviceTier: 'standard',
    requestNumbers: [1],
    fromRequest: 1,
    toRequest: 1,
    fromTime: '2026-11-24T12:00:00Z',
    untilTime: '2026-11-24T12:00:01Z',
    times: 1,
    probability: 1,
  } as const;
  const {generate, ledger} = givenEmulator({faults: [{fault: 'internal', ...rule}]});
  expect(generate(prompt('hello')).status).toBe(500);
  expect(ledger()).toMatchObject([{outcome: 'fault:internal', httpStatus: 500, usd: 0}]);
});

test('a fault strikes as many times as it says, then the next rule decides', () => {
  const {generate} = givenEmulator({
    faults: [
      {fault: 'overloaded', times: 2},
      {fault: 'internal', times: 1},
    ],
  });
  expect([1, 2, 3, 4].map(() => generate(prompt('hello')).status)).toEqual([503, 503, 500, 200]);
});

test('chance depends on the request and its repetition, not on the order of arrival', () => {
  const prompts = Array.from({length: 200}, (_none, index) => `prompt ${index}`);
  const strikes = (order: readonly string[]): string[] => {
    const {generate} = givenEmulator({faults: [{fault: 'internal', probability: 0.3, seed: 7}]});
    return order.filter(text => generate(prompt(text)).status === 500).toSorted();
  };
  const struck = strikes(prompts);
  expect(strikes(prompts.toReversed())).toEqual(struck);
  expect(struck.length).toBeGreaterThan(40);
  expect(struck.length).toBeLessThan(80);

  const {generate} = givenEmulator({faults: [{fault: 'internal', probability: 0.3, seed: 7}]});
  const repeated = prompts.map(() => generate(prompt('the same')).status);
  expect(new Set(repeated)).toEqual(new Set([200, 500]));
});

test.each([
  ['quota_minute', 429, 'RESOURCE_EXHAUSTED', '26s', ['PerMinute']],
  ['quota_minute_fractional', 429, 'RESOURCE_EXHAUSTED', '38.2s', ['PerMinute']],
  ['quota_minute_tokens', 429, 'RESOURCE_EXHAUSTED', '51.386192716s', ['TokensPerModelPerMinute']],
  ['quota_day', 429, 'RESOURCE_EXHAUSTED', '47s', ['PerDay']],
  ['quota_day_hours', 429, 'RESOURCE_EXHAUSTED', '65205s', ['PerDay']],
  ['quota_several', 429, 'RESOURCE_EXHAUSTED', '47s', ['PerDay', 'PerMinute', 'TokensPerModelPerMinute']],
  ['quota_limit_zero', 429, 'RESOURCE_EXHAUSTED', '32s', ['PerDay']],
] as const)('%s names its limits and when to retry', (fault, code, status, retryDelay, quotaIds) => {
  const {body} = faulty(fault);
  expect(body.error).toMatchObject({code, status});
  expect(body.error?.message).toContain(`Please retry in ${retryDelay}.`);
  const [failure, , retryInfo] = body.error?.details ?? [];
  expect(retryInfo).toMatchObject({retryDelay});
  const ids = ((failure?.['violations'] ?? []) as {quotaId: string}[]).map(({quotaId}) => quotaId);
  expect(ids).toHaveLength(quotaIds.length);
  for (const [index, part] of quotaIds.entries()) expect(ids[index]).toContain(part);
});

test('the delay of a 429 can be chosen', () => {
  const {generate} = givenEmulator({faults: [{fault: 'quota_minute', retryDelay: '0.25s'}]});
  expect(generate(prompt('x')).body.error?.details?.[2]).toMatchObject({retryDelay: '0.25s'});
});

test('the 429s without limits leave their details out', () => {
  expect(faulty('quota_no_details').body.error).toEqual({
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'Resource has been exhausted (e.g. check quota).',
  });
  expect(faulty('quota_help_only').body.error?.details).toHaveLength(1);
  expect(faulty('quota_message_only').body.error).not.toHaveProperty('details');
  expect(faulty('quota_message_only').body.error?.message).toContain('limit: 300');
});

test.each([
  ['overloaded_old', 503, /overloaded/],
  ['overloaded', 503, /high demand/],
  ['internal', 500, /internal error/],
  ['deadline', 504, /Deadline expired/],
  ['spend_limit', 429, /spend limit/],
  ['prepay_depleted', 429, /prepayment credits are depleted/],
  ['key_invalid', 400, /API key not valid/],
  ['key_leaked', 403, /leaked/],
  ['key_blocked', 403, /blocked/],
  ['key_type_unsupported', 401, /credentials/],
  ['billing_needed', 400, /billing/],
  ['model_not_found', 404, /gemini-3.5-flash-lite is not found/],
  ['model_closed', 404, /no longer available to new users/],
  ['invalid_argument', 400, /^Request contains an invalid argument\.$/],
  ['schema_too_complex', 400, /too many states/],
  ['prompt_too_long', 400, /1048576/],
] as const)('%s is answered %i', (fault, status, message) => {
  const answer = faulty(fault);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatchObject({code: status, message: expect.stringMatching(message)});
});

test.each([
  ['html_502', 502],
  ['html_503', 503],
] as const)('%s is a page of a front end and no JSON', (fault, status) => {
  const answer = faulty(fault);
  expect(answer).toMatchObject({status, contentType: 'text/html; charset=UTF-8'});
  expect(parses(answer.text)).toBe(false);
});

test('a truncated answer says so, or does not', () => {
  for (const [fault, finishReason] of [
    ['truncated', 'MAX_TOKENS'],
    ['truncated_silently', 'STOP'],
  ] as const) {
    const answer = faulty(fault);
    expect(answer.body.candidates?.[0]?.finishReason).toBe(finishReason);
    expect(answerText(answer).length).toBeGreaterThan(100);
    expect(parses(answerText(answer))).toBe(false);
  }
});

test('a token loop fills the whole output limit', () => {
  const answer = faulty('token_loop');
  expect(answer.body.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
  expect(answer.body.usageMetadata?.candidatesTokenCount).toBe(8_000);
  expect(answerText(answer)).toMatch(/(and so on and so forth ){100}/);
});

test.each([
  ['empty_no_parts', {content: {role: 'model'}, finishReason: 'STOP', index: 0}],
  ['empty_text', {content: {role: 'model', parts: [{text: ''}]}, finishReason: 'STOP', index: 0}],
  ['other', {finishReason: 'OTHER', index: 0}],
  ['safety', {finishReason: 'SAFETY', index: 0}],
  ['recitation', {finishReason: 'RECITATION', index: 0}],
  ['prohibited_content', {finishReason: 'PROHIBITED_CONTENT', index: 0}],
  ['blocklist', {finishReason: 'BLOCKLIST', index: 0}],
  ['spii', {finishReason: 'SPII', index: 0}],
  ['language', {finishReason: 'LANGUAGE', index: 0}],
] as const)('%s is a candidate without a text, and its prompt is billed', (fault, candidate) => {
  const {generate, ledger} = givenEmulator({faults: [{fault}]});
  const answer = generate(REQUEST);
  expect(answer.body.candidates).toEqual([candidate]);
  expect(answer.body.usageMetadata).not.toHaveProperty('candidatesTokenCount');
  expect(ledger()[0]?.usd).toBeGreaterThan(0);
});

test('a blocked prompt has feedback and no candidates', () => {
  const {body} = faulty('prompt_blocked');
  expect(body).not.toHaveProperty('candidates');
  expect(body.promptFeedback).toEqual({blockReason: 'PROHIBITED_CONTENT'});
  const {generate} = givenEmulator({faults: [{fault: 'prompt_blocked', blockReason: 'SAFETY'}]});
  expect(generate(REQUEST).body.promptFeedback).toEqual({blockReason: 'SAFETY'});
});

test('a fault can concern one of several keys', () => {
  const {generate} = givenEmulator({
    keys: {mine: {project: 'p', state: 'accepted'}, yours: {project: 'p', state: 'accepted'}},
    faults: [{fault: 'overloaded', key: 'yours'}],
  });
  expect(generate(prompt('hello'), {key: 'mine'}).status).toBe(200);
  expect(generate(prompt('hello'), {key: 'yours'}).status).toBe(503);
});

test('how often a request was sent is remembered of the newest 100,000 requests only', () => {
  const book = createFaultBook();
  const rules: FaultRule[] = [{fault: 'internal', probability: 0.5, seed: 1}];
  const strikes = (requestHash: string): boolean =>
    book.choose(rules, {
      model: MODEL,
      key: 'k',
      promptText: '',
      serviceTier: 'standard',
      requestHash,
      generateNumber: 1,
      nowMs: 0,
    }) !== null;
  const fate = Array.from({length: 30}, () => strikes('first'));
  for (let other = 1; other < 100_000; other += 1) strikes(`${other}`);
  const next = Array.from({length: 30}, () => strikes('first'));
  strikes('one more than all');
  for (let other = 1; other < 100_000; other += 1) strikes(`${other}`);
  expect(next).not.toEqual(fate);
  expect(Array.from({length: 30}, () => strikes('first'))).toEqual(fate);
});

test('rules that are set anew strike anew', () => {
  const faults: FaultRule[] = [{fault: 'internal', times: 1}];
  const {configure, generate} = givenEmulator({faults});
  const statuses = [1, 2].map(() => generate(prompt('hello')).status);
  configure({faults});
  expect([...statuses, generate(prompt('hello')).status]).toEqual([500, 200, 500]);
});

test('JSON can come in a fence or between sentences', () => {
  const whole = answerText(givenEmulator().generate(REQUEST));
  expect(answerText(faulty('fenced_json'))).toBe(`\`\`\`json\n${whole}\n\`\`\``);
  const answer = answerText(faulty('prose_around'));
  expect(answer).toContain(whole);
  expect(parses(answer)).toBe(false);
});

test('wrong content fits the schema and speaks of something else', () => {
  const lesson = JSON.parse(answerText(faulty('wrong_content'))) as {title: string; content: string};
  expect(lesson.title).toContain('Sourdough Starters');
  expect(JSON.stringify(lesson)).not.toContain('Python');
});

test('an apology fits the schema too', () => {
  const lesson = JSON.parse(answerText(faulty('apology'))) as {title: string; content: string};
  expect(lesson.content).toMatch(/^I'm sorry/);
});

test('a text can come in two parts, or after a thought', () => {
  const whole = answerText(givenEmulator().generate(REQUEST));
  const two = faulty('two_parts');
  expect(two.body.candidates?.[0]?.content?.parts).toHaveLength(2);
  expect(answerText(two)).toBe(whole);
  const [thought, text] = faulty('thought_part').body.candidates?.[0]?.content?.parts ?? [];
  expect(thought).toMatchObject({thought: true});
  expect(text).toEqual({text: whole});
});

test('a body can hold an error with 200, be broken, or be of another type', () => {
  expect(faulty('error_with_200')).toMatchObject({status: 200, body: {error: {code: 503}}});
  const broken = faulty('broken_json_body');
  expect(broken.status).toBe(200);
  expect(parses(broken.text)).toBe(false);
  const mistyped = faulty('wrong_content_type');
  expect(mistyped.contentType).toMatch(/^text\/html/);
  expect(parses(mistyped.text)).toBe(true);
});

test('usage adds up under every fault that has one', () => {
  for (const fault of FAULT_KINDS) {
    const usage = faulty(fault).body.usageMetadata;
    if (usage === undefined) continue;
    const {promptTokenCount, candidatesTokenCount = 0, thoughtsTokenCount = 0, totalTokenCount} = usage;
    expect([fault, promptTokenCount + candidatesTokenCount + thoughtsTokenCount]).toEqual([
      fault,
      totalTokenCount,
    ]);
  }
});
