import type {Client} from '@temporalio/client';
import {beforeEach, expect, test} from 'vitest';
import {startRunAs} from '../../cli/run-start.ts';
import {emptyTables, givenRun, untilWaiting} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {sampleInput} from '../workflows/fake-run.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

/** A Temporal server that takes every start: the same workflow again is the one under way. */
const client = {workflow: {start: async () => {}}} as unknown as Client;

const start = (id: string, given: {key?: string; retryOf?: number} = {}) =>
  startRunAs({db: sql, client}, {input: sampleInput(), actor: {id, role: 'admin'}, ...given});

const noted = () => sql`
  select actor, action, after ->> 'workflowId' as workflow_id from preheat.audit_event order by audit_event_id
`;

test('a run is started once by its key, however often and by whomever: so the log has it', async () => {
  const {both} = await sql.begin(async db => {
    await db`select pg_advisory_xact_lock(hashtextextended('preheat.start_run:warm-up-key-a', 0))`;
    const starts = [start('ann', {key: 'a'}), start('ann', {key: 'a'})];
    await untilWaiting(sql, 2);
    return {both: Promise.all(starts)};
  });
  expect(await both).toEqual(['warm-up-key-a', 'warm-up-key-a']);
  expect(await noted()).toEqual([{actor: 'ann', action: 'start_run', workflowId: 'warm-up-key-a'}]);
  await givenRun(sql, {workflowId: 'warm-up-key-a'});
  await start('bob', {key: 'a'});
  expect(await noted()).toHaveLength(1);

  await start('bob', {key: 'b'});
  expect(await noted()).toMatchObject([{actor: 'ann'}, {actor: 'bob', workflowId: 'warm-up-key-b'}]);
});

test('a retry is started once too', async () => {
  await start('ann', {key: 'a', retryOf: 7});
  await start('ann', {key: 'a', retryOf: 7});
  expect(await noted()).toEqual([{actor: 'ann', action: 'retry_run', workflowId: 'warm-up-key-a'}]);
});

test('runs without a key are each their own, and what else is noted of one is no start of it', async () => {
  await start('ann');
  await start('ann');
  expect(await noted()).toMatchObject([{action: 'start_run'}, {action: 'start_run'}]);

  await sql`insert into preheat.audit_event (actor, actor_role, action, after) values ('x', 'admin', 'other', '{"workflowId": "warm-up-key-a"}')`;
  await start('ann', {key: 'a'});
  expect(await noted()).toHaveLength(4);
});
