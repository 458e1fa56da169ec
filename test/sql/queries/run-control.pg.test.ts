import {beforeEach, expect, test} from 'vitest';
import {reserve, settleLost} from '../../../sql/queries/reservations.ts';
import {changeBudget as changeBudgetAs, type Hold, holdOf} from '../../../sql/queries/run-control.ts';
import {closeRun, markRunWaiting, runProgress} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {call, emptyTables, givenRun} from '../givens.ts';

const {sql} = await testDatabase();
async function held(runId: number): Promise<Hold | null> {
  const [hold] = (await holdOf(sql, runId)) as unknown as [Hold?];
  return hold ?? null;
}

const changeBudget = (db: typeof sql, change: {runId: number; maxUsd: number}) =>
  changeBudgetAs(db, {...change, actor: {id: 'a1', role: 'admin'}});

beforeEach(() => emptyTables(sql));

async function givenSpent(runId: number, maxUsd: number): Promise<void> {
  await reserve(sql, call({requestId: 'spent', runId, maxUsd}));
  await settleLost(sql, 'spent');
}

test('nothing holds a run that is running or waits', async () => {
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  await markRunWaiting(sql, {runId: other, wait: {cause: 'paused', message: 'By anna.', untilMs: null}});
  expect(await held(runId)).toBeNull();
  await markRunWaiting(sql, {runId, wait: {cause: 'minute_quota', message: 'Full.', untilMs: 0}});
  expect(await held(runId)).toBeNull();
});

test.each([
  ['paused', 'paused'],
  ['cancelled', 'over'],
] as const)('a run that is %s is held', async (cause, kind) => {
  const runId = await givenRun(sql);
  await markRunWaiting(sql, {runId, wait: {cause, message: 'By anna.', untilMs: null}});
  expect(await held(runId)).toEqual({kind, cause, message: 'By anna.'});
  await markRunWaiting(sql, {runId, wait: null});
  expect(await held(runId)).toBeNull();
});

test('a run that has ended is over, however it ended', async () => {
  const finished = await givenRun(sql);
  await closeRun(sql, {runId: finished, end: {state: 'finished'}});
  expect(await held(finished)).toEqual({kind: 'over', cause: null, message: null});
  const paused = await givenRun(sql, {workflowId: 'paused'});
  await markRunWaiting(sql, {runId: paused, wait: {cause: 'paused', message: 'By anna.', untilMs: null}});
  await closeRun(sql, {runId: paused, end: {state: 'lost', message: 'Gone.'}});
  expect(await held(paused)).toMatchObject({kind: 'over', message: 'Gone.'});
});

test('a budget can be raised, lowered down to what is spent, and set where there was none', async () => {
  const runId = await givenRun(sql, {maxUsd: 2});
  await givenRun(sql, {workflowId: 'other', maxUsd: 7});
  await givenSpent(runId, 0.5);

  expect(await changeBudget(sql, {runId, maxUsd: 3})).toEqual({kind: 'changed', beforeUsd: 2});
  expect(await changeBudget(sql, {runId, maxUsd: 0.5})).toEqual({kind: 'changed', beforeUsd: 3});
  expect(await runProgress(sql, 'w')).toMatchObject({maxUsd: 0.5});
  expect(await runProgress(sql, 'other')).toMatchObject({maxUsd: 7});

  const open = await givenRun(sql, {workflowId: 'open', maxUsd: null});
  expect(await changeBudget(sql, {runId: open, maxUsd: 1})).toEqual({kind: 'changed', beforeUsd: null});
});

test('a budget below what is spent, of a run that has ended, or of none, changes nothing', async () => {
  const runId = await givenRun(sql, {maxUsd: 2});
  await givenSpent(runId, 0.5);
  expect(await changeBudget(sql, {runId, maxUsd: 0.49})).toEqual({kind: 'below_spent', spentUsd: 0.5});
  await closeRun(sql, {runId, end: {state: 'finished'}});
  expect(await changeBudget(sql, {runId, maxUsd: 3})).toEqual({kind: 'ended'});
  expect(await runProgress(sql, 'w')).toMatchObject({maxUsd: 2});
  expect(await changeBudget(sql, {runId: 99, maxUsd: 3})).toEqual({kind: 'unknown'});
});

test('who changes a budget is noted with what it was; a change that is refused is not', async () => {
  const runId = await givenRun(sql, {maxUsd: 2});
  await givenSpent(runId, 0.5);
  await changeBudget(sql, {runId, maxUsd: 0.4});
  await changeBudget(sql, {runId, maxUsd: 3});

  expect(await sql`select actor, actor_role, action, run_id, before, after from preheat.audit_event`).toEqual(
    [
      {
        actor: 'a1',
        actorRole: 'admin',
        action: 'change_run_budget',
        runId,
        before: {maxUsd: 2},
        after: {maxUsd: 3},
      },
    ],
  );
});

test('a reservation sees the budget as it is changed, up and down', async () => {
  const runId = await givenRun(sql, {maxUsd: 1});
  const reserved = async (requestId: string) =>
    (await reserve(sql, call({requestId, runId, maxUsd: 0.8}))).kind;
  expect(await reserved('a')).toBe('reserved');
  expect(await reserved('b')).toBe('refused');
  await changeBudget(sql, {runId, maxUsd: 2});
  expect(await reserved('b')).toBe('reserved');
  await changeBudget(sql, {runId, maxUsd: 1.7});
  expect(await reserved('c')).toBe('refused');
});
