import {readFile} from 'node:fs/promises';
import {beforeEach, expect, test} from 'vitest';
import {inspectContract} from '../../sql/contract.ts';
import {READER_HEAD} from '../support/reader-head.ts';
import {READER_OLD} from '../support/reader-old.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase({from: 'template1'});
/** The reader's tables as they are known, then changed by `statement`. */
async function givenContract(statement = '', tables = READER_OLD): Promise<void> {
  await sql.unsafe(`${tables};${statement}`);
}

async function differences(): Promise<string[]> {
  const message = await inspectContract(sql).catch((error: Error) => error.message);
  return message
    .split('\n')
    .filter(line => line.startsWith('  - '))
    .map(line => line.slice(4));
}

beforeEach(async () => {
  await sql`drop schema public cascade`;
  await sql`create schema public`;
});

test('an empty database has no contract', async () => {
  expect(await inspectContract(sql)).toBe('absent');
});

test('tables of the same names in another schema are not the reader’s', async () => {
  await sql.unsafe('create schema other; create table other.users (id int)');
  expect(await inspectContract(sql)).toBe('absent');
  await sql`drop schema other cascade`;
});

test('an index or a sequence of a table’s name is no table', async () => {
  await sql`create sequence users`;
  expect(await inspectContract(sql)).toBe('absent');
});

test.each([
  ['old', READER_OLD],
  ['head', READER_HEAD],
])('the age "%s" is recognized by its shape', async (age, tables) => {
  await givenContract('', tables);
  expect(await inspectContract(sql)).toBe(age);
});

test('the tables that Preheat makes itself have the age "old"', async () => {
  await sql.unsafe(
    await readFile(new URL('../../sql/migrations/000001_reader_contract.sql', import.meta.url), 'utf8'),
  );
  expect(await inspectContract(sql)).toBe('old');
});

test('accounts that must have a role do no harm in the age "old"', async () => {
  await givenContract('alter table users alter column role set not null');
  expect(await inspectContract(sql)).toBe('old');
});

test.each([
  ['id', 'alter column id type varchar(12)', 'lessons_lessoncontent.id is varchar(12), expected varchar(10)'],
  [
    'generation_status',
    'drop column generation_status',
    'lessons_lessoncontent.generation_status is missing',
  ],
  [
    'generation_error',
    'alter column generation_error set not null',
    'lessons_lessoncontent.generation_error is NOT NULL, expected to allow null',
  ],
])('a difference in %s is told from the age "head", which is the nearest', async (_, change, difference) => {
  await givenContract(`alter table lessons_lessoncontent ${change}`, READER_HEAD);
  expect(await differences()).toEqual([difference]);
});

test('what is only read may be missing', async () => {
  await givenContract(
    `alter table lessons_lessoncontent drop constraint lessons_lessoncontent_module_id_fkey; drop table lessons_module, lessons_roadmap`,
    READER_HEAD,
  );
  expect(await inspectContract(sql)).toBe('head');
});

test('what is only read may ask more of its writers, and have more columns', async () => {
  await givenContract(
    'alter table lessons_module add place text not null, alter column generation_error set not null',
    READER_HEAD,
  );
  expect(await inspectContract(sql)).toBe('head');
});

test.each([
  ['lessons_module', 'alter column "order" type bigint', 'lessons_module.order is bigint, expected integer'],
  ['lessons_roadmap', 'drop column title', 'lessons_roadmap.title is missing'],
])('what is read of %s must be as it is read', async (table, change, difference) => {
  await givenContract(`alter table ${table} ${change}`, READER_HEAD);
  expect(await differences()).toEqual([difference]);
});

test('a missing table is named, and nothing is said of those that are right', async () => {
  await givenContract('drop table lessons_lessonvote');
  expect(await differences()).toEqual(['table lessons_lessonvote is missing']);
});

test('one table of the contract alone is not an absent contract', async () => {
  await sql`create table users (id varchar(10) primary key)`;
  expect(await differences()).toContain('table lessons_lessoncontent is missing');
});

test('a missing column is named', async () => {
  await givenContract('alter table lessons_mentorreview drop column feedback');
  expect(await differences()).toEqual(['lessons_mentorreview.feedback is missing']);
});

test.each([
  [
    'id',
    'varchar(10)',
    'alter column id drop identity; alter table lessons_lessoncontent alter column id type varchar(10)',
    'bigint',
  ],
  ['difficulty_level', 'varchar(30)', 'alter column difficulty_level type varchar(30)', 'varchar(20)'],
  ['generated_at', 'timestamp without time zone', 'alter column generated_at type timestamp', 'timestamptz'],
  ['completion_rate', 'numeric', 'alter column completion_rate type numeric', 'double precision'],
  ['content', 'json', 'alter column content type json', 'jsonb'],
])('%s as %s is another type', async (column, found, change, expected) => {
  await givenContract(
    `alter table lessons_lessonvote drop constraint lessons_lessonvote_lesson_content_id_fkey;
     alter table lessons_mentorreview drop constraint lessons_mentorreview_lesson_content_id_fkey;
     alter table lessons_userroadmaplesson drop constraint lessons_userroadmaplesson_lesson_content_id_fkey;
     alter table lessons_lessoncontent ${change}`,
  );
  expect(await differences()).toEqual([`lessons_lessoncontent.${column} is ${found}, expected ${expected}`]);
});

test('a column that is stricter about null would refuse our rows', async () => {
  await givenContract('alter table lessons_lessoncontent alter column generated_by_id set not null');
  expect(await differences()).toEqual([
    'lessons_lessoncontent.generated_by_id is NOT NULL, expected to allow null',
  ]);
});

test('a column that is looser about null does no harm', async () => {
  await givenContract('alter table lessons_lessoncontent alter column description drop not null');
  expect(await inspectContract(sql)).toBe('old');
});

test('an unknown column that every row must give is named', async () => {
  await givenContract('alter table lessons_lessoncontent add generation_status varchar(20) not null');
  expect(await differences()).toEqual([
    'lessons_lessoncontent.generation_status is NOT NULL without a default and unknown to Preheat',
  ]);
});

test.each([
  ['allows null', 'add module_id varchar(10)'],
  ['has a default', `add generation_status varchar(20) not null default 'pending'`],
  ['counts by itself', 'add serial_number bigint not null generated always as identity'],
  ['was dropped', 'add gone int not null; alter table lessons_lessoncontent drop column gone'],
])('an unknown column that %s does no harm', async (_, change) => {
  await givenContract(`alter table lessons_lessoncontent ${change}`);
  expect(await inspectContract(sql)).toBe('old');
});

test('all differences are named at once, with what to do', async () => {
  await givenContract('alter table users drop column role; drop table lessons_lessonvote');
  await expect(inspectContract(sql)).rejects.toThrow(
    `This database has the learning application's tables in a shape that Preheat does not know. From the nearest that it knows ("old") they differ in:\n` +
      '  - users.role is missing\n' +
      '  - table lessons_lessonvote is missing\n' +
      "Nothing was changed. Point DATABASE_URL at the application's database at a version that Preheat supports, or at an empty database.",
  );
});
