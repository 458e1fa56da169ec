import {beforeEach, expect, test} from 'vitest';
import {cellsOfLessons, servedTargets, wantedCells} from '../../../sql/queries/regeneration-targets.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenCells, givenLesson, roadmap, step} from '../givens.ts';
import {givenChallenger, givenPublished} from '../published.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two', 'Three');
});

const archive = (cellId: number) =>
  sql`update preheat.cell set archived_at = now() where cell_id = ${cellId}`;

test('a lesson is found by what somebody typed: ours, live or parked, and one of others; in the order of the names', async () => {
  const parked = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${parked}`;
  await givenChallenger(sql, 1);
  const theirs = await givenLesson(sql, 2);
  expect(await cellsOfLessons(sql, [String(theirs), String(parked)])).toEqual([
    {name: String(theirs), isThere: true, cellId: 2, lessonId: theirs},
    {name: String(parked), isThere: true, cellId: 1, lessonId: parked},
  ]);
});

test('one that no roadmap wants has no cell; what is no id of any is not there', async () => {
  const lessonId = await givenPublished(sql, 1);
  const elsewhere = await givenLesson(sql, 2);
  await sql`update lessons_lessoncontent set cache_key = 'other' where id = ${elsewhere}`;
  await archive(1);
  const missing = {isThere: false, cellId: null, lessonId: null};
  expect(await cellsOfLessons(sql, [String(lessonId), String(elsewhere), '99', 'x', '9'.repeat(30)])).toEqual(
    [
      {name: String(lessonId), isThere: true, cellId: null, lessonId: null},
      {name: String(elsewhere), isThere: true, cellId: null, lessonId: null},
      {name: '99', ...missing},
      {name: 'x', ...missing},
      {name: '9'.repeat(30), ...missing},
    ],
  );
});

test('of cells, those that are there and wanted', async () => {
  await archive(2);
  expect(new Set(await wantedCells(sql, [1, 2, 3, 4]))).toEqual(new Set([1, 3]));
});

test('of a part, the cells that have a lesson, ours or one of others', async () => {
  await importRoadmaps(sql, [
    roadmap('other', [step('One'), step('Four', {styles: ['video']}), step('Five')]),
  ]);
  await givenPublished(sql, 1);
  await givenPublished(sql, 4);
  await givenLesson(sql, 2);
  await givenPublished(sql, 5);
  await archive(5);
  const cellsIn = async (filter: object) => (await servedTargets(sql, filter)).map(({cellId}) => cellId);
  expect(await servedTargets(sql, {})).toEqual([1, 2, 4].map(cellId => ({cellId, lessonId: null})));
  expect(await cellsIn({roadmapKeys: ['other']})).toEqual([1, 4]);
  expect(await cellsIn({styles: ['video']})).toEqual([4]);
});
