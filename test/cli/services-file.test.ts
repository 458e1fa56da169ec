import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {readServices, removeServices, writeServices} from '../../cli/services-file.ts';
import {readConfig} from '../../config.ts';

const homeDir = await mkdtemp(join(tmpdir(), 'preheat-services-'));
afterAll(() => rm(homeDir, {recursive: true}));

const config = {...readConfig({}), homeDir};
const SERVICES = {
  pid: process.pid,
  databaseUrl: 'postgresql://up',
  temporalAddress: '127.0.0.1:1',
  temporalUiUrl: null,
  geminiUrl: null,
  httpUrl: 'http://127.0.0.1:2',
  model: 'gemini-up',
  emulated: true,
};
const write = (text: string) => writeFile(join(homeDir, 'services.json'), text);

test('what was written is read, until it is removed', async () => {
  await writeServices(config, SERVICES);
  expect(readServices(config)).toEqual(SERVICES);
  await removeServices(config);
  expect(readServices(config)).toBeNull();
});

test('the file of a Preheat of before is read as it was', async () => {
  const {model: _, emulated: __, ...before} = SERVICES;
  await write(JSON.stringify(before));
  expect(readServices(config)).toEqual(before);
});

test('a process that is gone, a part of a file and another file tell of no services', async () => {
  // Above the highest pid that Linux gives.
  await write(JSON.stringify({...SERVICES, pid: 2 ** 22 + 1}));
  expect(readServices(config)).toBeNull();
  await write('{"pid":');
  expect(readServices(config)).toBeNull();
  await write('{"pid": 1}');
  expect(readServices(config)).toBeNull();
});
