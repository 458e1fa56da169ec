import {beforeEach, expect, test} from 'vitest';
import {type CellState, WANTED_BY_DEFAULT} from '../../../domain/cells.ts';
import {inTransaction, type Db} from '../../../sql/client.ts';
import {type Claim, claimCell, claimOwner, lessonRequest, releaseCell} from '../../../sql/queries/claims.ts';
import {markRepairing, storeDraft} from '../../../sql/queries/drafts.ts';
import {EMULATOR_AUTHOR, publishLesson} from '../../../sql/queries/lessons.ts';
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
import {givenDrafted} from '../published.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const HOUR_MS = 3_600_000;

function claim(
  claimedBy: string,
  {cellId = 1, leaseMs = HOUR_MS, emulated = false, db = sql as Db} = {},
): Promise<Claim> {
  return claimCell(db, {cellId, claimedBy, leaseMs, emulated});
}

async function draftOf(claimed: Promise<Claim>) {
  const result = await claimed;
  return result.kind === 'claimed' ? result.draft : result.kind;
}

test('a free cell is claimed, and only that one', async () => {
  await givenCells(sql, 'One', 'Two');
  expect(await claim('a')).toMatchObject({kind: 'claimed', request: {stepTitle: 'One'}, draft: null});
  expect(await sql`select cell_id, claimed_by from preheat.cell order by cell_id`).toEqual([
    {cellId: 1, claimedBy: 'a'},
    {cellId: 2, claimedBy: null},
  ]);
});

test('a claim lasts as long as its lease', async () => {
  await givenCells(sql, 'One');
  await inTransaction(sql, async db => {
    await claim('a', {leaseMs: 1500, db});
    const [row] =
      await db`select extract(epoch from claimed_until - now()) as lease_seconds from preheat.cell`;
    expect(row).toEqual({leaseSeconds: 1.5});
  });
});

test('a cell that another holds is busy, and stays the other’s', async () => {
  await givenCells(sql, 'One');
  await claim('a');
  expect(await claim('b')).toEqual({kind: 'busy'});
  expect(await claim('a')).toMatchObject({kind: 'claimed'});
});

test('an own claim is renewed', async () => {
  await givenCells(sql, 'One');
  await claim('a', {leaseMs: 1});
  await claim('a');
  const [row] = await sql`select claimed_until > now() + interval '59 minutes' as renewed from preheat.cell`;
  expect(row).toEqual({renewed: true});
});

test('a claim that ran out is anybody’s', async () => {
  await givenCells(sql, 'One');
  await claim('a', {leaseMs: -1});
  expect(await claim('b')).toMatchObject({kind: 'claimed'});
  expect(await claim('a')).toEqual({kind: 'busy'});
});

test('of two that claim at once, the second waits and finds the cell busy', async () => {
  await givenCells(sql, 'One');
  let second: Promise<Claim> | undefined;
  await inTransaction(sql, async db => {
    expect(await claim('a', {db})).toMatchObject({kind: 'claimed'});
    second = claim('b');
    await untilWaiting(sql);
  });
  expect(await second).toEqual({kind: 'busy'});
});

test('a claim that is taken back leaves the cell to the one who waits', async () => {
  await givenCells(sql, 'One');
  let second: Promise<Claim> | undefined;
  const first = inTransaction(sql, async db => {
    await claim('a', {db});
    second = claim('b');
    await untilWaiting(sql);
    throw new Error('back');
  });
  await expect(first).rejects.toThrow('back');
  expect(await second).toMatchObject({kind: 'claimed'});
});

test('one that waits while the cell is published by whom it ran out for does not take it', async () => {
  await givenCells(sql, 'One');
  const drafted = await givenDrafted(sql, 1);
  await sql`update preheat.cell set claimed_until = now() - interval '1 second'`;
  let second: Promise<Claim> | undefined;
  await inTransaction(sql, async db => {
    await publishLesson(db, drafted);
    second = claim('b');
    await untilWaiting(sql);
  });
  expect(await second).toEqual({kind: 'busy'});
  expect(await claim('b')).toEqual({kind: 'served'});
});

test('a served cell is not claimed, whoever holds it', async () => {
  await givenCells(sql, 'One', 'Two');
  await claim('a', {cellId: 2});
  await givenLesson(sql, 1);
  await givenLesson(sql, 2);
  expect(await claim('a')).toEqual({kind: 'served'});
  expect(await claim('a', {cellId: 2})).toEqual({kind: 'served'});
  expect(await claim('b', {cellId: 2})).toEqual({kind: 'served'});
  expect(await sql`select cell_id from preheat.cell where claimed_by is not null`).toEqual([{cellId: 2}]);
});

test('a rejected lesson does not keep a cell from being claimed; the emulator’s keeps the emulator', async () => {
  await givenCells(sql, 'Rejected', 'Emulated');
  await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  await givenLesson(sql, 2, {createdBy: EMULATOR_AUTHOR});
  expect(await claim('a')).toMatchObject({kind: 'claimed'});
  expect(await claim('a', {cellId: 2, emulated: true})).toEqual({kind: 'served'});
  expect(await claim('a', {cellId: 2, emulated: false})).toMatchObject({kind: 'claimed'});
});

test('an archived cell, or one that never was, is not claimed', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenCells(sql, 'Two');
  expect(await claim('a')).toEqual({kind: 'archived'});
  expect(await claim('a', {cellId: 99})).toEqual({kind: 'archived'});
  expect(await sql`select cell_id from preheat.cell where claimed_by is not null`).toEqual([]);
});

test('an archived cell is archived even if it is served', async () => {
  await givenCells(sql, 'One', 'Two');
  await givenCells(sql, 'Two');
  await givenLesson(sql, 1);
  expect(await claim('a')).toEqual({kind: 'archived'});
});

test('the claim tells the lesson that is wanted: the first roadmap’s words, the longest one’s number of lessons', async () => {
  const first = {description: 'First words.', difficulty: 'advanced' as const, styles: ['mixed' as const]};
  const second = {
    description: 'Other words.',
    difficulty: 'beginner' as const,
    styles: ['mixed' as const],
    lessonCount: 3,
  };
  await importRoadmaps(sql, [
    roadmap('z', [step('Before'), step('Git', first)], {title: 'Tools', category: 'Craft'}),
    roadmap('a', [step('Git', second), step('Longer', {lessonCount: 9})], {title: 'A', category: 'B'}),
  ]);
  const [cell] = await sql<[{cellId: number}]>`
    select cell_id from preheat.cell where step_title = 'Git' and lesson_number = 2 and style = 'mixed'
  `;
  const request = {
    stepTitle: 'Git',
    lessonNumber: 2,
    style: 'mixed',
    stepDescription: 'First words.',
    difficulty: 'advanced',
    lessonCount: 3,
    roadmapTitle: 'Tools',
    category: 'Craft',
  };
  expect(await claim('a', {cellId: cell.cellId})).toEqual({
    kind: 'claimed',
    request,
    draft: null,
    wantedBecause: null,
  });
  // Whoever holds the cell.
  expect(await lessonRequest(sql, cell.cellId)).toEqual(request);
});

test('the claim of a run says why the run wants the cell', async () => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql);
  await givenRun(sql, {workflowId: 'other', filter: {regenerate: true, cellIds: [1]}});
  expect(await claim(`run:${runId}`)).toMatchObject({kind: 'claimed', wantedBecause: 'missing'});
});

test('a cell whose steps are gone is still described', async () => {
  await givenCells(sql, 'One');
  await sql`delete from preheat.roadmap`;
  expect(await claim('a')).toMatchObject({
    request: {stepDescription: '', difficulty: 'beginner', lessonCount: 1, roadmapTitle: '', category: ''},
  });
});

test('the claim brings the latest unfinished draft, whole', async () => {
  await givenCells(sql, 'One', 'Two');
  const runId = await givenRun(sql);
  const given = {runId, cellId: 1};
  const last = newDraft({...given, requestId: 'c2', callNumber: 2, answerText: '{"lesson_type":"video"}'});
  await storeDraft(sql, newDraft({...given, requestId: 'c1', callNumber: 1}));
  const {draftId} = await storeDraft(sql, last);
  await storeDraft(sql, newDraft({...given, requestId: 'c0', callNumber: 0}));
  await storeDraft(sql, newDraft({...given, requestId: 'other', cellId: 2, callNumber: 9}));
  const findings = [{check: 'quiz-answer', severity: 'error' as const, message: 'No such letter.'}];
  await markRepairing(sql, {draftId, findings});

  expect(await draftOf(claim('a'))).toEqual({
    draftId,
    requestId: 'c2',
    asking: 'first',
    videoChoice: null,
    callNumber: 2,
    status: 'repairing',
    answerText: '{"lesson_type":"video"}',
    finishReason: 'STOP',
    promptVersion: 'v1',
    prompt: 'Write a lesson.',
    model: 'gemini',
    emulated: false,
    findings,
  });
});

test('of two drafts with the same call number the later one counts', async () => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql);
  await storeDraft(sql, newDraft({runId, cellId: 1, requestId: 'earlier'}));
  await storeDraft(sql, newDraft({runId, cellId: 1, requestId: 'later'}));
  expect(await draftOf(claim('a'))).toMatchObject({requestId: 'later'});
});

test.each(['published', 'quarantined', 'superseded'])('a %s draft is finished', async status => {
  await givenCells(sql, 'One');
  const runId = await givenRun(sql);
  await storeDraft(sql, newDraft({runId, cellId: 1, requestId: 'c0'}));
  await sql`update preheat.draft set status = ${status}`;
  expect(await draftOf(claim('a'))).toBeNull();
});

/**
 * Two cells, and three runs that want both: one that has a draft of the first cell, one for this reason, and one for
 * another reason. The owner of the second one's claims.
 */
async function givenQuarantined(
  wantedBecause: CellState,
  {status = 'quarantined', emulated = false} = {},
): Promise<string> {
  await givenCells(sql, 'One', 'Two');
  const runIds = [];
  for (const workflowId of ['first', 'second', 'third']) runIds.push(await givenRun(sql, {workflowId}));
  const [first, second] = runIds as [number, number];
  await storeDraft(sql, newDraft({runId: first, cellId: 1, requestId: 'q', emulated}));
  await sql`update preheat.draft set status = ${status}`;
  const other = wantedBecause === 'quarantined' ? 'missing' : 'quarantined';
  await sql`
    update preheat.run_cell set
      wanted_because = case when run_id = ${second} and cell_id = 1 then ${wantedBecause} else ${other} end
  `;
  return claimOwner(second);
}

test.each(WANTED_BY_DEFAULT)(
  'what was quarantined after a run wanted it as %s is not claimed',
  async state => {
    const owner = await givenQuarantined(state);
    expect(await claim(owner)).toEqual({kind: 'quarantined'});
    expect(await claim(owner, {cellId: 2})).toMatchObject({kind: 'claimed'});
    expect(await sql`select cell_id from preheat.cell where claimed_by is not null`).toEqual([{cellId: 2}]);
  },
);

test('what is in quarantine of one cell keeps nobody from another', async () => {
  const owner = await givenQuarantined('missing');
  await sql`update preheat.run_cell set wanted_because = 'missing'`;
  expect(await claim(owner, {cellId: 2})).toMatchObject({kind: 'claimed'});
});

test.each(['quarantined', 'regenerate'] as const)('a run that wants it as %s claims it', async state => {
  expect(await claim(await givenQuarantined(state))).toMatchObject({kind: 'claimed'});
});

test('who is no run, as one who releases it, claims a quarantined cell', async () => {
  await givenQuarantined('missing');
  expect(await claim('release:1')).toMatchObject({kind: 'claimed'});
});

test('once its drafts are not in quarantine any more, the cell is claimed', async () => {
  expect(await claim(await givenQuarantined('missing', {status: 'superseded'}))).toMatchObject({
    kind: 'claimed',
  });
});

test('a draft of the emulator in quarantine keeps only the emulator away', async () => {
  const owner = await givenQuarantined('missing', {emulated: true});
  expect(await claim(owner, {emulated: true})).toEqual({kind: 'quarantined'});
  expect(await claim(owner)).toMatchObject({kind: 'claimed'});
});

test('what a run quarantined itself it does not claim again, whatever it wanted', async () => {
  await givenQuarantined('missing');
  await sql`update preheat.run_cell set wanted_because = 'quarantined'`;
  const [{runId}] = await sql<[{runId: number}]>`select run_id from preheat.draft`;
  expect(await claim(claimOwner(runId))).toEqual({kind: 'quarantined'});
});

test('a real model does not go on with the emulator’s draft, nor the emulator with a real one', async () => {
  await givenCells(sql, 'One', 'Two');
  const runId = await givenRun(sql);
  await storeDraft(sql, newDraft({runId, cellId: 1, requestId: 'real', callNumber: 1}));
  await storeDraft(sql, newDraft({runId, cellId: 1, requestId: 'emulated', callNumber: 2, emulated: true}));
  expect(await draftOf(claim('a', {emulated: false}))).toMatchObject({requestId: 'real'});
  expect(await draftOf(claim('a', {emulated: true}))).toMatchObject({requestId: 'emulated'});
});

test('only who holds the cell gives it back', async () => {
  await givenCells(sql, 'One', 'Two');
  await claim('a');
  await claim('a', {cellId: 2});

  await releaseCell(sql, {cellId: 1, claimedBy: 'b'});
  expect(await claim('c')).toEqual({kind: 'busy'});

  await releaseCell(sql, {cellId: 1, claimedBy: 'a'});
  expect(await sql`select claimed_by, claimed_until from preheat.cell where cell_id = 1`).toEqual([
    {claimedBy: null, claimedUntil: null},
  ]);
  expect(await claim('c', {cellId: 2})).toEqual({kind: 'busy'});
});

test('a run’s claims have one owner', () => {
  expect([claimOwner(1), claimOwner(2)]).toEqual(['run:1', 'run:2']);
});
