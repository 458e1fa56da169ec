import {SignJWT} from 'jose';
import {beforeEach, expect, test} from 'vitest';
import type {Role} from '../../../domain/roles.ts';
import {emptyTables} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(() => emptyTables(sql));

const SECRET = 'a secret that the application and its tokens share';

async function given(role: Role = 'mentor', at?: string) {
  const url = at ?? (await givenServer({pool: sql, settings: {jwtSecret: SECRET}}));
  const {email, userId} = await givenUser(sql, {role});
  const headers: Record<string, string> = {...(await signedIn(url, email))};
  const asked = async (as: Record<string, string>, query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers: as});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  const request = (query: string, variables = {}) => asked(headers, query, variables);
  return {request, asked, userId, email, url, headers};
}

const TOKEN = 'id name userId owner isOwn scopes createdAt expiresAt lastUsedAt revokedAt';
const CREATE = `mutation ($name: String!, $scope: Scope, $days: Int) {
  createToken(name: $name, scope: $scope, expiresInDays: $days) { success message secret token { ${TOKEN} } }
}`;
const LIST = `query ($withEnded: Boolean = false) { tokens(withEnded: $withEnded) { ${TOKEN} } }`;
const REVOKE = 'mutation ($id: Int!) { revokeToken(id: $id) { success message } }';
const SESSIONS = '{ sessions { createdAt lastSeenAt expiresAt address isCurrent } }';

const names = (tokens: unknown) => (tokens as {name: string}[]).map(({name}) => name);
const scopesOf = async (url: string, secret: unknown) => {
  const answer = await ask(url, '{ me { scopes } }', {headers: {authorization: `Bearer ${String(secret)}`}});
  return answer.data?.['me']?.['scopes'] ?? null;
};

test('a token is made, told once, works, and is listed without its secret', async () => {
  const {request, userId, email, url} = await given('moderator');

  const made = await request(CREATE, {name: ' report ', scope: 'MENTOR', days: 2});
  const token = {
    id: 1,
    name: 'report',
    userId,
    owner: email,
    isOwn: true,
    scopes: ['LEARNER', 'MENTOR'],
    createdAt: expect.any(String),
    expiresAt: expect.any(String),
    lastUsedAt: null,
    revokedAt: null,
  };
  expect(made).toEqual({
    success: true,
    message: 'The token is made. It is shown only now.',
    secret: expect.stringMatching(/^preheat_[\w-]{43}$/),
    token,
  });
  const [{lastsMs}] = await sql<[{lastsMs: number}]>`
    select extract(epoch from expires_at - created_at) * 1000 as lasts_ms from preheat.api_token`;
  expect(lastsMs).toBe(2 * 24 * 60 * 60 * 1000);
  expect(await scopesOf(url, made?.['secret'])).toEqual(['LEARNER', 'MENTOR']);
  expect(await request(LIST)).toEqual([{...token, lastUsedAt: expect.any(String)}]);
});

test('without a scope it may do what its owner may, for ninety days', async () => {
  const {request} = await given('moderator');

  const made = await request(CREATE, {name: 'report'});
  expect(made).toMatchObject({token: {scopes: ['LEARNER', 'MENTOR', 'MODERATOR']}});
  const [{days}] = await sql<[{days: number}]>`
    select extract(day from expires_at - created_at)::int as days from preheat.api_token`;
  expect(days).toBe(90);
});

test('what is made is audited, without a secret', async () => {
  const {request, userId} = await given();
  const {secret} = (await request(CREATE, {name: 'report', days: 7})) as unknown as {secret: string};
  await request(REVOKE, {id: 1});

  const events = await sql`
    select actor, actor_role, action, after from preheat.audit_event order by audit_event_id`;
  expect(events).toEqual([
    {
      actor: userId,
      actorRole: 'mentor',
      action: 'token_added',
      after: {userId, id: 1, name: 'report', scopes: ['learner', 'mentor'], days: 7},
    },
    {actor: userId, actorRole: 'mentor', action: 'token_revoked', after: {userId, id: 1}},
  ]);
  expect(JSON.stringify(events)).not.toContain(secret.slice(8));
});

test('a scope beyond the role, a name that is taken and too many tokens are refused', async () => {
  const {request, userId} = await given('mentor');
  const refused = (message: string) => ({success: false, message, secret: null, token: null});

  expect(await request(CREATE, {name: 'report', scope: 'ADMIN'})).toEqual(
    refused('Your role does not have the scope ADMIN.'),
  );
  await request(CREATE, {name: 'report'});
  expect(await request(CREATE, {name: 'report'})).toEqual(
    refused('You have a token called "report" already. Choose another name.'),
  );
  await sql`
    insert into preheat.api_token (token_hash, user_id, name, scopes, expires_at)
    select sha256(n::text::bytea), ${userId}, n, array['learner'], now() + interval '1 day' from generate_series(1, 49) n`;
  expect(await request(CREATE, {name: 'more'})).toEqual(
    refused('You have 50 tokens in force already. Revoke one first.'),
  );
  await sql`update preheat.api_token set expires_at = now() where name = '49'`;
  expect(await request(CREATE, {name: 'more'})).toMatchObject({success: true});
});

test.each([
  [{name: '  '}, 'name: must not be empty.'],
  [{name: 'x'.repeat(101)}, 'name: must have at most 100 characters.'],
  [{name: 'a', days: 0}, 'expiresInDays: must be from 1 to 366.'],
  [{name: 'a', days: 367}, 'expiresInDays: must be from 1 to 366.'],
])('%o is no token', async (variables, message) => {
  const {url, headers} = await given();

  const {errors} = await ask(url, CREATE, {variables, headers});
  expect(errors?.[0]?.message).toContain(message);
});

test('only who signed in with a password makes one', async () => {
  const {request, asked, userId} = await given('admin');
  const {secret} = (await request(CREATE, {name: 'first'})) as unknown as {secret: string};
  const jwt = await new SignJWT({user_id: userId, token_type: 'access'})
    .setProtectedHeader({alg: 'HS256'})
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));

  for (const bearer of [secret, jwt]) {
    const authorization = `Bearer ${bearer}`;
    expect(await asked({authorization}, CREATE, {name: 'second'})).toMatchObject({
      success: false,
      message: 'Tokens are made by somebody who signed in with a password.',
    });
  }
});

test('everybody sees and ends their own, administrators those of all', async () => {
  const ann = await given('mentor');
  const bob = await given('moderator', ann.url);
  const admin = await given('admin', ann.url);
  await ann.request(CREATE, {name: 'of ann'});
  await bob.request(CREATE, {name: 'of bob'});
  await sql`
    insert into preheat.api_token (token_hash, user_id, name, scopes, expires_at)
    values (sha256('x'), 'gone', 'of nobody', array['learner'], now() + interval '1 day')`;

  expect(names(await ann.request(LIST))).toEqual(['of ann']);
  expect(await admin.request(LIST)).toMatchObject([
    {name: 'of nobody', owner: null, isOwn: false},
    {name: 'of bob', owner: bob.email, isOwn: false},
    {name: 'of ann'},
  ]);
  expect(await ann.request(REVOKE, {id: 2})).toEqual({
    success: false,
    message: 'There is no token 2 of yours.',
  });
  expect(names(await bob.request(LIST))).toEqual(['of bob']);
  expect(await admin.request(REVOKE, {id: 2})).toEqual({success: true, message: 'The token is revoked.'});
  expect(await admin.request(REVOKE, {id: 99})).toEqual({success: false, message: 'There is no token 99.'});
});

test('a token that was revoked works no more, and is listed where it is asked for', async () => {
  const {request, url} = await given();
  const {secret} = (await request(CREATE, {name: 'one'})) as unknown as {secret: string};
  await request(CREATE, {name: 'two'});
  await request(CREATE, {name: 'three'});
  await sql`update preheat.api_token set expires_at = now() where name = 'two'`;

  expect(await request(REVOKE, {id: 1})).toEqual({success: true, message: 'The token is revoked.'});
  expect(await request(REVOKE, {id: 1})).toEqual({success: true, message: 'It is revoked already.'});
  expect(await scopesOf(url, secret)).toBe(null);
  expect(names(await request(LIST))).toEqual(['three']);
  expect(await request(LIST, {withEnded: true})).toMatchObject([
    {name: 'three'},
    {name: 'two', revokedAt: null},
    {name: 'one', revokedAt: expect.any(String)},
  ]);
  expect(await sql`select from preheat.audit_event where action = 'token_revoked'`).toHaveLength(1);
});

test("one's own open sessions are listed, the one that asks marked", async () => {
  const {request, url, email, asked} = await given();
  await given('mentor', url);
  const second = {...(await signedIn(url, email))};
  await sql`update preheat.session set last_seen_at = last_seen_at - interval '1 hour', address = '192.0.2.7'
    where session_hash = (select session_hash from preheat.session order by created_at limit 1)`;

  const session = {
    createdAt: expect.any(String),
    lastSeenAt: expect.any(String),
    expiresAt: expect.any(String),
  };
  expect(await asked(second, SESSIONS)).toEqual([
    {...session, address: '127.0.0.1', isCurrent: true},
    {...session, address: '192.0.2.7', isCurrent: false},
  ]);
  await asked(second, 'mutation { signOut { success } }');
  expect(await request(SESSIONS)).toMatchObject([{isCurrent: true}]);
});
