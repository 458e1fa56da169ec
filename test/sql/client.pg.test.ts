import {expect, test} from 'vitest';
import {connect, inTransaction} from '../../sql/client.ts';
import {testDatabase} from '../support/postgres.ts';

const {url, sql} = await testDatabase();

test('ids, counts and dollars are numbers', async () => {
  const [row] = await sql`select 9007199254740991::bigint as big_id, 0.000001::numeric(12, 6) as max_usd`;
  expect(row).toEqual({bigId: 9_007_199_254_740_991, maxUsd: 0.000001});
});

test('a bigint and a numeric can be given as numbers', async () => {
  const [row] = await sql`select ${sql.typed.bigint(5)} + 1 as id, ${sql.typed.numeric(0.5)} * 2 as usd`;
  expect(row).toEqual({id: 6, usd: 1});
});

test('column names are turned to camel case, the keys within a value are not', async () => {
  const [row] = await sql`select ${sql.json({lesson_type: 'video'})}::jsonb as the_content`;
  expect(row).toEqual({theContent: {lesson_type: 'video'}});
});

test('a connection says whose it is', async () => {
  const [row] = await sql`select current_setting('application_name') as name`;
  expect(row).toEqual({name: 'test'});
});

test('a schema of the user’s name does not shadow the reader’s tables', async () => {
  await sql`create schema if not exists authorization current_user`;
  const [{user}] = await sql<[{user: string}]>`select current_user as user`;
  await sql`create table ${sql(user)}.users (id int)`;
  const [row] =
    await sql`select count(*) as column_count from pg_attribute where attrelid = 'users'::regclass and attnum > 1`;
  expect(row?.['columnCount']).toBeGreaterThan(1);
  await sql`drop table ${sql(user)}.users`;
});

test('no more connections are opened than allowed', async () => {
  const small = connect(url, {maxConnections: 1});
  const pids = await Promise.all([1, 2, 3].map(() => small`select pg_backend_pid() as pid`));
  await small.end();
  expect(new Set(pids.map(([row]) => row?.['pid'])).size).toBe(1);
});

test.each([
  ['planned for the values of each call', {}, {customPlans: 2, genericPlans: 0}],
  [
    'planned once for all values where that is wanted',
    {onePlanForAll: true},
    {customPlans: 0, genericPlans: 2},
  ],
])('a statement is %s', async (_, options, plans) => {
  const one = connect(url, {...options, maxConnections: 1});
  for (const key of [1, 2]) await one`select ${key}::int as planned`;
  const [row] = await one`
    select custom_plans, generic_plans from pg_prepared_statements where statement = 'select $1::int as planned'
  `;
  await one.end();
  expect(row).toEqual(plans);
});

test('what fails half-way leaves nothing, and what succeeds gives its result', async () => {
  await sql`create table work (id int)`;
  const failing = inTransaction(sql, async db => {
    await db`insert into work values (1)`;
    throw new Error('half-way');
  });
  await expect(failing).rejects.toThrow('half-way');
  expect(await sql`select id from work`).toHaveLength(0);

  const result = await inTransaction(sql, async db => {
    await db`insert into work values (2)`;
    return 'done';
  });
  expect([result, await sql`select id from work`]).toEqual(['done', [{id: 2}]]);
});
