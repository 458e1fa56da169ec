import {beforeEach, expect, test} from 'vitest';
import type {CellFilter} from '../../../sql/queries/cell-filter.ts';
import {countAt} from '../../../sql/queries/coverage-past.ts';
import {countCoverage} from '../../../sql/queries/coverage.ts';
import {matchingCells} from '../../../sql/queries/matrix.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenCells, givenLesson, roadmap, step} from '../givens.ts';
import {givenPeople, names} from '../people.ts';
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

async function find(filter: CellFilter, comparedWith: Date | null = null): Promise<number[]> {
  const at = (await countAt(sql)) ?? 'none';
  const {cellIds} = await matchingCells(sql, {...POLICY, filter, at, comparedWith, limit: 100});
  return cellIds;
}

test('cells are found by roadmap, style, words and name', async () => {
  await importRoadmaps(sql, [
    roadmap('a', [step('Loops in C'), step('100% lists', {styles: ['video', 'reading']})]),
    roadmap('b', [step('Loops in C')]),
  ]);
  await count();

  expect(await find({})).toEqual([1, 2, 3]);
  expect(await find({roadmapKeys: ['b']})).toEqual([1]);
  expect(await find({styles: ['reading']})).toEqual([1, 3]);
  expect(await find({text: 'loops IN'})).toEqual([1]);
  expect(await find({text: '0% l'})).toEqual([2, 3]);
  expect(await find({text: '_'})).toEqual([]);
  expect(await find({cellIds: [3, 1, 99]})).toEqual([1, 3]);
  expect(await find({cellIds: [3, 1], styles: ['reading'], text: 'list'})).toEqual([3]);
});

test('a selection is as long as it is asked for, and counted whole', async () => {
  await givenCells(sql, 'A', 'B', 'C');
  const at = await count();

  expect(await matchingCells(sql, {...POLICY, filter: {}, at, limit: 2})).toEqual({
    cellCount: 3,
    cellIds: [1, 2],
  });
});

test('states are those of the count; served ones need no row', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D');
  await givenLesson(sql, 2, {approvalStatus: 'rejected'});
  await givenPublished(sql, 4);
  await count();
  await givenPublished(sql, 1);

  expect(await find({states: ['missing']})).toEqual([1, 3]);
  expect(await find({states: ['rejected']})).toEqual([2]);
  expect(await find({states: ['served']})).toEqual([4]);
  expect(await find({states: ['served', 'rejected']})).toEqual([2, 4]);
  expect(await find({states: []})).toEqual([]);
});

test('what no roadmap wants by now, and what no count has seen, is not selected', async () => {
  await givenCells(sql, 'A', 'B');
  await count();
  await importRoadmaps(sql, [roadmap('r', [step('A'), step('C')])]);

  expect(await find({})).toEqual([1]);
  await count();
  expect(await find({})).toEqual([1, 3]);
  expect(await find({states: ['missing']})).toEqual([1, 3]);
});

test('marks are of lessons that are served: weak, unreviewed, verified', async () => {
  await givenCells(sql, 'Weak', 'Reviewed', 'Verified', 'Missing', 'Rejected');
  const [weak, reviewed, verified] = [
    await givenPublished(sql, 1),
    await givenPublished(sql, 2),
    await givenPublished(sql, 3),
  ];
  const rejected = await givenPublished(sql, 5);
  await givenPeople(sql, ['m'], {role: 'mentor'});
  const voters = names(20);
  await givenPeople(sql, voters);
  await sql`update users set created_at = now() - interval '30 days'`;
  await sql`
    insert into lessons_lessonvote (user_id, lesson_content_id, vote_type, comment, created_at, updated_at)
    select u.id, ${weak}, 'downvote', '', now(), now() from users u where u.id = any(${voters})
  `;
  for (const lessonId of [reviewed, verified, rejected]) {
    await sql`
      insert into lessons_mentorreview (status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id)
      values ('verified', '', '', now(), now(), ${lessonId}, 'm')
    `;
  }
  await sql`update lessons_lessoncontent set approval_status = 'mentor_verified' where id = ${verified}`;
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${rejected}`;
  await count();

  expect(await find({marks: ['weak']})).toEqual([1]);
  expect(await find({marks: ['unreviewed']})).toEqual([1]);
  expect(await find({marks: ['verified']})).toEqual([3]);
  expect(await find({marks: ['weak', 'verified']})).toEqual([1, 3]);
  expect(await find({marks: ['unreviewed', 'verified']})).toEqual([1, 3]);
  expect(await find({marks: ['unreviewed'], states: ['stale']})).toEqual([]);
});

test('a lesson without any mark is unreviewed, and so is a stale one', async () => {
  await givenCells(sql, 'A', 'B');
  await givenPublished(sql, 1);
  await givenPublished(sql, 2);
  await importRoadmaps(sql, [roadmap('r', [step('A', {description: 'Other words.'}), step('B')])]);
  await count();

  expect(await find({marks: ['unreviewed']})).toEqual([1, 2]);
  expect(await find({marks: ['unreviewed'], states: ['stale']})).toEqual([1]);
});

test('an old lesson is told by when it was generated, under the key that is served', async () => {
  await givenCells(sql, 'A', 'B', 'C', 'D');
  const days = (count_: number) => new Date(Date.now() - count_ * 86_400_000 - 60_000);
  await givenLesson(sql, 1, {generatedAt: days(30)});
  await givenLesson(sql, 2, {generatedAt: days(29)});
  await givenLesson(sql, 3, {generatedAt: days(99), approvalStatus: 'rejected'});
  await count();

  expect(await find({minAgeDays: 30})).toEqual([1]);
  expect(await find({minAgeDays: 29})).toEqual([1, 2]);
});

test('changes are those since the count that it is compared with', async () => {
  await givenCells(sql, 'Filled', 'Lost', 'Stale', 'As it was', 'Gone');
  const lost = await givenPublished(sql, 2);
  for (const cellId of [3, 4]) await givenPublished(sql, cellId);
  const before = await count();
  await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${lost}`;
  await importRoadmaps(sql, [
    roadmap('r', [
      step('Filled'),
      step('Lost'),
      step('Stale', {description: 'Other words.'}),
      step('As it was'),
      step('New'),
    ]),
  ]);
  await count();

  expect(await find({changes: ['filled']}, before)).toEqual([1]);
  expect(await find({changes: ['lost']}, before)).toEqual([2]);
  expect(await find({changes: ['went_stale']}, before)).toEqual([3]);
  expect(await find({changes: ['new']}, before)).toEqual([6]);
  expect(await find({changes: ['filled', 'new']}, before)).toEqual([1, 6]);
  expect(await find({}, before)).toEqual([1, 2, 3, 4, 6]);
});
