import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {findProcess, stopProcess} from '../../dev/child-process.ts';
import {type Postgres, startPostgres} from '../../dev/postgres.ts';
import {connect} from '../../sql/client.ts';

/** One for all tests, each of which stops its servers: making a database takes a second. */
let dir: string;
let running: Postgres[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'preheat-postgres-'));
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
});

afterAll(() => rm(dir, {recursive: true}));

async function start(
  options: {dir?: string; port?: number; log?: (line: string) => void} = {},
): Promise<Postgres> {
  const server = await startPostgres({dir, fast: true, ...options});
  running.push(server);
  return server;
}

async function ask<T>(server: Postgres, question: string): Promise<T | undefined> {
  const sql = connect(server.url, {maxConnections: 1});
  const [row] = await sql.unsafe<{answer: T}[]>(`select ${question} as answer`);
  await sql.end();
  return row?.answer;
}

test('a first start that was killed half-way is begun anew', async () => {
  const half = await mkdtemp(join(tmpdir(), 'preheat-postgres-'));
  await writeFile(join(half, 'data.part'), 'half a database');

  expect(await ask(await start({dir: half}), '1')).toBe(1);

  expect(await readdir(half)).not.toContain('data.part');
  await running.pop()?.stop();
  await rm(half, {recursive: true});
});

test('a second start has the same address, the same data, and no message', async () => {
  const first = await start();
  await ask(first, `set_config('a.b', (lo_from_bytea(4711, 'kept'))::text, false)`);
  await first.stop();
  const said: string[] = [];

  const second = await start({log: line => said.push(line)});

  expect(second.url).toBe(first.url);
  expect(await ask(second, `convert_from(lo_get(4711), 'UTF8')`)).toBe('kept');
  expect(said).toEqual([]);
});

test('text sorts by code point and folds case beyond ASCII, whatever the system’s locale', async () => {
  const server = await start();

  expect(await ask(server, `('Z' < 'a') and lower('ÄÉ') = 'äé'`)).toBe(true);
});

test('nobody gets in without the password', async () => {
  const server = await start();

  const sql = connect(server.url.replace(/:[^:@]+@/, ':guess@'), {maxConnections: 1});

  await expect(sql`select 1`).rejects.toThrow('password authentication failed');
  await sql.end();
});

test('a server left behind by a killed start is stopped and replaced', async () => {
  const abandoned = await start();
  const pid = await serverPid();
  const said: string[] = [];

  const server = await start({log: line => said.push(line)});

  expect(findProcess(pid)).toBeUndefined();
  expect(said).toEqual([`Stopping the PostgreSQL that an earlier start left running (process ${pid}).`]);
  expect(server.url).toBe(abandoned.url);
  expect(await ask(server, '1')).toBe(1);
});

test('a server that was killed itself does not block the next start', async () => {
  const killed = await start();
  await stopProcess(await serverPid(), {graceMs: 0});

  expect(await ask(await start(), '1')).toBe(1);
  await expect(killed.stop()).resolves.toBeUndefined();
});

test('a pid file that names a stranger’s process does not block a start, nor is the stranger touched', async () => {
  await (await start()).stop();
  const stranger = spawn('sleep', ['60']);
  await writeFile(join(dir, 'data', 'postmaster.pid'), `${stranger.pid}\n`);

  expect(await ask(await start(), '1')).toBe(1);

  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

test('nor does one that names a stranger’s PostgreSQL: another one may have got the number', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'preheat-postgres-'));
  const stranger = await start({dir: elsewhere});
  await (await start()).stop();
  await writeFile(join(dir, 'data', 'postmaster.pid'), `${await serverPid(elsewhere)}\n`);

  expect(await ask(await start(), '1')).toBe(1);

  expect(await ask(stranger, '1')).toBe(1);
  await stranger.stop();
  await rm(elsewhere, {recursive: true});
});

test('a server whose start was killed before it was noted is stopped all the same', async () => {
  await start();
  const pid = await serverPid();
  await rm(join(dir, 'pid'));

  expect(await ask(await start(), '1')).toBe(1);
  expect(findProcess(pid)).toBeUndefined();
});

test('a configured port in use is named with its setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const {port} = other.address() as {port: number};

  await expect(start({port})).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is already in use (setting PREHEAT_POSTGRES_PORT)`,
  );
  other.close();
});

test('a database that does not start shows what the server says', async () => {
  await (await start()).stop();
  const versionFile = join(dir, 'data', 'PG_VERSION');
  const version = await readFile(versionFile, 'utf8');
  await writeFile(versionFile, '9.6\n');

  await expect(start()).rejects.toThrow(/version 9\.6[^]*move .* away/);
  await writeFile(versionFile, version);
});

async function serverPid(folder = dir): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
}
