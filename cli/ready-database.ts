import type {Db} from '../sql/client.ts';
import {pendingMigrations} from '../sql/migrate.ts';

/** @throws Error where the database is not migrated: a worker or server on it would fail at its first query */
export async function assertMigrated(db: Db): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length > 0) {
    throw new Error(
      `The database lacks ${pending.length} migrations (${pending.join(', ')}). Run \`preheat migrate\` first.`,
    );
  }
}
