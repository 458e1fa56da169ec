import {beforeEach, expect, test} from 'vitest';
import {changeRole} from '../../../api/access/change-role.ts';
import {hashOf, newSecret, TOKEN_PREFIX} from '../../../api/access/secrets.ts';
import {openSession} from '../../../sql/queries/sessions.ts';
import {addToken} from '../../../sql/queries/tokens.ts';
import {findUser} from '../../../sql/queries/users.ts';
import {emptyTables, untilWaiting} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(() => emptyTables(sql));

/** An administrator `zoe`, and what it asks. */
async function given() {
  const url = await givenServer({pool: sql});
  const {email, userId} = await givenUser(sql, {role: 'admin', name: 'zoe'});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  const emails = async (variables = {}) =>
    ((await request(TEAM, variables)) as unknown as {nodes: {email: string}[]}).nodes.map(
      node => node.email.split('@')[0],
    );
  return {request, emails, userId, url, headers};
}

const MEMBER =
  'id username displayName email role scopes isActive lastSeenAt openSessionCount tokenCount roleFault';
const TEAM = `query ($text: String, $role: Role, $first: Int, $after: String) {
  team(text: $text, role: $role, first: $first, after: $after) { nodes { ${MEMBER} } pageInfo { endCursor hasNextPage } }
}`;
const SET = `mutation ($userId: String!, $role: Role!) { setRole(userId: $userId, role: $role) { success message member { ${MEMBER} } } }`;
const REVOKE =
  'mutation ($userId: String!) { revokeSessions(userId: $userId) { success message endedCount } }';

const givenSession = async (userId: string) => {
  const sessionHash = hashOf(newSecret());
  await openSession(sql, {sessionHash, userId, address: '192.0.2.1'});
  return sessionHash;
};
const givenToken = async (userId: string, name: string) =>
  addToken(sql, {tokenHash: hashOf(newSecret()), userId, name, scopes: ['learner'], days: 1});
const roleOf = async (userId: string) => (await findUser(sql, userId))?.role;

test('the team is whoever may do more than learn, by address', async () => {
  const {request, emails} = await given();
  for (const role of ['learner', 'mentor', 'vip_mentor', 'moderator', 'super_admin', 'recruiter'] as const)
    await givenUser(sql, {role, name: role});
  const {userId} = await givenUser(sql, {role: 'learner', name: 'superuser'});
  await sql`update users set is_superuser = true where id = ${userId}`;

  expect(await emails()).toEqual(['mentor', 'moderator', 'super_admin', 'superuser', 'vip_mentor', 'zoe']);
  expect(await request(TEAM, {text: 'superuser'})).toMatchObject({
    nodes: [{role: 'learner', scopes: ['LEARNER', 'MENTOR', 'MODERATOR', 'ADMIN']}],
  });
});

test('a member is shown whole', async () => {
  const {request} = await given();
  const {userId} = await givenUser(sql, {role: 'moderator', name: 'ann'});
  await sql`update users set first_name = 'Ann', last_name = 'Ash' where id = ${userId}`;
  const seen = await givenSession(userId);
  await sql`update preheat.session set last_seen_at = '2026-01-01' where session_hash = ${await givenSession(userId)}`;
  const [{lastSeenAt}] = await sql<[{lastSeenAt: Date}]>`
    select last_seen_at from preheat.session where session_hash = ${seen}`;
  await givenToken(userId, 'one');

  expect(await request(TEAM, {text: 'ann'})).toMatchObject({
    nodes: [
      {
        id: userId,
        username: 'ann',
        displayName: 'Ann Ash',
        email: 'ann@example.org',
        role: 'moderator',
        scopes: ['LEARNER', 'MENTOR', 'MODERATOR'],
        isActive: true,
        lastSeenAt: lastSeenAt.toISOString(),
        openSessionCount: 1,
        tokenCount: 1,
        roleFault: null,
      },
    ],
  });
});

test('sessions that have ended do not count, nor tokens that are not in force', async () => {
  const {request} = await given();
  const {userId} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  const [revoked, expired] = [await givenSession(userId), await givenSession(userId)];
  await sql`update preheat.session set revoked_at = now() where session_hash = ${revoked}`;
  await sql`update preheat.session set expires_at = now() where session_hash = ${expired}`;
  const [old, gone] = [await givenToken(userId, 'old'), await givenToken(userId, 'gone')];
  await sql`update preheat.api_token set expires_at = now() where api_token_id = ${old}`;
  await sql`update preheat.api_token set revoked_at = now() where api_token_id = ${gone}`;
  expect(await request(TEAM, {text: 'ann'})).toMatchObject({nodes: [{openSessionCount: 0, tokenCount: 0}]});

  await givenSession(userId);
  expect(await request(TEAM, {text: 'ann'})).toMatchObject({nodes: [{openSessionCount: 1}]});
  await sql`update users set password = 'another' where id = ${userId}`;
  expect(await request(TEAM, {text: 'ann'})).toMatchObject({nodes: [{openSessionCount: 0}]});
});

test('when somebody was seen last is also what the application says; never is null', async () => {
  const {request} = await given();
  const {userId} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  expect(await request(TEAM, {text: 'ann'})).toMatchObject({nodes: [{lastSeenAt: null, displayName: 'ann'}]});

  await sql`update users set last_login = '2026-01-02T03:04:05Z' where id = ${userId}`;
  expect(await request(TEAM, {text: 'ann'})).toMatchObject({
    nodes: [{lastSeenAt: '2026-01-02T03:04:05.000Z'}],
  });
});

test('it is narrowed by a text in the address or a name, and by a role, whatever that is', async () => {
  const {emails} = await given();
  const {userId} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  await sql`update users set first_name = 'Xenia', last_name = 'Ash', username = 'quill' where id = ${userId}`;
  await givenUser(sql, {role: 'learner', name: 'lea'});

  for (const text of ['ann@', 'QUILL', 'xenia a', 'ash']) expect(await emails({text})).toEqual(['ann']);
  expect(await emails({text: '_nn'})).toEqual([]);
  expect(await emails({text: '  '})).toEqual(['ann', 'zoe']);
  expect(await emails({role: 'learner'})).toEqual(['lea']);
  expect(await emails({role: 'mentor', text: 'zoe'})).toEqual([]);
});

test('pages follow each other', async () => {
  const {request, url, headers} = await given();
  for (const name of ['a', 'b', 'c']) await givenUser(sql, {role: 'mentor', name});

  const first = await request(TEAM, {first: 2});
  expect(first).toMatchObject({nodes: [{username: 'a'}, {username: 'b'}], pageInfo: {hasNextPage: true}});
  expect(await request(TEAM, {first: 2, after: first?.['pageInfo']?.['endCursor']})).toMatchObject({
    nodes: [{username: 'c'}, {username: 'zoe'}],
    pageInfo: {hasNextPage: false},
  });
  const wrong = await ask(url, TEAM, {variables: {after: 'bm9uZQ'}, headers});
  expect(wrong.errors?.[0]?.message).toBe('after: "bm9uZQ" is no cursor of this list.');
});

test('an account that is kept out is shown as such', async () => {
  const {request} = await given();
  await givenUser(sql, {role: 'mentor', name: 'ann'});
  await sql`update users set is_blocked = true where username = 'ann'`;

  expect(await request(TEAM, {text: 'ann'})).toMatchObject({nodes: [{isActive: false}]});
});

test('a role is changed, at once and audited; again it is so already', async () => {
  const {request, userId: actor} = await given();
  const {userId} = await givenUser(sql, {role: 'learner', name: 'lea'});

  expect(await request(SET, {userId, role: 'moderator'})).toMatchObject({
    success: true,
    message: 'lea@example.org is moderator now. It counts at once, for open sessions as well.',
    member: {id: userId, role: 'moderator', scopes: ['LEARNER', 'MENTOR', 'MODERATOR'], roleFault: null},
  });
  expect(await request(SET, {userId, role: 'moderator'})).toMatchObject({
    success: true,
    message: 'lea@example.org is moderator already.',
  });
  expect(await sql`select actor, actor_role, action, before, after from preheat.audit_event`).toEqual([
    {
      actor,
      actorRole: 'admin',
      action: 'user_role_set',
      before: {userId, role: 'learner'},
      after: {userId, role: 'moderator'},
    },
  ]);
});

test('a superuser of another role loses that with a new role, and not without one', async () => {
  const {request} = await given();
  const {userId} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  await sql`update users set is_superuser = true where id = ${userId}`;

  expect(await request(SET, {userId, role: 'mentor'})).toMatchObject({
    success: true,
    member: {scopes: ['LEARNER', 'MENTOR']},
  });
  expect(await request(SET, {userId, role: 'super_admin'})).toMatchObject({member: {role: 'super_admin'}});
  expect(await request(SET, {userId, role: 'super_admin'})).toMatchObject({
    message: 'ann@example.org is super_admin already.',
  });
});

test("one's own role stays, and an account that is not there is none", async () => {
  const {request, userId} = await given();

  expect(await request(SET, {userId, role: 'learner'})).toMatchObject({
    success: false,
    message: 'Your own role is for another administrator to change.',
    member: {role: 'admin', roleFault: 'Your own role is for another administrator to change.'},
  });
  expect(await request(SET, {userId: 'nobody', role: 'mentor'})).toEqual({
    success: false,
    message: 'There is no such account.',
    member: null,
  });
  expect(await sql`select from preheat.audit_event`).toHaveLength(0);
});

test('of two administrators that take each other the role, one stays', async () => {
  const [ann, bob] = [await givenUser(sql, {role: 'admin'}), await givenUser(sql, {role: 'super_admin'})];
  const demote = (actor: {userId: string}, {userId}: {userId: string}) =>
    changeRole(sql, {userId, role: 'learner', actor: {id: actor.userId, role: 'admin'}});

  const {waiting} = await sql.begin(async db => {
    await db`select pg_advisory_xact_lock(7243321)`;
    const both = [demote(ann, bob), demote(bob, ann)];
    await untilWaiting(sql, 2);
    return {waiting: Promise.all(both)};
  });
  const outcomes = await waiting;
  expect(outcomes.map(({kind}) => kind).toSorted()).toEqual(['changed', 'refused']);
  expect(outcomes.find(({kind}) => kind === 'refused')).toMatchObject({
    message:
      'This is the last administrator: nobody could sign in to change anything. Make another one first.',
  });
  expect(
    [await roleOf(ann.userId), await roleOf(bob.userId)].filter(role => role === 'learner'),
  ).toHaveLength(1);
});

test.each([
  ['a role that an administrator has, too', 'super_admin', {role: 'super_admin'}],
  ['no administrator at all', 'learner', {role: 'learner'}],
])('the last administrator may get %s', async (what, role, expected) => {
  const {userId} = await givenUser(sql, {role: what.startsWith('no') ? 'mentor' : 'admin'});
  await changeRole(sql, {userId, role: role as 'learner', actor: {id: 'gone', role: 'admin'}});

  expect(await findUser(sql, userId)).toMatchObject(expected);
});

test('an administrator that may not sign in is none to rely on', async () => {
  const {userId} = await givenUser(sql, {role: 'admin'});
  const other = await givenUser(sql, {role: 'admin'});
  await sql`update users set is_suspended = true where id = ${other.userId}`;
  const demote = () => changeRole(sql, {userId, role: 'mentor', actor: {id: other.userId, role: 'admin'}});

  expect(await demote()).toMatchObject({kind: 'refused'});
  await sql`update users set is_suspended = false, role = 'learner', is_superuser = true where id = ${other.userId}`;
  expect(await demote()).toMatchObject({kind: 'changed'});
});

test('where Django keeps the accounts, their roles are changed there; sessions end here', async () => {
  const {request} = await given();
  const {userId} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  await givenSession(userId);
  await sql`create table django_migrations ()`;
  try {
    const fault = expect.stringContaining('kept by a Django application: make and change its accounts there');
    expect(await request(SET, {userId, role: 'admin'})).toMatchObject({
      success: false,
      message: fault,
      member: {role: 'mentor', roleFault: fault},
    });
    expect(await request(TEAM)).toMatchObject({nodes: [{roleFault: fault}, {roleFault: fault}]});
    expect(await request(REVOKE, {userId})).toMatchObject({success: true, endedCount: 1});
  } finally {
    await sql`drop table django_migrations`;
  }
});

test("the sessions of an account end, audited; of one's own all but the one that asks", async () => {
  const {request, userId: actor, url, headers} = await given();
  const {userId, email} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  const theirs = {...(await signedIn(url, email))};
  await givenSession(userId);
  await givenSession(actor);
  const who = async (as: Record<string, string>) =>
    (await ask(url, '{ me { email } }', {headers: as})).data?.['me'] ?? null;

  expect(await request(REVOKE, {userId})).toEqual({
    success: true,
    message: 'Sessions that were ended: 2.',
    endedCount: 2,
  });
  expect(await who(theirs)).toBe(null);
  expect(await request(REVOKE, {userId})).toMatchObject({success: true, endedCount: 0});
  expect(await request(REVOKE, {userId: actor})).toMatchObject({success: true, endedCount: 1});
  expect(await who(headers)).not.toBe(null);
  expect(await request(REVOKE, {userId: 'nobody'})).toEqual({
    success: false,
    message: 'There is no such account.',
    endedCount: 0,
  });
  expect(await sql`select actor, action, after from preheat.audit_event order by audit_event_id`).toEqual([
    {actor, action: 'sessions_revoked', after: {userId, endedCount: 2}},
    {actor, action: 'sessions_revoked', after: {userId: actor, endedCount: 1}},
  ]);
});

test('a token of a script changes no role and ends no session, and says what to do', async () => {
  const {userId: actor, url} = await given();
  const {userId} = await givenUser(sql, {role: 'mentor', name: 'ann'});
  await givenSession(userId);
  const secret = `${TOKEN_PREFIX}${newSecret()}`;
  const scopes = ['learner', 'mentor', 'moderator', 'admin'] as const;
  await addToken(sql, {tokenHash: hashOf(secret), userId: actor, name: 'script', scopes, days: 1});
  const request = async (query: string, variables = {}) =>
    (await ask(url, query, {variables, headers: {authorization: `Bearer ${secret}`}})).data;
  const message =
    'Roles and sessions are changed by somebody who signed in with a password, not by a token. Sign in to the console to do this.';

  expect(await request(SET, {userId, role: 'admin'})).toMatchObject({
    setRole: {success: false, message, member: {role: 'mentor', roleFault: message}},
  });
  expect(await request(REVOKE, {userId})).toEqual({
    revokeSessions: {success: false, message, endedCount: 0},
  });
  expect(await roleOf(userId)).toBe('mentor');
  expect(await request(TEAM, {text: 'ann'})).toMatchObject({team: {nodes: [{openSessionCount: 1}]}});
  expect(await sql`select from preheat.audit_event`).toHaveLength(0);
});
