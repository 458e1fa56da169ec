import {chmod, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, inject, test} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {startPostgres} from '../../dev/postgres.ts';
import type {Roadmap} from '../../domain/roadmaps/roadmap.ts';
import {connect, type Pool} from '../../sql/client.ts';
import {migrate} from '../../sql/migrate.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {isRunning, preheat, startPreheat} from '../support/preheat.ts';
import {until} from '../support/until.ts';
import {counts, keysOf, rowsAsRead, smallRoadmap} from './rows.ts';

const TIMEOUT_MS = 120_000;

async function emptyHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'preheat-up-'));
  // The database's user, if it is another one, enters it too.
  await chmod(home, 0o755);
  afterAll(() => rm(home, {recursive: true, force: true}));
  return home;
}

/** A state folder as an earlier start would have left it, with this roadmap instead of the starters. */
async function givenHome(roadmap: Roadmap): Promise<string> {
  const home = await emptyHome();
  const postgres = await startPostgres({dir: join(home, 'postgres'), fast: true});
  const pool = connect(postgres.url, {maxConnections: 1});
  await migrate(pool);
  await importRoadmaps(pool, [roadmap]);
  await pool.end();
  await postgres.stop();
  return home;
}

const settings = (home: string, more: Record<string, string> = {}) => ({
  PREHEAT_HOME: home,
  TEMPORAL_CLI: inject('temporalCli'),
  ...more,
});

/** What a running `up` tells other commands, and the pids of everything that it started. */
async function servicesOf(home: string) {
  const services = JSON.parse(await readFile(join(home, 'services.json'), 'utf8')) as {
    pid: number;
    databaseUrl: string;
    httpUrl: string;
  };
  const pidFiles = [
    join(home, 'postgres', 'data', 'postmaster.pid'),
    join(home, 'temporal', 'temporal.db.pid'),
  ];
  const serverPids = await Promise.all(
    pidFiles.map(async file => Number.parseInt(await readFile(file, 'utf8'), 10)),
  );
  return {...services, pids: [services.pid, ...serverPids]};
}

async function withDatabase<T>(url: string, look: (db: Pool) => Promise<T>): Promise<T> {
  const pool = connect(url, {maxConnections: 1});
  try {
    return await look(pool);
  } finally {
    await pool.end();
  }
}

const roadmap = smallRoadmap(5);
const cellCount = keysOf(roadmap).length;

/** An `up` at which Ctrl-C was pressed when some of its lessons were there, and the settings for another. */
async function givenRunInterrupted(stack: AsyncDisposableStack) {
  const emulator = await startGeminiEmulator({settings: {latency: {ms: 300, spreadMs: 100}}});
  stack.defer(() => emulator.close());
  const home = await givenHome(roadmap);
  const slow = settings(home, {
    GEMINI_API_KEY: EMULATOR_API_KEY,
    GEMINI_BASE_URL: emulator.url,
    PREHEAT_LANES: '2',
  });
  const first = startPreheat(['up'], slow, {throughLauncher: true});
  await first.saying('cells to make', {timeoutMs: 60_000});
  const {databaseUrl, pids} = await servicesOf(home);
  await withDatabase(databaseUrl, db =>
    until('some lessons are there', async () => (await counts(db)).lessonCount >= 4),
  );
  process.kill(first.pid, 'SIGINT');
  return {emulator, home, slow, first, pids};
}

test(
  'one command makes every wanted lesson, and the reader finds each; the second start has nothing to do',
  async () => {
    const home = await givenHome(roadmap);
    const up = startPreheat(['up'], settings(home), {throughLauncher: true});
    await up.saying('until Ctrl-C', {timeoutMs: 60_000});
    const {databaseUrl, httpUrl, pids} = await servicesOf(home);

    expect(up.said()).toContain('THE GEMINI EMULATOR WRITES THE LESSONS');
    expect(up.said()).toContain(`${cellCount} cells to make with gemini-3.5-flash-lite (emulated).`);
    expect(up.said()).toMatch(new RegExp(`${cellCount}/${cellCount} · [\\d,]+ lessons/min · \\$`));
    expect(up.said()).toMatch(
      new RegExp(`Run 1 finished after \\d+ s: ${cellCount} of ${cellCount} lessons made for \\$`),
    );
    expect(up.said()).toContain(`All ${cellCount} cells are served.`);

    const rows = await withDatabase(databaseUrl, db =>
      Promise.all(keysOf(roadmap).map(key => rowsAsRead(db, key))),
    );
    expect(rows.map(found => found.length)).toEqual(keysOf(roadmap).map(() => 1));
    for (const [row] of rows) {
      const {generatedById, ...contract} = row ?? {};
      // Nobody generated it: the one column that the contract leaves empty.
      expect(generatedById).toBeNull();
      expect(Object.keys(contract)).toHaveLength(23);
      expect(Object.entries(contract).filter(([, value]) => value === null || value === '')).toEqual([]);
    }
    const status = (await (await fetch(`${httpUrl}/status.json`)).json()) as {coverage: object};
    expect(status.coverage).toEqual({cellCount, unserved: [], stale: []});
    const plan = await preheat(['plan'], {PREHEAT_HOME: home});
    expect(plan).toMatchObject({exitCode: 0, stdout: `${cellCount} of ${cellCount} cells are served.\n`});

    process.kill(up.pid, 'SIGINT');
    expect(await up.ended).toMatchObject({exitCode: 0, stderr: ''});
    expect(pids.filter(isRunning)).toEqual([]);

    const second = await startPreheat(['up', '--exit'], settings(home), {throughLauncher: true}).ended;
    expect(second).toMatchObject({exitCode: 0, stderr: ''});
    expect(second.stdout).toContain(`Nothing to do. All ${cellCount} cells are served.`);
    expect(second.stdout).not.toContain('cells to make');
  },
  TIMEOUT_MS,
);

test(
  'Ctrl-C in the middle of a run ends all processes, and the next start makes only what is left',
  async () => {
    await using stack = new AsyncDisposableStack();
    const {emulator, home, slow, first, pids} = await givenRunInterrupted(stack);

    expect(await first.ended).toMatchObject({exitCode: 0, stderr: ''});
    expect(first.said()).toContain('the next start goes on where it is');
    expect(pids.filter(isRunning)).toEqual([]);
    const paidBefore = emulator.ledger().length;
    expect(paidBefore).toBeLessThan(cellCount);

    const second = startPreheat(['up'], slow, {throughLauncher: true});
    await second.saying('until Ctrl-C', {timeoutMs: 60_000});
    expect(second.said()).toContain('Resuming the run warm-up-start-');
    const after = await servicesOf(home);
    const made = await withDatabase(after.databaseUrl, counts);
    process.kill(second.pid, 'SIGINT');
    expect(await second.ended).toMatchObject({exitCode: 0, stderr: ''});

    expect(made).toEqual({draftCount: cellCount, lessonCount: cellCount, runCount: 1});
    expect(emulator.ledger()).toHaveLength(cellCount);
    expect(after.pids.filter(isRunning)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'Ctrl-C before there is a run ends all processes, and starts none',
  async () => {
    const home = await givenHome(roadmap);
    const up = startPreheat(['up'], settings(home), {throughLauncher: true});
    await up.saying('THE GEMINI EMULATOR WRITES THE LESSONS', {timeoutMs: 60_000});
    process.kill(up.pid, 'SIGINT');
    expect(await up.ended).toMatchObject({exitCode: 0, stderr: ''});
    expect(up.said()).toContain('Stopped before a run was started.');
    expect(up.said()).not.toContain('cells to make');

    const next = startPreheat(['up'], settings(home), {throughLauncher: true});
    await next.saying('until Ctrl-C', {timeoutMs: 60_000});
    expect(next.said()).toContain('Run 1 finished');
    process.kill(next.pid, 'SIGINT');
    await next.ended;
  },
  TIMEOUT_MS,
);

test(
  'a second Ctrl-C waits for nothing, and leaves no server behind',
  async () => {
    await using stack = new AsyncDisposableStack();
    const emulator = await startGeminiEmulator({settings: {latency: {ms: 60_000, spreadMs: 0}}});
    stack.defer(() => emulator.close());
    const home = await givenHome(roadmap);
    const up = startPreheat(
      ['up'],
      settings(home, {GEMINI_API_KEY: EMULATOR_API_KEY, GEMINI_BASE_URL: emulator.url}),
    );
    await up.saying('cells to make', {timeoutMs: 60_000});
    const {pids} = await servicesOf(home);
    await until('calls are in flight', () => emulator.ledger().length > 0);
    process.kill(up.pid, 'SIGINT');
    await up.saying('Ctrl-C again abandons them');
    process.kill(up.pid, 'SIGINT');
    expect(await up.ended).toMatchObject({exitCode: 130});
    await until('its servers are gone', () => !pids.some(isRunning));
  },
  TIMEOUT_MS,
);

test(
  'a run that was started with another budget is ended and not resumed under the wrong one',
  async () => {
    await using stack = new AsyncDisposableStack();
    const {home, slow, first} = await givenRunInterrupted(stack);
    await first.ended;

    const second = startPreheat(['up', '--max-usd', '9'], slow, {throughLauncher: true});
    await second.saying('until Ctrl-C', {timeoutMs: 60_000});
    const after = await servicesOf(home);
    const made = await withDatabase(after.databaseUrl, counts);
    process.kill(second.pid, 'SIGINT');
    expect(await second.ended).toMatchObject({exitCode: 0, stderr: ''});

    expect(second.said()).toMatch(
      /Ending the run warm-up-start-\S+: it was started with another model or budget/,
    );
    expect(made).toEqual({draftCount: cellCount, lessonCount: cellCount, runCount: 2});
  },
  TIMEOUT_MS,
);

test(
  'an empty home gets the starter roadmaps',
  async () => {
    const emulator = await startGeminiEmulator({settings: {latency: {ms: 2000, spreadMs: 0}}});
    const home = await emptyHome();
    try {
      const up = startPreheat(
        ['up'],
        settings(home, {GEMINI_API_KEY: EMULATOR_API_KEY, GEMINI_BASE_URL: emulator.url}),
        {throughLauncher: true},
      );
      await up.saying('cells to make', {timeoutMs: 60_000});
      expect(up.said()).toMatch(/Imported 16 starter roadmaps: 1,288 cells\./);
      process.kill(up.pid, 'SIGINT');
      expect(await up.ended).toMatchObject({exitCode: 0});
    } finally {
      await emulator.close();
    }
  },
  TIMEOUT_MS,
);
