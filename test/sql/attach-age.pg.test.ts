import {afterAll, beforeEach, expect, test} from 'vitest';
import {assertMigrated, keyVariants} from '../../cli/ready-database.ts';
import {connect, type Pool} from '../../sql/client.ts';
import {migrate} from '../../sql/migrate.ts';
import {readerOf} from '../../sql/reader.ts';
import {testDatabase} from '../support/postgres.ts';
import {READER_HEAD} from '../support/reader-head.ts';
import {READER_OLD} from '../support/reader-old.ts';
import {givenRow} from './attached-givens.ts';
import {givenCells} from './givens.ts';
import {givenPublished} from './published.ts';

const {url} = await testDatabase({from: 'template1'});

let sql: Pool = connect(url);

/** Connections keep statements with types that are dropped here. */
async function connectAnew(): Promise<void> {
  await sql.end();
  sql = connect(url);
}

beforeEach(async () => {
  await connectAnew();
  await sql.unsafe('drop schema if exists preheat cascade; drop schema public cascade; create schema public');
});

afterAll(() => sql.end());

/** Of all that is in the application's schema: what it is, and who wrote it last. */
async function catalog() {
  return sql`
    select 'class' as kind, c.oid::text, c.xmin::text, c.relname || ' ' || coalesce(c.relacl::text, '') as what
    from pg_class c where c.relnamespace = 'public'::regnamespace
    union all
    select 'attribute', a.attrelid || '.' || a.attnum, a.xmin::text, a.attname
    from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace
    union all
    select 'constraint', k.oid::text, k.xmin::text, pg_get_constraintdef(k.oid)
    from pg_constraint k where k.connamespace = 'public'::regnamespace
    union all
    select 'trigger', t.oid::text, t.xmin::text, t.tgname
    from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'public'::regnamespace
    union all
    select 'type', t.oid::text, t.xmin::text, t.typname from pg_type t where t.typnamespace = 'public'::regnamespace
    union all
    select 'function', p.oid::text, p.xmin::text, p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace
    order by 1, 2
  `;
}

/** What the application's own migrations do between the two ages, as far as Preheat looks at it. */
const OLD_TO_HEAD = `
  alter table lessons_lessonvote drop constraint lessons_lessonvote_lesson_content_id_fkey;
  alter table lessons_mentorreview drop constraint lessons_mentorreview_lesson_content_id_fkey;
  alter table lessons_userroadmaplesson drop constraint lessons_userroadmaplesson_lesson_content_id_fkey;
  ${['lessons_lessoncontent', 'lessons_lessonvote', 'lessons_mentorreview', 'lessons_userroadmaplesson']
    .map(
      table => `alter table ${table} alter id drop identity; alter table ${table} alter id type varchar(10);`,
    )
    .join('\n')}
  ${['lessons_lessonvote', 'lessons_mentorreview', 'lessons_userroadmaplesson']
    .map(table => `alter table ${table} alter lesson_content_id type varchar(10);`)
    .join('\n')}
  alter table lessons_lessoncontent alter difficulty_level type varchar(30), add module_id varchar(10),
    add generation_metadata jsonb not null default '{}', add generation_status varchar(20) not null default 'completed',
    add generation_error text;
  alter table lessons_lessoncontent alter generation_metadata drop default, alter generation_status drop default;
`;

test.each([
  ['old', READER_OLD],
  ['head', READER_HEAD],
])('the age "%s" is noted once, and nothing of the application is touched', async (age, tables) => {
  await sql.unsafe(tables);
  const before = await catalog();

  await migrate(sql);
  await migrate(sql);
  await givenCells(sql, 'One');
  await givenPublished(sql, 1, {variants: ['plain', 'multi_source_v1']});

  expect(await readerOf(sql)).toEqual({age, isDjango: true});
  expect(await catalog()).toEqual(before);
  await assertMigrated(sql);
});

test('tables that Preheat made are nobody else’s', async () => {
  await migrate(sql);
  expect(await readerOf(sql)).toEqual({age: 'old', isDjango: false});
  await assertMigrated(sql);
});

test('the head is the application’s also without its list of migrations', async () => {
  await sql.unsafe(`${READER_HEAD}; drop table django_migrations`);
  await migrate(sql);
  expect(await readerOf(sql)).toEqual({age: 'head', isDjango: true});
});

test('both keys are filled where the application owns the tables, unless it is set', async () => {
  await migrate(sql);
  expect(await keyVariants(sql, {cacheKeys: undefined})).toEqual(['plain']);
  expect(await keyVariants(sql, {cacheKeys: 'both'})).toEqual(['plain', 'multi_source_v1']);

  await sql.unsafe('create table django_migrations (id bigint)');
  expect(await keyVariants(sql, {cacheKeys: undefined})).toEqual(['plain', 'multi_source_v1']);
  expect(await keyVariants(sql, {cacheKeys: 'plain'})).toEqual(['plain']);
  expect(await keyVariants(sql, {cacheKeys: 'multi_source_v1'})).toEqual(['multi_source_v1']);
});

test('the application may alter its tables under Preheat, which then refuses to go on', async () => {
  await sql.unsafe(READER_OLD);
  await migrate(sql);
  await givenCells(sql, 'One');
  const lessonId = await givenPublished(sql, 1);
  await sql.unsafe(OLD_TO_HEAD);

  const refusal =
    'Preheat was attached to this database when the learning application\'s tables had the age "old". Now they have the age "head"';
  await expect(migrate(sql)).rejects.toThrow(refusal);
  await expect(assertMigrated(sql)).rejects.toThrow(refusal);

  // What the message says to do.
  await sql`drop schema preheat cascade`;
  await connectAnew();
  await migrate(sql);
  await givenCells(sql, 'One');
  await sql`select preheat.decide(array[1::bigint])`;
  expect(await readerOf(sql)).toMatchObject({age: 'head'});
  expect(await sql`select lesson_id, state from preheat.lesson_version`).toEqual([
    {lessonId: String(lessonId), state: 'live'},
  ]);
});

test('a database from before the age was noted is refused too, and stays as it is', async () => {
  await sql.unsafe(READER_OLD);
  await migrate(sql);
  // As if the migration that notes it had not been there yet.
  await sql`delete from preheat.migration where name = '000016_skeletons'`;
  await sql.unsafe(`drop table preheat.reader, preheat.filled_skeleton cascade; drop function preheat.fill_skeletons;
    alter table preheat.roadmap_step drop first_lesson`);
  await sql.unsafe(OLD_TO_HEAD);

  await expect(migrate(sql)).rejects.toThrow('had the age "old". Now they have the age "head"');

  expect(await sql`select to_regclass('preheat.reader') as found`).toEqual([{found: null}]);
});

test('tables that are gone are told', async () => {
  await sql.unsafe(READER_OLD);
  await migrate(sql);
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  await expect(migrate(sql)).rejects.toThrow('had the age "old". Now they are gone,');
});

test('a second attachment makes no id of the first one again', async () => {
  await sql.unsafe(READER_HEAD);
  await migrate(sql);
  await givenCells(sql, 'One');
  const first = await givenPublished(sql, 1, {variants: ['plain', 'multi_source_v1']});
  // Ids of the application that look a little like ours.
  await givenRow(sql, {stepTitle: 'Two', columns: {id: '2999999999'}});
  await givenRow(sql, {stepTitle: 'Three', columns: {id: '1abcdefghi'}});
  await sql`drop schema preheat cascade`;
  await connectAnew();

  await migrate(sql);
  await givenCells(sql, 'Four');
  const second = await givenPublished(sql, 1);

  expect(Number(second)).toBeGreaterThan(Number(first) + 1);
  expect(Number(second)).toBeLessThan(2 ** 31);
});
