import {NativeConnection} from '@temporalio/worker';
import {afterAll, expect, test} from 'vitest';
import {keepPace} from '../../cli/pace-keeper.ts';
import {blockModel, setLimits} from '../../sql/queries/limits.ts';
import {reserve} from '../../sql/queries/reservations.ts';
import {MODEL_TASK_QUEUE} from '../../workflows/messages.ts';
import {callOf, givenCell, stateOf} from '../activities/lesson-givens.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {localTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';

const {sql} = await testDatabase();
const temporal = await localTemporal();
const connection = await NativeConnection.connect({address: temporal.address});
const said: string[] = [];
const pace = keepPace({
  pool: sql,
  connection,
  namespace: 'default',
  modelName: 'm',
  limits: {...UNLIMITED, requestsPerMinute: 600},
  log: line => said.push(line),
});
afterAll(async () => {
  await pace.stop();
  await connection.close();
});

async function dispatchRate(): Promise<number | null> {
  const {config} = await temporal.client.workflowService.describeTaskQueue({
    namespace: 'default',
    taskQueue: {name: MODEL_TASK_QUEUE},
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package of the SDK's own
    taskQueueType: 2,
    reportConfig: true,
  });
  return config?.queueRateLimit?.rateLimit?.requestsPerSecond ?? null;
}

/** A little faster than the limit, which Postgres holds. */
const untilRate = (perSecond: number) =>
  until(`the model's queue is dispatched a little faster than ${perSecond} a second`, async () => {
    const rate = await dispatchRate();
    return rate !== null && Math.abs(rate - 1.03 * perSecond) < 1e-6;
  });

test('the configured rate, one that is set and one that is learnt become the dispatch rate of the queue', async () => {
  await untilRate(10);
  await setLimits(sql, {model: 'm', requestsPerMinute: 300});
  await untilRate(5);
  const block = {cause: 'minute_quota', untilMs: Date.now(), message: 'Slow.'} as const;
  await blockModel(sql, {model: 'm', ...block, limits: UNLIMITED, learnt: {requestsPerMinute: 60}});
  await untilRate(1);
  expect(said).toEqual([]);
});

test('what a dead worker had reserved is settled once its lease has run out', async () => {
  const cell = await givenCell(sql);
  await reserve(sql, callOf(cell, 'of the dead', {leaseMs: 1, model: 'gone'}));
  await until('it is settled', async () => (await stateOf(sql, cell)).reservationCount === 0);
  expect(await stateOf(sql, cell)).toMatchObject({spentUsd: 0.1, reservedUsd: 0});
});

test('a database that is away is told once, and the pace is kept again when it is back', async () => {
  await sql`alter table preheat.model_limit rename to elsewhere`;
  await until('it is told', () => said.length === 1);
  expect(said[0]).toContain("The pace of the model's queue could not be checked");
  await sql`alter table preheat.elsewhere rename to model_limit`;
  await setLimits(sql, {model: 'm', requestsPerMinute: 120});
  await untilRate(2);
  expect(said).toHaveLength(1);
});
