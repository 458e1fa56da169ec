import {once} from 'node:events';
import {type AddressInfo, connect as dial, createServer} from 'node:net';
import {expect, test, vi} from 'vitest';
import {followRun} from '../../cli/follow-run.ts';
import {connect} from '../../sql/client.ts';
import {closeRun} from '../../sql/queries/runs.ts';
import {givenRun} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {url, sql} = await testDatabase();
await givenRun(sql, {workflowId: 'ended'});
await closeRun(sql, {runId: 1, end: {state: 'finished'}});

/** A port before the database, on which nobody answers before `open`. */
async function givenDoor(stack: AsyncDisposableStack) {
  const {hostname, port} = new URL(url);
  const door = createServer(client => {
    const server = dial(Number(port), hostname);
    client.on('error', () => server.destroy()).pipe(server);
    server.on('error', () => client.destroy()).pipe(client);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const before = new URL(url);
  before.port = `${(door.address() as AddressInfo).port}`;
  door.close();
  await once(door, 'close');
  const pool = connect(before.href, {maxConnections: 1});
  stack.defer(async () => {
    await pool.end();
    door.close();
  });
  return {pool, open: () => door.listen(Number(before.port), '127.0.0.1')};
}

const silent = new AbortController().signal;

test('a database that is away is said once, and waited for as the run does', async () => {
  await using stack = new AsyncDisposableStack();
  const {pool, open} = await givenDoor(stack);
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    if (said.push(line) === 1) open();
  });

  expect(await followRun(pool, 'ended', silent)).toMatchObject({runId: 1, state: 'finished'});
  expect(said.filter(line => line.includes('does not answer'))).toEqual([
    'The database does not answer (ECONNREFUSED): looking until it does.',
  ]);
});

test('who does not follow any more is told what is wrong', async () => {
  await using stack = new AsyncDisposableStack();
  const {pool} = await givenDoor(stack);
  await expect(followRun(pool, 'ended', AbortSignal.abort())).rejects.toMatchObject({code: 'ECONNREFUSED'});
});

test('what is wrong with the database itself is no reason to wait', async () => {
  const other = new URL(url);
  other.pathname = '/postgres';
  const pool = connect(other.href, {maxConnections: 1});
  await expect(followRun(pool, 'ended', silent)).rejects.toMatchObject({code: '42P01'});
  await pool.end();
});
