import {expect, test} from 'vitest';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();

test('an account is called by its names, else by its user name; one that is not there by none', async () => {
  const url = await givenServer({pool: sql});
  const {userId, email} = await givenUser(sql, {role: 'mentor', name: 'ada'});
  const headers = await signedIn(url, email);
  const nameOf = async (id: string) =>
    (await ask(url, 'query ($id: String!) { accountName(id: $id) }', {variables: {id}, headers})).data?.[
      'accountName'
    ];

  expect(await nameOf(userId)).toBe('ada');
  await sql`update users set first_name = 'Ada', last_name = 'Byron' where id = ${userId}`;
  expect(await nameOf(userId)).toBe('Ada Byron');
  expect(await nameOf('preheat')).toBe(null);
});
