import {beforeEach, expect, test} from 'vitest';
import {endServersAfterEach, givenUser} from '../api/givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {endPagesAfterEach, expectFaults, givenConsole, seriousFaults} from '../support/browser.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();
endServersAfterEach();
endPagesAfterEach();
beforeEach(async () => emptyTables(sql));

const roleOf = async (email: string) =>
  (await sql<{role: string}[]>`select role from users where email = ${email}`)[0]?.role;

test('a learner is found and becomes a moderator', async () => {
  const {email} = await givenUser(sql, {name: 'lena'});
  const page = await (await givenConsole({pool: sql})).open('admin', '/team');
  await page.getByRole('table', {name: 'Accounts'}).waitFor();
  expect(await page.getByText(email).count()).toBe(0);

  await page.getByRole('button', {name: 'Give somebody a role'}).click();
  await page.getByRole('textbox', {name: 'Whose account'}).fill('len');
  await page.getByRole('button', {name: 'Choose a role for lena'}).click();
  await page.getByRole('radio', {name: 'Moderator'}).check();
  await page.getByRole('button', {name: 'Make lena moderator'}).click();

  await page.getByRole('table', {name: 'Accounts'}).getByText(email).waitFor();
  expect(await roleOf(email)).toBe('moderator');
  const [event] = await sql`select action, after from preheat.audit_event`;
  expect(event).toMatchObject({action: 'user_role_set', after: {role: 'moderator'}});
});

test('nobody is offered to change their own role', async () => {
  const page = await (await givenConsole({pool: sql})).open('admin', '/team');
  await page.getByRole('table', {name: 'Accounts'}).getByText('You', {exact: true}).waitFor();
  expect(await page.getByRole('button', {name: /^Change role/}).count()).toBe(0);
});

test('another role, and the end of sessions, count at once in the other browser', async () => {
  const served = await givenConsole({pool: sql});
  const other = await served.open('moderator', '/roadmaps');
  await other.getByRole('heading', {name: 'There is no roadmap yet'}).waitFor();
  const page = await served.open('admin', '/team');
  await page.getByRole('button', {name: /^Change role of/}).click();
  await page.getByRole('radio', {name: 'Mentor', exact: true}).check();
  await page.getByRole('button', {name: /^Make .* mentor$/}).click();
  await page.getByText(/is mentor now/).waitFor();

  await other.reload();
  const menu = other.getByRole('navigation', {name: 'Pages'});
  await menu.getByRole('link', {name: 'Review queue'}).waitFor();
  expect(await menu.getByRole('link', {name: 'Votes'}).count()).toBe(0);

  await page.getByRole('button', {name: /^End sessions of/}).click();
  await page.getByRole('button', {name: 'End 1 session'}).click();
  await page.getByText('Sessions that were ended: 1.').waitFor();

  await other.getByRole('textbox', {name: 'Search roadmaps'}).fill('x');
  await other.getByRole('button', {name: 'Sign in'}).waitFor();
  expectFaults(/401/);
});

test('accounts are searched, a role narrows them, and what fits nothing says so', async () => {
  await givenUser(sql, {name: 'mia', role: 'mentor'});
  await givenUser(sql, {name: 'lou', role: 'learner'});
  const page = await (await givenConsole({pool: sql})).open('admin', '/team');
  const table = page.getByRole('table', {name: 'Accounts'});
  await table.getByText('mia@example.org').waitFor();

  await page.getByRole('combobox', {name: 'Role'}).click();
  await page.getByRole('option', {name: 'Learner', exact: true}).click();
  await table.getByText('lou@example.org').waitFor();
  expect(await table.getByRole('row').count()).toBe(2);

  await page.getByLabel('Search accounts').fill('mia');
  await page.getByRole('heading', {name: 'No account fits'}).waitFor();
  await page.getByRole('link', {name: 'Clear the filters'}).click();
  await table.getByText('mia@example.org').waitFor();
});

test('who is no administrator does not see the team', async () => {
  const page = await (await givenConsole({pool: sql})).open('moderator', '/team');
  await page.getByRole('heading', {name: 'The team is for administrators'}).waitFor();
  expect(await page.getByRole('link', {name: 'Team'}).count()).toBe(0);
});

test.each([{scheme: 'light'}, {scheme: 'dark'}, {width: 390}] as const)(
  'the page has no serious fault (%o)',
  async look => {
    await givenUser(sql, {name: 'mia', role: 'mentor'});
    const page = await (await givenConsole({pool: sql})).open('admin', '/team', look);
    await page.getByText('mia@example.org').waitFor();
    await page.getByText('Nobody has a token.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await page.getByRole('button', {name: /^Change role of mia/}).click();
    await page.getByRole('radio', {name: 'Moderator'}).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  },
);
