import {createHash} from 'node:crypto';
import type {FastifyRequest} from 'fastify';
import {beforeEach, expect, test} from 'vitest';
import {authenticateAgain} from '../../../api/access/authenticate.ts';
import type {Role} from '../../../domain/roles.ts';
import {openSession, revokeSession} from '../../../sql/queries/sessions.ts';
import {addToken} from '../../../sql/queries/tokens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables} from '../../sql/givens.ts';
import {givenUser} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** The scopes of whoever sends a request, looked up anew. */
async function scopesOf(given: {authorization?: string; secret?: string}): Promise<readonly string[]> {
  const {authorization, secret} = given;
  const request = {
    headers: {...(authorization && {authorization})},
    cookies: {...(secret && {preheat_session: secret})},
    protocol: 'http',
  } as unknown as FastifyRequest;
  return (await authenticateAgain(request, {pool: sql, jwtSecret: null})).scopes;
}

async function givenSession(role: Role = 'moderator'): Promise<string> {
  const {userId} = await givenUser(sql, {role});
  await openSession(sql, {sessionHash: hash('secret'), userId, address: '127.0.0.1'});
  return userId;
}

test('a session is its account’s while it is open, by the role of now', async () => {
  await givenSession();
  expect(await scopesOf({secret: 'secret'})).toEqual(['learner', 'mentor', 'moderator']);
  await sql`update users set role = 'mentor'`;
  expect(await scopesOf({secret: 'secret'})).toEqual(['learner', 'mentor']);
  await sql`update users set is_blocked = true`;
  expect(await scopesOf({secret: 'secret'})).toEqual([]);
  await sql`update users set is_blocked = false`;
  await revokeSession(sql, hash('secret'));
  expect(await scopesOf({secret: 'secret'})).toEqual([]);
});

test('a look does not prolong a session', async () => {
  await givenSession();
  await sql`update preheat.session set last_seen_at = now() - interval '2 hours'`;
  const [before] = await sql`select last_seen_at from preheat.session`;
  await scopesOf({secret: 'secret'});

  expect(await sql`select last_seen_at from preheat.session`).toEqual([before]);
});

test('a token is its account’s until it is revoked', async () => {
  const {userId} = await givenUser(sql, {role: 'moderator'});
  const authorization = 'Bearer preheat_abc';
  const token = {tokenHash: hash('preheat_abc'), userId, name: 'report', days: 1};
  await addToken(sql, {...token, scopes: ['learner', 'moderator']});
  expect(await scopesOf({authorization})).toEqual(['learner', 'moderator']);
  await sql`update preheat.api_token set revoked_at = now()`;
  expect(await scopesOf({authorization})).toEqual([]);
});

test('nobody is nobody', async () => {
  expect(await scopesOf({})).toEqual([]);
});
