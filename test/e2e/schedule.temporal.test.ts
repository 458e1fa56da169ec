import {expect, test, vi} from 'vitest';
import {EMULATOR_API_KEY} from '../../config.ts';
import {givenCells} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat} from '../support/preheat.ts';
import {localTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
const temporal = await localTemporal();
const settings = {DATABASE_URL: url, TEMPORAL_ADDRESS: temporal.address, GEMINI_API_KEY: EMULATOR_API_KEY};
const schedule = (...args: string[]) => preheat(['schedule', ...args], settings);

test('the nightly run is set, shown, paused, resumed, triggered and deleted from the command line', async () => {
  await givenCells(sql, 'a');
  const absent = await schedule('show');
  expect(absent.exitCode).toBe(1);
  expect(absent.stderr).toContain('There is no nightly schedule yet. `preheat schedule set');

  const set = await schedule('set', '--cron', '30 2 * * *', '--zone', 'Europe/Berlin', '--max-usd', '5');
  expect(set).toMatchObject({exitCode: 0, stderr: ''});
  expect(set.stdout).toContain('The nightly run is on.');
  expect(set.stdout).toContain('"kind":"nightly"');
  expect(set.stdout).toContain('"maxUsd":5');
  expect(set.stdout).toMatch(
    /Next runs \(Europe\/Berlin · UTC\):\n(?: {2}\d{4}-\d\d-\d\d 02:30:00 · .*\n){5}/,
  );

  expect((await schedule('pause', '--reason', 'new prompts')).stdout).toContain(
    'The nightly run is paused: new prompts',
  );
  // Set anew, it stays paused.
  expect((await schedule('set', '--cron', '0 3 * * *')).stdout).toMatch(
    /paused: new prompts[^]*Next runs \(UTC · UTC\):\n {2}\d{4}-\d\d-\d\d 03:00:00/,
  );
  expect((await schedule('resume')).stdout).toContain('The nightly run is on.');

  expect((await schedule('trigger')).stdout).toContain('Triggered; skipped where');
  await until('it is shown', async () => (await schedule('show')).stdout.includes('Last run started'));
  const runs = temporal.client.workflow.list({query: 'WorkflowType = "warmUp"'});
  for await (const {workflowId} of runs) expect(workflowId).toContain('warm-up-nightly');

  expect((await schedule('delete')).stdout).toContain('The nightly schedule is deleted.');
  expect((await schedule('show')).exitCode).toBe(1);
});

test.each([
  [['--cron', 'every night'], 'Temporal refuses the schedule'],
  [['--cron', '30 2 * * *', '--zone', 'Berlin'], '"Berlin" is no time zone. Give an IANA name'],
  [['--cron', '30 2 * * *', '--roadmap', 'nope'], 'nope'],
  [[], "required option '--cron <fields>' not specified"],
])('set %j is refused with what is wrong', async (args, message) => {
  const refused = await schedule('set', ...args);
  expect(refused.exitCode).toBeGreaterThan(0);
  expect(refused.stderr).toContain(message);
});
