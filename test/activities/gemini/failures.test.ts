import type {ServerResponse} from 'node:http';
import {ApplicationFailure} from '@temporalio/common';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {call, gemini, json, refusal, startFakeApi, type FakeApi, type SeenRequest} from './fake-api.ts';

const HOLDS = new Error('cancelled by the test');

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.close());

async function failureOf(outcome: Promise<unknown>): Promise<unknown> {
  return outcome.then(
    value => ({answered: value}),
    (error: unknown) => error,
  );
}

test.each([
  ['500', refusal(500, 'Internal error.')],
  ['503', refusal(503, 'The model is overloaded. Please try again later.')],
  ['504', refusal(504, 'Deadline exceeded.')],
  [
    'a gateway in HTML',
    (_: SeenRequest, response: ServerResponse) => void response.writeHead(502).end('<html>'),
  ],
  ['a connection reset', (_: SeenRequest, response: ServerResponse) => void response.destroy()],
])('%s is tried again', async (_, reply) => {
  api.answerWith(reply);
  const failure = await failureOf(gemini(api).generate(call()));
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({type: 'ProviderDown', nonRetryable: false});
});

test.each([
  ['broken JSON', (_: SeenRequest, response: ServerResponse) => void response.end('{"cand')],
  ['a body of another form', json({candidates: 'none'})],
  ['a body that is null', json(null)],
  ['a body that says nothing', json({})],
  [
    'a connection that ends in the middle',
    (_: SeenRequest, response: ServerResponse) => {
      response.writeHead(200, {'content-length': '100'});
      response.write('{"candidates"', () => response.destroy());
    },
  ],
])('%s is an answer lost: the provider may bill it', async (_, reply) => {
  api.answerWith(reply);
  expect(await gemini(api).generate(call())).toMatchObject({kind: 'lost'});
});

test('nobody listens', async () => {
  const gone = await startFakeApi();
  await gone.close();
  expect(await failureOf(gemini(api, {baseUrl: gone.url}).generate(call()))).toMatchObject({
    type: 'ProviderDown',
  });
});

test.each([
  ['before the headers', () => {}],
  [
    'in the middle of the body',
    (_: SeenRequest, response: ServerResponse) => void response.write('{"candidates"'),
  ],
])('no answer in time, %s', async (_, reply) => {
  api.answerWith(reply);
  expect(await gemini(api, {timeoutMs: 50}).generate(call())).toMatchObject({
    kind: 'lost',
    message: expect.stringContaining('within 0.05 s') as unknown,
  });
});

test('a call that is cancelled while it is under way is lost too', async () => {
  const controller = new AbortController();
  api.answerWith(() => controller.abort(HOLDS));
  const outcome = await gemini(api).generate(call({signal: controller.signal}));
  expect(outcome).toEqual({kind: 'lost', message: HOLDS.message});
});

test('a call that is cancelled before it is sent throws the reason of its signal', async () => {
  const controller = new AbortController();
  controller.abort(HOLDS);
  expect(await failureOf(gemini(api).generate(call({signal: controller.signal})))).toBe(HOLDS);
});
