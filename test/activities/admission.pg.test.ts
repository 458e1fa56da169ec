import {expect, test} from 'vitest';
import {admit, type CallToAdmit} from '../../activities/admission.ts';
import {closeRun} from '../../sql/queries/runs.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';
import {callOf, givenCell, stateOf} from './lesson-givens.ts';

const {sql} = await testDatabase();
const {signal} = new AbortController();

const toAdmit = (cell: {runId: number}, requestId: string, changes: Partial<CallToAdmit> = {}) => ({
  ...callOf(cell, requestId),
  model: requestId,
  timeoutMs: 10_000,
  ...changes,
});

test('what may be sent is set aside, for as long as the call may last and a minute more', async () => {
  const cell = await givenCell(sql);
  expect(await admit(sql, toAdmit(cell, 'free'), signal)).toBeNull();
  expect(
    await sql`select max_usd, extract(epoch from expires_at - starts_at) as lease_s from preheat.reservation where request_id = 'free'`,
  ).toEqual([{maxUsd: 0.1, leaseS: 70}]);
});

test('a place in the pace is waited for; further ahead than a second, the lane is given back', async () => {
  const cell = await givenCell(sql);
  const limits = {...UNLIMITED, requestsPerMinute: 120};
  const sinceMs = Date.now();
  let nowMs = sinceMs;
  const paced = (name: string) =>
    admit(sql, toAdmit(cell, name, {model: 'paced', limits, now: () => nowMs}), signal);

  expect(await paced('first')).toBeNull();
  expect(await paced('second')).toBeNull();
  expect(Date.now() - sinceMs).toBeGreaterThanOrEqual(490);
  nowMs += 500;
  const ahead = [paced('third'), paced('fourth'), paced('fifth'), paced('sixth')];
  const answers = await Promise.all(ahead);
  expect(answers.filter(answer => answer === null)).toHaveLength(2);
  expect(answers.find(answer => answer !== null)).toMatchObject({kind: 'wait', cause: 'minute_quota'});
});

test('somebody who waits may have a place up to five seconds ahead', async () => {
  const cell = await givenCell(sql);
  const limits = {...UNLIMITED, requestsPerMinute: 20};
  const controller = new AbortController();
  const paced = (name: string, isInteractive: boolean) =>
    admit(sql, {...toAdmit(cell, name, {model: 'slow', limits}), isInteractive}, controller.signal);
  expect(await paced('slow 1', false)).toBeNull();
  expect(await paced('slow 2', false)).toMatchObject({kind: 'wait'});
  const waiting = paced('slow 3', true);
  const reserved = () => sql`select 1 from preheat.reservation where request_id = 'slow 3'`;
  await until('the place is given', async () => (await reserved()).length === 1);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

test('who stops waiting gives everything back', async () => {
  const cell = await givenCell(sql);
  const limits = {...UNLIMITED, requestsPerMinute: 20};
  const controller = new AbortController();
  const call = (name: string) => toAdmit(cell, name, {model: 'given back', limits, isInteractive: true});
  expect(await admit(sql, call('given back 1'), signal)).toBeNull();
  const before = await stateOf(sql, cell);
  const waiting = admit(sql, call('given back 2'), controller.signal);
  controller.abort(new Error('The worker stops.'));
  await expect(waiting).rejects.toThrow('The worker stops.');
  expect(await stateOf(sql, cell)).toEqual(before);
});

test('what an attempt before held counts as lost', async () => {
  const cell = await givenCell(sql);
  await admit(sql, toAdmit(cell, 'held'), signal);
  expect(await admit(sql, toAdmit(cell, 'held', {maxUsd: 0.2}), signal)).toBeNull();
  expect(await stateOf(sql, cell)).toMatchObject({spentUsd: 0.1, reservedUsd: 0.2, reservationCount: 1});
});

test('a budget that calls in flight may free again makes the cell wait; one that is spent stops the run', async () => {
  const cell = await givenCell(sql, {maxUsd: 0.15});
  await admit(sql, toAdmit(cell, 'in flight'), signal);
  expect(await admit(sql, toAdmit(cell, 'next'), signal)).toMatchObject({
    kind: 'wait',
    cause: 'budget',
    message: expect.stringContaining('until those in flight are settled') as unknown,
  });
  expect(await admit(sql, toAdmit(cell, 'too dear', {maxUsd: 0.2}), signal)).toMatchObject({
    kind: 'stop',
    cause: 'budget',
  });
  await closeRun(sql, {runId: cell.runId, end: {state: 'finished'}});
  expect(await admit(sql, toAdmit(cell, 'late'), signal)).toMatchObject({kind: 'stop'});
});

test('a call dearer than a day’s dollars stops the run, and takes nothing', async () => {
  const cell = await givenCell(sql);
  const limits = {...UNLIMITED, maxUsdPerDay: 0.1, headroomShare: 0.1};
  const before = await stateOf(sql, cell);
  expect(await admit(sql, toAdmit(cell, 'dear', {limits, maxUsd: 0.095}), signal)).toMatchObject({
    kind: 'stop',
    cause: 'budget',
    message: expect.stringContaining('--max-usd-per-day') as unknown,
  });
  expect(await stateOf(sql, cell)).toEqual(before);
});
