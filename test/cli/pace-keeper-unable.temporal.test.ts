import type {NativeConnection} from '@temporalio/worker';
import {expect, test, vi} from 'vitest';
import {keepPace} from '../../cli/pace-keeper.ts';
import {setLimits} from '../../sql/queries/limits.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {timeSkippingTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';

// It looks every five seconds.
vi.setConfig({testTimeout: 60_000});

const {sql} = await testDatabase();
const {nativeConnection} = await timeSkippingTemporal();

test('a server that cannot change a rate is told of once, and only where that makes a difference', async () => {
  const asked: unknown[] = [];
  const {workflowService} = nativeConnection;
  const connection = {
    workflowService: {
      updateTaskQueueConfig(request: Parameters<typeof workflowService.updateTaskQueueConfig>[0]) {
        asked.push(request.updateQueueRateLimit?.reason);
        return workflowService.updateTaskQueueConfig(request);
      },
    },
  } as unknown as NativeConnection;
  const said: string[] = [];
  const limits = {...UNLIMITED, requestsPerMinute: 600};
  const log = (line: string) => said.push(line);
  const pace = keepPace({pool: sql, connection, namespace: 'default', modelName: 'm', limits, log});

  await until('the configured rate was asked for', () => asked.length === 1);
  await setLimits(sql, {model: 'm', requestsPerMinute: 300});
  await until('it is told', () => said.length > 0);
  expect(asked).toEqual(['600 requests a minute', '300 requests a minute']);
  await setLimits(sql, {model: 'm', requestsPerMinute: 120});
  await until('another rate was asked for', () => asked.length === 3);
  await pace.stop();
  expect(said).toEqual([
    'This Temporal server cannot change the rate of a queue: it goes on dispatching at the configured one. Postgres holds the limit itself.',
  ]);
});
