import {beforeEach, expect, test} from 'vitest';
import {inTransaction} from '../../../sql/client.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {reserve, settleLost} from '../../../sql/queries/reservations.ts';
import {EMULATOR_AUTHOR} from '../../../sql/queries/lessons.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {
  closeRun,
  markRunWaiting,
  nextCells,
  openRun,
  openRuns,
  recentRuns,
  recordCell,
  runProgress,
  unservedOfRun,
} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {call, emptyTables, givenCells, givenLesson, givenRun, newDraft, roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const RUN = {
  workflowId: 'w',
  kind: 'nightly' as const,
  filter: {},
  model: 'gemini',
  maxUsd: 1.5,
  emulated: false,
};

async function ledger(runId: number) {
  return sql`select cell_id, status, cause_message from preheat.run_cell where run_id = ${runId} order by cell_id`;
}

async function cellsOf(runId: number): Promise<number[]> {
  return (await ledger(runId)).map(row => row['cellId'] as number);
}

test('a run opens with every cell that it wants, and why', async () => {
  await givenCells(sql, 'missing', 'served', 'placeholder', 'rejected');
  await givenLesson(sql, 2);
  await givenLesson(sql, 3, {createdBy: EMULATOR_AUTHOR});
  await givenLesson(sql, 4, {approvalStatus: 'rejected'});

  expect(await openRun(sql, RUN)).toEqual({runId: 1, wantedCount: 3});

  expect(await sql`select cell_id, wanted_because, status from preheat.run_cell order by cell_id`).toEqual([
    {cellId: 1, wantedBecause: 'missing', status: 'pending'},
    {cellId: 3, wantedBecause: 'placeholder', status: 'pending'},
    {cellId: 4, wantedBecause: 'rejected', status: 'pending'},
  ]);
});

test('a run writes down what it was asked for', async () => {
  const filter = {styles: ['video' as const], limit: 3};
  await openRun(sql, {...RUN, filter});
  expect(
    await sql`select workflow_id, kind, filter, model, max_usd, state, ended_at from preheat.run`,
  ).toEqual([
    {workflowId: 'w', kind: 'nightly', filter, model: 'gemini', maxUsd: 1.5, state: 'running', endedAt: null},
  ]);
});

test('the same workflow opens one run, and what it wants stays what it was', async () => {
  await givenCells(sql, 'One');
  await givenRun(sql, {workflowId: 'other'});
  const first = await openRun(sql, RUN);
  await givenCells(sql, 'One', 'Two');

  expect(await openRun(sql, RUN)).toEqual(first);

  expect(first.wantedCount).toBe(1);
  expect(await openRuns(sql)).toHaveLength(2);
});

test('the emulator’s run does not want what the emulator made', async () => {
  await givenCells(sql, 'One');
  await givenLesson(sql, 1, {createdBy: EMULATOR_AUTHOR});
  expect(await openRun(sql, {...RUN, emulated: true})).toMatchObject({wantedCount: 0});
});

test('a run heeds each part of its filter', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {styles: ['video', 'mixed']})]),
    roadmap('b', [step('Two', {styles: ['video', 'mixed']})]),
  ]);
  await givenLesson(sql, 4, {approvalStatus: 'rejected'});
  const wanted = async (workflowId: string, filter: object) =>
    cellsOf((await openRun(sql, {...RUN, workflowId, filter})).runId);
  expect(await wanted('all', {})).toEqual([1, 2, 3, 4]);
  expect(await wanted('styles', {styles: ['video']})).toEqual([1, 3]);
  expect(await wanted('roadmaps', {roadmapKeys: ['b']})).toEqual([3, 4]);
  expect(await wanted('states', {only: ['rejected']})).toEqual([4]);
});

test('a limit takes the first cells in walk order', async () => {
  await givenCells(sql, 'C', 'B', 'A');
  // Rows move when they are updated: no order of theirs is left to rely on.
  await sql`update preheat.cell set claimed_by = 'a' where cell_id = 1`;
  const {runId, wantedCount} = await openRun(sql, {...RUN, filter: {limit: 2}});
  expect(wantedCount).toBe(2);
  expect(await cellsOf(runId)).toEqual([1, 2]);
});

test('each cell has its place in the run, from 1', async () => {
  await givenCells(sql, 'A', 'B', 'C');
  await givenLesson(sql, 2);
  const runId = await givenRun(sql);
  await givenRun(sql, {workflowId: 'other'});
  expect(
    await sql`select cell_id, position from preheat.run_cell where run_id = ${runId} order by position`,
  ).toEqual([
    {cellId: 1, position: 1},
    {cellId: 3, position: 2},
  ]);
});

test('the next cells come in pages, in walk order, without those that were decided', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D', 'E');
  const runId = await givenRun(sql);
  await givenRun(sql, {workflowId: 'other'});
  await recordCell(sql, {runId, cellId: 2, status: 'served', message: null});

  expect(await nextCells(sql, {runId, afterCellId: 0, limit: 2})).toEqual([1, 3]);
  expect(await nextCells(sql, {runId, afterCellId: 3, limit: 2})).toEqual([4, 5]);
  expect(await nextCells(sql, {runId, afterCellId: 5, limit: 2})).toEqual([]);
});

test('a cell is recorded once: what was decided stays', async () => {
  await givenCells(sql, 'One', 'Two');
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  await recordCell(sql, {runId, cellId: 1, status: 'failed', message: 'Refused.'});
  await recordCell(sql, {runId, cellId: 1, status: 'served', message: null});
  const pending = {status: 'pending', causeMessage: null};
  expect(await ledger(runId)).toEqual([
    {cellId: 1, status: 'failed', causeMessage: 'Refused.'},
    {cellId: 2, ...pending},
  ]);
  expect(await ledger(other)).toEqual([
    {cellId: 1, ...pending},
    {cellId: 2, ...pending},
  ]);
});

test('a run shows what it waits for and until when, and that it goes on', async () => {
  const runId = await givenRun(sql);
  await givenRun(sql, {workflowId: 'other'});
  const untilMs = Date.parse('2030-01-01T00:00:00Z');

  await markRunWaiting(sql, {runId, wait: {cause: 'day_quota', message: 'Used up.', untilMs}});
  expect(await runProgress(sql, 'w')).toMatchObject({
    state: 'waiting',
    cause: 'day_quota',
    causeMessage: 'Used up.',
    waitingUntil: new Date(untilMs),
  });
  expect(await runProgress(sql, 'other')).toMatchObject({state: 'running'});

  await markRunWaiting(sql, {runId, wait: null});
  expect(await runProgress(sql, 'w')).toMatchObject({
    state: 'running',
    cause: null,
    causeMessage: null,
    waitingUntil: null,
  });
});

test('a run that stopped says why; nothing brings it back', async () => {
  const runId = await givenRun(sql);
  await markRunWaiting(sql, {runId, wait: {cause: 'minute_quota', message: 'Full.', untilMs: 0}});
  await closeRun(sql, {runId, end: {state: 'stopped', cause: 'auth', message: 'Wrong key.'}});
  const stopped = await runProgress(sql, 'w');
  expect(stopped).toMatchObject({
    state: 'stopped',
    cause: 'auth',
    causeMessage: 'Wrong key.',
    waitingUntil: null,
  });
  expect(stopped?.endedAt).toBeInstanceOf(Date);

  await markRunWaiting(sql, {runId, wait: null});
  await closeRun(sql, {runId, end: {state: 'finished'}});

  expect(await runProgress(sql, 'w')).toEqual(stopped);
});

test.each([
  [{state: 'finished' as const}, {state: 'finished', cause: null, causeMessage: null}],
  [
    {state: 'lost' as const, message: 'Its workflow is gone.'},
    {state: 'lost', cause: null, causeMessage: 'Its workflow is gone.'},
  ],
])('a run can end as %o', async (end, shown) => {
  const runId = await givenRun(sql);
  await closeRun(sql, {runId, end});
  expect(await runProgress(sql, 'w')).toMatchObject(shown);
});

test('the end of a run settles its reservations, and no other’s', async () => {
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 0.5}));
  await reserve(sql, call({requestId: 'b', runId: other, maxUsd: 0.5}));

  await closeRun(sql, {runId, end: {state: 'finished'}});

  expect(await sql`select request_id from preheat.reservation`).toEqual([{requestId: 'b'}]);
  expect(await runProgress(sql, 'w')).toMatchObject({reservedUsd: 0, inFlightCount: 0});
  expect(await runProgress(sql, 'other')).toMatchObject({reservedUsd: 0.5, inFlightCount: 1});
});

test('the end of a run gives back the cells that it still holds, and no other’s', async () => {
  await givenCells(sql, 'mine', 'decided', 'theirs');
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  const claim = (cellId: number, run: number) =>
    claimCell(sql, {cellId, claimedBy: `run:${run}`, leaseMs: 60_000, emulated: false});
  await claim(1, runId);
  await claim(2, runId);
  await recordCell(sql, {runId, cellId: 2, status: 'failed', message: null});
  await claim(3, other);

  await closeRun(sql, {runId, end: {state: 'finished'}});

  expect(
    await sql`select cell_id, claimed_by, claimed_until is null as free from preheat.cell order by cell_id`,
  ).toEqual([
    {cellId: 1, claimedBy: null, free: true},
    // Given up after an outage, its claim was still there: the next run must not wait for it.
    {cellId: 2, claimedBy: null, free: true},
    {cellId: 3, claimedBy: `run:${other}`, free: false},
  ]);
});

test('a run that ended before frees nothing when it is closed again', async () => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql);
  await closeRun(sql, {runId, end: {state: 'finished'}});
  // No run that has ended claims; this stands for whatever is there.
  await sql`update preheat.cell set claimed_by = ${`run:${runId}`}`;
  await closeRun(sql, {runId, end: {state: 'finished'}});
  expect(await sql`select claimed_by from preheat.cell`).toEqual([{claimedBy: `run:${runId}`}]);
});

test('runs are open until they end, the oldest first', async () => {
  const first = await givenRun(sql, {workflowId: 'first'});
  const second = await givenRun(sql, {workflowId: 'second'});
  const third = await givenRun(sql, {workflowId: 'third'});
  // Rows move when they are updated.
  await markRunWaiting(sql, {runId: first, wait: {cause: 'paused', message: '', untilMs: 0}});
  await closeRun(sql, {runId: second, end: {state: 'finished'}});
  expect(await openRuns(sql)).toEqual([
    {runId: first, workflowId: 'first'},
    {runId: third, workflowId: 'third'},
  ]);
});

test('progress is null before the run is open', async () => {
  await givenRun(sql);
  expect(await runProgress(sql, 'not-open')).toBeNull();
});

test('progress counts each status, what is in flight, and the money', async () => {
  const statuses = ['pending', 'published', 'served', 'quarantined', 'failed', 'archived'];
  // One cell more of each than of the one before, so that no count can stand in for another.
  const titles = statuses.flatMap((status, index) =>
    Array.from({length: index + 1}, (_, n) => `${status} ${n}`),
  );
  await givenCells(sql, ...titles);
  const runId = await givenRun(sql, {maxUsd: 9});
  await givenRun(sql, {workflowId: 'other'});
  await sql`
    update preheat.run_cell rc set status = split_part(step_title, ' ', 1), updated_at = now() - interval '1 hour'
    from preheat.cell c where c.cell_id = rc.cell_id and run_id = ${runId}
  `;
  await storeDraft(sql, newDraft({requestId: 'paid', cellId: 1, runId, costUsd: 0.25}));
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 1}));
  await reserve(sql, call({requestId: 'b', runId, maxUsd: 2}));
  await reserve(sql, call({requestId: 'lost', runId, maxUsd: 0.5}));
  await settleLost(sql, 'lost');

  const {openedAt, ...progress} = (await runProgress(sql, 'w')) ?? {};

  expect(openedAt).toBeInstanceOf(Date);
  expect(progress).toEqual({
    runId,
    workflowId: 'w',
    kind: 'manual',
    state: 'running',
    model: 'gemini',
    cause: null,
    causeMessage: null,
    waitingUntil: null,
    endedAt: null,
    wantedCount: 21,
    pendingCount: 1,
    publishedCount: 2,
    servedCount: 3,
    quarantinedCount: 4,
    failedCount: 5,
    archivedCount: 6,
    etaMs: null,
    slowReason: null,
    inFlightCount: 2,
    lessonsPerMinute: 0,
    spentUsd: 0.75,
    lostCallCount: 1,
    lostUsd: 0.5,
    reservedUsd: 3,
    maxUsd: 9,
    quote: null,
  });
});

/** A run that opened and published at these ages, in a transaction: within one, now() stands still. */
async function lessonsPerMinute({
  openedSecondsAgo,
  publishedSecondsAgo,
  endedSecondsAgo = null,
}: {
  openedSecondsAgo: number;
  publishedSecondsAgo: number[];
  endedSecondsAgo?: number | null;
}): Promise<number | undefined> {
  await givenCells(sql, ...publishedSecondsAgo.map(seconds => `${seconds} s`), 'served');
  const runId = await givenRun(sql);
  return inTransaction(sql, async db => {
    const ago = (seconds: number | null) => db`now() - ${seconds} * interval '1 second'`;
    await db`
      update preheat.run set opened_at = ${ago(openedSecondsAgo)}, ended_at = ${ago(endedSecondsAgo)},
        state = ${endedSecondsAgo === null ? 'running' : 'finished'}
      where run_id = ${runId}
    `;
    await db`update preheat.run_cell set status = 'served', updated_at = now()`;
    await db`
      update preheat.run_cell rc set status = 'published', updated_at = now() - seconds * interval '1 second'
      from unnest(${publishedSecondsAgo}::float8[]) with ordinality as given(seconds, cell_id)
      where given.cell_id = rc.cell_id
    `;
    return (await runProgress(db, 'w'))?.lessonsPerMinute;
  });
}

test('lessons a minute are those published in the last 60 seconds', async () => {
  const publishedSecondsAgo = [0, 59, 60, 1000];
  expect(await lessonsPerMinute({openedSecondsAgo: 3600, publishedSecondsAgo})).toBe(2);
});

test('in its first minute a run is measured over what there is of it', async () => {
  expect(await lessonsPerMinute({openedSecondsAgo: 20, publishedSecondsAgo: [0, 10]})).toBe(6);
});

test('in its first second a run is measured over one second', async () => {
  expect(await lessonsPerMinute({openedSecondsAgo: 0.1, publishedSecondsAgo: [0, 0.05]})).toBe(120);
});

test('a run that ended is measured over its last minute', async () => {
  const publishedSecondsAgo = [1001, 1059, 1060];
  const run = {openedSecondsAgo: 3600, endedSecondsAgo: 1000, publishedSecondsAgo};
  expect(await lessonsPerMinute(run)).toBe(2);
});

test('the newest runs come first, as many as asked for, each with its own counts', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenRun(sql, {workflowId: 'first'});
  await givenRun(sql, {workflowId: 'second', filter: {limit: 1}});
  await givenRun(sql, {workflowId: 'third'});
  expect(await recentRuns(sql, 2)).toMatchObject([
    {workflowId: 'third', wantedCount: 2},
    {workflowId: 'second', wantedCount: 1},
  ]);
});

test('a run without cells has a progress too', async () => {
  await givenRun(sql);
  expect(await recentRuns(sql, 5)).toMatchObject([{wantedCount: 0, pendingCount: 0, maxUsd: null}]);
});

test('what a run could not serve is listed in walk order with the reason', async () => {
  await givenCells(sql, 'quarantined', 'pending', 'published', 'served', 'archived', 'failed', 'failed too');
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  await sql`
    update preheat.run_cell rc set status = split_part(step_title, ' ', 1), cause_message = 'Why.'
    from preheat.cell c where c.cell_id = rc.cell_id and run_id = ${runId}
  `;
  await sql`update preheat.run_cell set cause_message = null where run_id = ${runId} and cell_id = 1`;
  const row = {lessonNumber: 1, style: 'reading'};
  const all = [
    {...row, stepTitle: 'quarantined', status: 'quarantined', causeMessage: null},
    {...row, stepTitle: 'failed', status: 'failed', causeMessage: 'Why.'},
    {...row, stepTitle: 'failed too', status: 'failed', causeMessage: 'Why.'},
  ];
  expect(await unservedOfRun(sql, {runId, limit: 9})).toEqual(all);
  expect(await unservedOfRun(sql, {runId, limit: 2})).toEqual(all.slice(0, 2));
  expect(await unservedOfRun(sql, {runId: other, limit: 9})).toEqual([]);
});
