import type {Config} from '../config.ts';
import type {KeyVariant} from '../domain/cells.ts';
import {keyVariantsOf} from '../domain/key-variants.ts';
import type {Db} from '../sql/client.ts';
import {inspectContract} from '../sql/contract.ts';
import {pendingMigrations} from '../sql/migrate.ts';
import {assertSameAge, readerOf} from '../sql/reader.ts';

/**
 * @throws Error where the database is not migrated, or has other tables of the application than it was attached with: a
 *   worker or server on it would fail at its first query
 */
export async function assertMigrated(db: Db): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length > 0) {
    throw new Error(
      `The database lacks ${pending.length} migrations (${pending.join(', ')}). Run \`preheat migrate\` first.`,
    );
  }
  await assertSameAge(db, await inspectContract(db));
}

/** The keys that are filled, as configured, or as fits whose tables this database has. Ask once at a start. */
export async function keyVariants(
  db: Db,
  {cacheKeys}: Pick<Config, 'cacheKeys'>,
): Promise<readonly KeyVariant[]> {
  return keyVariantsOf(cacheKeys, cacheKeys === undefined && (await readerOf(db)).isDjango);
}
