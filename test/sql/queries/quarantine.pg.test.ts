import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {connect, type Db, inTransaction} from '../../../sql/client.ts';
import {wantableCells} from '../../../sql/queries/cells.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {EMULATOR_AUTHOR} from '../../../sql/queries/lessons.ts';
import {
  cellsOf,
  holdQuarantined,
  putBack,
  quarantinedDrafts,
  storedDrafts,
} from '../../../sql/queries/quarantine.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {
  emptyTables,
  givenCells,
  givenLesson,
  givenRun,
  newDraft,
  roadmap,
  step,
  untilWaiting,
} from '../givens.ts';

const {sql, url} = await testDatabase();
beforeEach(() => emptyTables(sql));

const ERROR = {check: 'quiz-answer', severity: 'error' as const, message: 'No such letter.'};
const REAL = {emulated: false, filter: {}};

/** A draft of the cell with one error finding, in a run of its own. Returns its id. */
async function givenDraft(
  cellId: number,
  {
    status = 'quarantined',
    emulated = false,
    runId,
  }: {status?: string; emulated?: boolean; runId?: number} = {},
): Promise<number> {
  const [{draftCount}] = await sql<[{draftCount: number}]>`select count(*) as draft_count from preheat.draft`;
  const requestId = `request ${draftCount}`;
  const draft = newDraft({
    requestId,
    cellId,
    emulated,
    runId: runId ?? (await givenRun(sql, {workflowId: requestId})),
  });
  const {draftId} = await storeDraft(sql, draft);
  await sql`update preheat.draft set status = ${status}, findings = ${sql.json([ERROR])} where draft_id = ${draftId}`;
  return draftId;
}

async function listed(filter: Parameters<typeof quarantinedDrafts>[1]['filter']): Promise<number[]> {
  return (await quarantinedDrafts(sql, {emulated: false, filter})).map(({draftId}) => draftId);
}

async function statuses(): Promise<string[]> {
  const rows = await sql<{status: string}[]>`select status from preheat.draft order by draft_id`;
  return rows.map(({status}) => status);
}

test('a draft in quarantine is listed with what it cost, its findings and its cell', async () => {
  await givenCells(sql, 'Zero', 'One');
  await givenDraft(2);
  const [draft, ...rest] = await quarantinedDrafts(sql, REAL);

  expect(rest).toEqual([]);
  expect(draft).toEqual({
    draftId: 1,
    cellId: 2,
    stepTitle: 'One',
    lessonNumber: 1,
    style: 'reading',
    cellIs: 'unserved',
    status: 'quarantined',
    runId: 1,
    callNumber: 0,
    asking: 'first',
    model: 'gemini',
    emulated: false,
    promptVersion: 'v1',
    finishReason: 'STOP',
    promptTokens: 100,
    cachedTokens: 10,
    outputTokens: 200,
    thoughtTokens: 20,
    costUsd: 0.25,
    paidUsd: 0.25,
    findings: [ERROR],
    createdAt: expect.any(Date),
  });
});

test('the newest comes first; drafts of another status, or of the other model, are not listed', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenDraft(2);
  await givenDraft(1);
  for (const status of ['drafted', 'repairing', 'published', 'superseded']) await givenDraft(1, {status});
  const emulated = await givenDraft(1, {emulated: true});

  expect(await listed({})).toEqual([2, 1]);
  expect(await quarantinedDrafts(sql, {...REAL, emulated: true})).toMatchObject([{draftId: emulated}]);
});

test('the list heeds roadmaps and styles', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {styles: ['video', 'mixed']})]),
    roadmap('b', [step('Two', {styles: ['video']})]),
  ]);
  for (const cellId of [1, 2, 3]) await givenDraft(cellId);

  expect(await listed({roadmapKeys: ['a']})).toEqual([2, 1]);
  expect(await listed({styles: ['video']})).toEqual([3, 1]);
  expect(await listed({roadmapKeys: ['b'], styles: ['mixed']})).toEqual([]);
});

test('a draft costs what its run paid for its cell, and nothing of other runs and cells', async () => {
  await givenCells(sql, 'One', 'Two');
  const runId = await givenRun(sql);
  await givenDraft(1, {runId, status: 'superseded'});
  await givenDraft(1, {runId});
  await givenDraft(2, {runId, status: 'superseded'});
  await givenDraft(1, {status: 'superseded'});

  expect(await quarantinedDrafts(sql, REAL)).toMatchObject([{draftId: 2, costUsd: 0.25, paidUsd: 0.5}]);
});

test('the drafts of a run that is gone have a price still', async () => {
  await givenCells(sql, 'One');
  await givenDraft(1);
  await sql`delete from preheat.run`;
  expect(await quarantinedDrafts(sql, REAL)).toMatchObject([{runId: null, paidUsd: 0.25}]);
});

test('what became of the cell is told: served, made anew, or wanted by nobody', async () => {
  await givenCells(sql, 'unserved', 'busy', 'ran out', 'served', 'served and busy', 'emulated', 'archived');
  for (const cellId of [1, 2, 3, 4, 5, 6, 7]) await givenDraft(cellId);
  const claim = (cellId: number, leaseMs: number) =>
    claimCell(sql, {cellId, claimedBy: 'run:9', leaseMs, emulated: false});
  await claim(2, 60_000);
  await claim(3, -1);
  await claim(5, 60_000);
  await claim(7, 60_000);
  for (const cellId of [4, 5, 7]) await givenLesson(sql, cellId);
  await givenLesson(sql, 6, {createdBy: EMULATOR_AUTHOR});
  await sql`update preheat.cell set archived_at = now() where cell_id = 7`;

  const drafts = await quarantinedDrafts(sql, REAL);
  expect(Object.fromEntries(drafts.map(({stepTitle, cellIs}) => [stepTitle, cellIs]))).toEqual({
    unserved: 'unserved',
    busy: 'busy',
    'ran out': 'unserved',
    served: 'served',
    'served and busy': 'busy',
    emulated: 'unserved',
    archived: 'archived',
  });
  expect(await storedDrafts(sql, {kind: 'cell', id: 6}, {emulated: true})).toMatchObject([
    {cellIs: 'served'},
  ]);
});

test('a draft is found by its id, whatever became of it, with its prompt and its answer', async () => {
  await givenCells(sql, 'One');
  await givenDraft(1, {status: 'superseded', emulated: true});
  await givenDraft(1);

  expect(await storedDrafts(sql, {kind: 'draft', id: 1}, REAL)).toMatchObject([
    {
      draftId: 1,
      status: 'superseded',
      requestId: 'request 0',
      prompt: 'Write a lesson.',
      answerText: '{"title":"Ours"}',
    },
  ]);
  expect(await storedDrafts(sql, {kind: 'draft', id: 3}, REAL)).toEqual([]);
});

test('by the id of a cell all its drafts in quarantine are found, the newest first', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenDraft(2);
  await givenDraft(1);
  await givenDraft(2, {status: 'published'});
  await givenDraft(2, {emulated: true});

  const found = await storedDrafts(sql, {kind: 'cell', id: 2}, REAL);
  expect(found.map(({draftId}) => draftId)).toEqual([4, 1]);
});

test('the cells that ids mean come in the order of the ids; an unknown one means none', async () => {
  await givenCells(sql, 'One', 'Two', 'Three');
  await givenDraft(3);
  await givenDraft(2);
  expect(
    await cellsOf(sql, [
      {kind: 'draft', id: 2},
      {kind: 'cell', id: 1},
      {kind: 'draft', id: 3},
      {kind: 'cell', id: 4},
      {kind: 'draft', id: 1},
    ]),
  ).toEqual([
    {kind: 'draft', id: 2, cellId: 2},
    {kind: 'cell', id: 1, cellId: 1},
    {kind: 'draft', id: 3, cellId: null},
    {kind: 'cell', id: 4, cellId: null},
    {kind: 'draft', id: 1, cellId: 3},
  ]);
  expect(await cellsOf(sql, [])).toEqual([]);
});

test('a cell that is put back is missing again, and its drafts are kept with their findings', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenDraft(1);
  await givenDraft(1, {emulated: true});
  await givenDraft(1, {status: 'published'});
  await givenDraft(2);

  expect(await putBack(sql, {cellIds: [1], emulated: false})).toEqual([
    {cellId: 1, stepTitle: 'One', lessonNumber: 1, style: 'reading', cellIs: 'unserved'},
  ]);

  expect(await statuses()).toEqual(['superseded', 'superseded', 'published', 'quarantined']);
  expect(await sql`select findings from preheat.draft where draft_id = 1`).toEqual([{findings: [ERROR]}]);
  expect(
    await sql`select u.cell_id, u.state from (${wantableCells(sql, REAL)}) u order by u.cell_id`,
  ).toEqual([
    {cellId: 1, state: 'missing'},
    {cellId: 2, state: 'quarantined'},
  ]);
});

test('putting back again finds nothing, and changes nothing', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenDraft(1);
  await givenDraft(2);
  await putBack(sql, {cellIds: [1], emulated: false});
  const before = await sql`select draft_id, xmin::text from preheat.draft`;

  expect(await putBack(sql, {cellIds: [1, 99], emulated: false})).toEqual([]);
  expect(await sql`select draft_id, xmin::text from preheat.draft`).toEqual(before);
});

test('a cell that a run is making stays in quarantine, whoever else is put back', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenDraft(1);
  await givenDraft(2);
  await claimCell(sql, {cellId: 1, claimedBy: 'run:9', leaseMs: 60_000, emulated: false});

  expect(await putBack(sql, {cellIds: [2, 1, 2], emulated: false})).toMatchObject([
    {cellId: 1, cellIs: 'busy'},
    {cellId: 2, cellIs: 'unserved'},
  ]);
  expect(await statuses()).toEqual(['quarantined', 'superseded']);
});

test('a draft that is held is not put back by others; one that is out of quarantine is not held', async () => {
  await givenCells(sql, 'One');
  await givenDraft(1);
  await givenDraft(1, {status: 'superseded'});
  let other: ReturnType<typeof putBack> | undefined;
  await inTransaction(sql, async db => {
    expect(await holdQuarantined(db, 1)).toBe(true);
    expect(await holdQuarantined(db, 2)).toBe(false);
    other = putBack(sql, {cellIds: [1], emulated: false});
    await untilWaiting(sql);
    await db`update preheat.draft set status = 'published' where draft_id = 1`;
  });
  await other;
  expect(await statuses()).toEqual(['published', 'superseded']);
});

test('a transaction that holds a draft waits for the disk as any other, though a claim in it would not', async () => {
  await givenCells(sql, 'One');
  await givenDraft(1);
  // The tests' server waits for no disk: here a level that is not its default.
  const syncing = connect(`${url}?synchronous_commit=remote_write`, {maxConnections: 1});
  onTestFinished(() => syncing.end());
  const level = async (db: Db) => (await db`show synchronous_commit`)[0]?.['synchronousCommit'] as string;

  await inTransaction(syncing, async db => {
    await claimCell(db, {cellId: 1, claimedBy: 'release:1', leaseMs: 60_000, emulated: false});
    expect(await level(db)).toBe('off');
    await holdQuarantined(db, 1);
    expect(await level(db)).toBe('remote_write');
  });
});
