import {expect, test} from 'vitest';
import {limitsNow} from '../../cli/limits-now.ts';
import {setLimits} from '../../sql/queries/limits.ts';
import {reserve} from '../../sql/queries/reservations.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {call, givenCells, givenRun} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();

test('a run that starts now has what the day leaves of its model’s requests and of all dollars', async () => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql);
  const configured = {...UNLIMITED, requestsPerDay: 100, maxUsdPerDay: 10, headroomShare: 0.5};
  const now = () => limitsNow(sql, {configured, modelName: 'gemini', maxConcurrent: 3});
  expect(await now()).toEqual({
    requestsPerMinute: null,
    inputTokensPerMinute: null,
    requestsLeftToday: 50,
    usdLeftToday: 5,
    maxConcurrent: 3,
  });

  await reserve(sql, call({requestId: 'run', runId, maxUsd: 1}));
  // For somebody who waits: of the share that is kept for them.
  await reserve(sql, call({requestId: 'person', runId, maxUsd: 2, isInteractive: true}));
  await reserve(sql, call({requestId: 'other', runId, maxUsd: 1, model: 'other'}));
  expect(await now()).toMatchObject({requestsLeftToday: 49, usdLeftToday: 3});

  await setLimits(sql, {model: '*', maxUsdPerDay: 5});
  await setLimits(sql, {model: 'gemini', requestsPerDay: 3, headroomShare: 0});
  // Four of the five dollars and two of the three requests are taken, whoever took them.
  expect(await now()).toMatchObject({requestsLeftToday: 1, usdLeftToday: 1});
});
