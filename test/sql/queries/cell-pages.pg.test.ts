import {beforeEach, expect, test} from 'vitest';
import {cellsNow, cellsPage, stepsPage} from '../../../sql/queries/cell-pages.ts';
import {countCoverage} from '../../../sql/queries/coverage.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenCells, givenLesson, roadmap, step} from '../givens.ts';
import {givenPublished} from '../published.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const POLICY = {emulated: false};
const ALL = {...POLICY, filter: {}, afterCellId: 0, limit: 100};
const idsOf = ({cells}: {cells: {cellId: number}[]}) => cells.map(({cellId}) => cellId);

test('a cell is told with its state, and the lesson that the reader is given', async () => {
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
  const published = await givenPublished(sql, 1);
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  await givenLesson(sql, 3, {upvotes: 1});
  const best = await givenLesson(sql, 3, {upvotes: 2});
  // The reader would be given it first, but for what it is.
  await givenLesson(sql, 3, {upvotes: 3, content: {is_fallback: true}});

  expect(await cellsNow(sql, {...POLICY, cellIds: [3, 2, 1]})).toEqual([
    {
      cellId: 1,
      stepTitle: 'Loops',
      lessonNumber: 1,
      style: 'reading',
      state: 'served',
      staleReason: null,
      lessonId: published,
      approvalStatus: 'pending',
      upvotes: 0,
      downvotes: 0,
      generatedAt: expect.any(Date),
    },
    expect.objectContaining({cellId: 2, state: 'rejected', lessonId: null, approvalStatus: null}),
    expect.objectContaining({cellId: 3, state: 'served', lessonId: best, upvotes: 2}),
  ]);
  expect(await cellsNow(sql, {...POLICY, cellIds: []})).toEqual([]);
});

test('the lesson is that of the first key that is filled', async () => {
  await givenCells(sql, 'Loops');
  const lessonId = await givenPublished(sql, 1, {variants: ['multi_source_v1']});

  expect(await cellsNow(sql, {...POLICY, variants: ['multi_source_v1'], cellIds: [1]})).toMatchObject([
    {lessonId, state: 'served'},
  ]);
  expect(await cellsNow(sql, {...POLICY, cellIds: [1]})).toMatchObject([{lessonId: null, state: 'missing'}]);
});

test('a stale cell says why', async () => {
  await givenCells(sql, 'Loops');
  const lessonId = await givenPublished(sql, 1);
  await importRoadmaps(sql, [roadmap('r', [step('Loops', {difficulty: 'advanced'})])]);

  expect(await cellsNow(sql, {...POLICY, cellIds: [1]})).toMatchObject([
    {state: 'stale', staleReason: 'text', lessonId},
  ]);
});

test('pages follow each other, without cells that no roadmap wants', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D');
  await importRoadmaps(sql, [roadmap('r', [step('A'), step('C'), step('D')])]);
  const first = await cellsPage(sql, {...ALL, limit: 2});
  const second = await cellsPage(sql, {...ALL, limit: 2, afterCellId: first.endCellId ?? 0});

  expect([idsOf(first), first.hasNextPage]).toEqual([[1, 3], true]);
  expect([idsOf(second), second.hasNextPage]).toEqual([[4], false]);
  expect(await cellsPage(sql, {...ALL, afterCellId: 4})).toEqual({
    cells: [],
    endCellId: null,
    hasNextPage: false,
  });
});

test('a filter narrows by roadmap, style and words of the title', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('Loops in C'), step('100% lists', {styles: ['video', 'reading']})]),
    roadmap('b', [step('Loops in C')]),
  ]);
  const find = async (filter: Parameters<typeof cellsPage>[1]['filter']) =>
    idsOf(await cellsPage(sql, {...ALL, filter}));

  expect(await find({roadmapKeys: ['b']})).toEqual([1]);
  expect(await find({styles: ['reading']})).toEqual([1, 3]);
  expect(await find({text: 'loops IN'})).toEqual([1]);
  expect(await find({text: '0% l'})).toEqual([2, 3]);
  expect(await find({text: '_'})).toEqual([]);
  expect(await find({text: '\\'})).toEqual([]);
  expect(await find({text: 'l', styles: ['reading'], roadmapKeys: ['a']})).toEqual([1, 3]);
});

test('a filter by states looks into the last count, and leaves out what changed since', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D');
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  await givenPublished(sql, 4);
  await countCoverage(sql, {...POLICY, maxAgeMs: 0});
  await givenPublished(sql, 1);
  const find = async (...states: ('served' | 'missing' | 'rejected')[]) => {
    const page = await cellsPage(sql, {...ALL, filter: {states}});
    return [idsOf(page), page.endCellId];
  };

  expect(await find('missing')).toEqual([[3], 3]);
  expect(await find('rejected')).toEqual([[2], 2]);
  expect(await find('served')).toEqual([[4], 4]);
  expect(await find('served', 'rejected')).toEqual([[2, 4], 4]);
});

test('the steps of a roadmap come in its order, each with its own cells', async () => {
  await importRoadmaps(sql, [
    roadmap('other', [step('Lists', {lessonCount: 3, styles: ['mixed', 'reading']})]),
    roadmap('r', [
      step('Loops', {description: 'Again.', difficulty: 'advanced', styles: ['video', 'reading']}),
      step('Lists', {lessonCount: 2}),
      step('Maps'),
    ]),
  ]);
  const page = await stepsPage(sql, {...POLICY, roadmapKey: 'r', after: null, limit: 2});

  expect(page).toMatchObject({
    hasNextPage: true,
    steps: [
      {
        title: 'Loops',
        description: 'Again.',
        difficulty: 'advanced',
        lessonCount: 1,
        cells: [{style: 'video'}, {style: 'reading'}],
      },
      // Not what the other roadmap wants of the same title.
      {title: 'Lists', cells: [{lessonNumber: 1, style: 'reading'}, {lessonNumber: 2}]},
    ],
  });
  expect(page.steps[1]?.cells).toHaveLength(2);
  const after = page.steps[1] ?? null;
  const next = await stepsPage(sql, {...POLICY, roadmapKey: 'r', after, limit: 2});
  expect(next).toMatchObject({hasNextPage: false, steps: [{title: 'Maps', cells: [{state: 'missing'}]}]});
});

test('steps are found by words; an unknown roadmap has none', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  const find = async (roadmapKey: string, text?: string) =>
    (await stepsPage(sql, {...POLICY, roadmapKey, text, after: null, limit: 9})).steps.map(
      ({title}) => title,
    );

  expect(await find('r', 'LIST')).toEqual(['Lists']);
  expect(await find('r', '%')).toEqual([]);
  expect(await find('no such')).toEqual([]);
});
