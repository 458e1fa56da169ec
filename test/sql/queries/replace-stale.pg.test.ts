import {beforeEach, expect, test} from 'vitest';
import {cacheKey} from '../../../domain/cells.ts';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {inTransaction} from '../../../sql/client.ts';
import {claimCell} from '../../../sql/queries/claims.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {publishLesson, readAsReader} from '../../../sql/queries/lessons.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {actOnLesson} from '../../../sql/queries/serving.ts';
import {recordCell} from '../../../sql/queries/runs.ts';
import {noteStepWords} from '../../../sql/queries/staleness.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, givenRun, newDraft, roadmap, step, untilWaiting} from '../givens.ts';
import {givenDrafted, givenPublished} from '../published.ts';

const {sql} = await testDatabase();

const KEY = cacheKey('One', 1, 'reading');
const say = (description: string) => importRoadmaps(sql, [roadmap('a', [step('One', {description})])]);
const verify = (db = sql as Parameters<typeof readAsReader>[0]) =>
  db`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = 1`;

/** One cell, served by a lesson of ours (id 1) whose step says something else now. */
beforeEach(async () => {
  await emptyTables(sql);
  await say('Old.');
  await givenPublished(sql, 1);
  await say('New.');
});

async function claim(claimedBy: string, options: {emulated?: boolean} = {}): Promise<string> {
  const {kind} = await claimCell(sql, {cellId: 1, claimedBy, leaseMs: 60_000, emulated: false, ...options});
  return kind;
}

async function served(): Promise<LessonId | undefined> {
  return (await readAsReader(sql, KEY))?.id;
}

async function versions(): Promise<Record<string, string>> {
  const rows = await sql<{lessonId: number; state: string; stale: boolean; cacheKey: string}[]>`
    select lesson_id, state, stale_text_since is not null as stale, cache_key
    from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id order by lesson_id
  `;
  return Object.fromEntries(
    rows.map(row => [
      row.lessonId,
      `${row.state}${row.stale ? ', stale' : ''}, ${row.cacheKey === KEY ? 'real key' : row.cacheKey}`,
    ]),
  );
}

async function ledger(runId: number): Promise<string[]> {
  const rows = await sql<{entry: string}[]>`
    select wanted_because || ': ' || status as entry from preheat.run_cell where run_id = ${runId}
  `;
  return rows.map(row => row.entry);
}

test('the old lesson is served until the new one is published, and is kept', async () => {
  const drafted = await givenDrafted(sql, 1);
  expect(await ledger(drafted.runId)).toEqual(['stale: pending']);
  expect(await served()).toBe(1);

  expect(await publishLesson(sql, drafted)).toEqual({lessonId: 2, held: true, live: true});

  expect(await served()).toBe(2);
  expect(await versions()).toEqual({1: 'parked, stale, parked:1', 2: 'live, real key'});
  expect(await ledger(drafted.runId)).toEqual(['stale: published']);
  expect(await ledger(await givenRun(sql, {workflowId: 'next'}))).toEqual([]);
});

test('publishing again changes nothing, and a repeated attempt finds the cell served', async () => {
  const drafted = await givenDrafted(sql, 1);
  await publishLesson(sql, drafted);
  expect(await publishLesson(sql, drafted)).toEqual({lessonId: null, held: false, live: false});
  expect(await claim(drafted.claimedBy)).toBe('served');
  // Though the text changed once more: this run has done its part.
  await say('Newer.');
  expect(await claim(drafted.claimedBy)).toBe('served');
  expect(await served()).toBe(2);
});

test('only a run that wants the cell because it is stale may claim it', async () => {
  expect(await claim('run:99')).toBe('served');
  expect(await claim('release:1')).toBe('served');
  const runId = await givenRun(sql, {workflowId: 'wants it'});
  const other = await givenRun(sql, {workflowId: 'does not', filter: {only: ['missing']}});
  expect(await claim(`run:${other}`)).toBe('served');
  expect(await claim(`run:${runId}`)).toBe('claimed');
});

test('what a person promoted is not made anew each night', async () => {
  const runId = await givenRun(sql, {workflowId: 'before'});
  await actOnLesson(sql, {act: 'promote', lessonId: 1, actor: {id: 'a', role: 'admin'}, reason: null});
  expect(await claim(`run:${runId}`)).toBe('served');
  expect(await ledger(await givenRun(sql, {workflowId: 'after'}))).toEqual([]);
});

test('a run that wants one stale cell claims no other', async () => {
  const steps = (description: string) => [step('One', {description}), step('Two', {description})];
  await importRoadmaps(sql, [roadmap('a', steps('New.'))]);
  await givenPublished(sql, 2);
  await importRoadmaps(sql, [roadmap('a', steps('Newer.'))]);
  const runId = await givenRun(sql, {workflowId: 'one of two', filter: {cellIds: [2]}});
  expect(await claim(`run:${runId}`)).toBe('served');
});

test('a run that wanted the cell because it was missing leaves a stale lesson where it is', async () => {
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = 1`;
  const drafted = await givenDrafted(sql, 1);
  expect(await ledger(drafted.runId)).toEqual(['rejected: pending']);
  await sql`update lessons_lessoncontent set approval_status = 'approved' where id = 1`;
  expect(await publishLesson(sql, drafted)).toEqual({lessonId: null, held: true, live: false});
  expect(await served()).toBe(1);
});

test('of two runs that want the stale cell, the second finds it busy, then served', async () => {
  const second = await givenRun(sql, {workflowId: 'second'});
  const drafted = await givenDrafted(sql, 1);
  expect(await claim(`run:${second}`)).toBe('busy');
  await publishLesson(sql, drafted);
  expect(await claim(`run:${second}`)).toBe('served');
});

test('a cell that this run gave up, or whose draft it quarantined, is not claimed again', async () => {
  const runId = await givenRun(sql, {workflowId: 'failed'});
  await storeDraft(sql, newDraft({requestId: 'q', cellId: 1, runId}));
  await sql`update preheat.draft set status = 'quarantined' where request_id = 'q'`;
  expect(await claim(`run:${runId}`)).toBe('quarantined');

  const other = await givenRun(sql, {workflowId: 'gave up', filter: {only: ['stale']}});
  await recordCell(sql, {runId: other, cellId: 1, status: 'failed', message: null});
  expect(await claim(`run:${other}`)).toBe('served');
});

test('a text that is changed back before its turn leaves the lesson', async () => {
  const runId = await givenRun(sql, {workflowId: 'late'});
  await say('Old.');
  expect(await claim(`run:${runId}`)).toBe('served');
});

test('nothing is replaced where somebody else wrote a good row meanwhile', async () => {
  const drafted = await givenDrafted(sql, 1);
  await givenLesson(sql, 1);
  const before = await versions();
  expect(await publishLesson(sql, drafted)).toEqual({lessonId: null, held: true, live: false});
  expect(await versions()).toEqual(before);
  expect(await sql`select from preheat.lesson_version where superseded_at is not null`).toEqual([]);
  expect(await ledger(drafted.runId)).toEqual(['stale: served']);
  expect(await sql`select status from preheat.draft order by draft_id desc limit 1`).toEqual([
    {status: 'superseded'},
  ]);
});

test('what a mentor verified meanwhile stays live, and the new lesson waits beside it', async () => {
  const drafted = await givenDrafted(sql, 1);
  await verify();
  expect(await publishLesson(sql, drafted)).toEqual({lessonId: 2, held: true, live: false});
  expect(await versions()).toEqual({1: 'live, stale, real key', 2: 'parked, parked:2'});
  expect(await ledger(drafted.runId)).toEqual(['stale: published']);
});

test('a verdict that is being written is waited for, and heeded', async () => {
  const drafted = await givenDrafted(sql, 1);
  let publishing: ReturnType<typeof publishLesson> | undefined;
  await inTransaction(sql, async db => {
    await verify(db);
    publishing = publishLesson(sql, drafted);
    await untilWaiting(sql);
  });
  expect(await publishing).toEqual({lessonId: 2, held: true, live: false});
  expect(await versions()).toEqual({1: 'live, stale, real key', 2: 'parked, parked:2'});
});

test('rejected rows beside the stale one are parked with it', async () => {
  await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  await publishLesson(sql, await givenDrafted(sql, 1));
  expect(await versions()).toEqual({
    1: 'parked, stale, parked:1',
    2: 'parked, parked:2',
    3: 'live, real key',
  });
});

test('an import that waits for a publication marks its lesson', async () => {
  const drafted = await givenDrafted(sql, 1);
  let importing: Promise<unknown> | undefined;
  await inTransaction(sql, async db => {
    await publishLesson(db, drafted);
    importing = say('Newer.');
    await untilWaiting(sql);
  });
  await importing;
  expect(await versions()).toMatchObject({2: 'live, stale, real key'});
});

test('a publication that waits for an import is stale by the words of now', async () => {
  const drafted = await givenDrafted(sql, 1);
  let publishing: ReturnType<typeof publishLesson> | undefined;
  await inTransaction(sql, async db => {
    await db`update preheat.roadmap_step set description = 'Newer.'`;
    await noteStepWords(db, ['One']);
    publishing = publishLesson(sql, drafted);
    await untilWaiting(sql);
  });
  expect(await publishing).toEqual({lessonId: 2, held: true, live: true});
  expect(await versions()).toMatchObject({2: 'live, stale, real key'});
});

test('the policy decides at the claim', async () => {
  const staleness = {text: false, minPromptVersion: null, retiredModels: false, maxAgeDays: null};
  const drafted = await givenDrafted(sql, 1);
  expect(await claimCell(sql, {...drafted, leaseMs: 60_000, staleness})).toEqual({kind: 'served'});
});
