import {createHash} from 'node:crypto';
import {SignJWT} from 'jose';
import {beforeEach, expect, test} from 'vitest';
import {SIGN_INS_OF_ACCOUNT, SIGN_INS_OF_ADDRESS} from '../../api/access/sign-in.ts';
import {hashPassword} from '../../domain/passwords.ts';
import type {Scope} from '../../domain/scopes.ts';
import {attempt, removeExpiredAccess} from '../../sql/queries/attempts.ts';
import {addToken, revokeToken} from '../../sql/queries/tokens.ts';
import {setPassword} from '../../sql/queries/users.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, PASSWORD, signedIn} from './givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.session, preheat.api_token, preheat.attempt`;
});

const SIGN_IN =
  'mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { success message me { email scopes } } }';
const WHO = '{ me { email scopes } }';

const trySignIn = (url: string, login: string, password = PASSWORD, headers?: Record<string, string>) =>
  ask(url, SIGN_IN, {variables: {login, password}, ...(headers && {headers})});

const whoIs = async (url: string, headers: Record<string, string>) =>
  (await ask(url, WHO, {headers})).data?.['me'] ?? null;

test('an account of the application signs in by address, in any case, or by name', async () => {
  const url = await givenServer({pool: sql});
  await givenUser(sql, {name: 'ada', role: 'moderator'});

  for (const login of ['ada@example.org', 'ADA@Example.org', 'ada']) {
    expect((await trySignIn(url, login)).data?.['signIn']).toEqual({
      success: true,
      message: 'Signed in.',
      me: {email: 'ada@example.org', scopes: ['LEARNER', 'MENTOR', 'MODERATOR']},
    });
  }
});

test('a wrong password, an unknown name and an unusable password are told alike', async () => {
  const url = await givenServer({pool: sql});
  const {userId, email} = await givenUser(sql);
  const refused = {success: false, message: 'The name or the password is wrong.', me: null};

  const wrong = await trySignIn(url, email, 'not the password');
  expect(wrong.data?.['signIn']).toEqual(refused);
  expect(wrong.headers.getSetCookie()).toEqual([]);
  expect((await trySignIn(url, 'nobody@example.org')).data?.['signIn']).toEqual(refused);
  await setPassword(sql, {userId, passwordHash: '!unusable'});
  expect((await trySignIn(url, email)).data?.['signIn']).toEqual(refused);
});

const STANDINGS = ['is_active', 'is_blocked', 'is_suspended', 'is_deleted'];

test.each(STANDINGS)('by its %s an account is kept out, and told so only with its password', async column => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const headers = await signedIn(url, email);
  await sql`update users set ${sql(column)} = ${column !== 'is_active'}`;

  expect((await trySignIn(url, email)).data?.['signIn']?.['message']).toBe(
    'This account is inactive, blocked, suspended or deleted.',
  );
  expect((await trySignIn(url, email, 'not the password')).data?.['signIn']?.['message']).toBe(
    'The name or the password is wrong.',
  );
  // The session that is open already, too.
  expect(await whoIs(url, {...headers})).toBe(null);
});

test('an account that the application has banned is kept out, whatever its other marks say', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const headers = await signedIn(url, email);
  await sql`update users set account_status = 'banned'`;

  expect((await trySignIn(url, email)).data?.['signIn']?.['message']).toContain(
    'inactive, blocked, suspended',
  );
  expect(await whoIs(url, {...headers})).toBe(null);
});

test('the cookie is for this host and http alone, and the database keeps only a hash of it', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const [cookie = ''] = (await trySignIn(url, email)).headers.getSetCookie();

  expect(cookie).toMatch(/^preheat_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
  const secret = /=([\w-]+)/.exec(cookie)?.[1] ?? '';
  const [row] = await sql<[{sessionHash: Buffer}]>`select session_hash from preheat.session`;
  expect(row.sessionHash.equals(createHash('sha256').update(secret).digest())).toBe(true);
});

test('over https the cookie is sent over https alone; who says that it was https must be trusted', async () => {
  const {email} = await givenUser(sql);
  const proxied = {'x-forwarded-proto': 'https'};
  const cookieOf = async (url: string) =>
    (await trySignIn(url, email, PASSWORD, proxied)).headers.getSetCookie()[0];

  const behind = await givenServer({pool: sql, settings: {trustedProxies: ['127.0.0.1']}});
  const cookie = (await cookieOf(behind)) ?? '';
  expect(cookie).toMatch(/^__Host-preheat_session=.*; Secure/);
  const headers = {...proxied, cookie: cookie.split(';', 1)[0] ?? '', 'x-preheat-csrf': '1'};
  expect(await whoIs(behind, headers)).toMatchObject({email});
  expect(await cookieOf(await givenServer({pool: sql}))).not.toMatch(/Secure/);
});

test.each([
  ['was idle for too long', "last_seen_at = now() - interval '24 hours 1 second'", false],
  ['was seen in time', "last_seen_at = now() - interval '23 hours 59 minutes'", true],
  ['is over', 'expires_at = now()', false],
  ['was revoked', 'revoked_at = now()', false],
])('a session that %s', async (_what, change, isOpen) => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const headers = {...(await signedIn(url, email))};
  await sql.unsafe(`update preheat.session set ${change}`);
  const answer = await ask(url, WHO, {headers});

  expect(answer.data?.['me']).toEqual(isOpen ? {email, scopes: ['LEARNER']} : null);
  // What is over is taken away from the browser.
  expect(answer.headers.getSetCookie().length).toBe(isOpen ? 0 : 1);
});

test('a password that is changed elsewhere ends the sessions of before', async () => {
  const url = await givenServer({pool: sql});
  const {userId, email} = await givenUser(sql);
  const headers = {...(await signedIn(url, email))};

  expect(await whoIs(url, headers)).not.toBe(null);
  await setPassword(sql, {userId, passwordHash: await hashPassword('another one', 10)});
  expect(await whoIs(url, headers)).toBe(null);
});

test('when a session was last seen is written once a minute at most', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const headers = {...(await signedIn(url, email))};
  const seenAfter = async (age: string) => {
    await sql`update preheat.session set last_seen_at = date_trunc('milliseconds', now()) - ${age}::interval`;
    const [before] = await sql<[{at: Date}]>`select last_seen_at as at from preheat.session`;
    await whoIs(url, headers);
    const [after] = await sql<[{at: Date}]>`select last_seen_at as at from preheat.session`;
    return after.at.getTime() - before.at.getTime();
  };

  expect(await seenAfter('50 seconds')).toBe(0);
  expect(await seenAfter('61 seconds')).toBeGreaterThan(60_000);
});

test('signing out ends the session, not only the cookie', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const headers = {...(await signedIn(url, email))};
  const signOut = async (own: Record<string, string>) =>
    ask(url, 'mutation { signOut { success message } }', {headers: own});

  const answer = await signOut(headers);
  expect(answer.data?.['signOut']).toEqual({success: true, message: 'Signed out.'});
  expect(answer.headers.getSetCookie()[0]).toMatch(/^preheat_session=;/);
  expect(await whoIs(url, headers)).toBe(null);
  expect((await signOut({})).data?.['signOut']).toEqual({
    success: false,
    message: 'There is no session to end.',
  });
});

test('signing in again ends the session of before', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const first = {...(await signedIn(url, email))};
  await trySignIn(url, email, PASSWORD, first);

  expect(await whoIs(url, first)).toBe(null);
});

test('what another site makes a browser send is refused', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const {cookie} = await signedIn(url, email);
  const statusWith = async (headers: Record<string, string>) =>
    (await ask(url, WHO, {headers: {cookie, ...headers}})).status;

  expect(await statusWith({origin: 'https://evil.example'})).toBe(403);
  expect(await statusWith({origin: 'https://evil.example', 'x-preheat-csrf': '1'})).toBe(403);
  expect(await statusWith({origin: 'null'})).toBe(403);
  expect(await statusWith({})).toBe(403);
  expect(await statusWith({origin: url})).toBe(200);
  expect(await statusWith({'x-preheat-csrf': '1'})).toBe(200);
  const {errors} = await ask(url, WHO, {headers: {cookie}});
  expect(errors?.[0]?.extensions['code']).toBe('CSRF');
});

test('an account can be tried so many times, whoever tries, and a success begins anew', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  const {maxCount, windowSeconds} = SIGN_INS_OF_ACCOUNT;
  for (let tried = 1; tried < maxCount; tried += 1) await attempt(sql, SIGN_INS_OF_ACCOUNT, email);
  await signedIn(url, email);
  for (let tried = 1; tried <= maxCount; tried += 1) await attempt(sql, SIGN_INS_OF_ACCOUNT, email);
  // In another case as well.
  const {errors} = await trySignIn(url, email.toUpperCase());

  expect(errors?.[0]?.extensions['code']).toBe('RATE_LIMITED');
  expect(errors?.[0]?.extensions['retryAfterSeconds']).toBeLessThanOrEqual(windowSeconds);
  expect(errors?.[0]?.extensions['retryAfterSeconds']).toBeGreaterThan(windowSeconds - 60);
  await sql`update preheat.attempt set window_ends_at = now()`;
  expect((await trySignIn(url, email)).data?.['signIn']?.['success']).toBe(true);
});

test('an address can try so many accounts', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  for (let tried = 1; tried < SIGN_INS_OF_ADDRESS.maxCount; tried += 1)
    await attempt(sql, SIGN_INS_OF_ADDRESS, '127.0.0.1');

  expect((await trySignIn(url, email)).data?.['signIn']?.['success']).toBe(true);
  expect((await trySignIn(url, email)).errors?.[0]?.extensions['code']).toBe('RATE_LIMITED');
});

test('tries at once are all counted', async () => {
  const limit = {kind: 'test', maxCount: 5, windowSeconds: 60};
  const tries = await Promise.all(Array.from({length: 20}, () => attempt(sql, limit, 'somebody')));

  expect(tries.filter(allowedAt => allowedAt === null)).toHaveLength(5);
  expect(await attempt(sql, limit, 'another one')).toBe(null);
  expect(await attempt(sql, {...limit, kind: 'another'}, 'somebody')).toBe(null);
});

test('what ended long ago is removed, and nothing else', async () => {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql);
  for (const age of ['29 days', '31 days']) {
    await signedIn(url, email);
    await sql`update preheat.session set expires_at = now() - ${age}::interval where expires_at > now()`;
  }
  await attempt(sql, {kind: 'test', maxCount: 1, windowSeconds: 60}, 'old');
  await sql`update preheat.attempt set window_ends_at = now() - interval '25 hours' where subject = 'old'`;
  await attempt(sql, {kind: 'test', maxCount: 1, windowSeconds: 60}, 'new');
  await removeExpiredAccess(sql);

  expect(await sql`select from preheat.session`).toHaveLength(1);
  expect(await sql`select subject from preheat.attempt where kind = 'test'`).toEqual([{subject: 'new'}]);
});

const JWT_SECRET = 'a secret of the application, long enough';

const jwt = (claims: Record<string, unknown>, {secret = JWT_SECRET, alg = 'HS256', expires = '5m'} = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({alg})
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));

test('the application’s bearer token is its user, for what the application offers', async () => {
  const url = await givenServer({pool: sql, settings: {jwtSecret: JWT_SECRET}});
  const {userId, email} = await givenUser(sql, {role: 'admin'});

  for (const claims of [{user_id: userId}, {user_id: userId, token_type: 'access'}]) {
    const headers = {authorization: `Bearer ${await jwt(claims)}`};
    expect(await whoIs(url, headers)).toEqual({email, scopes: ['LEARNER', 'MENTOR']});
  }
});

test('a bearer token that is not valid is refused, and so is a request with one', async () => {
  const url = await givenServer({pool: sql, settings: {jwtSecret: JWT_SECRET}});
  const {userId} = await givenUser(sql);
  const {userId: blocked} = await givenUser(sql);
  await sql`update users set is_blocked = true where id = ${blocked}`;
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({user_id: userId, exp: 4e9}))}.`;
  const endless = await new SignJWT({user_id: userId})
    .setProtectedHeader({alg: 'HS256'})
    .sign(new TextEncoder().encode(JWT_SECRET));
  const refusalOf = async (authorization: string) => {
    const {status, errors} = await ask(url, WHO, {headers: {authorization}});
    expect([status, errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    return errors?.[0]?.message;
  };
  const refusal = async (...given: Parameters<typeof jwt>) => refusalOf(`Bearer ${await jwt(...given)}`);

  const invalid = 'The bearer token is not valid.';
  expect(await refusal({user_id: userId}, {expires: '-1s'})).toBe(
    'The bearer token has expired. Get a new one.',
  );
  expect(await refusal({user_id: userId}, {secret: 'another secret, as long as this one is'})).toBe(invalid);
  expect(await refusal({user_id: userId}, {alg: 'HS512', secret: JWT_SECRET.repeat(2)})).toBe(invalid);
  expect(await refusalOf(`Bearer ${unsigned}`)).toBe(invalid);
  expect(await refusalOf(`Bearer ${endless}`)).toBe(invalid);
  expect(await refusalOf('Bearer nonsense')).toBe(invalid);
  const noAccess = 'The bearer token is no access token of a user.';
  expect(await refusal({user_id: userId, token_type: 'refresh'})).toBe(noAccess);
  expect(await refusal({sub: userId})).toBe(noAccess);
  expect(await refusal({user_id: 'nobody'})).toBe('The account of this bearer token does not exist.');
  expect(await refusal({user_id: blocked})).toBe('This account is inactive, blocked, suspended or deleted.');
  expect(await refusalOf('Basic YTpi')).toBe('The header "authorization" must be "Bearer" and a token.');
});

test('without a secret no bearer token of the application is taken', async () => {
  const url = await givenServer({pool: sql});
  const {userId} = await givenUser(sql);
  const {errors} = await ask(url, WHO, {
    headers: {authorization: `Bearer ${await jwt({user_id: userId})}`},
  });

  expect(errors?.[0]?.message).toBe('Bearer tokens of the application are not accepted here.');
});

async function givenToken(userId: string, scopes: Scope[], days = 1) {
  const secret = `preheat_${createHash('sha256').update(scopes.join()).digest('base64url')}`;
  const tokenHash = createHash('sha256').update(secret).digest();
  const id = await addToken(sql, {tokenHash, userId, name: scopes.join(), scopes, days});
  return {id: id ?? 0, headers: {authorization: `Bearer ${secret}`}};
}

test('a token of a script may do what it is for, and no more than its account', async () => {
  const url = await givenServer({pool: sql});
  const {userId, email} = await givenUser(sql, {role: 'moderator'});
  const narrow = await givenToken(userId, ['learner']);
  const wide = await givenToken(userId, ['learner', 'mentor', 'moderator', 'admin']);

  expect(await whoIs(url, narrow.headers)).toEqual({email, scopes: ['LEARNER']});
  expect(await whoIs(url, wide.headers)).toEqual({email, scopes: ['LEARNER', 'MENTOR', 'MODERATOR']});
  await sql`update users set role = 'learner'`;
  expect(await whoIs(url, wide.headers)).toEqual({email, scopes: ['LEARNER']});
});

test('a token that has expired, was revoked, or whose account is blocked is refused', async () => {
  const url = await givenServer({pool: sql});
  const {userId} = await givenUser(sql);
  const {id, headers} = await givenToken(userId, ['learner']);
  const messageOf = async (own: Record<string, string>) =>
    (await ask(url, WHO, {headers: own})).errors?.[0]?.message;

  expect(await messageOf(headers)).toBe(undefined);
  const [{used}] = await sql<[{used: boolean}]>`
    select last_used_at > now() - interval '1 minute' as used from preheat.api_token
  `;
  expect(used).toBe(true);
  await sql`update users set is_suspended = true`;
  expect(await messageOf(headers)).toBe('This account is inactive, blocked, suspended or deleted.');
  await sql`update users set is_suspended = false`;
  await sql`update preheat.api_token set expires_at = now()`;
  const unknown = 'This API token is not known, has expired or was revoked.';
  expect(await messageOf(headers)).toBe(unknown);
  await sql`update preheat.api_token set expires_at = now() + interval '1 day'`;
  expect(await revokeToken(sql, id)).toEqual({userId});
  expect(await messageOf(headers)).toBe(unknown);
  expect(await revokeToken(sql, id)).toBe(null);
  expect(await messageOf({authorization: 'Bearer preheat_unknown'})).toBe(unknown);
});
