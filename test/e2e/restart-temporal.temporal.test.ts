import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, inject, test} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {startTemporal} from '../../dev/temporal-server.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {recentRuns} from '../../sql/queries/runs.ts';
import {testDatabase} from '../support/postgres.ts';
import {isRunning, startPreheat} from '../support/preheat.ts';
import {until} from '../support/until.ts';
import {counts, keysOf, rowsAsRead, smallRoadmap} from './rows.ts';

const {url, sql} = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'preheat-restart-'));
const startServer = async (port?: number) =>
  startTemporal({
    port,
    cli: inject('temporalCli'),
    headless: true,
    dbFile: join(folder, 'temporal.db'),
    // Ended with the run of the tests whatever happens to this one.
    pidFile: join(inject('pidFolder'), 'restarted-temporal'),
  });
let temporal = await startServer();
afterAll(async () => {
  await temporal.stop();
  await rm(folder, {recursive: true});
});

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

const roadmap = smallRoadmap(5, 2);
const keys = keysOf(roadmap);

test('a Temporal server that is killed in the middle of a run, and comes back, costs nothing: each lesson is made and paid for once', async () => {
  const emulator = await startGeminiEmulator({settings: {latency: {ms: 500, spreadMs: 100}}});
  const settings = {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: temporal.address,
    GEMINI_API_KEY: EMULATOR_API_KEY,
    GEMINI_BASE_URL: emulator.url,
    PREHEAT_LANES: '4',
  };
  await importRoadmaps(sql, [roadmap]);
  const worker = startPreheat(['worker'], settings);
  // A busy machine takes a while to load it.
  await worker.saying('The worker is ready', {timeoutMs: 120_000});
  const run = startPreheat(['warm', '--yes'], settings);
  const lessonsAre = async (count: number) =>
    until(`${count} lessons are there`, async () => (await counts(sql)).lessonCount >= count);

  await run.saying('Quote: ', {timeoutMs: 120_000});
  await lessonsAre(4);
  process.kill(temporal.pid, 'SIGKILL');
  // What is in flight is stored without Temporal: the database keeps it.
  await until('no call is in flight', async () => {
    const [{reservedCount}] = await sql<
      [{reservedCount: number}]
    >`select count(*) as reserved_count from preheat.reservation`;
    return reservedCount === 0;
  });
  const before = await counts(sql);
  expect(before.lessonCount).toBeLessThan(keys.length);
  const port = Number(temporal.address.split(':')[1]);
  await until('the server is gone', () => !isRunning(temporal.pid));
  await until('its port is free', () => isFree(port));
  temporal = await startServer(port);

  expect(await run.ended).toMatchObject({exitCode: 0});
  const versions = await Promise.all(keys.map(key => rowsAsRead(sql, key)));
  expect(versions.map(rows => rows.length)).toEqual(keys.map(() => 1));
  expect(await counts(sql)).toEqual({draftCount: keys.length, lessonCount: keys.length, runCount: 1});
  expect(emulator.ledger()).toHaveLength(keys.length);
  expect(await recentRuns(sql, 2)).toMatchObject([
    {state: 'finished', publishedCount: keys.length, pendingCount: 0, lostCallCount: 0},
  ]);

  process.kill(worker.pid, 'SIGTERM');
  await worker.ended;
  await emulator.close();
}, 300_000);
