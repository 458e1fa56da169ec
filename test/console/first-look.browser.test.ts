import {beforeEach, expect, test} from 'vitest';
import {endServersAfterEach} from '../api/givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole, type Look} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
});

test.each<Look>([{}, {width: 390}])(
  'the frame of the page is seen before its scripts are there, and stays where it is when they are (%o)',
  async look => {
    const page = await (await givenConsole({pool: sql})).open('admin', '/limits', look);
    await page.getByRole('heading', {name: 'Limits', level: 1}).waitFor();
    expect(await page.locator('#first-look').isVisible()).toBe(false);
    const drawn = await page.getByRole('banner').boundingBox();

    const scripts = Promise.withResolvers<void>();
    await page.route('**/assets/*.js', async route => {
      await scripts.promise;
      await route.continue();
    });
    await page.reload({waitUntil: 'commit'});
    const first = page.locator('#first-look');
    await first.waitFor();
    expect(await first.locator('header').boundingBox()).toEqual(drawn);
    scripts.resolve();
    await page.getByRole('heading', {name: 'Limits', level: 1}).waitFor();
    expect(await first.isVisible()).toBe(false);
  },
);

test('the page of who is not signed in has nothing of it', async () => {
  const page = await (await givenConsole({pool: sql})).openSignedOut();
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
  expect(await page.locator('#first-look').isVisible()).toBe(false);
});
