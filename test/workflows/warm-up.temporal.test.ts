import {expect, test} from 'vitest';
import {regenerationId} from '../../workflows/messages.ts';
import {timeSkippingTemporal} from '../support/temporal.ts';
import {RUN_ID, sampleInput} from './fake-run.ts';
import {fakeWorkers} from './fake-workers.ts';
import {answerIsSeen, callsIn, eventsOf} from './history.ts';

const temporal = await timeSkippingTemporal();
const workers = await fakeWorkers(temporal);

test('a run opens once, makes every cell once, and ends as finished', async () => {
  const run = workers.given({cellCount: 25});
  const handle = await workers.start(sampleInput());

  expect(await handle.result()).toEqual({runId: RUN_ID, state: 'finished', message: null});
  expect(run.openings).toEqual([
    {workflowId: handle.workflowId, kind: 'manual', filter: {styles: ['video']}, maxUsd: 2},
  ]);
  expect(run.madeInAnyOrder()).toEqual(Array.from({length: 25}, (_, index) => index + 1));
  expect(run.ends).toMatchObject([{end: {state: 'finished'}}]);
  expect(run.announcements).toEqual([]);
});

test('one lane walks the cells in order, over pages by key', async () => {
  const run = workers.given({cellCount: 23});
  await (await workers.start(sampleInput({laneCount: 1}))).result();

  expect(run.madeCells()).toEqual(Array.from({length: 23}, (_, index) => index + 1));
  expect(run.pages).toEqual([0, 10, 20]);
});

test('as many cells are in work at once as there are lanes, not more', async () => {
  const allThere = Promise.withResolvers<void>();
  let arrivedCount = 0;
  let mostAtOnce = 0;
  const run = workers.given({
    cellCount: 9,
    async make() {
      arrivedCount += 1;
      mostAtOnce = Math.max(mostAtOnce, arrivedCount);
      // Nobody leaves before three are there together.
      if (arrivedCount === 3) allThere.resolve();
      await allThere.promise;
      arrivedCount -= 1;
      return {kind: 'published'};
    },
  });
  await (await workers.start(sampleInput({laneCount: 3}))).result();

  expect(mostAtOnce).toBe(3);
  expect(run.calls).toHaveLength(9);
});

test('one slow cell holds no other up, over the ends of pages, until the execution drains', async () => {
  const others = Promise.withResolvers<void>();
  const run = workers.given({
    cellCount: 30,
    async make(cellId) {
      if (cellId === 1) await others.promise;
      // All of the execution but one were made beside the slow one.
      else if (run.calls.length === 20) others.resolve();
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 3, pageSize: 4, cellsPerExecution: 20}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.madeInAnyOrder()).toEqual(Array.from({length: 30}, (_, index) => index + 1));
});

test('a run drains once an execution, after as many cells as are configured', async () => {
  workers.given({cellCount: 40});
  const handle = await workers.start(sampleInput({laneCount: 4, pageSize: 7, cellsPerExecution: 10}));
  await handle.result();

  const counts: number[] = [];
  for (let runId: string | undefined = handle.firstExecutionRunId; runId;) {
    const events = await eventsOf(temporal.client.workflow.getHandle(handle.workflowId, runId));
    counts.push(callsIn(events, 'makeLesson').length);
    const next = events.at(-1)!.workflowExecutionContinuedAsNewEventAttributes;
    runId = next?.newExecutionRunId ?? undefined;
  }
  // Beside the last to finish, the other lanes had one cell each in work.
  for (const count of counts.slice(0, -1)) {
    expect(count).toBeGreaterThanOrEqual(10);
    expect(count).toBeLessThanOrEqual(13);
  }
  expect(counts.reduce((total, count) => total + count)).toBe(40);
});

test('the table knows each regeneration of a cell by a key of its own, any other run by its workflow', async () => {
  const run = workers.given({cellCount: 1});
  const handle = await workers.start(sampleInput({kind: 'regeneration'}), regenerationId(5));
  await handle.result();

  expect(run.openings[0]!.workflowId).toBe(`${handle.workflowId}/${handle.firstExecutionRunId}`);
});

test('a run without a cell is finished, and asks for nothing to be made', async () => {
  const run = workers.given({cellCount: 0});
  const handle = await workers.start(sampleInput());

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.calls).toEqual([]);
  expect(run.ends).toMatchObject([{end: {state: 'finished'}}]);
});

test.each(['served', 'quarantined', 'archived'] as const)('a cell that is %s is done with', async kind => {
  const run = workers.given({cellCount: 3, make: () => ({kind})});
  const handle = await workers.start(sampleInput());

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.calls).toHaveLength(3);
  expect(run.failures.size).toBe(0);
});

test('a cell that the provider refuses is done with; the activity wrote its ledger row itself', async () => {
  const run = workers.given({cellCount: 3, make: () => ({kind: 'failed', message: 'refused'})});
  const handle = await workers.start(sampleInput());

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.calls).toHaveLength(3);
  expect(run.failures.size).toBe(0);
});

test('a stop starts nothing more, and leaves what was not reached untouched', async () => {
  const run = workers.given({
    cellCount: 20,
    make: cellId =>
      cellId === 2 ? {kind: 'stop', cause: 'auth', message: 'The key is refused.'} : {kind: 'published'},
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toEqual({runId: RUN_ID, state: 'stopped', message: 'The key is refused.'});
  expect(run.madeCells()).toEqual([1, 2]);
  expect(run.ends).toMatchObject([{end: {state: 'stopped', cause: 'auth', message: 'The key is refused.'}}]);
  // The cell that met the stop was not made either: another run takes it.
  expect(run.pendingCells()).toHaveLength(19);
  expect(run.failures.size).toBe(0);
});

test('a stop lets what is in work finish before the run is closed', async () => {
  const run = workers.given({
    cellCount: 20,
    async make(cellId) {
      if (cellId === 1) return {kind: 'stop', cause: 'config', message: 'No such model.'};
      await answerIsSeen(handle, 'makeLesson');
      return {kind: 'published'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 4}));

  expect(await handle.result()).toMatchObject({state: 'stopped'});
  expect(run.madeInAnyOrder()).toEqual([1, 2, 3, 4]);
  expect(run.ends).toMatchObject([{inFlightCount: 0}]);
  expect(run.pendingCells()).toEqual([1, ...Array.from({length: 16}, (_, index) => index + 5)]);
});

test('the first of two stops is the one that people are told', async () => {
  const run = workers.given({
    cellCount: 4,
    async make(cellId) {
      if (cellId === 1) return {kind: 'stop', cause: 'auth', message: 'The key is refused.'};
      await answerIsSeen(handle, 'makeLesson');
      return {kind: 'stop', cause: 'budget', message: 'No room.'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2}));

  expect(await handle.result()).toMatchObject({message: 'The key is refused.'});
  expect(run.ends).toMatchObject([{end: {cause: 'auth'}}]);
});

test('a cell that another run is making is looked at again after a pause, and then done with', async () => {
  const run = workers.given({
    cellCount: 3,
    make: (cellId, nth) => ({kind: cellId === 2 && nth < 3 ? 'busy' : 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.madeCells()).toEqual([1, 2, 3, 2, 2]);
  const [first, second, third] = run.callsOf(2);
  expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(15_000);
  expect(third!.atMs - second!.atMs).toBeGreaterThanOrEqual(15_000);
  expect(run.announcements).toMatchObject([
    {cause: 'other_run', message: 'Another run is making 1 of its cells.'},
    null,
    {cause: 'other_run'},
    null,
  ]);
  // The others did not wait for it.
  expect(run.callsOf(3)[0]!.atMs - first!.atMs).toBeLessThan(15_000);
});

test('a long run continues as new and makes every cell exactly once', async () => {
  const run = workers.given({cellCount: 23});
  const handle = await workers.start(sampleInput({laneCount: 3, pageSize: 4, cellsPerExecution: 6}));

  expect(await handle.result()).toEqual({runId: RUN_ID, state: 'finished', message: null});
  expect(run.madeInAnyOrder()).toEqual(Array.from({length: 23}, (_, index) => index + 1));
  // One run, whose executions know it; and one end.
  expect(run.openings).toHaveLength(1);
  expect(run.ends).toHaveLength(1);
  const {runId} = await temporal.client.workflow.getHandle(handle.workflowId).describe();
  expect(runId).not.toBe(handle.firstExecutionRunId);
});

test('a cell that is busy is carried into the next execution', async () => {
  const run = workers.given({
    cellCount: 8,
    make: (cellId, nth) => ({kind: cellId === 1 && nth === 1 ? 'busy' : 'published'}),
  });
  const handle = await workers.start(sampleInput({laneCount: 1, pageSize: 4, cellsPerExecution: 3}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.callsOf(1)).toHaveLength(2);
  expect(run.calls).toHaveLength(9);
  expect(run.pendingCells()).toEqual([]);
});

test('a cell that was put back for a wait is carried into the next execution', async () => {
  const untilMs = (await workers.nowMs()) + 60_000;
  const run = workers.given({
    cellCount: 8,
    async make(cellId, nth) {
      if (cellId !== 1 || nth > 1) return {kind: 'published'};
      // The other lane has ended the execution by then.
      await answerIsSeen(handle, 'makeLesson');
      return {kind: 'wait', cause: 'minute_quota', untilMs, message: 'Slow down.'};
    },
  });
  const handle = await workers.start(sampleInput({laneCount: 2, pageSize: 4, cellsPerExecution: 1}));

  expect(await handle.result()).toMatchObject({state: 'finished'});
  expect(run.callsOf(1)).toHaveLength(2);
  expect(run.calls).toHaveLength(9);
  expect(run.announcements).toMatchObject([{untilMs}, null]);
});

test('a continued input opens no second run and begins after its cell', async () => {
  const run = workers.given({cellCount: 6});
  const handle = await workers.start(
    sampleInput({
      laneCount: 1,
      continued: {runId: 41, afterCellId: 4, putBack: [2], postponed: [], rounds: {}},
    }),
  );

  expect(await handle.result()).toEqual({runId: 41, state: 'finished', message: null});
  expect(run.openings).toEqual([]);
  expect(run.madeCells()).toEqual([2, 5, 6]);
});
