import {beforeEach, expect, test} from 'vitest';
import {inTransaction} from '../../../sql/client.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {storeDraft, quarantineDraft} from '../../../sql/queries/drafts.ts';
import {EMULATOR_AUTHOR, publishLesson} from '../../../sql/queries/lessons.ts';
import {testDatabase} from '../../support/postgres.ts';
import {wantableCells} from '../../../sql/queries/cells.ts';
import {
  emptyTables,
  givenCells,
  givenLesson,
  givenRun,
  newDraft,
  publication,
  untilWaiting,
} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
});
async function pub(workflowId: string) {
  const runId = await givenRun(sql, {workflowId});
  const claimedBy = `run:${runId}`;
  await claimCell(sql, {cellId: 1, claimedBy, leaseMs: 60_000, emulated: false});
  const {draftId} = await storeDraft(sql, newDraft({requestId: workflowId, cellId: 1, runId}));
  return publication({cellId: 1, claimedBy, runId, draftId, requestId: workflowId});
}
test('a live version whose row the application deleted makes room', async () => {
  await publishLesson(sql, await pub('a'));
  await sql`delete from lessons_lessoncontent`;
  expect(await publishLesson(sql, await pub('b'))).toMatchObject({held: true, lessonId: 2});
});
test('a claim that waited for a publication does not take the cell', async () => {
  const p = await pub('a');
  await sql`update preheat.cell set claimed_until = now() - interval '1 second'`;
  let second: ReturnType<typeof claimCell> | undefined;
  await inTransaction(sql, async db => {
    await publishLesson(db, p);
    second = claimCell(sql, {cellId: 1, claimedBy: 'b', leaseMs: 60_000, emulated: false});
    await untilWaiting(sql);
  });
  // What it was served with is not in its snapshot; the next look finds it.
  expect(await second).toEqual({kind: 'busy'});
  expect(await claimCell(sql, {cellId: 1, claimedBy: 'b', leaseMs: 60_000, emulated: false})).toEqual({
    kind: 'served',
  });
});
test('two that store the same request at once both get the stored draft', async () => {
  const runId = await givenRun(sql);
  let second: ReturnType<typeof storeDraft> | undefined;
  await inTransaction(sql, async db => {
    await storeDraft(db, newDraft({requestId: 'a', cellId: 1, runId}));
    second = storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId}));
    second.catch(() => {});
    await untilWaiting(sql);
  });
  expect(await second).toMatchObject({draftId: 1});
});
test('a second answer to the same request gives the stored draft', async () => {
  const runId = await givenRun(sql);
  await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId, answerText: 'first'}));
  expect(
    await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId, answerText: 'second'})),
  ).toMatchObject({answerText: 'first'});
});
test('a placeholder whose real draft was quarantined is not paid for each night', async () => {
  await givenLesson(sql, 1, {createdBy: EMULATOR_AUTHOR});
  const p = await pub('a');
  await quarantineDraft(sql, {...p, message: ''});
  expect(await sql`select state from (${wantableCells(sql, {emulated: false})}) u`).toEqual([
    {state: 'quarantined'},
  ]);
});
test('a publication of the emulator leaves the paid draft of the real model', async () => {
  await pub('a');
  await sql`update preheat.cell set claimed_by = null`;
  const runId = await givenRun(sql, {workflowId: 'emu', emulated: true});
  await claimCell(sql, {cellId: 1, claimedBy: `run:${runId}`, leaseMs: 60_000, emulated: true});
  const {draftId} = await storeDraft(sql, newDraft({requestId: 'emu', cellId: 1, runId, emulated: true}));
  await publishLesson(
    sql,
    publication({cellId: 1, claimedBy: `run:${runId}`, runId, draftId, requestId: 'emu', emulated: true}),
  );
  expect(await sql`select status from preheat.draft order by draft_id`).toEqual([
    {status: 'drafted'},
    {status: 'published'},
  ]);
});
