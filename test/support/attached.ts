import type {ReaderAge} from '../../sql/contract-columns.ts';
import {migrate} from '../../sql/migrate.ts';
import {testDatabase} from './postgres.ts';
import {READER_HEAD} from './reader-head.ts';
import {READER_OLD} from './reader-old.ts';

/** The statements that make the application's tables in an age. */
export const READER_TABLES: Record<ReaderAge, string> = {old: READER_OLD, head: READER_HEAD};

/** A database of a test file's own as the application made it, with Preheat attached: migrated, otherwise empty. */
export async function attachedDatabase(age: ReaderAge) {
  const database = await testDatabase({from: 'template1'});
  await database.sql.unsafe(READER_TABLES[age]);
  await migrate(database.sql);
  return database;
}
