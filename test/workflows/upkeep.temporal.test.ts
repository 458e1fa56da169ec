import {expect, test} from 'vitest';
import {localTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';

const temporal = await localTemporal();
const workers = await fakeWorkers(temporal);

test.each(['nightly', 'manual', 'start'] as const)(
  'a run (%s) ends without waiting for its upkeep',
  async kind => {
    const hold = Promise.withResolvers<void>();
    const run = workers.given({cellCount: 1, onUpkeep: () => hold.promise});
    const handle = await workers.start(sampleInput({kind}));

    expect(await handle.result()).toMatchObject({state: 'finished'});
    const upkeep = temporal.client.workflow.getHandle(`${handle.workflowId}/upkeep`);
    await until('its upkeep is under way', () => run.upkeeps.length === 1);
    expect((await upkeep.describe()).status.name).toBe('RUNNING');
    hold.resolve();
    await upkeep.result();
    expect(run.ends).toHaveLength(1);
  },
);

test('one that failed is tried again', async () => {
  const run = workers.given({
    cellCount: 1,
    async onUpkeep(nth) {
      if (nth === 1) throw new Error('The database is away.');
    },
  });
  const handle = await workers.start(sampleInput());
  await handle.result();

  await temporal.client.workflow.getHandle(`${handle.workflowId}/upkeep`).result();
  expect(run.upkeeps).toEqual([1, 2]);
});

test('a regeneration, for which somebody waits, has none', async () => {
  const run = workers.given({cellCount: 1});
  const handle = await workers.start(sampleInput({kind: 'regeneration'}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  const {events} = await handle.fetchHistory();
  expect(events?.some(event => event.startChildWorkflowExecutionInitiatedEventAttributes)).toBe(false);
  expect(run.upkeeps).toEqual([]);
});
