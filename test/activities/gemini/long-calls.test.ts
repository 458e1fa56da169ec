import {afterAll, beforeAll, expect, test} from 'vitest';
import {getGlobalDispatcher, setGlobalDispatcher} from 'undici';
import {allowLongCalls} from '../../../activities/gemini/long-calls.ts';
import {call, gemini, startFakeApi, type FakeApi} from './fake-api.ts';

let api: FakeApi;
const dispatcher = getGlobalDispatcher();
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(async () => {
  setGlobalDispatcher(dispatcher);
  await api.close();
});

test('the limit reaches the SDK: a shorter one ends a call before its own deadline', async () => {
  api.answerWith(() => {});
  allowLongCalls(-9_900);
  await expect(gemini(api, {timeoutMs: 60_000}).generate(call())).rejects.toMatchObject({
    type: 'ProviderDown',
    message: expect.stringContaining('fetch failed') as unknown,
  });
});

test('with the limit of a call it is the deadline that ends it', async () => {
  api.answerWith(() => {});
  allowLongCalls(50);
  expect(await gemini(api, {timeoutMs: 50}).generate(call())).toMatchObject({kind: 'lost'});
});
