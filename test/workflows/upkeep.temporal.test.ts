import {expect, test} from 'vitest';
import {localTemporal} from '../support/temporal.ts';
import {until} from '../support/until.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';
import {eventsOf} from './history.ts';

const temporal = await localTemporal();
const workers = await fakeWorkers(temporal);

test.each(['nightly', 'manual', 'start'] as const)(
  'a run (%s) has ended before its upkeep begins',
  async kind => {
    const hold = Promise.withResolvers<void>();
    const run = workers.given({cellCount: 1, onUpkeep: () => hold.promise});
    const handle = await workers.start(sampleInput({kind}));

    await until('its upkeep is under way', () => run.upkeeps.length === 1);
    expect(run.ends).toMatchObject([{end: {state: 'finished'}}]);
    hold.resolve();
    expect(await handle.result()).toMatchObject({state: 'finished'});
  },
);

test('a worker that dies in it is noticed after half a minute', async () => {
  workers.given({cellCount: 1});
  const handle = await workers.start(sampleInput());
  await handle.result();

  const scheduled = (await eventsOf(handle)).map(event => event.activityTaskScheduledEventAttributes);
  const upkeep = scheduled.find(attributes => attributes?.activityType?.name === 'upkeep');
  expect(Number(upkeep?.heartbeatTimeout?.seconds)).toBe(30);
});

test('one that failed is tried again', async () => {
  const run = workers.given({
    cellCount: 1,
    async onUpkeep(nth) {
      if (nth === 1) throw new Error('The database is away.');
    },
  });
  const handle = await workers.start(sampleInput());

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.upkeeps).toEqual([1, 2]);
});

test('one that fails each time takes nothing from the run', async () => {
  const run = workers.given({
    cellCount: 1,
    async onUpkeep() {
      throw new Error('It is broken.');
    },
  });
  const handle = await workers.start(sampleInput());

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.upkeeps).toEqual([1, 2, 3]);
});

test('a regeneration, for which somebody waits, has none', async () => {
  const run = workers.given({cellCount: 1});
  const handle = await workers.start(sampleInput({kind: 'regeneration'}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.upkeeps).toEqual([]);
});
