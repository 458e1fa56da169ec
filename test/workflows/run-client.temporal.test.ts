import {ScheduleNotFoundError, ScheduleOverlapPolicy} from '@temporalio/client';
import {afterEach, expect, test, vi} from 'vitest';
import {
  keyedWorkflowId,
  reconcileRuns,
  SCHEDULE_ID,
  setSchedule,
  startKeyedRun,
  startRegeneration,
  startRun,
} from '../../cli/run-client.ts';
import {readConfig} from '../../config.ts';
import {closeRun, openRun, runProgress} from '../../sql/queries/runs.ts';
import {TASK_QUEUE} from '../../workflows/messages.ts';
import {testDatabase} from '../support/postgres.ts';
import {localTemporal} from '../support/temporal.ts';
import {sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';

const {sql} = await testDatabase();
const temporal = await localTemporal();
const {client} = temporal;
const workers = await fakeWorkers(temporal);
const schedule = client.schedule.getHandle(SCHEDULE_ID);

const nightly = {cron: '30 2 * * *', timeZone: 'Europe/Berlin', input: sampleInput({kind: 'nightly'})};

const eventually = async (check: () => void | Promise<void>) => vi.waitFor(check, {timeout: 20_000});

afterEach(async () => {
  await schedule.delete().catch((error: unknown) => {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  });
});

test('a run that is started goes on by itself, at the priority of its kind', async () => {
  const run = workers.given({cellCount: 3});
  const workflowId = await startRun(client, sampleInput({kind: 'manual'}));

  const handle = client.workflow.getHandle(workflowId);
  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.openings).toMatchObject([{workflowId, kind: 'manual'}]);
  expect(workflowId).toMatch(/^warm-up-manual-/);
  const {raw} = await handle.describe();
  expect(raw.workflowExecutionInfo?.priority?.priorityKey).toBe(3);
});

/** A fake of the model that answers when it is released. */
function givenHeldRun(cellCount: number) {
  const release = Promise.withResolvers<void>();
  const run = workers.given({
    cellCount,
    async make() {
      await release.promise;
      return {kind: 'published'};
    },
  });
  return {run, release: release.resolve};
}

test('a key that is used again while its run is under way is the same run', async () => {
  const {run, release} = givenHeldRun(2);
  const start = async () => startKeyedRun(sql, client, {key: 'twice', input: sampleInput()});
  const [first, second] = await Promise.all([start(), start()]);

  expect([first, second]).toEqual([keyedWorkflowId('twice'), keyedWorkflowId('twice')]);
  release();
  await client.workflow.getHandle(first).result();
  expect(run.openings).toHaveLength(1);
});

test('a key whose run has ended starts nothing, even where Temporal has forgotten it', async () => {
  const run = workers.given({cellCount: 2});
  const workflowId = keyedWorkflowId('ended');
  const opened = {workflowId, kind: 'manual', filter: {}, model: 'm', maxUsd: null, emulated: false} as const;
  const {runId} = await openRun(sql, opened);
  await closeRun(sql, {runId, end: {state: 'finished'}});

  expect(await startKeyedRun(sql, client, {key: 'ended', input: sampleInput()})).toBe(workflowId);

  await expect(client.workflow.getHandle(workflowId).describe()).rejects.toThrow('not found');
  expect(run.openings).toEqual([]);
});

test('a key whose workflow ended before its run was opened is refused in words', async () => {
  workers.given({cellCount: 2});
  const start = async () => startKeyedRun(sql, client, {key: 'unopened', input: sampleInput()});
  // The fake opens its run in no table.
  await client.workflow.getHandle(await start()).result();

  await expect(start()).rejects.toThrow('The run with the key unopened ended before it was opened');
});

test('a regeneration makes one cell before all else; another one joins it, and a later one is a run of its own', async () => {
  const {run, release} = givenHeldRun(1);
  const start = async () => startRegeneration(client, readConfig({}), {cellId: 5, maxUsd: 0.25});
  const workflowId = await start();
  expect([workflowId, await start()]).toEqual(['regenerate:5', 'regenerate:5']);
  const handle = client.workflow.getHandle(workflowId);
  const {raw, runId} = await handle.describe();
  expect(raw.workflowExecutionInfo?.priority?.priorityKey).toBe(1);
  const key = `regenerate:5/${runId}`;
  const opened = {workflowId: key, kind: 'regeneration', filter: {}, model: 'm', maxUsd: null} as const;
  await openRun(sql, {...opened, emulated: false});
  expect(await reconcileRuns(sql, client, {closeLost: true})).toEqual([key]);

  release();
  await handle.result();
  expect(run.openings).toEqual([
    {workflowId: key, kind: 'regeneration', filter: {cellIds: [5]}, maxUsd: 0.25},
  ]);
  expect(run.calls).toHaveLength(1);

  const later = givenHeldRun(1);
  await start();
  await eventually(() => expect(later.run.calls).toHaveLength(1));
  expect(later.run.openings[0]!.workflowId).not.toBe(key);
  // The row of the first is not under way only because a later one is.
  expect(await reconcileRuns(sql, client, {closeLost: true})).toEqual([]);
  expect(await runProgress(sql, key)).toMatchObject({state: 'lost'});
  later.release();
  await handle.result();
});

test('the schedule is made: its time in its zone, one night at a time, a missed one made up for soon', async () => {
  await setSchedule(client, nightly);

  const {spec, policies, state, action, info} = await schedule.describe();
  expect(spec.timezone).toBe('Europe/Berlin');
  expect(spec.calendars).toMatchObject([{hour: [{start: 2}], minute: [{start: 30}]}]);
  expect(policies).toMatchObject({overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: 6 * 3_600_000});
  expect(state.paused).toBe(false);
  expect(action).toMatchObject({taskQueue: TASK_QUEUE, args: [nightly.input]});
  const [next] = info.nextActionTimes;
  const berlin = next!.toLocaleTimeString('de-DE', {timeZone: 'Europe/Berlin', timeStyle: 'short'});
  expect(berlin).toBe('02:30');
});

test('setting it again changes its time and its arguments, and keeps a pause', async () => {
  await setSchedule(client, nightly);
  await schedule.pause('Holidays');
  await eventually(async () => expect((await schedule.describe()).state.paused).toBe(true));

  const input = sampleInput({kind: 'nightly', maxUsd: 9});
  await setSchedule(client, {cron: '0 4 * * *', timeZone: 'UTC', input});

  const {spec, state, action} = await schedule.describe();
  expect(spec).toMatchObject({timezone: 'UTC', calendars: [{hour: [{start: 4}], minute: [{start: 0}]}]});
  expect(action).toMatchObject({args: [input]});
  expect(state).toMatchObject({paused: true, note: 'Holidays'});
});

test('a triggered schedule runs a night, and skips it while one is under way', async () => {
  await setSchedule(client, nightly);
  const release = Promise.withResolvers<void>();
  const run = workers.given({
    cellCount: 2,
    async make() {
      await release.promise;
      return {kind: 'published'};
    },
  });

  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  await eventually(() => expect(run.calls).toHaveLength(2));
  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  await eventually(async () => expect((await schedule.describe()).info.numActionsSkippedOverlap).toBe(1));
  release.resolve();

  const [opening] = run.openings;
  expect(opening).toMatchObject({kind: 'nightly', workflowId: expect.stringMatching(/^warm-up-nightly/)});
  const handle = client.workflow.getHandle(opening!.workflowId);
  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.openings).toHaveLength(1);
  expect((await schedule.describe()).info.numActionsTaken).toBe(1);
});

test('runs whose workflow is gone are closed as lost, those under way are kept', async () => {
  const inTable = async (workflowId: string) =>
    openRun(sql, {workflowId, kind: 'manual', filter: {}, model: 'm', maxUsd: null, emulated: false});
  // Nobody works on this queue: what is started there stays under way.
  const idle = {taskQueue: 'nobody', args: [sampleInput()]};
  const running = await client.workflow.start('warmUp', {...idle, workflowId: 'running'});
  const terminated = await client.workflow.start('warmUp', {...idle, workflowId: 'terminated'});
  await terminated.terminate();
  for (const workflowId of ['running', 'terminated', 'never-there']) await inTable(workflowId);

  expect(await reconcileRuns(sql, client, {closeLost: true})).toEqual(['running']);

  expect(await runProgress(sql, 'running')).toMatchObject({state: 'running', endedAt: null});
  for (const workflowId of ['terminated', 'never-there']) {
    expect(await runProgress(sql, workflowId)).toMatchObject({
      state: 'lost',
      causeMessage: 'Its workflow is gone from the Temporal server.',
      endedAt: expect.any(Date),
    });
  }
  await running.terminate();
});
