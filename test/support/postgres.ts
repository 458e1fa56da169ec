import {randomUUID} from 'node:crypto';
import {afterAll, inject} from 'vitest';
import {connect, type Pool} from '../../sql/client.ts';
import {TEMPLATE} from './template.ts';

/**
 * A migrated, otherwise empty database of a test file's own, dropped when the file is done. Call it at the file's
 * top: `const {url, sql} = await testDatabase();`
 *
 * @param from the database to copy; `template1` gives one without any migration
 */
export async function testDatabase({from = TEMPLATE}: {from?: string} = {}): Promise<{
  url: string;
  sql: Pool;
}> {
  const serverUrl = inject('postgresUrl');
  if (!serverUrl)
    throw new Error('There is no Postgres here: name the test file `….pg.test.ts` or `….temporal.test.ts`.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name} template ${from}`);
  const url = serverUrl.replace(/[^/]*$/, name);
  const sql = connect(url, {applicationName: 'test'});
  afterAll(async () => {
    await sql.end();
    // Forced: whatever the test left connected must not keep its database.
    await onServer(serverUrl, `drop database ${name} with (force)`);
  });
  return {url, sql};
}

async function onServer(url: string, statement: string): Promise<void> {
  const server = connect(url, {maxConnections: 1});
  await server.unsafe(statement);
  await server.end();
}
