import {beforeEach, expect, test} from 'vitest';
import {CommandRefused} from '../../api/console/commands.ts';
import {consoleCommands} from '../../cli/console-commands.ts';
import {keyedWorkflowId} from '../../cli/run-client.ts';
import {readConfig} from '../../config.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
});

/** Without a Temporal server: what is refused is refused before anything is sent. */
function given(environment: NodeJS.ProcessEnv = {}) {
  const config = readConfig({DATABASE_URL: url, GEMINI_API_KEY: 'key', ...environment});
  return consoleCommands({config, db: sql, client: async () => ({}) as never});
}

test('a quote counts the cells of its filter', async () => {
  const quote = await given().quote({filter: {limit: 1}, maxUsd: 3});

  expect(quote).toMatchObject({cellCount: 1, maxUsd: 3});
});

test('an unknown roadmap, and a model without a price, are refused', async () => {
  const run = {filter: {roadmapKeys: ['r', 'x']}, maxUsd: null};
  await expect(given().quote(run)).rejects.toThrow(new CommandRefused('There is no roadmap x.'));
  const priceless = given({GEMINI_MODEL: 'a-model-that-nobody-knows'});
  await expect(priceless.quote({filter: {}, maxUsd: null})).rejects.toThrow(/No price is known/);
  await expect(priceless.quote({filter: {}, maxUsd: null})).rejects.toBeInstanceOf(CommandRefused);
});

test('a run is found by its key, and is not started again', async () => {
  const commands = given();
  expect(await commands.runOfKey('k')).toBe(null);
  const runId = await givenRun(sql, {workflowId: keyedWorkflowId('k')});

  expect(await commands.runOfKey('k')).toMatchObject({runId});
  expect(await commands.startRun({key: 'k', filter: {}, maxUsd: null})).toMatchObject({runId});
});

test.each(['pauseRun', 'resumeRun', 'cancelRun'] as const)(
  '%s refuses a run that is not there',
  async name => {
    const command = given()[name]({runId: 99, by: 'anna', reason: null});

    await expect(command).rejects.toBeInstanceOf(CommandRefused);
  },
);
