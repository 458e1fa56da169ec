import type {Config} from '../../config.ts';
import {migrate} from '../../sql/migrate.ts';
import {openDatabase} from '../services.ts';

/** `preheat migrate` */
export async function migrateCommand(config: Config): Promise<void> {
  const pool = await openDatabase(config, 'preheat migrate');
  try {
    const applied = await migrate(pool);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
  } finally {
    await pool.end();
  }
}
