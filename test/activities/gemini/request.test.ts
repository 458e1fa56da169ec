import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {promptChars} from '../../../activities/gemini/index.ts';
import {wireSchema} from '../../../domain/content/index.ts';
import {answer, call, gemini, startFakeApi, type FakeApi} from './fake-api.ts';

const HOLDS = new Error('cancelled by the test');

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.seen.length = 0;
});

test('carries key, prompt, schema and budget, and neither temperature nor bounds', async () => {
  api.answerWith(answer({content: {parts: [{text: '{}'}]}, finishReason: 'STOP'}));
  await gemini(api, {baseUrl: `${api.url}/`}).generate(call());
  expect(api.seen).toEqual([
    {
      path: '/v1beta/models/gemini-3.5-flash-lite:generateContent',
      apiKey: 'test-key',
      body: {
        systemInstruction: {role: 'system', parts: [{text: 'rules'}]},
        contents: [{role: 'user', parts: [{text: 'cell'}]}],
        safetySettings: [],
        generationConfig: {
          responseMimeType: 'application/json',
          responseSchema: wireSchema('video'),
          maxOutputTokens: 500,
          thinkingConfig: {thinkingLevel: 'minimal'},
        },
      },
    },
  ]);
});

test('leaves thinking alone for a model whose rules are not known', async () => {
  api.answerWith(answer({content: {parts: [{text: '{}'}]}, finishReason: 'STOP'}));
  await gemini(api, {model: 'other-1'}).generate(call());
  expect(api.seen[0]?.body['generationConfig']).not.toHaveProperty('thinkingConfig');
});

test('a temperature goes to a model that heeds one, and to no other', async () => {
  api.answerWith(answer({content: {parts: [{text: '{}'}]}, finishReason: 'STOP'}));
  await gemini(api, {model: 'gemini-2.5-flash'}).generate(call({temperature: 1.3}));
  await gemini(api, {model: 'gemini-3.8-flash'}).generate(call({temperature: 1.3}));
  expect(api.seen[0]?.body['generationConfig']).toMatchObject({temperature: 1.3});
  expect(api.seen[1]?.body['generationConfig']).not.toHaveProperty('temperature');
});

test('the flex tier is said with each request, the standard one is not', async () => {
  api.answerWith(answer({content: {parts: [{text: '{}'}]}, finishReason: 'STOP'}));
  await gemini(api, {serviceTier: 'flex'}).generate(call());
  await gemini(api).generate(call());
  expect(api.seen[0]?.body).toMatchObject({serviceTier: 'flex'});
  expect(api.seen[1]?.body).not.toHaveProperty('serviceTier');
});

test('a video goes before the text', async () => {
  api.answerWith(answer({content: {parts: [{text: '{}'}]}, finishReason: 'STOP'}));
  await gemini(api).generate(call({videoUrl: 'https://www.youtube.com/watch?v=abc'}));
  expect(api.seen[0]?.body['contents']).toEqual([
    {
      role: 'user',
      parts: [
        {fileData: {mimeType: 'video/*', fileUri: 'https://www.youtube.com/watch?v=abc'}},
        {text: 'cell'},
      ],
    },
  ]);
});

test('is not sent with a signal that has fired', async () => {
  await expect(gemini(api).generate(call({signal: AbortSignal.abort(HOLDS)}))).rejects.toBe(HOLDS);
  expect(api.seen).toEqual([]);
});

test('a base URL that is none is refused before any call', () => {
  expect(() => gemini(api, {baseUrl: 'nowhere'})).toThrow(TypeError);
});

test('counts all that is sent as input', () => {
  const schema = {type: 'object'};
  expect(promptChars({system: 'ab', user: 'c', schema})).toBe(3 + JSON.stringify(schema).length);
});
