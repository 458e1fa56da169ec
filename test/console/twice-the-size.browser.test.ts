import {beforeEach, expect, test} from 'vitest';
import {commandsOn} from '../api/console/commands-givens.ts';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {endPagesAfterEach, givenConsole} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';
import {givenRoadmaps} from './coverage-nights.ts';
import {sidewaysPixels} from './lesson-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenRoadmaps(sql);
  await givenPublished(sql, 1);
});

const given = () => givenConsole({pool: sql, commands: commandsOn(sql)});

/** As large as a window of 1280 by 800 pixels is for a page that is shown at 200 %. */
const AT_TWICE_THE_SIZE = {width: 640, height: 400};

test('at twice the size nothing scrolls sideways, and what stays in place leaves room for the cells', async () => {
  const page = await (await given()).open('admin');
  await page.setViewportSize(AT_TWICE_THE_SIZE);
  await page.getByRole('rowheader', {name: 'Roadmap python'}).click();
  await page.getByRole('gridcell', {name: 'Hands-on: Served'}).waitFor();
  await page.getByRole('button', {name: /^Select all/}).click();
  const bar = page.getByRole('region', {name: 'Selected cells'});
  await bar.getByText(/^\$/).waitFor();

  expect(await sidewaysPixels(page)).toBe(0);
  const inPlace = [page.getByRole('banner'), page.getByRole('columnheader').last(), bar];
  const heights = await Promise.all(inPlace.map(async part => (await part.boundingBox())?.height ?? 400));
  expect(heights.reduce((sum, height) => sum + height, 0)).toBeLessThan(300);
});

test.each([
  '/brief',
  '/reviews',
  '/votes',
  '/runs',
  '/quarantine',
  '/schedule',
  '/limits',
  '/roadmaps/python',
  '/audit',
  '/team',
  '/account',
])('at twice the size nothing scrolls sideways: %s', async path => {
  const page = await (await given()).open('admin', path);
  await page.setViewportSize(AT_TWICE_THE_SIZE);
  await page.getByRole('heading', {level: 1}).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await sidewaysPixels(page)).toBe(0);
});
