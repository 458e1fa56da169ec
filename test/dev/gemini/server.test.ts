import {
  GoogleGenerativeAI,
  GoogleGenerativeAIError,
  GoogleGenerativeAIFetchError,
  SchemaType,
} from '@google/generative-ai';
import type {ResponseSchema} from '@google/generative-ai';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {get} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import type {TransportFault} from '../../../dev/gemini/faults.ts';
import {EMULATOR_API_KEY, startGeminiEmulator} from '../../../dev/gemini/server.ts';
import type {GeminiEmulator, GeminiEmulatorOptions} from '../../../dev/gemini/server.ts';
import {until} from '../../support/until.ts';
import {lessonBlock, MODEL} from './given.ts';

const SCHEMA: ResponseSchema = {
  type: SchemaType.OBJECT,
  properties: {title: {type: SchemaType.STRING}, content: {type: SchemaType.STRING}},
  required: ['title', 'content'],
};

const started: GeminiEmulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(emulator => emulator.close()));
});

async function start(options: GeminiEmulatorOptions = {}): Promise<GeminiEmulator> {
  const emulator = await startGeminiEmulator(options);
  started.push(emulator);
  return emulator;
}

/** The real SDK, pointed at the emulator. */
function sdk(emulator: GeminiEmulator, key = EMULATOR_API_KEY) {
  return new GoogleGenerativeAI(key).getGenerativeModel(
    {model: MODEL, generationConfig: {responseMimeType: 'application/json', responseSchema: SCHEMA}},
    {baseUrl: emulator.url},
  );
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It should have failed, and did not.');
}

test('the real SDK gets a lesson', async () => {
  const emulator = await start();
  const {response} = await sdk(emulator).generateContent(lessonBlock());
  const lesson = JSON.parse(response.text()) as {title: string; content: string};
  expect(lesson.title).toContain('Python Variables');
  expect(lesson.content.length).toBeGreaterThan(2_000);
  expect(response.usageMetadata?.totalTokenCount).toBeGreaterThan(500);
  expect(emulator.ledger()).toMatchObject([
    {
      requestNumber: 1,
      method: 'generateContent',
      key: EMULATOR_API_KEY,
      model: MODEL,
      outcome: 'answered',
      stepTitle: 'Python Variables',
      style: 'reading',
      lessonNumber: 1,
      httpStatus: 200,
    },
  ]);
});

test('the real SDK counts tokens', async () => {
  const emulator = await start();
  expect(await sdk(emulator).countTokens('x'.repeat(400))).toMatchObject({totalTokens: 100});
});

test('the real SDK reads the errors', async () => {
  const emulator = await start({settings: {faults: [{fault: 'quota_day', times: 1}]}});
  const quota = await failureOf(sdk(emulator).generateContent('hello'));
  expect(quota).toBeInstanceOf(GoogleGenerativeAIFetchError);
  expect(quota).toMatchObject({status: 429, errorDetails: [{}, {}, {retryDelay: '47s'}]});
  const key = await failureOf(sdk(emulator, 'wrong').generateContent('hello'));
  expect(key).toMatchObject({status: 400, errorDetails: [{reason: 'API_KEY_INVALID'}, {}]});
});

test.each(['reset_before_headers', 'reset_mid_body'] as const)(
  '%s is a broken connection to the real SDK',
  async fault => {
    const emulator = await start({settings: {faults: [{fault}]}});
    expect(await failureOf(sdk(emulator).generateContent('hello'))).toBeInstanceOf(Error);
    const [entry] = emulator.ledger();
    expect(entry).toMatchObject({outcome: `fault:${fault}`});
    expect((entry?.usd ?? 0) > 0).toBe(fault === 'reset_mid_body');
  },
);

test.each(['hang_before_headers', 'hang_mid_body', 'late_answer'] as const)(
  '%s: the client gives up, and the request was billed',
  async (fault: TransportFault) => {
    const emulator = await start({settings: {faults: [{fault, delayMs: 60_000}]}});
    const abort = new AbortController();
    const call = failureOf(sdk(emulator).generateContent('hello', {signal: abort.signal}));
    await until('the request is there', () => emulator.ledger().length === 1);
    abort.abort();
    expect(await call).toBeInstanceOf(Error);
    expect(emulator.ledger()[0]?.usd).toBeGreaterThan(0);
  },
);

test('a slow body and a late answer arrive whole in the end', async () => {
  const emulator = await start({
    settings: {
      faults: [
        {fault: 'slow_body', delayMs: 1, times: 1},
        {fault: 'late_answer', delayMs: 1, times: 1},
      ],
    },
  });
  const [slow, late, usual] = [
    await sdk(emulator).generateContent(lessonBlock()),
    await sdk(emulator).generateContent(lessonBlock()),
    await sdk(emulator).generateContent(lessonBlock()),
  ].map(({response}) => response.text());
  expect(slow).toBe(usual);
  expect(late).toBe(usual);
});

test('connections are refused until they are accepted again, on the same port', async () => {
  const emulator = await start();
  await emulator.refuseConnections();
  expect(await failureOf(sdk(emulator).generateContent('hello'))).toBeInstanceOf(GoogleGenerativeAIError);
  await emulator.acceptConnections();
  expect((await sdk(emulator).generateContent(lessonBlock())).response.text()).toContain('Python');
});

test('the key may stand in the address', async () => {
  const {url} = await start();
  expect((await fetch(`${url}/v1beta/models?key=${EMULATOR_API_KEY}`)).status).toBe(200);
  expect((await fetch(`${url}/v1beta/models`)).status).toBe(403);
});

test('a path that is not served is named', async () => {
  const {url} = await start();
  const answer = await fetch(`${url}/v3/nothing?key=${EMULATOR_API_KEY}`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('/v3/nothing');
});

test('a path that is no address at all is not found, and harms nobody', async () => {
  const {url, port} = await start();
  const status = await new Promise((resolve, reject) => {
    get({port, path: '//', host: '127.0.0.1'}, answer => resolve(answer.resume().statusCode)).on(
      'error',
      reject,
    );
  });
  expect(status).toBe(404);
  expect((await fetch(`${url}/emulator`)).status).toBe(200);
});

test('a body above 20 MiB is refused', async () => {
  const {url} = await start();
  const answer = await fetch(`${url}/v1beta/models/${MODEL}:generateContent`, {
    method: 'POST',
    headers: {'x-goog-api-key': EMULATOR_API_KEY},
    body: 'x'.repeat(20 * 1024 * 1024 + 1),
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('20971520 bytes');
});

test('the ledger is also appended to a file, which a reset leaves alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const ledgerFile = join(folder, 'ledger.jsonl');
  const emulator = await start({ledgerFile});
  await sdk(emulator).generateContent(lessonBlock());
  const before = emulator.ledger();
  emulator.reset();
  await sdk(emulator).generateContent(lessonBlock());
  const lines = (await readFile(ledgerFile, 'utf8')).trim().split('\n');
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([...before, ...emulator.ledger()]);
});

test('an answer waits for the latency that was set', async () => {
  const emulator = await start({settings: {latency: {ms: 60_000, spreadMs: 0}}});
  const abort = new AbortController();
  const call = failureOf(sdk(emulator).generateContent('hello', {signal: abort.signal}));
  await until('the request is there', () => emulator.ledger().length === 1);
  abort.abort();
  expect(await call).toBeInstanceOf(Error);
});

test('a port in use is named', async () => {
  const {port} = await start();
  await expect(startGeminiEmulator({port})).rejects.toThrow(
    `The Gemini emulator cannot listen on 127.0.0.1:${port}. Another process uses that port. Choose another port, or 0 for a free one.`,
  );
});

test('a host that is not loopback is refused', async () => {
  await expect(startGeminiEmulator({host: '0.0.0.0'})).rejects.toThrow(
    /listens on 127\.0\.0\.1 only, not on 0\.0\.0\.0/,
  );
});
