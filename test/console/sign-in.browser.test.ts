import {expect, test} from 'vitest';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {endServersAfterEach, givenUser, PASSWORD} from '../api/givens.ts';
import {roadmap, step} from '../sql/givens.ts';
import {endPagesAfterEach, expectFaults, givenConsole, secondTab, seriousFaults} from '../support/browser.ts';
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

test('signing out ends it in the other tabs', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps');
  const other = await secondTab(page, '/runs');
  await other.getByRole('heading', {level: 1, name: 'Runs'}).waitFor();

  await page.getByRole('button', {name: /^Account of/}).click();
  await page.getByRole('menuitem', {name: 'Sign out'}).click();

  await other.getByRole('button', {name: 'Sign in'}).waitFor();
  expect(new URL(other.url()).searchParams.get('next')).toBe('/runs');
});

test('another tab becomes that of whoever signs in, and one of the same account is left alone', async () => {
  const {email} = await givenUser(sql, {role: 'moderator', name: 'nora'});
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps');
  const other = await secondTab(page, '/runs');
  await other.getByRole('button', {name: /^Account of user/}).waitFor();
  const signIn = async () => {
    await page.goto('/sign-in');
    await page.getByLabel('Email address or user name').fill(email);
    await page.getByLabel('Password', {exact: true}).fill(PASSWORD);
    await page.getByRole('button', {name: 'Sign in'}).click();
    await page.getByRole('button', {name: 'Account of nora'}).waitFor();
  };

  await signIn();
  await other.getByRole('button', {name: 'Account of nora'}).waitFor();
  expect(new URL(other.url()).pathname).toBe('/runs');

  let loadCount = 0;
  other.on('load', () => (loadCount += 1));
  await signIn();
  // A message that follows: when it is heard, the one before it was.
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has but one origin
  await page.evaluate(() => new BroadcastChannel('preheat-session').postMessage(null));
  await other.getByRole('button', {name: 'Sign in'}).waitFor();
  expect(loadCount).toBe(0);
});

test('who signs in next in the same tab is shown nothing that the person before was shown', async () => {
  await importRoadmaps(sql, [roadmap('python', [step('Loops')])]);
  const {email} = await givenUser(sql, {role: 'mentor'});
  const page = await (await givenConsole({pool: sql})).open('admin', '/roadmaps');
  await page.getByRole('link', {name: 'Roadmap python'}).waitFor();

  // The session ends by itself: what is asked next says so.
  await page.context().clearCookies();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', {name: 'Find or do'}).fill('count');
  await page.getByRole('option', {name: 'Count the coverage anew'}).click();
  await page.getByLabel('Email address or user name').fill(email);
  await page.getByLabel('Password', {exact: true}).fill(PASSWORD);
  let answer = () => {};
  const isHeld = new Promise<void>(resolve => {
    answer = resolve;
  });
  await page.route('**/graphql', async route => {
    if (route.request().postData()?.includes('query Roadmaps(')) await isHeld;
    await route.continue();
  });
  await page.getByRole('button', {name: 'Sign in'}).click();

  await page.getByLabel('The roadmaps are being loaded').waitFor();
  expect(await page.getByRole('link', {name: 'Roadmap python'}).count()).toBe(0);
  answer();
  await page.getByRole('link', {name: 'Roadmap python'}).waitFor();
  expect(new URL(page.url()).pathname).toBe('/roadmaps');
});

test('a learner is told that there is nothing for them', async () => {
  const page = await (await givenConsole({pool: sql})).open('learner');

  await page.getByRole('heading', {name: 'Nothing here for this account'}).waitFor();
  expect(await page.getByRole('navigation', {name: 'Pages'}).getByRole('link').count()).toBe(0);
});
