import {expect, test} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {recentRuns} from '../../sql/queries/runs.ts';
import {testDatabase} from '../support/postgres.ts';
import {type Started, startPreheat} from '../support/preheat.ts';
import {localTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';
import {counts, keysOf, rowsAsRead, smallRoadmap} from './rows.ts';

const {url, sql} = await testDatabase();
const temporal = await localTemporal();

/** Requests that one worker has in flight at most, and activities that it holds at most (8 more). */
const CONCURRENT = 4;
const SLOTS = CONCURRENT + 8;

/** Lessons that must be published between two kills: each worker does real work. */
const STRIDE = 6;

const USUAL = {latency: {ms: 150, spreadMs: 100}};

/** So long that whatever is in flight is so when the worker dies. */
const HELD = {latency: {ms: 60_000, spreadMs: 0}};

const roadmap = smallRoadmap(10, 3);
const keys = keysOf(roadmap);

test('workers killed with -9 in the middle of a run lose nothing, duplicate nothing, and waste only what was in flight', async () => {
  const emulator = await startGeminiEmulator({settings: USUAL});
  const settings = {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: temporal.address,
    GEMINI_API_KEY: EMULATOR_API_KEY,
    GEMINI_BASE_URL: emulator.url,
    GEMINI_MAX_CONCURRENT: `${CONCURRENT}`,
    // All cells are with the server at once: what a dead worker held waits 30 s for its heartbeat, the rest goes on.
    PREHEAT_LANES: `${keys.length}`,
  };
  await importRoadmaps(sql, [roadmap]);
  const run = startPreheat(['warm', '--yes'], settings);

  /** Requests without a stored draft: in flight, or answered to a worker that is dead. */
  const unsettledCount = async () => emulator.ledger().length - (await counts(sql)).draftCount;

  async function killHard(worker: Started): Promise<void> {
    process.kill(worker.pid, 'SIGKILL');
    await worker.ended;
  }

  /** What the dead worker had sent to the database is still carried out. */
  async function untilGone(): Promise<void> {
    await until("the dead worker's connections are gone", async () => {
      const [{connectionCount}] = await sql<[{connectionCount: number}]>`
        select count(*) as connection_count from pg_stat_activity
        where datname = current_database() and application_name = 'preheat worker'
      `;
      return connectionCount === 0;
    });
  }

  async function afterProgress(): Promise<Started> {
    const worker = startPreheat(['worker'], settings);
    const {lessonCount} = await counts(sql);
    await until(
      'the new worker has published lessons',
      async () => (await counts(sql)).lessonCount >= lessonCount + STRIDE,
    );
    return worker;
  }

  async function killInCall(): Promise<number> {
    const worker = await afterProgress();
    const lostBefore = lostCount;
    emulator.configure(HELD);
    const sentBefore = emulator.ledger().length;
    await until(
      'all calls that it may have in flight are held',
      () => emulator.ledger().length === sentBefore + CONCURRENT,
    );
    await killHard(worker);
    await untilGone();
    emulator.configure(USUAL);
    return (await unsettledCount()) - lostBefore;
  }

  async function killBeforePublication(): Promise<number> {
    const worker = await afterProgress();
    const lostBefore = lostCount;
    await sql.begin(async other => {
      await other`lock table lessons_lessoncontent in exclusive mode`;
      await until('paid drafts wait to be published', async () => {
        const {draftCount, lessonCount} = await counts(sql);
        return draftCount >= lessonCount + CONCURRENT;
      });
      await killHard(worker);
    });
    await untilGone();
    return (await unsettledCount()) - lostBefore;
  }

  let lostCount = 0;
  // A worker that dies while others of its slots are between answer and draft may lose those too.
  const inCall = {kill: killInCall, minLost: CONCURRENT, maxLost: SLOTS};
  const beforePublication = {kill: killBeforePublication, minLost: 0, maxLost: SLOTS};
  for (const {kill, minLost, maxLost} of [inCall, beforePublication, inCall, beforePublication, inCall]) {
    const lost = await kill();
    expect(lost).toBeGreaterThanOrEqual(minLost);
    expect(lost).toBeLessThanOrEqual(maxLost);
    lostCount += lost;
  }
  const last = startPreheat(['worker'], settings);
  expect(await run.ended).toMatchObject({exitCode: 0, stderr: ''});

  const versions = await Promise.all(keys.map(key => rowsAsRead(sql, key)));
  expect(versions.map(rows => rows.length)).toEqual(keys.map(() => 1));
  expect(await counts(sql)).toEqual({draftCount: keys.length, lessonCount: keys.length, runCount: 1});
  const states = await sql`
    select d.status, v.state, count(*) as cell_count, count(distinct d.cell_id) as distinct_count
    from preheat.draft d join preheat.lesson_version v using (draft_id) group by d.status, v.state
  `;
  expect(states).toEqual([
    {status: 'published', state: 'live', cellCount: keys.length, distinctCount: keys.length},
  ]);
  expect(await recentRuns(sql, 10)).toMatchObject([
    {state: 'finished', publishedCount: keys.length, pendingCount: 0, inFlightCount: 0, reservedUsd: 0},
  ]);
  // Nothing was paid for again but what the dead workers had not stored.
  expect(emulator.ledger()).toHaveLength(keys.length + lostCount);

  process.kill(last.pid, 'SIGINT');
  expect(await last.ended).toMatchObject({exitCode: 0});
  await emulator.close();
}, 240_000);
