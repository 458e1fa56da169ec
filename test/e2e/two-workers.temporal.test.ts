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

const KILLS = 3;
const CONCURRENT = 4;
/** Activities that one worker holds at most. */
const SLOTS = CONCURRENT + 8;

const roadmap = smallRoadmap(8, 2);
const keys = keysOf(roadmap);

test('of two workers one is killed at random, again and again: table, ledger and counts agree', async () => {
  const emulator = await startGeminiEmulator({settings: {latency: {ms: 200, spreadMs: 150}}});
  const settings = {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: temporal.address,
    GEMINI_API_KEY: EMULATOR_API_KEY,
    GEMINI_BASE_URL: emulator.url,
    GEMINI_MAX_CONCURRENT: `${CONCURRENT}`,
    GEMINI_REQUESTS_PER_MINUTE: '900',
    PREHEAT_LANES: '12',
  };
  await importRoadmaps(sql, [roadmap]);
  const workers: Started[] = [startPreheat(['worker'], settings), startPreheat(['worker'], settings)];
  const run = startPreheat(['warm', '--yes'], settings);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const wantedCount = (await counts(sql)).lessonCount + 2 + Math.floor(8 * Math.random());
    await until('the workers have made some lessons', async () => {
      return (await counts(sql)).lessonCount >= Math.min(wantedCount, keys.length - 1);
    });
    const victim = Math.floor(2 * Math.random());
    process.kill(workers[victim]!.pid, 'SIGKILL');
    await workers[victim]!.ended;
    workers[victim] = startPreheat(['worker'], settings);
  }
  expect(await run.ended).toMatchObject({exitCode: 0, stderr: ''});

  const versions = await Promise.all(keys.map(key => rowsAsRead(sql, key)));
  expect(versions.map(rows => rows.length)).toEqual(keys.map(() => 1));
  expect(await counts(sql)).toEqual({draftCount: keys.length, lessonCount: keys.length, runCount: 1});
  const [progress] = await recentRuns(sql, 1);
  expect(progress).toMatchObject({
    state: 'finished',
    wantedCount: keys.length,
    publishedCount: keys.length,
    inFlightCount: 0,
    reservedUsd: 0,
  });
  // Every call is a stored draft or counted as lost; one that died before it was sent counts as lost as well.
  const lostCount = emulator.ledger().length - keys.length;
  expect(lostCount).toBeGreaterThanOrEqual(0);
  expect(progress!.lostCallCount).toBeGreaterThanOrEqual(lostCount);
  expect(progress!.lostCallCount).toBeLessThanOrEqual(KILLS * SLOTS);
  const [{costUsd, dayUsd, dayReservedUsd}] = await sql<
    [{costUsd: number; dayUsd: number; dayReservedUsd: number}]
  >`
    select (select sum(cost_usd) from preheat.draft) as cost_usd, sum(spent_usd) as day_usd, sum(reserved_usd) as day_reserved_usd
    from preheat.usage_day where model = '*'
  `;
  expect(progress!.spentUsd).toBeCloseTo(costUsd + progress!.lostUsd, 6);
  expect({dayUsd, dayReservedUsd}).toEqual({dayUsd: progress!.spentUsd, dayReservedUsd: 0});

  for (const worker of workers) process.kill(worker.pid, 'SIGINT');
  await Promise.all(workers.map(worker => worker.ended));
  await emulator.close();
}, 300_000);
