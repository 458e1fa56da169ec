import {beforeEach, expect, test} from 'vitest';
import {firstAdminLink} from '../../api/access/first-admin.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, logged} from './givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.admin_link, preheat.session`;
});

const send = (link: string, fields: Record<string, string>) => {
  const url = new URL(link);
  const secret = url.searchParams.get('link') ?? '';
  return fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      link: secret,
      email: 'ada@example.org',
      password: 'a long password',
      ...fields,
    }),
  });
};

test('where there is no account yet, a link makes the first administrator, and signs in', async () => {
  const url = await givenServer({pool: sql});
  const link = (await firstAdminLink(sql, `${url}/`)) ?? '';
  expect(link).toMatch(new RegExp(`^${url}/first-admin\\?link=[\\w-]{43}$`));

  const page = await fetch(link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<form method="post" action="/first-admin">');
  const made = await send(link, {});
  expect([made.status, made.headers.get('location')]).toEqual([303, '/']);
  const cookie = made.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const {data} = await ask(url, '{ me { email role scopes } }', {headers: {cookie, origin: url}});
  expect(data?.['me']).toEqual({
    email: 'ada@example.org',
    role: 'super_admin',
    scopes: ['LEARNER', 'MENTOR', 'MODERATOR', 'ADMIN'],
  });
});

test('there is no link where there are accounts, and one of before makes nobody any more', async () => {
  const url = await givenServer({pool: sql});
  const link = (await firstAdminLink(sql, url)) ?? '';
  await givenUser(sql);

  expect(await firstAdminLink(sql, url)).toBe(null);
  const answer = await send(link, {});
  expect([answer.status, await answer.text()]).toEqual([
    422,
    expect.stringContaining('There are accounts already'),
  ]);
});

const OVER = 'This link was used already, or has expired.';

test.each([
  ['was used', 'used_at = now()'],
  ['has expired', 'expires_at = now()'],
])('a link that %s is told as that, and makes nobody', async (_what, change) => {
  const url = await givenServer({pool: sql});
  const link = (await firstAdminLink(sql, url)) ?? '';
  await sql.unsafe(`update preheat.admin_link set ${change}`);

  const page = await fetch(link);
  expect([page.status, await page.text()]).toEqual([410, expect.stringContaining(OVER)]);
  expect(await (await send(link, {})).text()).toContain(OVER);
  expect(await sql`select from users`).toHaveLength(0);
});

test('another link ends the one of before', async () => {
  const url = await givenServer({pool: sql});
  const [first, second] = [await firstAdminLink(sql, url), await firstAdminLink(sql, url)];

  expect((await fetch(first ?? '')).status).toBe(410);
  expect((await fetch(second ?? '')).status).toBe(200);
});

test('of several who use a link at once, one is made administrator', async () => {
  const link = (await firstAdminLink(sql, await givenServer({pool: sql}))) ?? '';
  const answers = await Promise.all(['a', 'b', 'c'].map(name => send(link, {email: `${name}@example.org`})));

  expect(answers.map(answer => answer.status).toSorted((a, b) => a - b)).toEqual([303, 422, 422]);
  expect(await sql`select from users`).toHaveLength(1);
});

test.each([
  [{password: 'too short'}, 'at least 10 characters'],
  [{email: 'ada'}, 'must look like name@example.org'],
  [{email: `${'a'.repeat(40)}@example.org`}, 'at most 50 characters'],
  [{email: '"><script>@x'}, '&quot;&gt;&lt;script&gt;@x'],
])('what cannot be taken is told, and the link still works: %j', async (fields, words) => {
  const link = (await firstAdminLink(sql, await givenServer({pool: sql}))) ?? '';
  // The last one is an address of a kind: only its password is refused.
  const answer = await send(link, {password: 'short', ...fields});

  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(words);
  expect((await send(link, {})).status).toBe(303);
});

test('a form with nothing in it is refused', async () => {
  const url = await givenServer({pool: sql});

  expect((await fetch(`${url}/first-admin`)).status).toBe(410);
  expect(
    (await fetch(`${url}/first-admin`, {method: 'POST', body: new URLSearchParams({a: 'b'})})).status,
  ).toBe(400);
  expect((await fetch(`${url}/first-admin`, {method: 'POST'})).status).toBe(400);
  expect(logged).toEqual([]);
});
