import {TestWorkflowEnvironment} from '@temporalio/testing';
import {DefaultLogger, Runtime} from '@temporalio/worker';
import {randomUUID} from 'node:crypto';
import {join} from 'node:path';
import {afterAll, inject} from 'vitest';
import {startTemporal} from '../../dev/temporal-server.ts';
import type {Db} from '../../sql/client.ts';

// Before the first worker or connection: the bundler's reports would flood the output.
Runtime.install({logger: new DefaultLogger('ERROR')});

/**
 * A Temporal server of a test file's own, in memory, with the settings of `npm start`: for what needs priorities,
 * rates, schedules or lists. Time passes as it does. Call it at the file's top; it ends with the file.
 */
export async function localTemporal(): Promise<TestWorkflowEnvironment> {
  const server = await startTemporal({
    cli: given('temporalCli'),
    headless: true,
    pidFile: join(given('pidFolder'), randomUUID()),
  });
  const environment = await TestWorkflowEnvironment.createFromExistingServer({address: server.address});
  afterAll(async () => {
    await environment.teardown();
    await server.stop();
  });
  return environment;
}

/**
 * A server of a test file's own that skips the time in which nothing happens, while a result is awaited. It knows
 * no schedules, lists or rate limits; two workflows awaited at the same time break it.
 */
export async function timeSkippingTemporal(): Promise<TestWorkflowEnvironment> {
  const path = given('temporalTestServer');
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: {executable: {type: 'existing-path', path}},
  });
  afterAll(() => environment.teardown());
  return environment;
}

/**
 * Waits until a worker has done what follows the runs that ended: their rows are closed before it, and it uses the
 * tables that the next test empties.
 */
export async function upkeepDone({client}: TestWorkflowEnvironment, db: Db): Promise<void> {
  const ended = await db<{workflowId: string}[]>`
    select workflow_id from preheat.run where ended_at is not null and workflow_id like 'warm-up-%'
  `;
  // Of a run that was cancelled or failed there is no result, but an end.
  await Promise.allSettled(ended.map(({workflowId}) => client.workflow.getHandle(workflowId).result()));
}

/** For `Worker.create`: the workflows, bundled once for all tests. */
export function workflowBundle(): {codePath: string} {
  return {codePath: given('workflowBundle')};
}

function given(name: 'temporalCli' | 'temporalTestServer' | 'pidFolder' | 'workflowBundle'): string {
  const value = inject(name);
  if (!value) throw new Error(`There is no ${name} here: name the test file \`….temporal.test.ts\`.`);
  return value;
}
