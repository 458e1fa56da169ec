import type {Page} from 'playwright-core';
import {beforeEach, expect, test, vi} from 'vitest';
import type {ScheduleCommands} from '../../api/console/commands.ts';
import {scheduleCommands} from '../../cli/console-commands-schedule.ts';
import {SCHEDULE_ID} from '../../cli/run-client.ts';
import {readConfig} from '../../config.ts';
import {commandsOn, NO_SCHEDULE} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {localTemporal} from '../support/temporal.ts';

// A change of a schedule takes the server a while on a busy machine.
vi.setConfig({testTimeout: 120_000});

const {sql, url} = await testDatabase();
const temporal = await localTemporal();
const config = readConfig({DATABASE_URL: url, GEMINI_API_KEY: 'key'});
const nightly = scheduleCommands({
  config,
  db: sql,
  client: async () => temporal.client,
  answersWithinMs: 10_000,
});
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
  await temporal.client.schedule
    .getHandle(SCHEDULE_ID)
    .delete()
    .catch(() => {});
});

const given = (schedule: ScheduleCommands = nightly) =>
  givenConsole({pool: sql, commands: commandsOn(sql, {schedule})});

const ADMIN = {id: 'a1', role: 'admin'};
const wanted = {cron: '30 2 * * *', timeZone: 'UTC', filter: {}, maxUsd: 3};
const dialog = (page: Page) => page.getByRole('dialog');

/** The next runs of the server, as the page of the schedule shows them; and before, those that the form foresees. */
const times = (page: Page, name: string) =>
  page
    .getByRole('region', {name})
    .locator('time')
    .evaluateAll(all => all.map(one => one.getAttribute('datetime')));

test('the nights are planned: the form foresees what the server then plans', async () => {
  const page = await (await given()).open('admin', '/schedule');
  await page.getByRole('heading', {name: 'No night is planned'}).waitFor();
  await page.getByRole('button', {name: 'Plan the nights'}).click();

  await dialog(page).getByLabel('It starts at').fill('03:45');
  for (const day of ['Saturday', 'Sunday']) await dialog(page).getByRole('checkbox', {name: day}).uncheck();
  await dialog(page).getByRole('combobox', {name: 'Time zone'}).fill('New_York');
  await page.getByRole('option', {name: 'America/New_York'}).click();
  await dialog(page).getByLabel('A night may spend at most').fill('2.5');
  await dialog(page).getByText('2 cells').first().waitFor();
  await dialog(page).getByRole('columnheader', {name: 'America/New_York'}).waitFor();
  const foreseen = await times(page, 'It would start');
  await dialog(page).getByRole('button', {name: 'Plan the nights'}).click();

  await page
    .getByText('Monday, Tuesday, Wednesday, Thursday and Friday at 03:45, America/New_York')
    .waitFor();
  await page.getByText('A night may spend $2.50 at most.').waitFor();
  expect(foreseen).toHaveLength(5);
  expect(await times(page, 'Next runs')).toEqual(foreseen);
  expect(await nightly.read()).toMatchObject({
    schedule: {cron: '45 3 * * 1,2,3,4,5', timeZone: 'America/New_York', maxUsd: 2.5, isPaused: false},
  });
});

test('a schedule is paused with a reason, resumed, run now and deleted', async () => {
  await nightly.set({...wanted, maxUsd: 0.0001}, ADMIN);
  const page = await (await given()).open('admin', '/schedule');

  await page.getByRole('button', {name: 'Pause', exact: true}).click();
  expect(await dialog(page).getByRole('button', {name: 'Pause the nights'}).isDisabled()).toBe(true);
  await dialog(page).getByLabel('Why').fill('new prompts');
  await dialog(page).getByRole('button', {name: 'Pause the nights'}).click();
  // The dialog says the same and holds the reason: what is paused shows once it is gone.
  await dialog(page).waitFor({state: 'hidden'});
  await page.getByRole('button', {name: 'Resume'}).waitFor();
  await page.getByText('No night starts until somebody resumes it').waitFor();
  await page.getByText('new prompts').waitFor();
  expect(await nightly.read()).toMatchObject({schedule: {isPaused: true, note: 'new prompts'}});

  await page.getByRole('button', {name: 'Resume'}).click();
  await page.getByRole('button', {name: 'Pause', exact: true}).waitFor();
  expect(await nightly.read()).toMatchObject({schedule: {isPaused: false}});

  await page.getByRole('button', {name: 'Run it now'}).click();
  await dialog(page)
    .getByRole('button', {name: /^Start: 2 cells, \$[\d.]+–[\d.]+$/})
    .click();
  await page.getByText('No run: there was nothing to fill, or no worker has taken it yet.').waitFor();

  await page.getByRole('button', {name: 'Delete', exact: true}).click();
  await dialog(page).getByRole('button', {name: 'Delete the schedule'}).click();
  await page.getByRole('heading', {name: 'No night is planned'}).waitFor();
  expect(await nightly.read()).toEqual({kind: 'read', schedule: null});
});

test('a cron expression is changed by those who want one; one that cannot be is told', async () => {
  await nightly.set({...wanted, cron: '0 2 1 * *'}, ADMIN);
  const page = await (await given()).open('admin', '/schedule');
  await page.getByText('0 2 1 * *, UTC').waitFor();
  await page.getByRole('button', {name: 'Change', exact: true}).click();

  const cron = dialog(page).getByLabel('Cron expression');
  await cron.fill('61 2 * * *');
  await dialog(page).getByText('"61" is no minute').waitFor();
  expect(await dialog(page).getByRole('button', {name: 'Save the plan'}).isDisabled()).toBe(true);
  await cron.fill('0 2 31 2 *');
  await dialog(page).getByText('It would never start').waitFor();
  await cron.fill('15 4 * * *');
  await dialog(page).getByRole('button', {name: 'Save the plan'}).click();

  await page.getByText('Every day at 04:15, UTC').waitFor();
  expect(await nightly.read()).toMatchObject({schedule: {cron: '15 4 * * *', maxUsd: 3}});
});

test('where Temporal does not answer, the page says so', async () => {
  const read = async () => ({kind: 'unreachable', message: 'It does not answer. Start it.'}) as const;
  const page = await (await given({...NO_SCHEDULE, read})).open('admin', '/schedule');

  await page.getByRole('alert').getByText('It does not answer. Start it.').waitFor();
  expect(await page.getByRole('button', {name: 'Plan the nights'}).count()).toBe(0);
});

test('who is no administrator sees the schedule and changes nothing', async () => {
  const console = await given();
  const page = await console.open('moderator', '/schedule');
  await page.getByText('An administrator can plan the nights.').waitFor();
  expect(await page.getByRole('button', {name: 'Plan the nights'}).count()).toBe(0);

  await nightly.set(wanted, ADMIN);
  await page.reload();
  await page.getByText('Every day at 02:30, UTC').waitFor();
  expect(await page.getByRole('button', {name: /^(Pause|Resume|Run it now|Change|Delete)/}).count()).toBe(0);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the page and its form can be read by all (%o)',
  async look => {
    await nightly.set(wanted, ADMIN);
    const page = await (await given()).open('admin', '/schedule', look);
    await page.getByText('Every day at 02:30, UTC').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', {name: 'Change', exact: true}).click();
    await dialog(page).getByText('2 cells').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  },
);
