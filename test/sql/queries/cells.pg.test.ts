import {beforeEach, expect, test} from 'vitest';
import type {CellState} from '../../../domain/cells.ts';
import type {RunFilter} from '../../../domain/runs.ts';
import {plan, planTotals, wantableCells, wantedBy} from '../../../sql/queries/cells.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {EMULATOR_AUTHOR} from '../../../sql/queries/lessons.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {recordCell} from '../../../sql/queries/runs.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, givenRun, newDraft, roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

/** The unserved cells and their states, by title. */
async function states({emulated = false} = {}): Promise<Record<string, CellState>> {
  const rows = await sql<{stepTitle: string; state: CellState}[]>`
    select u.step_title, u.state from (${wantableCells(sql, {emulated})}) u order by u.cell_id
  `;
  return Object.fromEntries(rows.map(row => [row.stepTitle, row.state]));
}

async function wanted(filter: RunFilter): Promise<string[]> {
  const rows = await sql<{cell: string}[]>`
    select u.step_title || ':' || u.lesson_number || ':' || u.style as cell
    from (${wantableCells(sql, {emulated: false})}) u where ${wantedBy(sql, filter)} order by u.cell_id
  `;
  return rows.map(row => row.cell);
}

async function givenQuarantined(
  cellId: number,
  {emulated = false, status = 'quarantined'} = {},
): Promise<void> {
  const runId = await givenRun(sql, {workflowId: `draft-of-${cellId}`});
  const draft = await storeDraft(sql, newDraft({requestId: `q${cellId}`, cellId, runId, emulated}));
  await sql`update preheat.draft set status = ${status} where draft_id = ${draft.draftId}`;
}

test('a cell without any row is missing, a cell with a good row is not unserved', async () => {
  await givenCells(sql, 'bare', 'pending', 'approved', 'verified');
  await givenLesson(sql, 2, {approvalStatus: 'pending'});
  await givenLesson(sql, 3, {approvalStatus: 'approved'});
  await givenLesson(sql, 4, {approvalStatus: 'mentor_verified'});
  expect(await states()).toEqual({bare: 'missing'});
});

test('a row under another key does not serve the cell', async () => {
  await givenCells(sql, 'bare', 'other');
  await givenLesson(sql, 2);
  await sql`update lessons_lessoncontent set cache_key = 'parked:1', roadmap_step_title = 'bare'`;
  expect(await states()).toEqual({bare: 'missing', other: 'missing'});
});

test('the emulator’s lesson is a placeholder for a real model, and a lesson for the emulator', async () => {
  await givenCells(sql, 'emulated');
  await givenLesson(sql, 1, {createdBy: EMULATOR_AUTHOR});
  expect(await states({emulated: false})).toEqual({emulated: 'placeholder'});
  expect(await states({emulated: true})).toEqual({});
});

test('a rejected lesson does not serve, whoever made it', async () => {
  await givenCells(sql, 'rejected', 'emulated');
  await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  await givenLesson(sql, 2, {approvalStatus: 'rejected', createdBy: EMULATOR_AUTHOR});
  expect(await states({emulated: false})).toEqual({rejected: 'rejected', emulated: 'rejected'});
  expect(await states({emulated: true})).toEqual({rejected: 'rejected', emulated: 'rejected'});
});

test('one good row beside bad ones serves; a placeholder beside a rejected row is a placeholder', async () => {
  await givenCells(sql, 'good', 'bad');
  await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  await givenLesson(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  await givenLesson(sql, 2, {createdBy: EMULATOR_AUTHOR});
  expect(await states()).toEqual({bad: 'placeholder'});
});

test('a cell whose draft is quarantined is told from a missing one, for the model that made the draft', async () => {
  await givenCells(sql, 'real', 'emulated', 'superseded', 'bare');
  await givenQuarantined(1);
  await givenQuarantined(2, {emulated: true});
  await givenQuarantined(3, {status: 'superseded'});
  const rest = {superseded: 'missing', bare: 'missing'};
  expect(await states({emulated: false})).toEqual({real: 'quarantined', emulated: 'missing', ...rest});
  expect(await states({emulated: true})).toEqual({real: 'missing', emulated: 'quarantined', ...rest});
});

test('an archived cell is not unserved', async () => {
  await givenCells(sql, 'kept', 'removed');
  await givenCells(sql, 'kept');
  expect(await states()).toEqual({kept: 'missing'});
});

test('a run wants missing, placeholder and rejected cells, and others only if it is told so', async () => {
  await givenCells(sql, 'missing', 'placeholder', 'rejected', 'quarantined');
  await givenLesson(sql, 2, {createdBy: EMULATOR_AUTHOR});
  await givenLesson(sql, 3, {approvalStatus: 'rejected'});
  await givenQuarantined(4);
  expect(await wanted({})).toEqual(['missing:1:reading', 'placeholder:1:reading', 'rejected:1:reading']);
  expect(await wanted({only: ['quarantined', 'rejected']})).toEqual([
    'rejected:1:reading',
    'quarantined:1:reading',
  ]);
  expect(await wanted({only: []})).toEqual([]);
});

test('a filter of styles keeps out the other styles', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One', {styles: ['hands_on', 'video', 'mixed']})])]);
  expect(await wanted({styles: ['mixed', 'hands_on']})).toEqual(['One:1:hands_on', 'One:1:mixed']);
});

test('a filter of roadmaps wants what their own steps want of a shared title', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('Git', {lessonCount: 1, styles: ['reading']}), step('Only a')]),
    roadmap('b', [step('Git', {lessonCount: 2, styles: ['reading', 'mixed']})]),
  ]);
  expect(await wanted({roadmapKeys: ['a']})).toEqual(['Git:1:reading', 'Only a:1:reading']);
  expect(await wanted({roadmapKeys: ['b']})).toEqual([
    'Git:1:reading',
    'Git:1:mixed',
    'Git:2:reading',
    'Git:2:mixed',
  ]);
  expect(await wanted({roadmapKeys: ['a', 'b']})).toHaveLength(5);
  expect(await wanted({roadmapKeys: ['c']})).toEqual([]);
});

test('filters narrow together', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {styles: ['video', 'mixed']})]),
    roadmap('b', [step('Two', {styles: ['video', 'mixed']})]),
  ]);
  await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  const filter: RunFilter = {roadmapKeys: ['a'], styles: ['video'], only: ['rejected']};
  expect(await wanted(filter)).toEqual(['One:1:video']);
  expect(await wanted({...filter, only: ['missing']})).toEqual([]);
});

test('a filter of cells wants only these, and only if they are wanted', async () => {
  await givenCells(sql, 'One', 'Two', 'Three', 'Served');
  await givenLesson(sql, 4);
  expect(await wanted({cellIds: [3, 1, 4]})).toEqual(['One:1:reading', 'Three:1:reading']);
  expect(await wanted({cellIds: []})).toEqual([]);
});

test('a filter of a run wants the cells that failed in it', async () => {
  await givenCells(sql, 'failed', 'quarantined', 'failed elsewhere', 'served now');
  const runId = await givenRun(sql);
  const other = await givenRun(sql, {workflowId: 'other'});
  for (const cellId of [1, 4]) await recordCell(sql, {runId, cellId, status: 'failed', message: null});
  await sql`update preheat.run_cell set status = 'quarantined' where run_id = ${runId} and cell_id = 2`;
  await recordCell(sql, {runId: other, cellId: 3, status: 'failed', message: null});
  await givenLesson(sql, 4);
  expect(await wanted({failedInRunId: runId})).toEqual(['failed:1:reading']);
});

test('the filters that name cells narrow before any lesson is looked at', async () => {
  await givenCells(sql, 'One', 'Two');
  const runId = await givenRun(sql);
  await recordCell(sql, {runId, cellId: 2, status: 'failed', message: null});
  const titles = (filter: RunFilter) =>
    sql`select u.step_title from (${wantableCells(sql, {emulated: false, filter})}) u`;
  expect(await titles({cellIds: [1]})).toEqual([{stepTitle: 'One'}]);
  expect(await titles({failedInRunId: runId})).toEqual([{stepTitle: 'Two'}]);
});

const PLAN = {emulated: false, filter: {}};

/** `a`: one served and four unserved cells. `b`: shares one of the unserved, and has a rejected one. `c`: archived. */
async function givenPlan(): Promise<void> {
  await importRoadmaps(sql, [
    roadmap('a', [step('Shared', {lessonCount: 2, styles: ['reading', 'mixed']}), step('Served')], {
      title: 'Z',
    }),
    roadmap('b', [step('Shared', {lessonCount: 1}), step('Rejected', {styles: ['video']})], {title: 'Y'}),
    roadmap('c', [step('Gone')], {title: 'X'}),
  ]);
  await importRoadmaps(sql, [roadmap('c', [step('Served')], {title: 'X'})]);
  const cells = await sql<
    {cellId: number; stepTitle: string}[]
  >`select cell_id, step_title from preheat.cell`;
  const idOf = (title: string) => cells.find(cell => cell.stepTitle === title)?.cellId ?? 0;
  await givenLesson(sql, idOf('Served'));
  await givenLesson(sql, idOf('Rejected'), {approvalStatus: 'rejected'});
}

test('the plan counts what is not served by roadmap, style and state; a shared cell in each', async () => {
  await givenPlan();
  expect((await plan(sql, PLAN)).byRoadmap).toEqual([
    {roadmapKey: 'b', roadmapTitle: 'Y', style: 'reading', state: 'missing', cellCount: 1},
    {roadmapKey: 'b', roadmapTitle: 'Y', style: 'video', state: 'rejected', cellCount: 1},
    {roadmapKey: 'a', roadmapTitle: 'Z', style: 'mixed', state: 'missing', cellCount: 2},
    {roadmapKey: 'a', roadmapTitle: 'Z', style: 'reading', state: 'missing', cellCount: 2},
  ]);
});

test('the plan of one roadmap leaves out the others that share its cells', async () => {
  await givenPlan();
  expect((await plan(sql, {...PLAN, filter: {roadmapKeys: ['a']}})).byRoadmap).toEqual([
    {roadmapKey: 'a', roadmapTitle: 'Z', style: 'mixed', state: 'missing', cellCount: 2},
    {roadmapKey: 'a', roadmapTitle: 'Z', style: 'reading', state: 'missing', cellCount: 2},
  ]);
});

test('the plan heeds styles and states', async () => {
  await givenPlan();
  const keys = async (filter: RunFilter) =>
    (await plan(sql, {...PLAN, filter})).byRoadmap.map(row => row.roadmapKey);
  expect(await keys({styles: ['video']})).toEqual(['b']);
  expect(await keys({only: ['missing']})).toEqual(['b', 'a', 'a']);
});

test('in the totals each cell counts once, an archived one never', async () => {
  await givenPlan();
  const {byRoadmap: _, ...totals} = await plan(sql, PLAN);
  expect(totals).toEqual(await planTotals(sql, PLAN));
  expect(await planTotals(sql, PLAN)).toEqual({
    cellCount: 6,
    unserved: [
      {style: 'mixed', state: 'missing', cellCount: 2},
      {style: 'reading', state: 'missing', cellCount: 2},
      {style: 'video', state: 'rejected', cellCount: 1},
    ],
    stale: [],
  });
});

test('the totals of a filter count its unserved cells among all cells', async () => {
  await givenPlan();
  expect(await planTotals(sql, {...PLAN, filter: {roadmapKeys: ['b'], styles: ['reading']}})).toEqual({
    cellCount: 6,
    unserved: [{style: 'reading', state: 'missing', cellCount: 1}],
    stale: [],
  });
});

test('whether the emulator’s lessons count is told to the plan too', async () => {
  await givenCells(sql, 'One');
  await givenLesson(sql, 1, {createdBy: EMULATOR_AUTHOR});
  const unserved = async (emulated: boolean) => [
    (await planTotals(sql, {emulated, filter: {}})).unserved,
    (await plan(sql, {emulated, filter: {}})).byRoadmap,
  ];
  expect(await unserved(false)).toMatchObject([[{state: 'placeholder'}], [{state: 'placeholder'}]]);
  expect(await unserved(true)).toEqual([[], []]);
});
