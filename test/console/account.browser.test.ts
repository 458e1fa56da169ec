import {beforeEach, expect, test} from 'vitest';
import {ask, endServersAfterEach, givenUser, signedIn} from '../api/givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {endPagesAfterEach, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => emptyTables(sql));

test('a token works with what it was given, is shown once, and is refused once it is revoked', async () => {
  const served = await givenConsole({pool: sql});
  const {url} = served;
  const page = await served.open('mentor', '/account');
  await page.getByRole('button', {name: 'Make a token'}).click();
  await page.getByRole('button', {name: 'Make the token'}).click();
  await page.getByText('Say what it is for.').waitFor();
  await page.getByLabel('What it is for').fill('Nightly report');
  expect(await page.getByRole('radio', {name: 'All'}).count()).toBe(0);
  await page.getByRole('radio', {name: 'What learners may'}).check();
  await page.getByRole('button', {name: 'Make the token'}).click();
  const secret = await page.getByLabel('The token', {exact: true}).inputValue();
  await page.getByRole('button', {name: 'I have it'}).click();

  const headers = {authorization: `Bearer ${secret}`};
  const me = async () => (await ask(url, '{ me { scopes } }', {headers})).data?.['me'];
  expect(await me()).toEqual({scopes: ['LEARNER']});
  await page.reload();
  const table = page.getByRole('table', {name: 'Tokens'});
  await table.getByText('Nightly report').waitFor();
  expect(await page.content()).not.toContain(secret);

  await table.getByRole('button', {name: 'Revoke Nightly report'}).click();
  await page.getByRole('button', {name: 'Revoke the token'}).click();
  await page.getByText('You have no token.').waitFor();
  expect((await me()) ?? null).toBe(null);
  await page.getByLabel('Also those that were revoked or have expired').check();
  await table.getByText('Revoked').waitFor();
});

test('an administrator signs all other browsers out', async () => {
  const {email} = await givenUser(sql, {role: 'admin', name: 'ada'});
  const served = await givenConsole({pool: sql});
  const {url} = served;
  const elsewhere = await signedIn(url, email);
  const page = await served.openSignedOut('/');
  const [name = '', value = ''] = (await signedIn(url, email)).cookie.split(/=(.*)/s);
  await page.context().addCookies([{name, value, url}]);
  await page.goto('/account');
  const table = page.getByRole('table', {name: 'Sessions'});
  await table.getByText('This browser').waitFor();
  expect(await table.getByRole('row').count()).toBe(3);

  await page.getByRole('button', {name: 'Sign out 1 other browser'}).click();

  await page.getByText('Sessions that were ended: 1.').waitFor();
  expect((await ask(url, '{ me { id } }', {headers: elsewhere})).data?.['me'] ?? null).toBe(null);
  await page.reload();
  await table.getByText('This browser').waitFor();
  expect(await table.getByRole('row').count()).toBe(2);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the page has no serious fault (%o)',
  async look => {
    const page = await (await givenConsole({pool: sql})).open('mentor', '/account', look);
    await page.getByText('This browser').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await page.getByRole('button', {name: 'Make a token'}).click();
    await page.getByLabel('What it is for').fill('x');
    expect(await seriousFaults(page)).toEqual([]);
  },
);
