import type {ServerResponse} from 'node:http';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {
  answer,
  call,
  gemini,
  json,
  NOW_MS,
  refusal,
  startFakeApi,
  type FakeApi,
  type SeenRequest,
} from './fake-api.ts';

const MIDNIGHT_MS = Date.UTC(2026, 10, 25, 8);

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.close());

const quota = (quotaId: string) => [{violations: [{quotaId, quotaValue: '15'}]}, {retryDelay: '38.2s'}];

const errorInfo = (reason: string) => [{'@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason}];

test.each([
  [
    'a wrong key',
    refusal(400, 'API key not valid. Please pass a valid API key.', errorInfo('API_KEY_INVALID')),
  ],
  ['a wrong key without details', refusal(400, 'API key not valid. Please pass a valid API key.')],
  [
    'another kind of key',
    refusal(401, 'Invalid authentication.', errorInfo('ACCESS_TOKEN_TYPE_UNSUPPORTED')),
  ],
  [
    'a project without billing',
    refusal(400, 'User location is not supported without billing. Please enable billing on your project.'),
  ],
  ['a leaked key', refusal(403, 'Your API key was reported as leaked. Please use another API key.')],
  [
    'a tier without quota',
    refusal(429, '* Quota exceeded for metric: x, limit: 0, model: y\nPlease retry in 32s.'),
  ],
])('%s stops everything for the key', async (_, reply) => {
  api.answerWith(reply);
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'fatal', cause: 'auth'});
});

test.each([
  ['an unknown model', refusal(404, 'models/x is not found for API version v1beta.')],
  ['an unknown field', refusal(400, 'Invalid JSON payload received. Unknown name "x"')],
  ['a country', refusal(400, 'User location is not supported for the API use.')],
  ['no JSON', (_: SeenRequest, response: ServerResponse) => void response.writeHead(404).end('<html>')],
])('%s stops everything for the configuration', async (_, reply) => {
  api.answerWith(reply);
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'fatal', cause: 'config'});
});

test('the message is the one of the API, without address and details, and says what to do', async () => {
  api.answerWith(refusal(400, 'API key not valid.', errorInfo('API_KEY_INVALID')));
  expect(await gemini(api).generate(call())).toMatchObject({
    message:
      'Gemini refuses the API key (HTTP 400, API_KEY_INVALID: API key not valid.). Check GEMINI_API_KEY: keys are made in Google AI Studio.',
  });
});

test.each([
  ['a private video', refusal(403, 'The caller does not have permission')],
  ['a video that is gone', refusal(400, 'Request contains an invalid argument.')],
])('%s concerns the video, and nothing where there is none', async (_, reply) => {
  api.answerWith(reply);
  const videoUrl = 'https://www.youtube.com/watch?v=abc';
  expect(await gemini(api).generate(call({videoUrl}))).toMatchObject({kind: 'video_refused'});
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'fatal'});
});

test('a wrong key is one with a video, too', async () => {
  api.answerWith(refusal(400, 'API key not valid.', errorInfo('API_KEY_INVALID')));
  const videoUrl = 'https://www.youtube.com/watch?v=abc';
  expect(await gemini(api).generate(call({videoUrl}))).toMatchObject({kind: 'fatal', cause: 'auth'});
});

test('a prompt that is too long concerns one cell', async () => {
  api.answerWith(refusal(400, 'The input token count exceeds the maximum number of tokens allowed 1048576.'));
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'invalid'});
});

test('an error in the body of a 200 is an error', async () => {
  api.answerWith(json({error: {code: 429, message: 'x', details: [{retryDelay: '2s'}]}}));
  expect(await gemini(api).generate(call())).toMatchObject({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: NOW_MS + 2_000,
  });
});

test('a spent minute waits as long as the provider says, a spent day until midnight in Los Angeles', async () => {
  api.answerWith(refusal(429, 'Quota.', quota('GenerateRequestsPerMinutePerProjectPerModel-FreeTier')));
  expect(await gemini(api).generate(call())).toMatchObject({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: NOW_MS + 38_200,
  });
  api.answerWith(refusal(429, 'Quota.', quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier')));
  expect(await gemini(api).generate(call())).toMatchObject({
    kind: 'wait',
    cause: 'day_quota',
    untilMs: MIDNIGHT_MS,
  });
});

test('refusals that name no quota are counted until a call gets through', async () => {
  let nowMs = NOW_MS;
  const one = gemini(api, {now: () => nowMs});
  api.answerWith(refusal(429, 'Resource has been exhausted (e.g. check quota).'));
  expect(await one.generate(call())).toMatchObject({kind: 'wait', untilMs: NOW_MS + 60_000});
  nowMs += 60_000;
  expect(await one.generate(call())).toMatchObject({kind: 'wait', untilMs: nowMs + 120_000});
  api.answerWith(answer({content: {parts: [{text: '{}'}]}, finishReason: 'STOP'}));
  await one.generate(call());
  api.answerWith(refusal(429, 'Resource has been exhausted (e.g. check quota).'));
  expect(await one.generate(call())).toMatchObject({kind: 'wait', untilMs: nowMs + 60_000});
});
