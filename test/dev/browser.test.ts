import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {findBrowser} from '../../dev/browser.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preheat-browser-'));
  onTestFinished(() => rm(folder, {recursive: true}));
});

async function givenProgram(name: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

test('CHROMIUM_PATH goes before all else', async () => {
  await givenProgram('chromium');
  const own = await givenProgram('own-browser');
  expect(await findBrowser({CHROMIUM_PATH: own, PATH: folder}, {cacheDir: folder})).toBe(own);
});

test.each([
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
])('%s is found on the PATH', async name => {
  const file = await givenProgram(name);
  expect(await findBrowser({PATH: folder}, {cacheDir: folder})).toBe(file);
});

test('the one without windows, which is quicker, goes before the others', async () => {
  await givenProgram('chromium');
  const file = await givenProgram('chromium-headless-shell');
  expect(await findBrowser({PATH: folder}, {cacheDir: folder})).toBe(file);
});

test('a path that names no program is told', async () => {
  const env = {CHROMIUM_PATH: join(folder, 'nothing'), PATH: folder};
  await expect(findBrowser(env, {cacheDir: folder})).rejects.toThrow(/CHROMIUM_PATH is set to .*nothing/);
});
