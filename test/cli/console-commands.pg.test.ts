import type {Client} from '@temporalio/client';
import {beforeEach, expect, test} from 'vitest';
import {CommandRefused} from '../../api/console/commands.ts';
import {consoleCommands} from '../../cli/console-commands.ts';
import {keyedWorkflowId} from '../../cli/run-client.ts';
import {EMULATOR_API_KEY, readConfig} from '../../config.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {absentTemporal} from './absent-temporal.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
});

const ANNA = {id: 'a1', role: 'admin'};

/** Without a Temporal server: what is refused is refused before anything is sent. */
function given(
  environment: NodeJS.ProcessEnv = {},
  client: () => Promise<Client> = async () => ({}) as never,
) {
  const config = readConfig({DATABASE_URL: url, GEMINI_API_KEY: 'key', ...environment});
  return consoleCommands({config, db: sql, client});
}

test('a quote counts the cells of its filter', async () => {
  const quote = await given().quote({filter: {limit: 1}, maxUsd: 3});

  expect(quote).toMatchObject({cellCount: 1, maxUsd: 3});
});

test('an unknown roadmap, and a model without a price, are refused', async () => {
  const run = {filter: {roadmapKeys: ['r', 'x']}, maxUsd: null};
  await expect(given().quote(run)).rejects.toThrow(new CommandRefused('There is no roadmap "x".'));
  const priceless = given({GEMINI_MODEL: 'a-model-that-nobody-knows'});
  await expect(priceless.quote({filter: {}, maxUsd: null})).rejects.toThrow(/No price is known/);
  await expect(priceless.quote({filter: {}, maxUsd: null})).rejects.toBeInstanceOf(CommandRefused);
});

test('the model is told as it is configured, and as the database names it', () => {
  const price = {GEMINI_INPUT_USD_PER_MILLION: '1', GEMINI_OUTPUT_USD_PER_MILLION: '2'};
  const both = {GEMINI_MODEL: 'one', GEMINI_QUALITY_MODEL: 'two', GEMINI_SERVICE_TIER: 'flex', ...price};
  expect(given({...both, GEMINI_MAX_CONCURRENT: '9', PREHEAT_LANES: '3'}).model).toEqual({
    name: 'one',
    emulated: false,
    alternative: 'two',
    limits: readConfig({}).limits,
    maxConcurrent: 3,
    serviceTier: 'flex',
    configuredPrice: {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 1, outputUsdPerMillion: 2},
  });
  expect(
    given({GEMINI_API_KEY: EMULATOR_API_KEY, GEMINI_MODEL: 'one', GEMINI_QUALITY_MODEL: 'one'}).model,
  ).toMatchObject({name: 'emulator:one', emulated: true, alternative: null, configuredPrice: null});
});

test('a run’s page is that of its workflow', () => {
  const commands = given({TEMPORAL_UI_URL: 'https://temporal.example'});
  expect(commands.temporalUrl('regenerate:7/abc')).toBe(
    'https://temporal.example/namespaces/default/workflows/regenerate%3A7/abc',
  );
});

test('a run is found by its key, and is not started again', async () => {
  const commands = given();
  expect(await commands.runOfKey('k')).toBe(null);
  const runId = await givenRun(sql, {workflowId: keyedWorkflowId('k')});

  expect(await commands.runOfKey('k')).toMatchObject({runId});
  expect(
    await commands.startRun({key: 'k', filter: {}, maxUsd: null, retryOf: null, actor: ANNA}),
  ).toMatchObject({runId});
  // Nobody started anything.
  expect(await sql`select from preheat.audit_event`).toEqual([]);
});

test.each(['pauseRun', 'resumeRun', 'cancelRun'] as const)(
  '%s refuses a run that is not there',
  async name => {
    const command = given()[name]({runId: 99, by: 'anna', reason: null, actor: ANNA});

    await expect(command).rejects.toBeInstanceOf(CommandRefused);
  },
);

test.each([
  ['went away after it was connected to', async () => absentTemporal()],
  ['cannot be connected to', () => Promise.reject(new Error('of the inside'))],
])('a Temporal server that %s is told, and nothing is done', async (_, client) => {
  const commands = given({}, client);
  const refusal = expect.objectContaining({
    message: expect.stringContaining('The Temporal server does not answer.') as unknown,
  }) as unknown;
  const start = {key: 'k', filter: {}, maxUsd: null, retryOf: null, actor: ANNA};
  const command = {runId: await givenRun(sql), by: 'anna', reason: null, actor: ANNA};

  for (const work of [
    async () => commands.startRun(start),
    async () => commands.pauseRun(command),
    async () => commands.cancelRun(command),
  ]) {
    const error = await work().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandRefused);
    expect(error).toEqual(refusal);
  }
  expect(await sql`select from preheat.audit_event`).toEqual([]);
});
