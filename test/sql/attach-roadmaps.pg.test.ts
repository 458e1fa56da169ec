import {beforeEach, expect, test} from 'vitest';
import {hasApplicationRoadmaps, importFromApplication} from '../../sql/queries/application-roadmaps.ts';
import {lessonRequest} from '../../sql/queries/claims.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {attachedDatabase} from '../support/attached.ts';
import {givenApplicationRoadmap, givenSkeleton} from './attached-givens.ts';
import {emptyTables, roadmap, step} from './givens.ts';
import {givenPublished} from './published.ts';

const {sql} = await attachedDatabase('head');
const old = await attachedDatabase('old');

beforeEach(() => emptyTables(sql));

/** The cells that are wanted, `title n style`. */
async function cells(): Promise<string[]> {
  const rows = await sql<{cell: string}[]>`
    select step_title || ' ' || lesson_number || ' ' || style as cell from preheat.cell where archived_at is null order by cell_id
  `;
  return rows.map(({cell}) => cell);
}

async function cellId(stepTitle: string): Promise<number> {
  const [row] = await sql<
    [{cellId: number}?]
  >`select cell_id from preheat.cell where step_title = ${stepTitle}`;
  return row?.cellId ?? 0;
}

/** What the application wrote, row by row. */
const theirs = async () =>
  Promise.all(
    ['lessons_roadmap', 'lessons_module', 'lessons_lessoncontent'].map(
      table => sql`select id, xmin::text from ${sql(table)} order by id`,
    ),
  );

test('only the age "head" has roadmaps to import', async () => {
  expect(await hasApplicationRoadmaps(sql)).toBe(true);
  expect(await hasApplicationRoadmaps(old.sql)).toBe(false);
});

test('modules become steps in their order, and nothing is written to the application’s tables', async () => {
  await givenApplicationRoadmap(sql, {
    id: 'r1',
    modules: [
      {title: 'Basics', difficulty: 'expert'},
      {title: 'Loops', description: 'Again.'},
    ],
  });
  const before = await theirs();

  expect(await importFromApplication(sql)).toEqual({
    createdCount: 1,
    changedCount: 0,
    unchangedCount: 0,
    removedCount: 0,
    addedCellCount: 8,
    revivedCellCount: 0,
    archivedCellCount: 0,
    problems: [],
  });

  expect(
    await sql`
      select r.roadmap_key, r.title as roadmap_title, s.position, s.title, s.description, s.difficulty
      from preheat.roadmap_step s join preheat.roadmap r using (roadmap_id) order by s.position
    `,
  ).toEqual([
    {
      roadmapKey: 'app:r1',
      roadmapTitle: 'Goal r1',
      position: 1,
      title: 'Basics',
      description: '',
      difficulty: 'advanced',
    },
    {
      roadmapKey: 'app:r1',
      roadmapTitle: 'Goal r1',
      position: 2,
      title: 'Loops',
      description: 'Again.',
      difficulty: 'beginner',
    },
  ]);
  expect(await theirs()).toEqual(before);
});

test('the same import again changes nothing', async () => {
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: 'Basics'}]});
  await importFromApplication(sql);
  expect(await importFromApplication(sql)).toMatchObject({
    createdCount: 0,
    changedCount: 0,
    unchangedCount: 1,
    removedCount: 0,
    addedCellCount: 0,
    archivedCellCount: 0,
  });
});

test('a module with lessons wants exactly these, whichever numbers and styles they have', async () => {
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: 'Loops'}]});
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'For', style: 'hands_on', moduleId: 'r1m1'});
  await givenSkeleton(sql, {
    id: 'sk2',
    stepTitle: 'While',
    lessonNumber: 2,
    style: 'video',
    moduleId: 'r1m1',
  });
  await givenSkeleton(sql, {id: 'sk3', stepTitle: 'Alone', lessonNumber: 3, style: 'reading'});

  await importFromApplication(sql);

  expect(await cells()).toEqual(['For 1 hands_on', 'While 2 video']);
  // A step of its own: no model must think that it goes on from another lesson.
  expect(await lessonRequest(sql, await cellId('While'))).toMatchObject({
    stepTitle: 'While',
    stepDescription: 'What it is about.',
    lessonNumber: 1,
    lessonCount: 1,
    style: 'video',
    roadmapTitle: 'Goal r1',
  });
});

test('a lesson that was filled asks for the same lesson as before', async () => {
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: 'Loops'}]});
  await givenSkeleton(sql, {
    id: 'sk1',
    stepTitle: 'For',
    moduleId: 'r1m1',
    columns: {description: '', generation_metadata: {}},
  });
  await givenSkeleton(sql, {id: 'sk2', stepTitle: 'While', lessonNumber: 2, moduleId: 'r1m1'});
  await importFromApplication(sql);
  await givenPublished(sql, await cellId('For'));
  await givenPublished(sql, await cellId('While'));
  expect(await sql`select from preheat.filled_skeleton`).toHaveLength(2);

  expect(await importFromApplication(sql)).toMatchObject({changedCount: 0, unchangedCount: 1});
  expect(await sql`select from preheat.lesson_version where stale_text_since is not null`).toHaveLength(0);
});

test('what changed in the application changes here, and its cells follow', async () => {
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: 'Basics'}, {title: 'Loops'}]});
  await givenApplicationRoadmap(sql, {id: 'r2', modules: [{title: 'SQL'}]});
  await importFromApplication(sql);
  await sql`update lessons_module set title = 'Iteration' where id = 'r1m2'`;

  expect(await importFromApplication(sql)).toMatchObject({
    changedCount: 1,
    unchangedCount: 1,
    addedCellCount: 4,
    archivedCellCount: 4,
  });
});

test('a roadmap that is gone or archived there goes here, with the cells that only it wanted', async () => {
  await givenApplicationRoadmap(sql, {
    id: 'r1',
    modules: [{title: 'Basics'}, {title: 'Shared', description: 'First.'}],
  });
  await givenApplicationRoadmap(sql, {id: 'r2', modules: [{title: 'Shared', description: 'Second.'}]});
  await givenApplicationRoadmap(sql, {id: 'r3', modules: [{title: 'SQL'}]});
  await importRoadmaps(sql, [roadmap('file', [step('From a file')])]);
  await importFromApplication(sql);
  await sql`delete from lessons_module where roadmap_id = 'r1'`;
  await sql`delete from lessons_roadmap where id = 'r1'`;
  await sql`update lessons_roadmap set status = 'archived' where id = 'r3'`;

  expect(await importFromApplication(sql)).toMatchObject({
    createdCount: 0,
    changedCount: 0,
    unchangedCount: 1,
    removedCount: 2,
    archivedCellCount: 8,
  });
  expect(await sql`select roadmap_key from preheat.roadmap order by roadmap_key`).toEqual([
    {roadmapKey: 'app:r2'},
    {roadmapKey: 'file'},
  ]);
  expect(await lessonRequest(sql, await cellId('Shared'))).toMatchObject({stepDescription: 'Second.'});
  // Its digest too: else lessons of the old words would count as made from the new ones.
  expect(
    await sql`select step_digest = preheat.step_digest('Second.', 'beginner') as is_new from preheat.cell where step_title = 'Shared' limit 1`,
  ).toEqual([{isNew: true}]);
});

test('titles that no lesson can be made for are told, and the rest is imported', async () => {
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: ''}, {title: 'Loops'}]});
  expect(await importFromApplication(sql)).toMatchObject({
    createdCount: 1,
    addedCellCount: 4,
    problems: ['Roadmap r1: a module or lesson has no title.'],
  });
});
