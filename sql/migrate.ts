import {readdir, readFile} from 'node:fs/promises';
import {type Db, inTransaction, type Pool} from './client.ts';
import {inspectContract} from './contract.ts';
import {assertSameAge} from './reader.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** The migration that makes the reader's tables: recorded, not run, where the application already made them. */
const CONTRACT_MIGRATION = '000001_reader_contract';

/** Any number; the same for every Preheat, so that two migrating at once wait for each other. */
const LOCK = 7_243_301;

/**
 * Brings the database to the newest schema, in one transaction: nothing is ever half-migrated, and running it
 * again does nothing.
 *
 * @returns the names of the migrations that were applied now
 * @throws Error where the reader's tables have another shape, or another age than when they were attached (nothing is
 *   changed then), or where the database was migrated by a newer Preheat
 */
export async function migrate(pool: Pool): Promise<string[]> {
  const names = await migrationNames();
  return inTransaction(pool, async db => {
    await db`select pg_advisory_xact_lock(${LOCK})`;
    const contract = await inspectContract(db);
    await assertSameAge(db, contract);
    await createSchema(db);
    await db`create table if not exists preheat.migration (name text primary key, applied_at timestamptz not null default now())`;
    const applied = new Set(
      (await db<{name: string}[]>`select name from preheat.migration`).map(row => row.name),
    );
    const strangers = [...applied].filter(name => !names.includes(name));
    if (strangers.length > 0) {
      throw new Error(
        `This database was migrated by a newer Preheat (${strangers.join(', ')}). Update this installation before using it.`,
      );
    }
    const pending = names.filter(name => !applied.has(name));
    for (const name of pending) await apply(db, name, contract === 'absent');
    // A database from before the age was noted tells it only now.
    if (contract !== 'absent') await assertSameAge(db, contract);
    return pending;
  });
}

/** The names of migrations that are not applied yet, without changing anything. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const names = await migrationNames();
  const [{exists}] = await db<
    [{exists: boolean}]
  >`select to_regclass('preheat.migration') is not null as exists`;
  if (!exists) return names;
  const applied = new Set(
    (await db<{name: string}[]>`select name from preheat.migration`).map(row => row.name),
  );
  return names.filter(name => !applied.has(name));
}

/** Asks first: "if not exists" wants the right to make schemas, which the owner of this one need not have. */
async function createSchema(db: Db): Promise<void> {
  const [{exists}] = await db<[{exists: boolean}]>`select to_regnamespace('preheat') is not null as exists`;
  if (!exists) await db`create schema preheat`;
}

async function apply(db: Db, name: string, makesContract: boolean): Promise<void> {
  // First the bookkeeping row: whoever migrates at the same time fails here and not half-way.
  await db`insert into preheat.migration (name) values (${name})`;
  if (name === CONTRACT_MIGRATION && !makesContract) return;
  await db.unsafe(await readFile(new URL(`${name}.sql`, FOLDER), 'utf8'));
}

async function migrationNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter(file => file.endsWith('.sql'))
    .map(file => file.slice(0, -'.sql'.length))
    .toSorted();
}
