import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeEach, expect, test, vi} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import type {Quote} from '../../domain/quotes.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat, startPreheat} from '../support/preheat.ts';
import {localTemporal, upkeepDone} from '../support/temporal.ts';
import {counts} from './rows.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
const temporal = await localTemporal();
const emulator = await startGeminiEmulator();
const folder = await mkdtemp(join(tmpdir(), 'preheat-warm-'));

const settings = {
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: temporal.address,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
  PREHEAT_LANES: '8',
};
const run = (...args: string[]) => preheat(args, settings);

const worker = startPreheat(['worker'], settings);
await worker.saying('The worker is ready (Gemini emulator).');

afterAll(async () => {
  await emulator.close();
  await rm(folder, {recursive: true});
});

/** 12 cells: 3 lessons in 4 styles. */
const ROADMAP = `
id: python
title: Python
steps:
  - title: Python Loops
    lessons: 2
  - title: Python Lists
`;

beforeEach(async () => {
  emulator.reset();
  await upkeepDone(temporal, sql);
  await emptyTables(sql);
  await writeFile(join(folder, 'python.yaml'), ROADMAP);
  await run('import', join(folder, 'python.yaml'));
});

test('a plan counts what is missing by roadmap and style, a run makes it, and then there is nothing to do', async () => {
  const table = await run('plan');
  expect(table).toMatchObject({exitCode: 0, stderr: ''});
  expect(table.stdout).toContain('0 of 12 cells are served.');
  expect(table.stdout).toMatch(/Not served +hands_on +video +reading +mixed +all\nPython +3 +3 +3 +3 +12\n/);
  expect((await run('plan', '--style', 'video')).stdout).toContain(
    '3 of the cells that were asked for are not served.',
  );
  const json = await run('plan', '--style', 'video', '--json');
  expect(JSON.parse(json.stdout)).toEqual({
    cellCount: 12,
    unserved: [{style: 'video', state: 'missing', cellCount: 3}],
    stale: [],
    roadmaps: [
      {roadmapKey: 'python', roadmapTitle: 'Python', style: 'video', state: 'missing', cellCount: 3},
    ],
    quote: expect.objectContaining({cellCount: 3, basis: {lessonCount: 0, priorStyles: ['video']}}),
  });

  const warm = await run('warm', '--yes');
  expect(warm).toMatchObject({exitCode: 0, stderr: ''});
  expect(warm.stdout).toMatch(/Run 1 finished after \d+ s: 12 of 12 lessons made for \$/);
  expect(warm.stdout).toContain('All 12 cells are served.');
  expect(await run('warm', '--yes')).toMatchObject({
    exitCode: 0,
    stdout: 'Nothing to do. All 12 cells are served.\n',
  });
  expect(await counts(sql)).toEqual({draftCount: 12, lessonCount: 12, runCount: 1});
});

test('a run is quoted before it starts, keeps the quote, and shows it beside the outcome; a script must say --yes', async () => {
  const unasked = await run('warm', '--style', 'reading');
  expect(unasked).toMatchObject({
    exitCode: 2,
    stderr: 'preheat: There is no terminal to ask on whether to start. Add --yes to start without asking.\n',
  });
  expect(unasked.stdout).toMatch(
    /^3 cells to make with gemini-3\.5-flash-lite \(emulated\)\.\n  3 missing: 3 reading\.\n  Quote: \$0\.\d+-0\.\d+ \(emulated\) and .*\n  No lesson was made with this model yet.*\n$/,
  );
  expect(await counts(sql)).toMatchObject({runCount: 0});

  const first = await run('warm', '--yes', '--style', 'reading', '--limit', '2');
  expect(first.stdout).toMatch(
    /\n  Quoted \$0\.\d+-0\.\d+ and \S+ s for 2 lessons; it was \$0\.\d+.* and \d+ s.*\.\n/,
  );
  expect(first.stdout).not.toContain('$0.0000');
  expect((await run('plan', '--style', 'reading')).stdout).toContain(
    '\n  It rests on the last 2 lessons of these styles with this model.\n',
  );
  const second = await run('warm', '--yes', '--style', 'reading', '--max-usd', '0.001');
  expect(second.stdout).toContain('  The budget of $0.0010 is below the quote:');
  expect(second.stdout).toContain('  None of them fits in the budget of $0.0010.');

  const quotes = await sql<{quote: Quote; maxUsd: number | null}[]>`
    select quote, max_usd from preheat.run order by run_id
  `;
  expect(quotes).toMatchObject([
    {quote: {cellCount: 2, basis: {lessonCount: 0}, maxUsd: null}},
    {quote: {cellCount: 1, basis: {lessonCount: 2}, maxUsd: 0.001, exceeds: {maxUsd: 1}}},
  ]);
});

test('importing adds cells, importing the same again changes nothing, and what a step loses is archived', async () => {
  await emptyTables(sql);
  expect(await run('import', join(folder, 'python.yaml'))).toMatchObject({
    exitCode: 0,
    stdout:
      'Roadmaps: 1 new, 0 changed, 0 as before.\nCells: 12 added, 0 back again, 0 archived (their lessons stay).\n',
    stderr: '',
  });
  expect(await run('import', join(folder, 'python.yaml'))).toMatchObject({
    exitCode: 0,
    stdout:
      'Roadmaps: 0 new, 0 changed, 1 as before.\nCells: 0 added, 0 back again, 0 archived (their lessons stay).\n',
  });

  await writeFile(join(folder, 'python.yaml'), ROADMAP.replace('    lessons: 2\n', ''));
  const changed = await run('import', join(folder, 'python.yaml'));
  expect(changed.stdout).toContain('1 changed');
  expect(changed.stdout).toContain('4 archived');
});

test('a run takes only the styles and as many cells as it is told to', async () => {
  const limited = await run('warm', '--yes', '--style', 'reading', '--limit', '2');
  // All that it was asked for is served, though not all that is wanted.
  expect(limited).toMatchObject({exitCode: 0, stderr: ''});
  expect(limited.stdout).toContain('2 of 2 lessons made');
  expect(await sql`select distinct learning_style from lessons_lessoncontent`).toEqual([
    {learningStyle: 'reading'},
  ]);

  const style = await run('warm', '--yes', '--style', 'reading');
  expect(style).toMatchObject({exitCode: 0});
  expect(style.stdout).toContain('All cells that were asked for are served.');
  expect(await counts(sql)).toEqual({draftCount: 3, lessonCount: 3, runCount: 2});
  expect((await run('plan')).stdout).toContain('3 of 12 cells are served.');
});

test('lessons that are apologies go to quarantine: exit code 1, the rest is served, and only --only takes them again', async () => {
  emulator.configure({faults: [{fault: 'apology', promptContains: '"step_title":"Python Lists"'}]});

  const warm = await run('warm', '--yes', '--style', 'reading', 'video');
  expect(warm).toMatchObject({exitCode: 1, stderr: ''});
  expect(warm.stdout).toContain('4 of 6 lessons made');
  expect(warm.stdout).toContain('2 are in quarantine');
  expect(warm.stdout).toMatch(/ {4}quarantined: Python Lists · lesson 1 · reading: .{1,202}\n/);
  expect(warm.stdout).toContain(
    '2 of the cells that were asked for are not served. 2 of them are in quarantine: `preheat quarantine list` says why.',
  );
  expect(await sql`select from lessons_lessoncontent where roadmap_step_title = 'Python Lists'`).toHaveLength(
    0,
  );
  const paid = emulator.ledger().length;

  const again = await run('warm', '--yes', '--style', 'reading', 'video');
  expect(again).toMatchObject({exitCode: 1, stderr: ''});
  expect(again.stdout).toContain('Nothing to do.');
  expect(emulator.ledger()).toHaveLength(paid);

  emulator.configure({faults: []});
  expect(await run('warm', '--yes', '--only', 'quarantined')).toMatchObject({exitCode: 0});
  expect((await counts(sql)).lessonCount).toBe(6);
});

test('of the cells in some states, the run itself tells whether all were made', async () => {
  emulator.configure({faults: [{fault: 'apology', promptContains: '"step_title":"Python Lists"'}]});
  const missing = ['warm', '--yes', '--style', 'reading', '--only', 'missing'];

  const warm = await run(...missing);
  expect(warm).toMatchObject({exitCode: 1, stderr: ''});
  expect(warm.stdout).toContain('2 of 3 lessons made');
  expect(warm.stdout).toContain('quarantined: Python Lists');
  expect(warm.stdout).not.toContain('are served');

  expect(await run(...missing)).toMatchObject({
    exitCode: 0,
    stdout: 'Nothing to do. No cell is in a state that was asked for.\n',
  });
});

test('a key that is known shows its run, whatever became of the cells that it was to make', async () => {
  const keyed = ['warm', '--yes', '--key', 'the-first', '--roadmap', 'python'];
  expect(await run(...keyed)).toMatchObject({exitCode: 0});
  await run('roadmaps', 'archive', 'python');

  const again = await run(...keyed);
  expect(again).toMatchObject({exitCode: 0, stderr: ''});
  expect(again.stdout).toContain('Run 1 has this key already: nothing new starts.');
});

test('a budget without room for one call stops the run before anything is paid for', async () => {
  const warm = await run('warm', '--yes', '--max-usd', '0.0001');

  expect(warm).toMatchObject({exitCode: 1, stderr: ''});
  expect(warm.stdout).toMatch(/Run 1 stopped \(budget\) after \d+ s: 0 of 12 lessons made for \$0\.00/);
  expect(warm.stdout).toContain('The budget of the run has no room for one more call');
  expect(warm.stdout).toContain('12 were not reached and stay to be made.');
  expect(emulator.ledger()).toEqual([]);
  expect(await sql`select from preheat.reservation`).toHaveLength(0);
});

test('a key that the provider refuses stops the run with what to do', async () => {
  emulator.configure({keys: {[EMULATOR_API_KEY]: {project: 'emulator', state: 'blocked'}}});

  const warm = await run('warm', '--yes');
  expect(warm).toMatchObject({exitCode: 1, stderr: ''});
  expect(warm.stdout).toMatch(/Run 1 stopped \(auth\)/);
  expect(warm.stdout).toContain('GEMINI_API_KEY');
  expect(await counts(sql)).toEqual({draftCount: 0, lessonCount: 0, runCount: 1});
  // Each lane asked at most once.
  expect(emulator.ledger().length).toBeLessThanOrEqual(Number(settings.PREHEAT_LANES));
});

test('runs are listed, the newest first, as text and as JSON', async () => {
  expect(await run('runs')).toMatchObject({
    exitCode: 0,
    stdout: 'There was no run yet. `preheat warm` starts one.\n',
  });
  await run('warm', '--yes', '--limit', '1');
  await run('warm', '--yes', '--max-usd', '0.0001');

  const text = await run('runs');
  expect(text).toMatchObject({exitCode: 0, stderr: ''});
  expect(text.stdout).toMatch(
    /^2 {2}\S+Z {2}manual {2}stopped \(budget\) {2}0\/11 cells, 0 published, \$0\.00\n {5}The budget of.*\n1 {2}\S+Z {2}manual {2}finished {2}1\/1 cells, 1 published, \$0\.\d+\nQuotes of the last 1 whole runs .*\n$/,
  );
  expect(JSON.parse((await run('runs', '--json', '--limit', '1')).stdout)).toMatchObject([
    {runId: 2, state: 'stopped', cause: 'budget'},
  ]);
});

test('a roadmap that is not there is named before anything starts', async () => {
  const warm = await run('warm', '--yes', '--roadmap', 'pyton');

  expect(warm).toMatchObject({exitCode: 1, stdout: ''});
  expect(warm.stderr).toBe('preheat: There is no roadmap "pyton". `preheat plan --json` lists the keys.\n');
  expect((await counts(sql)).runCount).toBe(0);
});

test('Ctrl-C in `warm` leaves the run going', async () => {
  emulator.configure({latency: {ms: 60_000, spreadMs: 0}});
  const warm = startPreheat(['warm', '--yes', '--limit', '1'], settings);
  await warm.saying('0/1');

  process.kill(warm.pid, 'SIGINT');
  const {exitCode, stdout} = await warm.ended;
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /The run warm-up-manual-\S+ goes on without this terminal; `preheat runs` shows it\./,
  );

  const [row] = await sql<[{workflowId: string}]>`select workflow_id from preheat.run where ended_at is null`;
  const handle = temporal.client.workflow.getHandle(row.workflowId);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow('cancelled');
});

test('a worker whose terminal was closed ends in order', async () => {
  const other = startPreheat(['worker'], settings);
  await other.saying('The worker is ready');
  other.closeOutput();
  process.kill(other.pid, 'SIGTERM');

  expect((await other.ended).exitCode).toBe(0);
});

test('a worker ends at SIGTERM with exit code 0 and without complaints', async () => {
  process.kill(worker.pid, 'SIGTERM');

  expect(await worker.ended).toMatchObject({exitCode: 0, stderr: ''});
});
