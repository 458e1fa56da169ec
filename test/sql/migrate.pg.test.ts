import {readdir, readFile} from 'node:fs/promises';
import {beforeEach, expect, test} from 'vitest';
import {connect, inTransaction} from '../../sql/client.ts';
import {migrate, pendingMigrations} from '../../sql/migrate.ts';
import {testDatabase} from '../support/postgres.ts';
import {untilWaiting} from './givens.ts';

const {url, sql} = await testDatabase({from: 'template1'});
const FOLDER = new URL('../../sql/migrations/', import.meta.url);
const ALL = (await readdir(FOLDER)).map(file => file.replace('.sql', '')).toSorted();

beforeEach(async () => {
  await sql.unsafe('drop schema if exists preheat cascade; drop schema public cascade; create schema public');
});

/** Whatever Postgres knows of tables, columns, constraints and indexes of a schema, ids and last writers included. */
async function catalogOf(schema: string): Promise<unknown[]> {
  const rows = await sql`
    select c.oid, c.xmin::text as class_written_by, c.relname, a.attnum, a.xmin::text as attribute_written_by,
      (select array_agg(k.xmin::text || pg_get_constraintdef(k.oid) order by k.oid) from pg_constraint k where k.conrelid = c.oid)
    from pg_class c left join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = to_regnamespace(${schema})
    order by c.oid, a.attnum
  `;
  return [...rows];
}

async function recorded(): Promise<string[]> {
  const rows = await sql<{name: string}[]>`select name from preheat.migration order by name`;
  return rows.map(row => row.name);
}

async function schemaExists(): Promise<boolean> {
  const [row] = await sql<[{found: boolean}]>`select to_regnamespace('preheat') is not null as found`;
  return row.found;
}

test('an empty database gets everything, and says so', async () => {
  expect(await pendingMigrations(sql)).toEqual(ALL);

  expect(await migrate(sql)).toEqual(ALL);

  expect(await pendingMigrations(sql)).toEqual([]);
  expect(await recorded()).toEqual(ALL);
  const [row] =
    await sql`select to_regclass('public.lessons_lessoncontent') is not null as lessons, to_regclass('preheat.cell') is not null as cells`;
  expect(row).toEqual({lessons: true, cells: true});
});

test('asking what is pending changes nothing', async () => {
  await pendingMigrations(sql);
  expect(await schemaExists()).toBe(false);
});

test('migrating again does nothing', async () => {
  await migrate(sql);
  const before = [await catalogOf('public'), await catalogOf('preheat')];

  expect(await migrate(sql)).toEqual([]);

  expect([await catalogOf('public'), await catalogOf('preheat')]).toEqual(before);
});

test('what the application made is recorded as made and never altered', async () => {
  await sql.unsafe(await readFile(new URL('000001_reader_contract.sql', FOLDER), 'utf8'));
  await sql`alter table users add nickname text`;
  const before = await catalogOf('public');

  await migrate(sql);

  expect(await catalogOf('public')).toEqual(before);
  expect(await recorded()).toEqual(ALL);
});

test('a contract of another shape leaves nothing half-written', async () => {
  await sql`create table users (id int)`;
  const before = await catalogOf('public');

  await expect(migrate(sql)).rejects.toThrow('in a shape that Preheat does not know');

  expect(await catalogOf('public')).toEqual(before);
  expect(await schemaExists()).toBe(false);
});

test('a migration that fails takes all others back with it', async () => {
  // In the way of the second migration; the first one has passed by then.
  await sql.unsafe('create schema preheat; create table preheat.cell (id int)');

  await expect(migrate(sql)).rejects.toThrow('"cell" already exists');

  expect(await catalogOf('public')).toEqual([]);
  const [row] = await sql`select to_regclass('preheat.migration') as found`;
  expect(row).toEqual({found: null});
});

test('of two that migrate at once, the second waits and finds nothing to do', async () => {
  const second = connect(url, {maxConnections: 1});
  let applied: Promise<string[]> | undefined;
  await inTransaction(sql, async db => {
    // What a first migration holds until its end.
    await db`select pg_advisory_xact_lock(7243301)`;
    applied = migrate(second);
    await untilWaiting(sql);
    expect(await schemaExists()).toBe(false);
  });
  const results = [await applied, await migrate(sql)];
  await second.end();
  expect(results).toEqual([ALL, []]);
});

test('a database of a newer Preheat is refused and left alone', async () => {
  await migrate(sql);
  await sql`insert into preheat.migration (name) values ('999999_from_the_future')`;
  await sql`delete from preheat.migration where name = ${ALL.at(-1) ?? ''}`;

  await expect(migrate(sql)).rejects.toThrow(
    'This database was migrated by a newer Preheat (999999_from_the_future). Update this installation before using it.',
  );

  expect(await recorded()).toEqual([...ALL.slice(0, -1), '999999_from_the_future']);
});
