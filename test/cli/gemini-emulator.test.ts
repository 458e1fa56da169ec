import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test, vi} from 'vitest';
import {preheat, startPreheat} from '../support/preheat.ts';
import type {Started} from '../support/preheat.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const folder = await mkdtemp(join(tmpdir(), 'preheat-emulator-'));
const occupant = createServer();
await new Promise<void>(resolve => occupant.listen(0, '127.0.0.1', resolve));
const takenPort = (occupant.address() as AddressInfo).port;
afterAll(async () => {
  occupant.close();
  await rm(folder, {recursive: true});
});

async function fileWith(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

async function started(...args: string[]): Promise<{emulator: Started; url: string}> {
  const emulator = startPreheat(['gemini-emulator', ...args]);
  await emulator.saying('Ctrl-C stops it.');
  return {emulator, url: /Gemini emulator: (\S+)/.exec(emulator.said())?.[1] ?? ''};
}

const ask = (url: string, key: string) =>
  fetch(`${url}/v1beta/models/gemini-3.5-flash-lite:generateContent`, {
    method: 'POST',
    headers: {'x-goog-api-key': key},
    body: JSON.stringify({contents: [{parts: [{text: 'hello'}]}]}),
  });

test('it says where it is and with which key, answers, keeps a ledger, and stops at Ctrl-C', async () => {
  const ledger = join(folder, 'ledger.jsonl');
  const {emulator, url} = await started('--ledger', ledger);
  expect(emulator.said()).toContain(`Admin:           ${url}/emulator\n`);
  expect(emulator.said()).toContain(`GEMINI_API_KEY=preheat-emulator GEMINI_BASE_URL=${url}\n`);
  const [, key = ''] = /API key: +(\S+)/.exec(emulator.said()) ?? [];
  expect((await ask(url, key)).status).toBe(200);
  expect((await fetch(`${url}/emulator`)).status).toBe(200);

  process.kill(emulator.pid, 'SIGINT');
  const {exitCode, stdout, stderr} = await emulator.ended;
  expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
  expect(stdout).toMatch(/\nStopped after 1 request: 2 tokens in, \d+ out, \$0\.00\d* \(emulated\)\.\n$/);
  const lines = (await readFile(ledger, 'utf8')).trim().split('\n');
  expect(lines.map(line => JSON.parse(line) as unknown)).toMatchObject([{outcome: 'answered', key}]);
});

test('settings from a file are in force, also after a reset, and their key is the one to use', async () => {
  const settings = await fileWith(
    'settings.json',
    JSON.stringify({
      keys: {lost: {project: 'p', state: 'leaked'}, mine: {project: 'p', state: 'accepted'}},
      faults: [{fault: 'overloaded'}],
    }),
  );
  const {emulator, url} = await started('--settings', settings, '--port', '0');
  expect(emulator.said()).toMatch(/API key: +mine\n/);
  expect((await ask(url, 'mine')).status).toBe(503);
  await fetch(`${url}/emulator/configure`, {method: 'POST', body: '{"faults": []}'});
  expect((await ask(url, 'mine')).status).toBe(200);
  await fetch(`${url}/emulator/reset`, {method: 'POST'});
  expect((await ask(url, 'mine')).status).toBe(503);
  process.kill(emulator.pid, 'SIGTERM');
  expect((await emulator.ended).exitCode).toBe(0);
});

test('where the settings accept no key, it says so', async () => {
  const settings = await fileWith('no-keys.json', '{"keys": {}}');
  const {emulator} = await started('--settings', settings);
  expect(emulator.said()).toMatch(/API key: +none of the keys in the settings is accepted\n/);
  expect(emulator.said()).not.toContain('GEMINI_API_KEY');
  process.kill(emulator.pid, 'SIGINT');
  await emulator.ended;
});

const missing = join(folder, 'missing', 'file.json');

test.each([
  [
    'a port in use',
    ['--port', String(takenPort)],
    `cannot listen on 127.0.0.1:${takenPort}. Another process uses`,
  ],
  ['no file of settings', ['--settings', missing], `There is no file ${missing}.`],
  ['a folder as settings', ['--settings', folder], `${folder} cannot be read: EISDIR`],
  [
    'settings that are no JSON',
    ['--settings', await fileWith('bad.json', '{')],
    'bad.json: Expected property',
  ],
  [
    'an unknown setting',
    ['--settings', await fileWith('unknown.json', '{"quota": {}}')],
    'unknown.json: The settings of the Gemini emulator cannot be used. There is no "quota", only: keys, ',
  ],
  [
    'a real key',
    ['--settings', await fileWith('key.json', '{"keys": {"AQ.x": {"project": "p", "state": "accepted"}}}')],
    'looks like a real API key',
  ],
  ['no folder for the ledger', ['--ledger', missing], `cannot write its ledger to ${missing}: ENOENT`],
])('%s ends it with what to do', async (_what, args, says) => {
  const {exitCode, stdout, stderr} = await preheat(['gemini-emulator', ...args]);
  expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''});
  expect(stderr).toMatch(/^preheat: /);
  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test.each(['x', '', '-1', '65536', '1.5'])('the port %j is no port', async port => {
  const {exitCode, stderr} = await preheat(['gemini-emulator', '--port', port]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('It must be a whole number from 0 to 65535.');
});
