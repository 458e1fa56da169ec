import {beforeEach, expect, test} from 'vitest';
import {startViewCounter} from '../../../api/lessons/view-counter.ts';
import {addViews} from '../../../sql/queries/learner-lessons.ts';
import {emptyTables, givenCells, givenLesson, untilWaiting} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {until} from '../../support/until.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
});

const views = async () =>
  (await sql<{views: number}[]>`select view_count as views from lessons_lessoncontent order by id`).map(
    row => row.views,
  );

test('views of several lessons are added to what is there, and of a lesson that is gone to nothing', async () => {
  const [first, second] = [await givenLesson(sql, 1), await givenLesson(sql, 2)];
  await addViews(sql, new Map([[first, 2]]));
  await addViews(
    sql,
    new Map<string | number, number>([
      [second, 1],
      [first, 3],
      [999, 1],
      ['no id', 1],
    ]),
  );

  expect(await views()).toEqual([5, 1]);
});

test('what is counted when it stops is written', async () => {
  const id = await givenLesson(sql, 1);
  const counter = startViewCounter(sql, () => {});
  counter.count(id);
  counter.count(id);
  await counter.stop();

  expect(await views()).toEqual([2]);
});

test('where the database does not take them, views are kept and written later', async () => {
  const id = await givenLesson(sql, 1);
  const logged: string[] = [];
  const counter = startViewCounter(sql, line => logged.push(line));
  await sql`alter table lessons_lessoncontent rename column view_count to gone`;
  counter.count(id);
  await until('it was tried', () => logged.length > 0);
  counter.count(id);
  await sql`alter table lessons_lessoncontent rename column gone to view_count`;
  await counter.stop();

  expect(await views()).toEqual([2]);
  expect(logged[0]).toMatch(/^Views are not counted at the moment: /);
});

test('rows are locked in the order of their ids, whichever was seen first', async () => {
  const [first, second] = [await givenLesson(sql, 1), await givenLesson(sql, 2)];
  const held = await sql.begin(async db => {
    await db`select from lessons_lessoncontent where id = ${first} for update`;
    const adding = addViews(
      sql,
      new Map([
        [second, 1],
        [first, 1],
      ]),
    );
    await untilWaiting(sql);
    // It waits for the first one and holds no other: else this would be a deadlock.
    const free = await db`select from lessons_lessoncontent where id = ${second} for update nowait`;
    return {adding, freeCount: free.length};
  });
  await held.adding;

  expect([held.freeCount, await views()]).toEqual([1, [1, 1]]);
});
