import {expect, test} from 'vitest';
import {pendingMigrations} from '../../sql/migrate.ts';
import {testDatabase} from './postgres.ts';
import {localTemporal, timeSkippingTemporal} from './temporal.ts';

const {sql} = await testDatabase();
const other = await testDatabase();
const bare = await testDatabase({from: 'template1'});

test('a test’s database is migrated, and its own', async () => {
  expect(await pendingMigrations(sql)).toEqual([]);
  await sql`create table mine (id int)`;

  const [row] = await other.sql<[{found: string | null}]>`select to_regclass('mine') as found`;
  expect(row.found).toBeNull();
});

test('a database can be had without the migrations', async () => {
  expect(await pendingMigrations(bare.sql)).not.toEqual([]);
});

const skipping = await timeSkippingTemporal();
const local = await localTemporal();

test('the time-skipping server skips ten days', async () => {
  const beforeMs = await skipping.currentTimeMs();

  await skipping.sleep('10 days');

  expect((await skipping.currentTimeMs()) - beforeMs).toBeGreaterThanOrEqual(10 * 24 * 3600 * 1000);
});

test('the local server lists workflows, which the time-skipping one cannot', async () => {
  expect((await local.client.workflow.count()).count).toBe(0);
});
