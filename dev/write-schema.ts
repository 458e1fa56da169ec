import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connect} from '../sql/client.ts';
import {dumpSchema} from '../sql/dump-schema.ts';
import {migrate} from '../sql/migrate.ts';
import {startPostgres} from './postgres.ts';

// Writes sql/schema.sql from a scratch database: to be run after a migration was added (`npm run schema`).
const dir = await mkdtemp(join(tmpdir(), 'preheat-schema-'));
// The server's user, if it has one of its own, enters it too.
await chmod(dir, 0o755);
try {
  const postgres = await startPostgres({dir: join(dir, 'postgres'), fast: true, log: console.log});
  try {
    const pool = connect(postgres.url, {maxConnections: 1});
    await migrate(pool);
    await writeFile(new URL('../sql/schema.sql', import.meta.url), await dumpSchema(pool));
    await pool.end();
  } finally {
    await postgres.stop();
  }
} finally {
  await rm(dir, {recursive: true, force: true});
}
console.log('Wrote sql/schema.sql.');
