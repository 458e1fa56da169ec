import {afterAll, beforeEach, expect, test, vi} from 'vitest';
import {lessonRequester} from '../../cli/lesson-requests.ts';
import {EMULATOR_API_KEY, readConfig} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import {runProgress} from '../../sql/queries/runs.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {startPreheat} from '../support/preheat.ts';
import {localTemporal, upkeepDone} from '../support/temporal.ts';
import {until} from '../support/until.ts';

// A worker is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 180_000});

const {url, sql} = await testDatabase();
const temporal = await localTemporal();
const emulator = await startGeminiEmulator();
const LANES = 2;
const settings = {
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: temporal.address,
  GEMINI_API_KEY: EMULATOR_API_KEY,
  GEMINI_BASE_URL: emulator.url,
  PREHEAT_LANES: `${LANES}`,
};
const lessons = lessonRequester(readConfig(settings), sql);
afterAll(async () => {
  await lessons.close();
  await emulator.close();
});
endServersAfterEach();
endPagesAfterEach();

const worker = startPreheat(['worker'], settings);
await worker.saying('The worker is ready', {timeoutMs: 120_000});

/** So many that a run with slow calls is still under way when the commands come. */
const CELL_COUNT = 30;

beforeEach(async () => {
  emulator.reset();
  await upkeepDone(temporal, sql);
  await emptyTables(sql);
  await givenCells(sql, ...Array.from({length: CELL_COUNT}, (_, index) => `Step ${index + 1}`));
});

/** A run that an administrator started in the browser, with two slow calls in flight; its page. */
async function givenStarted() {
  emulator.configure({latency: {ms: 4_000, spreadMs: 0}});
  const console = await givenConsole({pool: sql, emulated: true, commands: lessons.commands});
  const page = await console.open('admin', '/runs?start=true');
  await page.getByRole('button', {name: `Start: ${CELL_COUNT} cells, $`}).click();
  await page.getByRole('heading', {level: 1, name: 'Run 1'}).waitFor();
  await until('two calls are in flight', () => emulator.ledger().length >= LANES);
  return page;
}

test('a run is started, paused, given a cap, resumed and followed live to its end', async () => {
  const page = await givenStarted();
  await page.getByRole('button', {name: 'Pause', exact: true}).click();
  await page.getByRole('dialog').getByLabel('Why').fill('new prompts');
  await page.getByRole('dialog').getByRole('button', {name: 'Pause the run'}).click();

  await page.getByText('It is paused').waitFor();
  await page
    .getByText(/Paused by .*: new prompts/)
    .first()
    .waitFor();
  const made = emulator.ledger().length;
  await page.getByText(`${made} made`).first().waitFor();
  expect(await runProgress(sql, 1)).toMatchObject({state: 'paused', publishedCount: made, inFlightCount: 0});
  emulator.configure({latency: {ms: 0, spreadMs: 0}});

  await page.getByRole('button', {name: 'Change the cap'}).click();
  await page.getByRole('dialog').getByLabel('It may spend at most').fill('5');
  await page.getByRole('dialog').getByRole('button', {name: 'Set the cap to $5.00'}).click();
  await page.getByText('cap $5.00').waitFor();

  await page.getByRole('button', {name: 'Resume'}).click();
  await page.getByText(`${CELL_COUNT} of ${CELL_COUNT} cells decided`).waitFor({timeout: 60_000});
  await page.getByRole('heading', {name: 'Quote and outcome'}).waitFor();
  expect(await page.getByRole('button', {name: 'Pause', exact: true}).count()).toBe(0);
  expect(emulator.ledger()).toHaveLength(CELL_COUNT);
  expect(await runProgress(sql, 1)).toMatchObject({state: 'finished', publishedCount: CELL_COUNT, maxUsd: 5});
});

test('a run that is cancelled stores its calls in flight, ends, and says who cancelled it', async () => {
  const page = await givenStarted();
  await page.getByRole('button', {name: 'Cancel the run'}).click();
  await page.getByRole('dialog').getByText('A cancelled run cannot be resumed.').waitFor();
  await page.getByRole('dialog').getByLabel('Why').fill('too dear');
  await page.getByRole('dialog').getByRole('button', {name: 'Cancel the run'}).click();

  await page.getByText('Why it stopped before its end').waitFor({timeout: 60_000});
  await page
    .getByText(/Cancelled by .*: too dear/)
    .first()
    .waitFor();
  const sent = emulator.ledger().length;
  await page.getByText(`${sent} made`).first().waitFor();
  expect(await runProgress(sql, 1)).toMatchObject({
    state: 'stopped',
    cause: 'cancelled',
    publishedCount: sent,
    pendingCount: CELL_COUNT - sent,
  });
});
