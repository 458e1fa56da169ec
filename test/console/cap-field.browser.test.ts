import type {Page} from 'playwright-core';
import {beforeEach, expect, test} from 'vitest';
import type {WantedSchedule} from '../../api/console/commands.ts';
import {runProgress} from '../../sql/queries/runs.ts';
import {commandsOn, NO_SCHEDULE} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
});

const FAULT = 'Enter a sum above $0, or empty the field for no cap.';

const dialog = (page: Page) => page.getByRole('dialog');
const button = (page: Page, name: string) => dialog(page).getByRole('button', {name});

/** The dialog that plans the nights, and what was planned by it. */
async function givenPlanning() {
  const planned: WantedSchedule[] = [];
  const set = async (wanted: WantedSchedule) => void planned.push(wanted);
  const commands = commandsOn(sql, {schedule: {...NO_SCHEDULE, set}});
  const page = await (await givenConsole({pool: sql, commands})).open('admin', '/schedule');
  await page.getByRole('button', {name: 'Plan the nights'}).click();
  return {page, planned, field: dialog(page).getByLabel('A night may spend at most')};
}

test('the nights have the cap that stands in the field when Enter is pressed there', async () => {
  const {planned, field} = await givenPlanning();

  await field.fill('2.50');
  await field.press('Enter');

  await until('the nights are planned', () => planned.length > 0);
  expect(planned).toMatchObject([{maxUsd: 2.5}]);
});

test('the nights are not planned with a cap of nothing; without one they are', async () => {
  const {page, planned, field} = await givenPlanning();

  for (const typed of ['0', '0.00001']) {
    await field.fill(typed);
    await dialog(page).getByText(FAULT).waitFor();
    expect(await button(page, 'Plan the nights').isDisabled()).toBe(true);
    await field.press('Enter');
  }
  await field.fill('');
  await dialog(page).getByText(FAULT).waitFor({state: 'detached'});
  await field.press('Enter');

  await until('the nights are planned', () => planned.length > 0);
  expect(planned).toMatchObject([{maxUsd: null}]);
});

test('a run is not started with a cap of nothing, and has the cap of a sum without its digits after the point', async () => {
  const page = await (await givenConsole({pool: sql, commands: commandsOn(sql)})).open('admin', '/runs');
  await page.getByRole('button', {name: 'Start a run'}).first().click();
  await button(page, 'Start: 2 cells, $').waitFor();

  const field = dialog(page).getByLabel('It may spend at most');
  await field.fill('0');
  await dialog(page).getByText(FAULT).waitFor();
  expect(await button(page, 'Start: 2 cells, $').isDisabled()).toBe(true);
  await field.fill('5.');
  await button(page, 'Start: 2 cells, $').click();

  await page.getByRole('heading', {level: 1, name: 'Run 1'}).waitFor();
  expect(await runProgress(sql, 1)).toMatchObject({maxUsd: 5});
});

test('a run under way has the cap that stands in the field when Enter is pressed there', async () => {
  const runId = await givenRun(sql, {maxUsd: 3});
  const page = await (
    await givenConsole({pool: sql, commands: commandsOn(sql)})
  ).open('admin', `/runs/${runId}`);
  await page.getByRole('button', {name: 'Change the cap'}).click();

  const field = dialog(page).getByLabel('It may spend at most');
  await field.fill('7.50');
  await field.press('Enter');

  await dialog(page).waitFor({state: 'detached'});
  expect(await runProgress(sql, runId)).toMatchObject({maxUsd: 7.5});
});
