import {expect, test} from 'vitest';
import {releasableLesson, releaseDraft} from '../../cli/release-draft.ts';
import {inTransaction} from '../../sql/client.ts';
import {claimCell} from '../../sql/queries/claims.ts';
import {readAsReader} from '../../sql/queries/lessons.ts';
import {putBack, type StoredDraft, storedDrafts} from '../../sql/queries/quarantine.ts';
import {
  attempt,
  AT_REST,
  fakeModel,
  givenCell,
  goodAnswer,
  paid,
  stateOf,
} from '../activities/lesson-givens.ts';
import {givenLesson, untilWaiting} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();

const APOLOGY = goodAnswer('mixed', {
  summary: 'I am sorry, but as an AI language model I cannot write this.',
});

/** A cell whose drafts all failed, and the last of them. */
async function givenQuarantined(answer = APOLOGY, {emulated = false} = {}) {
  const cell = await givenCell(sql);
  const outcome = await attempt(sql, fakeModel([answer, answer, answer], {emulated}), cell);
  expect(outcome).toEqual({kind: 'quarantined'});
  return {cell, draft: await draftOf(cell.cellId)};
}

async function draftOf(cellId: number): Promise<StoredDraft> {
  const [draft] = await storedDrafts(sql, {kind: 'cell', id: cellId}, {emulated: false});
  if (!draft) throw new Error(`Nothing of cell ${cellId} is in quarantine.`);
  return draft;
}

async function release(draft: StoredDraft): Promise<void> {
  const lesson = await releasableLesson(sql, draft, {emulated: false});
  await inTransaction(sql, db => releaseDraft(db, draft, lesson));
}

/** All that a release writes. */
async function everything() {
  return [
    await sql`select id, xmin::text from lessons_lessoncontent order by id`,
    await sql`select draft_id, xmin::text from preheat.draft order by draft_id`,
    await sql`select run_id, cell_id, xmin::text from preheat.run_cell order by run_id, cell_id`,
    await sql`select cell_id, claimed_by, xmin::text from preheat.cell order by cell_id`,
  ];
}

test('a released draft is what the reader serves; its version names the draft, and no ledger changes', async () => {
  const {cell, draft} = await givenQuarantined();
  const before = await stateOf(sql, cell);

  await release(draft);

  expect(await readAsReader(sql, cell.cacheKey)).toMatchObject({
    learningStyle: 'mixed',
    content: {summary: 'I am sorry, but as an AI language model I cannot write this.'},
  });
  const {drafts, ...rest} = await stateOf(sql, cell);
  expect(rest).toMatchObject({...AT_REST, status: 'quarantined', spentUsd: before.spentUsd, lessonCount: 1});
  expect(drafts.map(({status}) => status)).toEqual(['superseded', 'superseded', 'published']);
  expect(
    await sql`select state, origin, draft_id, run_id, request_id from preheat.lesson_version where cell_id = ${cell.cellId}`,
  ).toEqual([
    {state: 'live', origin: 'preheat', draftId: draft.draftId, runId: null, requestId: draft.requestId},
  ]);
});

test('the findings stay with it, and one more says that a person released it', async () => {
  const {draft} = await givenQuarantined();
  await release(draft);

  const [{findings}] = await sql<[Pick<StoredDraft, 'findings'>]>`
    select findings from preheat.draft where draft_id = ${draft.draftId}
  `;
  expect(draft.findings).not.toEqual([]);
  expect(findings).toEqual([
    ...draft.findings,
    {check: 'released', severity: 'warning', message: 'A person released it in spite of its errors.'},
  ]);
});

test('a released draft replaces a placeholder, which is parked', async () => {
  const {cell, draft} = await givenQuarantined();
  const lessonId = await givenLesson(sql, cell.cellId, {content: {}});

  await release(draft);

  expect(await sql`select cache_key from lessons_lessoncontent where id = ${lessonId}`).toEqual([
    {cacheKey: `parked:${lessonId}`},
  ]);
});

const BROKEN = goodAnswer('mixed', {quiz: []});

test.each([
  ['that is cut off', paid('truncated', '{"title":', 'MAX_TOKENS')],
  ['that is no JSON', paid('drafted', 'I cannot.')],
  ['of another shape', BROKEN],
])('an answer %s makes no lesson that could be released', async (_, answer) => {
  const {draft} = await givenQuarantined(answer);
  const reason = draft.findings[0]?.message ?? 'none';

  await expect(release(draft)).rejects.toThrow(
    `Draft ${draft.draftId} was not released: its answer makes no mixed lesson. ${reason}`,
  );
});

test('only what is in quarantine can be released', async () => {
  const {draft} = await givenQuarantined();
  await expect(release({...draft, status: 'superseded'})).rejects.toThrow(
    `Draft ${draft.draftId} was not released: it is superseded, not in quarantine.`,
  );
});

test('the emulator’s draft is released while the emulator is the model, and not beside a real one', async () => {
  const {cell, draft} = await givenQuarantined(APOLOGY, {emulated: true});
  await expect(release(draft)).rejects.toThrow('the emulator wrote it, and beside a real model');

  const lesson = await releasableLesson(sql, draft, {emulated: true});
  await inTransaction(sql, db => releaseDraft(db, draft, lesson));
  expect(await sql`select created_by from lessons_lessoncontent where cache_key = ${cell.cacheKey}`).toEqual([
    {createdBy: 'gemini-emulator'},
  ]);
});

test.each([
  [
    'that a run is making',
    'a run is making its cell at this moment.',
    async (cellId: number) => {
      await claimCell(sql, {cellId, claimedBy: 'run:0', leaseMs: 60_000, emulated: false});
    },
  ],
  ['that is served', 'its cell is served by another lesson.', (cellId: number) => givenLesson(sql, cellId)],
  [
    'that no roadmap wants',
    'no roadmap wants its cell any more.',
    (cellId: number) => sql`update preheat.cell set archived_at = now() where cell_id = ${cellId}`,
  ],
  [
    'that somebody put back meanwhile',
    'it is not in quarantine any more.',
    (cellId: number) => putBack(sql, {cellIds: [cellId], emulated: false}),
  ],
] as const)('nothing is released into a cell %s, and nothing changes', async (_, reason, happen) => {
  const {cell, draft} = await givenQuarantined();
  await happen(cell.cellId);
  const before = await everything();

  await expect(release(draft)).rejects.toThrow(`Draft ${draft.draftId} was not released: ${reason}`);
  expect(await everything()).toEqual(before);
});

test('a lesson that somebody writes between claim and publication stays, and takes the release back', async () => {
  const {cell, draft} = await givenQuarantined();
  const lesson = await releasableLesson(sql, draft, {emulated: false});
  let released: Promise<void> | undefined;
  await inTransaction(sql, async db => {
    // Holds the release after its claim, and before it publishes.
    await db`select from preheat.draft where draft_id = ${draft.draftId} for update`;
    released = inTransaction(sql, other => releaseDraft(other, draft, lesson));
    await untilWaiting(sql);
    await givenLesson(db, cell.cellId);
  });

  await expect(released).rejects.toThrow('its cell is served by another lesson.');
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, lessonCount: 1});
  expect((await draftOf(cell.cellId)).status).toBe('quarantined');
});

test('a run that wants the cell at that moment waits, and finds it served', async () => {
  const {cell, draft} = await givenQuarantined();
  const lesson = await releasableLesson(sql, draft, {emulated: false});
  let claim: ReturnType<typeof claimCell> | undefined;
  await inTransaction(sql, async db => {
    await releaseDraft(db, draft, lesson);
    claim = claimCell(sql, {cellId: cell.cellId, claimedBy: 'run:0', leaseMs: 60_000, emulated: false});
    await untilWaiting(sql);
  });

  expect((await claim)?.kind).not.toBe('claimed');
  expect(
    await claimCell(sql, {cellId: cell.cellId, claimedBy: 'run:0', leaseMs: 1, emulated: false}),
  ).toEqual({
    kind: 'served',
  });
});
