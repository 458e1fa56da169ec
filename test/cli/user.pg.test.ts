import {beforeEach, expect, test, vi} from 'vitest';
import {userCommands} from '../../cli/commands/user.ts';
import {readConfig} from '../../config.ts';
import {findAccount} from '../../sql/queries/users.ts';
import {ask, endServersAfterEach, givenServer, signedIn} from '../api/givens.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url: databaseUrl} = await testDatabase();
const config = readConfig({DATABASE_URL: databaseUrl});
endServersAfterEach();

const said: string[] = [];
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.session, preheat.api_token, preheat.attempt, preheat.audit_event cascade`;
  said.splice(0);
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    said.push(line);
  });
});

const ADA = 'ada@example.org';
const add = (role: 'learner' | 'moderator' | 'admin' = 'learner') =>
  userCommands.add(config, {email: ADA, role, generate: true});

/** The secret that the last command showed. */
const shown = (): string => said.at(-1)?.split(' ').at(-1) ?? '';
const audited = () =>
  sql`select actor, action, before - 'userId' as before, after - 'userId' as after from preheat.audit_event`;

const who = async (url: string, headers: Record<string, string>) =>
  (await ask(url, '{ me { email scopes } }', {headers})).data?.['me'] ?? null;

test('an account that is made signs in with the password that is shown, and has its role', async () => {
  await add('moderator');
  expect(said[0]).toBe(`Made the account ${ADA} with the role moderator.`);
  const url = await givenServer({pool: sql});

  expect(await who(url, {...(await signedIn(url, ADA, shown()))})).toEqual({
    email: ADA,
    scopes: ['LEARNER', 'MENTOR', 'MODERATOR'],
  });
  expect(await audited()).toEqual([
    {actor: 'cli', action: 'user_added', before: {}, after: {email: ADA, role: 'moderator'}},
  ]);
});

test('an address is taken once, and must be one', async () => {
  await add();

  await expect(add()).rejects.toThrow(`There is an account ${ADA} already. Choose another address.`);
  await expect(userCommands.add(config, {email: 'ada', role: 'learner', generate: true})).rejects.toThrow(
    'The email address must look like name@example.org.',
  );
});

test('another role counts at once, for an open session too', async () => {
  await add('admin');
  const url = await givenServer({pool: sql});
  const headers = {...(await signedIn(url, ADA, shown()))};
  await userCommands.role(config, {email: ADA, role: 'learner'});

  expect(await who(url, headers)).toEqual({email: ADA, scopes: ['LEARNER']});
  expect((await audited()).at(-1)).toMatchObject({
    action: 'user_role_set',
    before: {role: 'admin'},
    after: {role: 'learner'},
  });
  const account = await findAccount(sql, ADA);
  expect(account).toMatchObject({role: 'learner', isSuperuser: false});
});

test('another password ends the sessions', async () => {
  await add();
  const url = await givenServer({pool: sql});
  const first = shown();
  const headers = {...(await signedIn(url, ADA, first))};
  await userCommands.reset(config, {email: ADA, generate: true});

  expect(said.at(-2)).toBe(`${ADA} has another password. Sessions that were ended: 1.`);
  expect(await who(url, headers)).toBe(null);
  await expect(signedIn(url, ADA, first)).rejects.toThrow('is not signed in');
  expect(await who(url, {...(await signedIn(url, ADA, shown()))})).toMatchObject({email: ADA});
});

test('accounts are listed, those that are kept out as such', async () => {
  await userCommands.list(config);
  expect(said).toEqual(['There is no account yet. `npx preheat user add` makes one.']);
  await add('admin');
  await sql`update users set is_blocked = true`;
  await userCommands.list(config);

  expect(said.at(-1)).toMatch(/^\w{10} · ada@example.org · admin · may not sign in$/);
});

test('a token is shown once, works until it is revoked, and is listed without its secret', async () => {
  await add('moderator');
  await userCommands.addToken(config, {email: ADA, name: 'report', scopes: ['learner'], days: 1});
  const url = await givenServer({pool: sql});
  const headers = {authorization: `Bearer ${shown()}`};

  expect(await who(url, headers)).toEqual({email: ADA, scopes: ['LEARNER']});
  await userCommands.listTokens(config);
  expect(said.at(-1)).toMatch(
    /^1 · report · user \w{10} · learner · last used [\d-]{10} · expires [\d-]{10}$/,
  );
  await userCommands.revokeToken(config, 1);
  expect(await who(url, headers)).toBe(null);
  await expect(userCommands.revokeToken(config, 1)).rejects.toThrow('There is no token 1 in force.');
  await userCommands.listTokens(config);
  expect(said.at(-1)).toMatch(/ · revoked [\d-]{10}$/);
  expect((await audited()).map(event => event['action'])).toEqual([
    'user_added',
    'token_added',
    'token_revoked',
  ]);
});

test('a token is named once, and has no scope beyond its account', async () => {
  await add('learner');
  const token = {email: ADA, name: 'report', scopes: null, days: 1};
  await userCommands.addToken(config, token);

  await expect(userCommands.addToken(config, token)).rejects.toThrow(
    `${ADA} has a token called "report" already. Choose another name.`,
  );
  await expect(
    userCommands.addToken(config, {...token, name: 'other', scopes: ['learner', 'admin']}),
  ).rejects.toThrow(`${ADA} has not the scope admin: its role is learner.`);
});

test.each([
  ['role', () => userCommands.role(config, {email: ADA, role: 'admin'})],
  ['reset', () => userCommands.reset(config, {email: ADA, generate: true})],
  ['token', () => userCommands.addToken(config, {email: ADA, name: 'n', scopes: null, days: 1})],
])('%s of an account that is not there says how to find it', async (_command, run) => {
  await expect(run()).rejects.toThrow(
    `There is no account ${ADA}. \`npx preheat user list\` shows the accounts.`,
  );
});

test('where Django keeps the database, its accounts are left to it', async () => {
  await add();
  await sql`create table django_migrations ()`;
  try {
    for (const run of [
      () => add(),
      () => userCommands.role(config, {email: ADA, role: 'admin'}),
      () => userCommands.reset(config, {email: ADA, generate: true}),
    ])
      await expect(run()).rejects.toThrow('This database is kept by a Django application');
    await userCommands.addToken(config, {email: ADA, name: 'n', scopes: null, days: 1});
    expect(shown()).toMatch(/^preheat_[\w-]{43}$/);
  } finally {
    await sql`drop table django_migrations`;
  }
});
