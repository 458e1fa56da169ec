import {expect, test} from 'vitest';
import {endServersAfterEach, givenUser, PASSWORD} from '../api/givens.ts';
import {endPagesAfterEach, expectFaults, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();

test('who is not signed in is, and then sees the page that was wanted', async () => {
  const {email} = await givenUser(sql, {role: 'moderator'});
  const page = await (await givenConsole({pool: sql})).openSignedOut('/roadmaps?text=loops');

  await page.getByLabel('Email address or user name').fill(email);
  await page.getByLabel('Password', {exact: true}).fill(PASSWORD);
  await page.getByRole('button', {name: 'Sign in'}).click();

  await page.getByRole('navigation', {name: 'Pages'}).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/roadmaps?text=loops');
});

test('a wrong password is refused in words', async () => {
  const {email} = await givenUser(sql, {role: 'moderator'});
  const page = await (await givenConsole({pool: sql})).openSignedOut('/');

  await page.getByLabel('Email address or user name').fill(email);
  await page.getByLabel('Password', {exact: true}).fill('something else');
  await page.getByRole('button', {name: 'Sign in'}).click();

  await page.getByRole('alert').getByText('You are not signed in').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});

test('a link that leads elsewhere after signing in leads home', async () => {
  const {email} = await givenUser(sql, {role: 'moderator'});
  const page = await (await givenConsole({pool: sql})).openSignedOut('/sign-in?next=%2F%2Fexample.org%2F');

  await page.getByLabel('Email address or user name').fill(email);
  await page.getByLabel('Password', {exact: true}).fill(PASSWORD);
  await page.getByRole('button', {name: 'Sign in'}).click();

  await page.getByRole('navigation', {name: 'Pages'}).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('signing out ends it in the same tab', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps');

  await page.getByRole('button', {name: /^Account of/}).click();
  await page.getByRole('menuitem', {name: 'Sign out'}).click();

  await page.getByRole('button', {name: 'Sign in'}).waitFor();
  expect(expectFaults(/401/)).toEqual([]);
});

test('a learner is told that there is nothing for them', async () => {
  const page = await (await givenConsole({pool: sql})).open('learner');

  await page.getByRole('heading', {name: 'Nothing here for this account'}).waitFor();
  expect(await page.getByRole('navigation', {name: 'Pages'}).getByRole('link').count()).toBe(0);
});
