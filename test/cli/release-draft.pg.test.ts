import {expect, test} from 'vitest';
import {releasableLesson, releaseDraft, type ReleaseOutcome} from '../../cli/release-draft.ts';
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

const ANNA = {actor: {id: 'a1', role: 'moderator'}, reason: 'It is right.'};

async function release(draft: StoredDraft, {emulated = false} = {}): Promise<ReleaseOutcome> {
  const releasing = await releasableLesson(sql, draft, {emulated});
  return releasing.kind === 'refused' ? releasing : releaseDraft(sql, {draft, made: releasing.made, ...ANNA});
}

async function storedAgain(draftId: number): Promise<StoredDraft> {
  const [draft] = await storedDrafts(sql, {kind: 'draft', id: draftId}, {emulated: false});
  if (!draft) throw new Error(`There is no draft ${draftId}.`);
  return draft;
}

const refused = (reason: string) => ({kind: 'refused', reason: expect.stringContaining(reason) as unknown});

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

  expect(await release(draft)).toMatchObject({kind: 'released'});

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

  expect(await release(draft)).toEqual(refused(`its answer makes no mixed lesson. ${reason}`));
});

test('only what is in quarantine can be released', async () => {
  const {draft} = await givenQuarantined();
  expect(await release({...draft, status: 'superseded'})).toEqual(
    refused('it is superseded, not in quarantine.'),
  );
});

test('the emulator’s draft is released while the emulator is the model, and not beside a real one', async () => {
  const {cell, draft} = await givenQuarantined(APOLOGY, {emulated: true});
  expect(await release(draft)).toEqual(refused('the emulator wrote it, and beside a real model'));

  expect(await release(draft, {emulated: true})).toMatchObject({kind: 'released'});
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

  expect(await release(draft)).toEqual(refused(reason));
  expect(await everything()).toEqual(before);
});

test('a lesson that somebody writes between claim and publication stays, and takes the release back', async () => {
  const {cell, draft} = await givenQuarantined();
  let released: Promise<ReleaseOutcome> | undefined;
  await inTransaction(sql, async db => {
    // Holds the release after its claim, and before it publishes.
    await db`select from preheat.draft where draft_id = ${draft.draftId} for update`;
    released = release(draft);
    await untilWaiting(sql);
    await givenLesson(db, cell.cellId);
  });

  expect(await released).toEqual(refused('its cell is served by another lesson.'));
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, lessonCount: 1});
  expect((await draftOf(cell.cellId)).status).toBe('quarantined');
});

test('a run that wants the cell at that moment waits, and finds it served', async () => {
  const {cell, draft} = await givenQuarantined();
  const claim = () =>
    claimCell(sql, {cellId: cell.cellId, claimedBy: 'run:0', leaseMs: 60_000, emulated: false});
  let released: Promise<ReleaseOutcome> | undefined;
  let claimed: ReturnType<typeof claim> | undefined;
  await inTransaction(sql, async db => {
    // Holds the release after its claim, and before it publishes.
    await db`select from preheat.draft where draft_id = ${draft.draftId} for update`;
    released = release(draft);
    await untilWaiting(sql);
    claimed = claim();
    await untilWaiting(sql, 2);
  });

  expect(await released).toMatchObject({kind: 'released'});
  expect((await claimed)?.kind).not.toBe('claimed');
  expect(await claim()).toEqual({kind: 'served'});
});

test('who released it, and why, is noted once; a release that is refused is not', async () => {
  const {cell, draft} = await givenQuarantined();
  const outcome = await release(draft);
  await release(draft);
  await release(await storedAgain(draft.draftId));

  expect(outcome.kind).toBe('released');
  expect(
    await sql`
      select actor, actor_role, action, cell_id, lesson_id, reason, after from preheat.audit_event
      where cell_id = ${cell.cellId} and action = 'release_quarantined'
    `,
  ).toEqual([
    {
      actor: 'a1',
      actorRole: 'moderator',
      action: 'release_quarantined',
      cellId: cell.cellId,
      lessonId: outcome.kind === 'released' ? `${outcome.lessonId}` : '',
      reason: 'It is right.',
      after: {draftId: draft.draftId},
    },
  ]);
});
