import {beforeEach, expect, test} from 'vitest';
import {inTransaction} from '../../../sql/client.ts';
import {archiveRoadmap} from '../../../sql/queries/roadmap-archive.ts';
import {countRoadmaps, importRoadmaps, unusableRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, roadmap, step, untilWaiting} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(() => emptyTables(sql));

const NOTHING = {
  createdCount: 0,
  changedCount: 0,
  unchangedCount: 0,
  addedCellCount: 0,
  revivedCellCount: 0,
  archivedCellCount: 0,
};

async function stored() {
  return {
    roadmaps:
      await sql`select roadmap_id, roadmap_key, title, description, category, updated_at from preheat.roadmap order by roadmap_id`,
    steps: await sql`
      select roadmap_step_id, roadmap_id, position, title, description, difficulty, lesson_count, styles, xmin::text
      from preheat.roadmap_step order by roadmap_step_id`,
    cells:
      await sql`select cell_id, step_title, lesson_number, style, archived_at, xmin::text from preheat.cell order by cell_id`,
  };
}

async function openCells(): Promise<string[]> {
  const rows = await sql<{cell: string}[]>`
    select step_title || ':' || lesson_number || ':' || style as cell from preheat.cell where archived_at is null order by cell_id
  `;
  return rows.map(row => row.cell);
}

test('a roadmap is stored with its steps in order and a cell for each lesson and style', async () => {
  const steps = [
    step('Joins', {
      description: 'Of tables.',
      difficulty: 'advanced',
      lessonCount: 2,
      styles: ['video', 'mixed'],
    }),
    step('Indexes', {difficulty: 'intermediate'}),
  ];
  const given = roadmap('sql', steps, {title: 'SQL', description: 'To ask.', category: 'Data'});

  expect(await importRoadmaps(sql, [given])).toEqual({...NOTHING, createdCount: 1, addedCellCount: 5});

  const {roadmaps, steps: storedSteps} = await stored();
  expect(roadmaps).toMatchObject([
    {roadmapKey: 'sql', title: 'SQL', description: 'To ask.', category: 'Data'},
  ]);
  expect(storedSteps).toMatchObject([
    {
      position: 1,
      title: 'Joins',
      description: 'Of tables.',
      difficulty: 'advanced',
      lessonCount: 2,
      styles: ['video', 'mixed'],
    },
    {
      position: 2,
      title: 'Indexes',
      description: '',
      difficulty: 'intermediate',
      lessonCount: 1,
      styles: ['reading'],
    },
  ]);
  expect(await openCells()).toEqual([
    'Joins:1:video',
    'Joins:1:mixed',
    'Joins:2:video',
    'Joins:2:mixed',
    'Indexes:1:reading',
  ]);
});

test('the same import again writes nothing', async () => {
  const given = [roadmap('a', [step('One'), step('Two')]), roadmap('b', [step('Two', {lessonCount: 3})])];
  await importRoadmaps(sql, given);
  const before = await stored();

  expect(await importRoadmaps(sql, given)).toEqual({...NOTHING, unchangedCount: 2});

  expect(await stored()).toEqual(before);
});

test('an import of nothing does nothing', async () => {
  expect(await importRoadmaps(sql, [])).toEqual(NOTHING);
});

test.each([
  ['title', {title: 'Another'}],
  ['description', {description: 'Another'}],
  ['category', {category: 'Another'}],
])('another %s changes the roadmap, and no other', async (_, change) => {
  await importRoadmaps(sql, [roadmap('a', [step('One')]), roadmap('b', [step('One')])]);
  const before = await stored();

  const outcome = await importRoadmaps(sql, [
    roadmap('a', [step('One')], change),
    roadmap('b', [step('One')]),
  ]);

  expect(outcome).toEqual({...NOTHING, changedCount: 1, unchangedCount: 1});
  const after = await stored();
  expect(after.roadmaps).toMatchObject([{roadmapKey: 'a', ...change}, before.roadmaps[1] ?? {}]);
  expect(after.roadmaps[0]?.['updatedAt']).not.toEqual(before.roadmaps[0]?.['updatedAt']);
  expect([after.steps, after.cells]).toEqual([before.steps, before.cells]);
});

test.each([
  ['description', {description: 'Another'}, 0],
  ['difficulty', {difficulty: 'advanced' as const}, 0],
  ['number of lessons', {lessonCount: 2}, 1],
  ['style', {styles: ['reading' as const, 'mixed' as const]}, 1],
])('another %s of a step changes its roadmap', async (_, change, addedCellCount) => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  const outcome = await importRoadmaps(sql, [roadmap('a', [step('One', change)])]);
  expect(outcome).toEqual({...NOTHING, changedCount: 1, addedCellCount});
  expect((await stored()).steps).toMatchObject([{roadmapStepId: 1, title: 'One', ...change}]);
});

test('steps that change places keep their rows and cells', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
  const outcome = await importRoadmaps(sql, [roadmap('a', [step('Two'), step('One')])]);
  expect(outcome).toEqual({...NOTHING, changedCount: 1});
  expect((await stored()).steps).toMatchObject([
    {roadmapStepId: 1, title: 'One', position: 2},
    {roadmapStepId: 2, title: 'Two', position: 1},
  ]);
});

test('a roadmap that is new with its steps is created, not changed', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  const outcome = await importRoadmaps(sql, [roadmap('a', [step('Two')]), roadmap('b', [step('Two')])]);
  expect(outcome).toMatchObject({createdCount: 1, changedCount: 1, unchangedCount: 0});
});

test('a removed step goes, its cells are archived, its lessons stay', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
  const lessonId = await givenLesson(sql, 2);

  const outcome = await importRoadmaps(sql, [roadmap('a', [step('One')])]);

  expect(outcome).toEqual({...NOTHING, changedCount: 1, archivedCellCount: 1});
  expect((await stored()).steps).toMatchObject([{title: 'One'}]);
  expect(await openCells()).toEqual(['One:1:reading']);
  expect(await sql`select id from lessons_lessoncontent`).toEqual([{id: lessonId}]);
});

test('cells that are archived stay archived since when they were', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);
  const before = await stored();
  expect(await importRoadmaps(sql, [roadmap('a', [step('One')])])).toEqual({...NOTHING, unchangedCount: 1});
  expect(await stored()).toEqual(before);
});

test('a step that moves to another roadmap leaves the first', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')]), roadmap('b', [step('Three')])]);
  await importRoadmaps(sql, [roadmap('a', [step('One')]), roadmap('b', [step('Three'), step('Two')])]);
  const {steps} = await stored();
  expect(steps.map(row => [row['roadmapId'], row['title']])).toEqual([
    [1, 'One'],
    [2, 'Three'],
    [2, 'Two'],
  ]);
});

test('a step that returns revives its cells', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);
  const {cells} = await stored();
  await importRoadmaps(sql, [roadmap('a', [step('One')])]);

  const outcome = await importRoadmaps(sql, [roadmap('a', [step('One'), step('Two')])]);

  expect(outcome).toEqual({...NOTHING, changedCount: 1, revivedCellCount: 1});
  expect((await stored()).cells.map(cell => [cell['cellId'], cell['archivedAt']])).toEqual(
    cells.map(cell => [cell['cellId'], null]),
  );
});

test('fewer lessons or styles archive only what nothing wants any more', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One', {lessonCount: 2, styles: ['video', 'mixed']})])]);
  await importRoadmaps(sql, [roadmap('a', [step('One', {lessonCount: 1, styles: ['mixed']})])]);
  expect(await openCells()).toEqual(['One:1:mixed']);
});

test('roadmaps that an import does not name stay as they are', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')]), roadmap('b', [step('Two')])]);
  await importRoadmaps(sql, [roadmap('b', [step('Three')])]);
  expect((await stored()).steps.map(row => row['title'])).toEqual(['One', 'Three']);
  expect(await openCells()).toEqual(['One:1:reading', 'Three:1:reading']);
});

test('roadmaps share the cells of a title: as many lessons as the longest, each style only as far as it is wanted', async () => {
  const a = roadmap('a', [step('Git', {lessonCount: 1, styles: ['reading', 'mixed']})]);
  const b = roadmap('b', [step('Git', {lessonCount: 2, styles: ['reading', 'video']})]);

  expect((await importRoadmaps(sql, [a, b])).addedCellCount).toBe(5);

  const all = ['Git:1:reading', 'Git:1:mixed', 'Git:1:video', 'Git:2:video', 'Git:2:reading'];
  expect(await openCells()).toEqual(all);
});

test('a shared cell stays as long as one roadmap wants it', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('Git')]), roadmap('b', [step('Git'), step('Vim')])]);
  const outcome = await importRoadmaps(sql, [roadmap('b', [step('Vim')])]);
  expect(outcome.archivedCellCount).toBe(0);
  expect(await openCells()).toEqual(['Git:1:reading', 'Vim:1:reading']);
});

test('titles that differ in case or blanks are different steps', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('Git'), step('git'), step('Git ')])]);
  expect(await openCells()).toEqual(['Git:1:reading', 'git:1:reading', 'Git :1:reading']);
});

test('cells are numbered in walk order: roadmap, step, lesson, style', async () => {
  const styles = ['hands_on', 'video', 'reading', 'mixed'] as const;
  // Names run against the order wanted.
  await importRoadmaps(sql, [
    roadmap('z', [step('Z', {lessonCount: 2, styles: styles.toReversed()}), step('Y')]),
    roadmap('a', [step('X'), step('B')]),
  ]);
  const lessons = [1, 2].flatMap(number => styles.map(style => `Z:${number}:${style}`));
  expect(await openCells()).toEqual([...lessons, 'Y:1:reading', 'X:1:reading', 'B:1:reading']);
});

test('a shared step is walked at its place in the first roadmap', async () => {
  await importRoadmaps(sql, [
    roadmap('first', [step('C'), step('B'), step('A')]),
    roadmap('second', [step('A')]),
  ]);
  expect(await openCells()).toEqual(['C:1:reading', 'B:1:reading', 'A:1:reading']);
});

test('an import that fails leaves nothing', async () => {
  const tooLong = roadmap('b', [step('x'.repeat(256))]);
  await expect(importRoadmaps(sql, [roadmap('a', [step('One')]), tooLong])).rejects.toThrow('title');
  expect(await countRoadmaps(sql)).toBe(0);
});

test('an import waits for another that is under way', async () => {
  let second: ReturnType<typeof importRoadmaps> | undefined;
  await inTransaction(sql, async db => {
    // What an import holds until its end.
    await db`select pg_advisory_xact_lock(7243302)`;
    second = importRoadmaps(sql, [roadmap('a', [step('One')])]);
    await untilWaiting(sql);
    expect(await countRoadmaps(sql)).toBe(0);
  });
  expect(await second).toMatchObject({createdCount: 1});
});

test('roadmaps are counted', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')]), roadmap('b', [step('Two')])]);
  expect(await countRoadmaps(sql)).toBe(2);
});

test('keys that name no roadmap are told, and those of archived ones', async () => {
  await importRoadmaps(sql, [roadmap('a', [step('One')]), roadmap('old', [step('Two')])]);
  await archiveRoadmap(sql, {key: 'old', reason: null, actor: {id: 'ann', role: 'admin'}});

  expect(await unusableRoadmaps(sql, ['b', 'a', 'old', 'A'])).toEqual([
    {key: 'b', isArchived: false},
    {key: 'old', isArchived: true},
    {key: 'A', isArchived: false},
  ]);
  expect(await unusableRoadmaps(sql, [])).toEqual([]);
});
