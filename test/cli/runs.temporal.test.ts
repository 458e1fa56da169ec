import {afterAll, beforeEach, expect, test, vi} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {auditEvents} from '../../sql/queries/audit.ts';
import {closeRun, recordCell, runProgress} from '../../sql/queries/runs.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat, startPreheat} from '../support/preheat.ts';
import {localTemporal, upkeepDone} from '../support/temporal.ts';
import {until} from '../support/until.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 180_000});

const {url, sql} = await testDatabase();
const temporal = await localTemporal();
const emulator = await startGeminiEmulator();
afterAll(() => emulator.close());

const LANES = 2;
const settings = {
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: temporal.address,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
  PREHEAT_LANES: `${LANES}`,
};
const run = (...args: string[]) => preheat(args, settings);
const refused = (text: string) => ({exitCode: 1, stdout: '', stderr: expect.stringContaining(text)});

const worker = startPreheat(['worker'], settings);
await worker.saying('The worker is ready');

/** So many that a run with slow calls is still under way when the commands come. */
const CELL_COUNT = 60;

const TITLES = Array.from({length: CELL_COUNT}, (_, index) => `Step ${index + 1}`);

beforeEach(async () => {
  emulator.reset();
  await upkeepDone(temporal, sql);
  await emptyTables(sql);
  await givenCells(sql, ...TITLES);
});

/** What the audit log has of a run, oldest first. */
const noted = async (runId: number) => {
  const filter = {actor: null, actions: null, cellId: null, lessonId: null, runId, since: null, until: null};
  const events = await auditEvents(sql, {filter, beforeId: null, limit: 50});
  return events.toReversed().map(({actor, actorRole, action, reason, before, after}) => ({
    by: `${actor} ${actorRole}`,
    action,
    reason,
    before,
    after,
  }));
};

/** A run with two slow calls in flight. */
async function givenSlowRun() {
  emulator.configure({latency: {ms: 3_000, spreadMs: 0}});
  const warm = startPreheat(['warm', '--yes'], settings);
  await until('two calls are in flight', () => emulator.ledger().length === LANES);
  return warm;
}

test('a run is paused, shown, given another budget, resumed, and makes each lesson once', async () => {
  const warm = await givenSlowRun();

  const paused = await run('runs', 'pause', '1', '--reason', 'new prompts');
  expect(paused).toMatchObject({exitCode: 0, stderr: ''});
  expect(paused.stdout).toMatch(/^Run 1 is paused\..* `preheat runs resume 1` goes on\.\n$/);
  const made = emulator.ledger().length;
  await until('its calls are stored', async () => (await runProgress(sql, 1))?.publishedCount === made);
  emulator.configure({latency: {ms: 0, spreadMs: 0}});
  expect(await runProgress(sql, 1)).toMatchObject({state: 'paused', inFlightCount: 0});

  expect(await run('runs', 'pause', '1')).toMatchObject(refused('Run 1 is paused already. Paused by '));
  const show = await run('runs', 'show', '1');
  expect(show).toMatchObject({exitCode: 0, stderr: ''});
  expect(show.stdout).toMatch(/^Run 1, manual, paused \(paused\), of \S+Z with /);
  expect(show.stdout).toMatch(/· Paused by \S+: new prompts\.\n/);
  expect(show.stdout).toContain(`By style\n  reading  ${made}/${CELL_COUNT}\n`);
  expect(show.stdout).toContain('Quoted $');
  expect(JSON.parse((await run('runs', 'show', '1', '--json')).stdout)).toMatchObject({
    runId: 1,
    byRoadmap: [{roadmapKey: 'r', wantedCount: CELL_COUNT, doneCount: made}],
    errors: [],
  });
  expect(await run('runs', 'budget', '1', '--max-usd', '0.000001')).toMatchObject(
    refused('Run 1 has spent $'),
  );
  expect(await run('runs', 'budget', '1', '--max-usd', '5')).toMatchObject({
    exitCode: 0,
    stdout: 'Run 1 may spend $5.00 (without a cap before). Its next call sees it.\n',
  });
  // All that time nothing new has started.
  expect(emulator.ledger()).toHaveLength(made);

  expect(await run('runs', 'resume', '1')).toMatchObject({exitCode: 0, stdout: 'Run 1 goes on.\n'});
  expect(await warm.ended).toMatchObject({exitCode: 0});
  expect(emulator.ledger()).toHaveLength(CELL_COUNT);
  expect(await runProgress(sql, 1)).toMatchObject({state: 'finished', publishedCount: CELL_COUNT, maxUsd: 5});
  // Of what was refused nothing is noted.
  expect(await noted(1)).toMatchObject([
    {by: 'cli admin', action: 'start_run', after: {kind: 'manual', filter: {}, maxUsd: null}},
    {by: 'cli admin', action: 'pause_run', reason: 'new prompts', before: {state: 'running'}},
    {by: 'cli admin', action: 'change_run_budget', before: {maxUsd: null}, after: {maxUsd: 5}},
    {by: 'cli admin', action: 'resume_run', before: {state: 'paused', cause: 'paused'}},
  ]);
});

test('a run that is cancelled stores its calls in flight and ends; again, it stays; nothing else is possible then', async () => {
  const warm = await givenSlowRun();

  // It is not lost.
  expect(await run('runs', 'cancel', '1', '--lost')).toMatchObject(
    refused('The workflow of run 1 is under way: `preheat runs cancel 1` without --lost ends it.'),
  );

  const cancelled = await run('runs', 'cancel', '1');
  expect(cancelled).toMatchObject({exitCode: 0, stderr: ''});
  expect(cancelled.stdout).toMatch(
    /^Run 1 is cancelled\..* Cells that it had not reached stay to be made\.\n$/,
  );
  const {exitCode, stdout} = await warm.ended;
  expect(exitCode).toBe(1);
  const sent = emulator.ledger().length;
  expect(stdout).toContain(`${sent} of ${CELL_COUNT} lessons made`);
  expect(stdout).toContain('Run 1 stopped (cancelled)');
  const before = await runProgress(sql, 1);
  expect(before).toMatchObject({
    state: 'stopped',
    cause: 'cancelled',
    publishedCount: sent,
    pendingCount: CELL_COUNT - sent,
    inFlightCount: 0,
    lostCallCount: 0,
  });

  expect(await run('runs', 'cancel', '1')).toMatchObject({exitCode: 0, stderr: ''});
  expect(await run('runs', 'resume', '1')).toMatchObject(
    refused('Run 1 has ended, as stopped (cancelled): it cannot be resumed any more.'),
  );
  expect(await run('runs', 'budget', '1', '--max-usd', '5')).toMatchObject(
    refused('Run 1 has ended: its budget can no longer be changed. `preheat runs retry 1`'),
  );
  expect(await run('runs', 'retry', '1')).toMatchObject(
    refused(
      `No cell failed in run 1: there is nothing to retry. \`preheat warm\` makes the ${CELL_COUNT - sent}`,
    ),
  );
  expect(await runProgress(sql, 1)).toEqual(before);
  expect((await noted(1)).map(({action}) => action)).toEqual(['start_run', 'cancel_run']);
});

test.each([
  [['show', '99'], 'There is no run 99.'],
  [['pause', '99'], 'There is no run 99.'],
  [['retry', '99'], 'There is no run 99.'],
  [['budget', '99', '--max-usd', '1'], 'There is no run 99.'],
])('an unknown run is named: %s', async (args, text) => {
  expect(await run('runs', ...args)).toMatchObject(refused(text));
});

test('a run that is not paused cannot be resumed, one without a workflow is told', async () => {
  await givenRun(sql, {workflowId: 'never-there'});
  expect(await run('runs', 'resume', '1')).toMatchObject(refused('Run 1 is not paused: it is running.'));
  expect(await run('runs', 'pause', '1')).toMatchObject(
    refused('The Temporal server has no workflow of run 1 under way'),
  );
  expect(await runProgress(sql, 1)).toMatchObject({state: 'running'});
});

test('the books of a run without a workflow are closed where somebody says that it is lost, noted and once', async () => {
  await givenRun(sql, {workflowId: 'never-there'});
  expect(await run('runs', 'cancel', '1', '--lost', '--reason', 'terminated')).toMatchObject({
    exitCode: 0,
    stdout: 'Run 1 is closed as lost. Cells that it had not reached stay to be made.\n',
  });
  expect(await runProgress(sql, 1)).toMatchObject({
    state: 'lost',
    causeMessage: 'Its workflow is gone from the Temporal server.',
  });
  expect(await noted(1)).toMatchObject([{action: 'cancel_run', reason: 'terminated'}]);
  expect(await run('runs', 'cancel', '1', '--lost')).toMatchObject(
    refused('Run 1 has ended, as lost: it cannot be closed as lost any more.'),
  );
});

test('what failed in a run is made by a new one, within its budget; then there is nothing left to retry', async () => {
  const runId = await givenRun(sql, {maxUsd: 3});
  for (const cellId of [2, 3]) await recordCell(sql, {runId, cellId, status: 'failed', message: 'Refused.'});
  await closeRun(sql, {runId, end: {state: 'finished'}});
  expect((await run('runs', 'show', '1')).stdout).toContain('Errors\n  2 failed: Refused.\n');

  const retry = await run('runs', 'retry', '1');
  expect(retry).toMatchObject({exitCode: 0, stderr: ''});
  expect(retry.stdout).toContain('2 of 2 lessons made');
  expect(await sql`select kind, filter, max_usd, state from preheat.run where run_id = 2`).toEqual([
    {kind: 'manual', filter: {failedInRunId: 1}, maxUsd: 3, state: 'finished'},
  ]);
  expect(await sql`select cell_id from preheat.run_cell where run_id = 2 order by cell_id`).toEqual([
    {cellId: 2},
    {cellId: 3},
  ]);

  expect(await run('runs', 'retry', '1')).toMatchObject({
    exitCode: 0,
    stdout: 'Nothing to do: no cell that failed in run 1 is still to be made.\n',
  });
  expect(emulator.ledger()).toHaveLength(2);
  expect(await noted(2)).toMatchObject([{action: 'retry_run', after: {retryOf: 1, maxUsd: 3}}]);
  expect(await noted(1)).toEqual([]);
});

test('a key makes one run of all calls: it is followed while under way, and its end is shown after', async () => {
  emulator.configure({latency: {ms: 3_000, spreadMs: 0}});
  const first = startPreheat(['warm', '--yes', '--key', 'night-7', '--limit', '2'], settings);
  await until('it is under way', async () => (await runProgress(sql, 1)) !== null);
  const second = await run('warm', '--yes', '--key', 'night-7');
  const third = await run('warm', '--yes', '--key', 'night-7');

  expect(await first.ended).toMatchObject({exitCode: 0});
  for (const {exitCode, stdout} of [second, third]) {
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Run 1 has this key already: nothing new starts.');
    expect(stdout).toContain('Run 1 finished after');
  }
  expect(emulator.ledger()).toHaveLength(2);
  expect(await sql`select workflow_id from preheat.run`).toEqual([{workflowId: 'warm-up-key-night-7'}]);
  expect(await noted(1)).toMatchObject([{action: 'start_run'}]);
});

test('the worker ends without complaints', async () => {
  process.kill(worker.pid, 'SIGTERM');
  expect(await worker.ended).toMatchObject({exitCode: 0, stderr: ''});
});
