import type {Page} from 'playwright-core';
import {beforeEach, expect, test, vi} from 'vitest';
import {blockModel, readLimits} from '../../sql/queries/limits.ts';
import {reserve} from '../../sql/queries/reservations.ts';
import {commandsOn, MODEL} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {call, emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

// Axe reads the page twice: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
});

const CONFIGURED = {
  ...UNLIMITED,
  requestsPerMinute: 600,
  requestsPerDay: 100,
  maxUsdPerDay: 10,
  headroomShare: 0.25,
};

/** A console of the model `gemini`, whose environment sets limits. */
const given = () =>
  givenConsole({pool: sql, commands: commandsOn(sql, {model: {...MODEL, limits: CONFIGURED}})});

const dialog = (page: Page) => page.getByRole('dialog');
const row = (page: Page, name: string) => page.getByRole('row', {name: new RegExp(`^${name}`)});

/** A limit that a refusal named two hours ago. */
const givenLearnt = () => sql`
  insert into preheat.model_limit (model, learnt_requests_per_day, learnt_at)
  values ('gemini', 40, now() - interval '2 hours')
`;

test('limits in force, what is used of them, and when the day ends in both zones', async () => {
  const runId = await givenRun(sql);
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 2, limits: CONFIGURED}));
  await reserve(sql, call({requestId: 'b', runId, maxUsd: 1, isInteractive: true, limits: CONFIGURED}));
  const page = await (await given()).open('moderator', '/limits');

  await row(page, 'Requests a day 100 from the environment 2 today, 2 in flight now .*25 74').waitFor();
  await row(
    page,
    'Dollars a day, all models \\$10.00 from the environment \\$0.00 today, \\$3.00 set aside',
  ).waitFor();
  await row(page, 'Input tokens a minute no limit none configured').waitFor();
  await page.getByText('2 calls in flight, 1 of them for people who wait: $3.00').waitFor();
  await page.getByText('Runs leave 25% of all limits to people who wait').waitFor();
  await page.getByText(/\(Europe\/Berlin\)$/).waitFor();
  await page.getByText(/^That is .*, 00:00 there \(America\/Los_Angeles\)/).waitFor();
  await page.getByText('No price is known: no run can start with this model.').waitFor();
  expect(await page.getByRole('heading', {name: 'Learnt from refusals'}).count()).toBe(0);
});

test('limits are changed while runs are under way; an emptied field holds to the environment again', async () => {
  const page = await (await given()).open('admin', '/limits');
  await page.getByRole('button', {name: 'Change the limits'}).click();
  expect(await dialog(page).getByRole('button', {name: 'Set the limit'}).isDisabled()).toBe(true);
  await dialog(page).getByLabel('Requests a minute').fill('300');
  await dialog(page).getByLabel('Kept for people who wait').fill('12.5');
  await dialog(page).getByLabel('Dollars a day, all models').fill('20');
  await dialog(page).getByLabel('Why').fill('a big night');
  await dialog(page).getByRole('button', {name: 'Set 3 limits'}).click();

  await row(page, 'Requests a minute 300 set by hand environment: 600').waitFor();
  await row(page, 'Dollars a day, all models \\$20.00 set by hand').waitFor();
  expect(await readLimits(sql)).toMatchObject([
    {model: '*', maxUsdPerDay: 20},
    {model: 'gemini', requestsPerMinute: 300, headroomShare: 0.125},
  ]);
  expect(await sql`select distinct reason from preheat.audit_event`).toEqual([{reason: 'a big night'}]);

  await page.getByRole('button', {name: 'Change the limits'}).click();
  await dialog(page).getByLabel('Requests a minute').fill('');
  await dialog(page).getByRole('button', {name: 'Set the limit'}).click();
  await row(page, 'Requests a minute 600 from the environment').waitFor();
  expect(await readLimits(sql)).toMatchObject([
    {model: '*'},
    {requestsPerMinute: null, headroomShare: 0.125},
  ]);

  await page.getByRole('button', {name: 'Back to the environment'}).click();
  await dialog(page).getByRole('button', {name: 'Go back to the environment'}).click();
  await row(page, 'Dollars a day, all models \\$10.00 from the environment').waitFor();
});

test('a limit that was learnt from a refusal is told, and forgotten on demand', async () => {
  await givenLearnt();
  const page = await (await given()).open('admin', '/limits');
  await row(page, 'Requests a day 40 learnt from a refusal environment: 100').waitFor();
  await page.getByText('Requests a day: 40').waitFor();

  await page.getByRole('button', {name: 'Forget: requests a day'}).click();
  await row(page, 'Requests a day 100 from the environment').waitFor();
  expect(await page.getByRole('heading', {name: 'Learnt from refusals'}).count()).toBe(0);
});

test('what keeps calls back is told, with when it ends', async () => {
  await blockModel(sql, {
    model: 'gemini',
    cause: 'provider_down',
    untilMs: Date.now() + 600_000,
    message: 'HTTP 503',
    limits: CONFIGURED,
  });
  const page = await (await given()).open('moderator', '/limits');

  await page.getByRole('status').getByText('Nothing is sent before').waitFor();
  await page.getByText('The model provider is failing or cannot be reached').waitFor();
  await page.getByText('HTTP 503').waitFor();
  expect(await page.getByText('Work is taken up again').count()).toBe(0);
});

test('a server that makes no lessons has no limits', async () => {
  const page = await (await givenConsole({pool: sql})).open('moderator', '/limits');
  await page.getByRole('heading', {name: 'This server makes no lessons'}).waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
});

test('who is no administrator sees the limits and changes none', async () => {
  await givenLearnt();
  const page = await (await given()).open('moderator', '/limits');
  await page.getByText('Requests a day: 40').waitFor();
  expect(await page.getByRole('button', {name: /^(Change|Back to|Forget)/}).count()).toBe(0);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the page and its form can be read by all (%o)',
  async look => {
    await givenLearnt();
    await blockModel(sql, {
      model: 'gemini',
      cause: 'day_quota',
      untilMs: Date.now() + 600_000,
      message: 'Used up.',
      limits: CONFIGURED,
    });
    const page = await (await given()).open('admin', '/limits', look);
    await page.getByText('Requests a day: 40').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', {name: 'Change the limits'}).click();
    await dialog(page).getByLabel('Requests a minute').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  },
);
