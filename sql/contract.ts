import type {Db} from './client.ts';
import {CONTRACT, READ_WHERE_PRESENT, type ReaderAge} from './contract-columns.ts';

type Column = {tableName: string; columnName: string; type: string; nullable: boolean; hasDefault: boolean};

const AGES = Object.keys(CONTRACT) as ReaderAge[];

const TABLES = [CONTRACT, READ_WHERE_PRESENT].flatMap(byAge => AGES.flatMap(age => Object.keys(byAge[age])));

/**
 * Compares the reader's tables in this database with what Preheat writes and reads.
 *
 * @returns `absent` where none of the tables exists, else the age whose shape all of them have
 * @throws Error that names every difference from the age that is nearest, where some tables exist in another shape
 */
export async function inspectContract(db: Db): Promise<'absent' | ReaderAge> {
  const columns = await db<Column[]>`
    select c.relname as table_name, a.attname as column_name,
      replace(replace(format_type(a.atttypid, a.atttypmod), 'character varying', 'varchar'),
        'timestamp with time zone', 'timestamptz') as type,
      not a.attnotnull as nullable,
      (a.atthasdef or a.attidentity <> '') as has_default
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relname = any(${TABLES}) and a.attnum > 0 and not a.attisdropped
  `;
  if (columns.length === 0) return 'absent';
  const [nearest] = AGES.map(age => ({age, differences: differencesFrom(age, columns)})).toSorted(
    (a, b) => a.differences.length - b.differences.length,
  );
  if (nearest === undefined || nearest.differences.length === 0) return nearest?.age ?? 'absent';
  throw new Error(
    `This database has the learning application's tables in a shape that Preheat does not know. ` +
      `From the nearest that it knows ("${nearest.age}") they differ in:\n` +
      nearest.differences.map(difference => `  - ${difference}\n`).join('') +
      `Nothing was changed. Point DATABASE_URL at the application's database at a version that Preheat supports, or at an empty database.`,
  );
}

function differencesFrom(age: ReaderAge, columns: readonly Column[]): string[] {
  const foundOf = (table: string) => columns.filter(column => column.tableName === table);
  const needed = Object.entries(CONTRACT[age]).flatMap(([table, wanted]) => {
    const found = foundOf(table);
    if (found.length === 0) return [`table ${table} is missing`];
    return [...unlike(table, parse(wanted), found), ...unknown(table, parse(wanted), found)];
  });
  const read = Object.entries(READ_WHERE_PRESENT[age]).flatMap(([table, wanted]) => {
    const found = foundOf(table);
    // What is only read may be stricter about null.
    const asRead = parse(wanted).map(column => ({...column, nullable: false}));
    return found.length === 0 ? [] : unlike(table, asRead, found);
  });
  return [...needed, ...read];
}

type Wanted = Pick<Column, 'columnName' | 'type' | 'nullable'>;

function parse(wanted: string): Wanted[] {
  return wanted.split(/,\s+/).map(text => {
    const [columnName = '', ...type] = text.trim().split(' ');
    return {columnName, type: type.join(' ').replace('?', ''), nullable: text.endsWith('?')};
  });
}

function unlike(table: string, wanted: readonly Wanted[], found: readonly Column[]): string[] {
  const byName = new Map(found.map(column => [column.columnName, column]));
  return wanted.flatMap(({columnName, type, nullable}) => {
    const column = byName.get(columnName);
    if (!column) return [`${table}.${columnName} is missing`];
    if (column.type !== type) return [`${table}.${columnName} is ${column.type}, expected ${type}`];
    // A stricter column than ours would refuse rows that we write; a looser one does no harm.
    if (nullable && !column.nullable) return [`${table}.${columnName} is NOT NULL, expected to allow null`];
    return [];
  });
}

function unknown(table: string, wanted: readonly Wanted[], found: readonly Column[]): string[] {
  const known = new Set(wanted.map(column => column.columnName));
  return found
    .filter(column => !known.has(column.columnName) && !column.nullable && !column.hasDefault)
    .map(column => `${table}.${column.columnName} is NOT NULL without a default and unknown to Preheat`);
}
