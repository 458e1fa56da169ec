import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {run} from '../../dev/child-process.ts';
import {downloadFromTemporal, type Executable, locate, locateOrGet} from '../../dev/executables.ts';

let folder: string;
let cacheDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preheat-executables-'));
  cacheDir = join(folder, 'cache');
});

afterEach(() => rm(folder, {recursive: true}));

const tool = (ways: Executable['ways'] = []): Executable => ({
  label: 'the tool',
  variable: 'THE_TOOL',
  program: 'tool',
  cached: {folder: 'tool-1.0', file: 'tool'},
  ways,
});

async function givenExecutable(path: string): Promise<string> {
  await mkdir(join(path, '..'), {recursive: true});
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
  return path;
}

test('the variable goes before the PATH, and the PATH before the cache', async () => {
  const configured = await givenExecutable(join(folder, 'mine'));
  const onPath = await givenExecutable(join(folder, 'bin', 'tool'));
  const cached = await givenExecutable(join(cacheDir, 'tool-1.0', 'tool'));
  const PATH = `/nowhere:${join(folder, 'bin')}`;

  expect(locate(tool(), {THE_TOOL: configured, PATH}, cacheDir)?.path).toBe(configured);
  expect(locate(tool(), {PATH}, cacheDir)?.path).toBe(onPath);
  expect(locate(tool(), {PATH: ''}, cacheDir)?.path).toBe(cached);
  expect(locate(tool(), {PATH: ''}, join(folder, 'empty'))).toBeUndefined();
});

test('a variable that names no executable is an error, not a reason to look elsewhere', async () => {
  await givenExecutable(join(cacheDir, 'tool-1.0', 'tool'));
  const plain = join(folder, 'plain');
  await writeFile(plain, '');

  expect(() => locate(tool(), {THE_TOOL: plain}, cacheDir)).toThrow(`THE_TOOL is set to ${plain}`);
});

test('the first way that works fills the cache, and is not needed again', async () => {
  const works = {name: 'works', get: async (file: string) => void (await givenExecutable(file))};
  const fails = {name: 'fails', get: () => Promise.reject(new Error('no luck'))};
  const path = join(cacheDir, 'tool-1.0', 'tool');

  expect(await locateOrGet(tool([fails, works]), {}, {cacheDir})).toEqual({path, how: 'works'});
  expect(await locateOrGet(tool([fails]), {}, {cacheDir})).toEqual({path, how: 'in the cache folder'});
});

test('the half-made folder of an earlier version of the cache is replaced', async () => {
  await mkdir(join(cacheDir, 'tool-1.0', 'rest'), {recursive: true});
  const works = {name: 'works', get: async (file: string) => void (await givenExecutable(file))};

  await locateOrGet(tool([works]), {}, {cacheDir});

  expect(await readdir(join(cacheDir, 'tool-1.0'))).toEqual(['tool']);
});

test('when nothing works, the error lists each way with its reason, and nothing half-made is kept', async () => {
  const ways = [
    {
      name: 'download',
      get: () => Promise.reject(new Error('fetch failed', {cause: new Error('no such host')})),
    },
    {name: 'build', needs: ['no-such-compiler'], get: () => Promise.reject(new Error('never reached'))},
    {name: 'copy', get: async (file: string) => writeFile(file, 'not executable')},
  ];

  await expect(locateOrGet(tool(ways), {PATH: '/usr/bin'}, {cacheDir})).rejects.toThrow(
    'Preheat needs the tool and found no way to get it.\n' +
      '  - download: fetch failed (no such host)\n' +
      '  - build: there is no "no-such-compiler" on the PATH\n' +
      '  - copy: it made no executable tool\n' +
      'Make one of these work and try again, or put "tool" on the PATH or its path into THE_TOOL.',
  );
  expect(await readdir(cacheDir)).toEqual([]);
});

test('who waits hears what is tried, and at once why a way did not work', async () => {
  const lines: string[] = [];
  const fails = {name: 'build', get: () => Promise.reject(new Error('no main package\nand much more\n'))};
  const works = {name: 'copy', get: async (file: string) => void (await givenExecutable(file))};

  await locateOrGet(tool([fails, works]), {}, {cacheDir, log: line => lines.push(line)});

  expect(lines).toEqual([
    'Getting the tool: build …',
    'Did not work after 0 s: build: no main package',
    'Getting the tool: copy …',
    `Got the tool in 0 s; it is kept in ${join(cacheDir, 'tool-1.0')}.`,
  ]);
});

test('who does not wait any more ends the way that is under way, and no other is tried', async () => {
  const stop = new AbortController();
  const ways = [
    {
      name: 'build',
      get: (_file: string, _env: NodeJS.ProcessEnv, signal?: AbortSignal) => {
        stop.abort(new Error('Ctrl-C'));
        return run('sleep', ['60'], {signal}).then(() => undefined);
      },
    },
    {name: 'copy', get: async (file: string) => void (await givenExecutable(file))},
  ];

  const got = locateOrGet(tool(ways), {}, {cacheDir, signal: stop.signal});

  await expect(got).rejects.toThrow('Ctrl-C');
  expect(await readdir(cacheDir)).toEqual([]);
});

test('a download asks for this system’s archive and keeps the one file of it that is named', async () => {
  await writeFile(join(folder, 'program'), '#!/bin/sh\necho downloaded\n');
  execFileSync('tar', ['-czf', 'archive.tar.gz', 'program'], {cwd: folder});
  const archive = await readFile(join(folder, 'archive.tar.gz'));
  const asked: string[] = [];
  const site = createServer((request, response) => {
    asked.push(request.url ?? '');
    const archiveUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/archive`;
    response.end(
      request.url === '/archive' ? archive : JSON.stringify({archiveUrl, fileToExtract: 'program'}),
    );
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const file = join(folder, 'tool');

  const {port} = site.address() as AddressInfo;
  await downloadFromTemporal('cli/v1.0', file, {site: `http://127.0.0.1:${port}`});

  site.close();
  expect(asked[0]).toMatch(/^\/cli\/v1\.0\?platform=(linux|darwin|windows)&arch=(amd64|arm64)$/);
  expect(execFileSync(file, {encoding: 'utf8'})).toBe('downloaded\n');
  expect(await readdir(folder)).not.toContain('tool.unpacked');
});
