import {afterEach, expect, test} from 'vitest';
import {EMULATOR_API_KEY, startGeminiEmulator} from '../../../dev/gemini/server.ts';
import type {GeminiEmulator, GeminiEmulatorOptions} from '../../../dev/gemini/server.ts';
import {until} from '../../support/until.ts';
import {MODEL, prompt} from './given.ts';
import type {Body} from './given.ts';

const started: GeminiEmulator[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(emulator => emulator.close()));
});

async function start(options: GeminiEmulatorOptions = {}) {
  const emulator = await startGeminiEmulator(options);
  started.push(emulator);
  const admin = (path: string, change?: unknown): Promise<Response> =>
    fetch(
      `${emulator.url}/emulator${path}`,
      change === undefined ? {} : {method: 'POST', body: JSON.stringify(change)},
    );
  return {
    ...emulator,
    admin,
    read: async (path: string): Promise<unknown> => (await admin(path)).json(),
    generate: (): Promise<Response> =>
      fetch(`${emulator.url}/v1beta/models/${MODEL}:generateContent`, {
        method: 'POST',
        headers: {'x-goog-api-key': EMULATOR_API_KEY},
        body: JSON.stringify(prompt('hello')),
      }),
  };
}

test('it is set, watched and reset over HTTP while it runs', async () => {
  const {admin, read, generate, ledger} = await start({settings: {tier: 'free'}});
  const configured = await admin('/configure', {faults: [{fault: 'internal'}]});
  expect(configured.status).toBe(200);
  expect(await configured.json()).toEqual(await read('/settings'));
  expect(await read('/settings')).toMatchObject({faults: [{fault: 'internal'}], tier: 'free'});
  expect((await generate()).status).toBe(500);
  const clock = await admin('/clock', {setTo: '2027-01-01T00:00:00Z', frozen: true});
  expect(await clock.json()).toEqual({now: '2027-01-01T00:00:00.000Z'});
  expect(await read('/clock')).toEqual({now: '2027-01-01T00:00:00.000Z'});
  await generate();
  expect(await read('/ledger?after=1')).toMatchObject({
    entries: [{requestNumber: 2, at: '2027-01-01T00:00:00.000Z', outcome: 'fault:internal'}],
    totals: {requestCount: 2, outcomes: {'fault:internal': 2}},
  });

  expect((await admin('/reset', {})).status).toBe(200);
  expect(ledger()).toEqual([]);
  expect(await read('/settings')).toMatchObject({faults: [], tier: 'free'});
  expect((await generate()).status).toBe(200);
  expect(ledger()).toMatchObject([{requestNumber: 1, outcome: 'answered'}]);
  expect(ledger()[0]?.at).not.toMatch(/^2027-01-01/);
});

test.each(['', '/'])('the address /emulator%s says what there is', async path => {
  const endpoints = Object.keys((await (await start()).read(path)) as object);
  expect(endpoints).toContain('POST /emulator/configure');
  expect(endpoints).toHaveLength(7);
});

test('the ledger comes in pages', async () => {
  const {generate, read} = await start();
  for (let sent = 0; sent < 4; sent += 1) await generate();
  const page = async (query: string) => {
    const {entries} = (await read(`/ledger${query}`)) as {entries: {requestNumber: number}[]};
    return entries.map(({requestNumber}) => requestNumber);
  };
  expect(await page('')).toEqual([1, 2, 3, 4]);
  expect(await page('?after=1&limit=2')).toEqual([2, 3]);
  expect(await page('?after=4')).toEqual([]);
});

test.each(['after=x', 'after=', 'limit=-1', 'limit=1.5'])('the page %s is refused', async query => {
  const answer = await (await start()).admin(`/ledger?${query}`);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as Body).error?.message).toMatch(/^(after|limit) must be a whole number/);
});

test.each([
  ['/configure', {latencyMs: 5}, /There is no "latencyMs", only: .*latency/],
  ['/configure', 7, /It must be an object/],
  ['/configure', {keys: {'AQ.invented': {project: 'p', state: 'accepted'}}}, /real API key/],
  ['/clock', {setTo: 'tomorrow'}, /setTo: It must be milliseconds since 1970 or a time in ISO 8601/],
  ['/clock', {advance: 5}, /There is no "advance", only: setTo, advanceMs, frozen, real/],
  ['/connections', {}, /refuseForMs/],
  ['/connections', {refuseForMs: 3_600_001}, /refuseForMs/],
])('%s refuses %j with what to write', async (path, change, message) => {
  const answer = await (await start()).admin(path, change);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as Body).error?.message).toMatch(message);
});

test('a change that is no JSON is refused, and a path that is not there named', async () => {
  const {url, admin} = await start();
  expect((await fetch(`${url}/emulator/configure`, {method: 'POST', body: '{'})).status).toBe(400);
  const unknown = await admin('/ledgers');
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('/emulator/ledgers');
});

test('connections are refused for as long as was asked, then accepted on the same port', async () => {
  const {admin, generate, acceptConnections} = await start();
  const isAnswered = () =>
    generate().then(
      () => true,
      () => false,
    );
  expect((await admin('/connections', {refuseForMs: 3_600_000})).status).toBe(200);
  await until('connections are refused', async () => !(await isAnswered()));
  // As in process: nobody waits for the hour to end.
  await acceptConnections();
  expect(await isAnswered()).toBe(true);
  await admin('/connections', {refuseForMs: 1});
  await until('connections are accepted again', isAnswered);
});
