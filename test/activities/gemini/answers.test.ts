import {afterAll, beforeAll, expect, test} from 'vitest';
import {promptChars} from '../../../activities/gemini/index.ts';
import {answer, call, gemini, json, startFakeApi, usageMetadata, type FakeApi} from './fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.close());

const paid = {
  usage: {promptTokens: 100, cachedTokens: 40, outputTokens: 20, thoughtTokens: 7},
  modelVersion: 'gemini-x',
  responseId: 'r1',
};

test('an answer: the text of all parts but the thoughts, with usage', async () => {
  const parts = [{text: 'thinking', thought: true}, {text: '{"a":'}, {text: '1}'}];
  api.answerWith(answer({content: {parts}, finishReason: 'STOP'}));
  expect(await gemini(api).generate(call())).toEqual({
    kind: 'drafted',
    answerText: '{"a":1}',
    finishReason: 'STOP',
    ...paid,
  });
});

test('an answer cut off at the budget, with and without text', async () => {
  api.answerWith(answer({content: {parts: [{text: '{"a'}]}, finishReason: 'MAX_TOKENS'}));
  expect(await gemini(api).generate(call())).toEqual({
    kind: 'truncated',
    answerText: '{"a',
    finishReason: 'MAX_TOKENS',
    ...paid,
  });
  api.answerWith(answer({finishReason: 'MAX_TOKENS'}));
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'truncated', answerText: ''});
});

test.each(['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII', 'LANGUAGE'])(
  'an answer blocked for %s',
  async finishReason => {
    api.answerWith(answer({content: {parts: [{text: 'x'}]}, finishReason}));
    expect(await gemini(api).generate(call())).toEqual({
      kind: 'blocked',
      answerText: 'x',
      finishReason,
      ...paid,
    });
  },
);

test('a blocked prompt', async () => {
  const {candidatesTokenCount: _, ...usage} = usageMetadata;
  api.answerWith(json({promptFeedback: {blockReason: 'OTHER'}, usageMetadata: usage}));
  expect(await gemini(api).generate(call())).toEqual({
    kind: 'blocked',
    answerText: '',
    finishReason: 'PROMPT_OTHER',
    usage: {...paid.usage, outputTokens: 0},
    modelVersion: 'gemini-3.5-flash-lite',
    responseId: null,
  });
});

test.each([
  ['no parts', {content: {role: 'model'}, finishReason: 'STOP'}, 'STOP'],
  ['an empty text', {content: {parts: [{text: ' \n'}]}, finishReason: 'STOP'}, 'STOP'],
  ['no content', {finishReason: 'OTHER'}, 'OTHER'],
  ['nothing but thoughts', {content: {parts: [{text: 'hm', thought: true}]}}, 'NONE'],
])('an empty answer: %s', async (_, candidate, finishReason) => {
  api.answerWith(answer(candidate));
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'empty', finishReason, usage: paid.usage});
});

test('an answer without usage is charged by its length', async () => {
  api.answerWith(
    answer({content: {parts: [{text: 'x'.repeat(30)}]}, finishReason: 'STOP'}, {usageMetadata: undefined}),
  );
  const sent = call();
  expect(await gemini(api).generate(sent)).toMatchObject({
    usage: {
      promptTokens: Math.ceil(promptChars(sent) / 3),
      cachedTokens: 0,
      outputTokens: 10,
      thoughtTokens: 0,
    },
  });
});

test('text that Postgres cannot store becomes text that it can', async () => {
  api.answerWith((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      '{"candidates":[{"content":{"parts":[{"text":"a\\u0000b\\ud83d"}]},"finishReason":"STOP"}]}',
    );
  });
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'drafted', answerText: 'a\uFFFDb\uFFFD'});
});
