import {beforeEach, expect, test} from 'vitest';
import type {CellFilter} from '../../../sql/queries/cell-filter.ts';
import {countAt} from '../../../sql/queries/coverage-past.ts';
import {countCoverage} from '../../../sql/queries/coverage.ts';
import {countedFilter, countedMatrix, matrix, type Matrix} from '../../../sql/queries/matrix.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenCells, givenLesson, roadmap, step} from '../givens.ts';
import {givenPeople} from '../people.ts';
import {givenPublished} from '../published.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const POLICY = {emulated: false};

async function count(): Promise<Date> {
  await countCoverage(sql, {...POLICY, maxAgeMs: 0});
  const at = await countAt(sql);
  if (!at) throw new Error('It was not counted.');
  return at;
}

const at = async (date: Date, filter: CellFilter = {}, comparedWith: Date | null = null) =>
  matrix(sql, {...POLICY, filter, at: date, comparedWith});

/** In short: by roadmap, `<count> <style> <state>`. */
const brief = ({roadmaps}: Matrix) =>
  roadmaps.map(({roadmapKey, counts}) => [
    roadmapKey,
    ...counts.map(({style, state, cellCount}) => `${cellCount} ${style} ${state}`),
  ]);

/** 1 and 2 are of Loops (in both roadmaps), 3 and 4 of Lists, 5 of Maps. */
async function givenRoadmaps(): Promise<void> {
  await importRoadmaps(sql, [
    roadmap('z', [step('Loops', {styles: ['video', 'reading']}), step('Lists', {lessonCount: 2})], {
      title: 'A',
    }),
    roadmap('y', [step('Loops', {styles: ['reading']}), step('Maps')], {title: 'B'}),
  ]);
}

test('what matches is counted by roadmap, style and state, a shared cell in each; in all each once', async () => {
  await givenRoadmaps();
  await givenPublished(sql, 2);
  await givenLesson(sql, 4, {approvalStatus: 'rejected'});
  const counted = await at(await count());

  expect(counted).toMatchObject({
    matchingCellCount: 5,
    removedCellCount: 0,
    roadmaps: [
      {roadmapKey: 'z', title: 'A', stepCount: 2, lessonCount: 3},
      {roadmapKey: 'y', title: 'B', stepCount: 2, lessonCount: 2},
    ],
  });
  expect(brief(counted)).toEqual([
    ['z', '1 video missing', '1 reading missing', '1 reading rejected', '1 reading served'],
    ['y', '1 reading missing', '1 reading served'],
  ]);
  expect(await countedMatrix(sql, {})).toEqual(counted);
});

test('only roadmaps with a match are told, with all their steps and lessons', async () => {
  await givenRoadmaps();
  const counted = await at(await count(), {text: 'lists', styles: ['reading']});

  expect(counted).toMatchObject({
    matchingCellCount: 2,
    roadmaps: [{roadmapKey: 'z', stepCount: 2, lessonCount: 3}],
  });
  expect(brief(counted)).toEqual([['z', '2 reading missing']]);
});

test('of roadmaps that are asked for, no other is told, though it shares the cells', async () => {
  await givenRoadmaps();
  const counted = await at(await count(), {roadmapKeys: ['y']});

  expect([counted.matchingCellCount, brief(counted)]).toEqual([2, [['y', '2 reading missing']]]);
});

test('as of an earlier count, states and cells are those of then', async () => {
  await givenCells(sql, 'A', 'B', 'C');
  const lessonId = await givenPublished(sql, 1);
  const first = await count();
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${lessonId}`;
  await importRoadmaps(sql, [roadmap('r', [step('A'), step('B'), step('D')])]);
  const second = await count();
  const now = await at(second);
  const before = await at(first);

  expect([now.matchingCellCount, now.removedCellCount, brief(now)]).toEqual([
    3,
    0,
    [['r', '2 reading missing', '1 reading rejected']],
  ]);
  // The third one was there then, and no roadmap wants it now; the fourth was not.
  expect([before.matchingCellCount, before.removedCellCount, brief(before)]).toEqual([
    2,
    1,
    [['r', '1 reading missing', '1 reading served']],
  ]);
  expect(await at(first, {styles: ['video']})).toMatchObject({matchingCellCount: 0, removedCellCount: 0});
});

test('compared with another count, what changed is counted', async () => {
  await givenCells(sql, 'A', 'B');
  const first = await count();
  await givenPublished(sql, 2);
  const second = await count();

  expect(brief(await at(second, {changes: ['filled']}, first))).toEqual([['r', '1 reading served']]);
  expect(brief(await at(first, {changes: ['lost']}, second))).toEqual([['r', '1 reading missing']]);
});

test.each<CellFilter>([
  {},
  {styles: ['reading']},
  {states: ['missing', 'stale']},
  {marks: ['weak']},
  {marks: ['unreviewed'], styles: ['reading']},
  {marks: ['verified'], states: ['served']},
])('the counts that are kept answer %j as the cells themselves do', async filter => {
  await givenRoadmaps();
  const [verified] = [
    await givenPublished(sql, 2),
    await givenPublished(sql, 3),
    await givenPublished(sql, 5),
  ];
  await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = ${verified}`;
  await givenPeople(sql, ['m']);
  await sql`
    insert into lessons_mentorreview (status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id)
    values ('verified', '', '', now(), now(), ${verified}, 'm')
  `;
  const counted = await at(await count(), filter);
  const simple = countedFilter(filter);
  if (simple === null) throw new Error('It is no simple filter.');

  expect(await countedMatrix(sql, simple)).toEqual(counted);
});

test.each<CellFilter>([
  {roadmapKeys: ['y']},
  {text: 'l'},
  {cellIds: [1]},
  {minAgeDays: 1},
  {changes: ['new']},
  {marks: []},
  {marks: ['weak', 'verified']},
])('the counts that are kept do not answer %j', filter => {
  expect(countedFilter(filter)).toBe(null);
});

test('without any cell there is nothing in it', async () => {
  const nothing = {matchingCellCount: 0, removedCellCount: 0, roadmaps: []};

  expect(await at(await count())).toEqual(nothing);
  expect(await countedMatrix(sql, {})).toEqual(nothing);
});
