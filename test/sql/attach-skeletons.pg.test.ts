import {beforeEach, expect, test} from 'vitest';
import {cacheKey, KEY_VARIANTS} from '../../domain/cells.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {plan} from '../../sql/queries/cells.ts';
import {publishLesson, readAsReader} from '../../sql/queries/lessons.ts';
import {actOnLesson, decideCells, fillAddedKeys} from '../../sql/queries/serving.ts';
import {fillSkeletons} from '../../sql/queries/skeletons.ts';
import {attachedDatabase} from '../support/attached.ts';
import {givenApplicationRoadmap, givenRow, givenSkeleton} from './attached-givens.ts';
import {emptyTables, givenCells, lessonOf} from './givens.ts';
import {givenAsked, givenDrafted, givenPublished} from './published.ts';

const {sql} = await attachedDatabase('head');
const old = await attachedDatabase('old');
const KEY = cacheKey('One', 1, 'reading');

beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
  await givenApplicationRoadmap(sql, {id: 'r1', modules: [{title: 'M'}]});
  await givenApplicationRoadmap(sql, {id: 'r2', modules: [{title: 'M'}]});
});

/** Of a row of the reader's table what a module shows of it, and its key. */
async function row(id: LessonId) {
  const [found] = await sql<[Record<string, unknown>?]>`
    select title, description, content ->> 'title' as lesson, generation_status, module_id, cache_key, created_by,
      generation_error, upvotes, approval_status, source_attribution, estimated_duration
    from lessons_lessoncontent where id = ${id}
  `;
  return found;
}

const versions = () =>
  sql`select lesson_id, state, origin from preheat.lesson_version order by state, lesson_id`;

/** A second lesson of the first cell, which the rule prefers: it is newer. */
async function givenBetter(title: string): Promise<LessonId> {
  await givenAsked(sql, 1);
  const drafted = await givenDrafted(sql, 1, {filter: {cellIds: [1], regenerate: true}});
  const {lessonId} = await publishLesson(sql, {
    ...drafted,
    lesson: lessonOf('reading', {title, content: {title, text: title}}),
  });
  if (lessonId === null) throw new Error('It was not published.');
  return lessonId;
}

test('a published lesson fills the rows of all modules that wait for it, each with its own id', async () => {
  const skeletons = [
    await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', moduleId: 'r1m1'}),
    await givenSkeleton(sql, {id: 'sk2', stepTitle: 'One', moduleId: 'r2m1'}),
  ];
  const elsewhere = await givenSkeleton(sql, {id: 'sk3', stepTitle: 'Two', moduleId: 'r1m1'});

  const lessonId = await givenPublished(sql, 1, {variants: KEY_VARIANTS});

  for (const [index, id] of skeletons.entries()) {
    expect(await row(id)).toEqual({
      title: 'One',
      description: 'Their words.',
      lesson: 'Ours',
      generationStatus: 'completed',
      generationError: null,
      moduleId: `r${index + 1}m1`,
      cacheKey: `parked:${id}`,
      createdBy: 'gemini-ai',
      upvotes: 0,
      approvalStatus: 'pending',
      sourceAttribution: {},
      estimatedDuration: 45,
    });
  }
  // It served the empty row before, which is newer than any lesson that was there.
  expect((await readAsReader(sql, KEY))?.id).toBe(lessonId);
  expect(await row(elsewhere)).toMatchObject({generationStatus: 'pending', lesson: null});
  expect(await versions()).toMatchObject([{state: 'live'}, {state: 'live'}]);
});

test('a waiting row is no lesson, and is neither parked nor adopted', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One'});

  await decideCells(sql, [1]);
  await fillSkeletons(sql, null);

  expect(await versions()).toEqual([]);
  expect(await row('sk1')).toMatchObject({cacheKey: KEY, generationStatus: 'pending'});
  expect(
    (await plan(sql, {emulated: false, variants: KEY_VARIANTS, filter: {cellIds: [1]}})).unserved,
  ).toHaveLength(1);
});

test('a row that comes when the lesson is there is filled without a model call, once', async () => {
  const lessonId = await givenPublished(sql, 1);
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', moduleId: 'r1m1'});
  expect((await readAsReader(sql, KEY))?.id).toBe('sk1');

  expect(await fillSkeletons(sql, null)).toEqual([{lessonId: 'sk1', cellId: 1, filledFrom: lessonId}]);

  expect((await readAsReader(sql, KEY))?.id).toBe(lessonId);
  expect(await row('sk1')).toMatchObject({lesson: 'Ours', moduleId: 'r1m1'});
  expect(await sql`select from preheat.draft`).toHaveLength(1);
  expect(await fillSkeletons(sql, null)).toEqual([]);
});

test('a row that waits under a key that was added gives it to the lesson that is paid for', async () => {
  const lessonId = await givenPublished(sql, 1, {variants: ['plain']});
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', variant: 'multi_source_v1'});

  await fillAddedKeys(sql, {variants: KEY_VARIANTS});

  expect(await versions()).toMatchObject([{state: 'live'}, {state: 'live'}]);
  expect(await row('sk1')).toMatchObject({lesson: 'Ours'});
  const twin = await readAsReader(sql, cacheKey('One', 1, 'reading', 'multi_source_v1'));
  expect(['sk1', lessonId]).not.toContain(twin?.id);
});

test('only the cells that are asked for are filled', async () => {
  await givenPublished(sql, 1);
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One'});
  expect(await fillSkeletons(sql, [2])).toEqual([]);
  expect(await fillSkeletons(sql, [])).toEqual([]);
  expect(await fillSkeletons(sql, [1, 2])).toHaveLength(1);
});

test('a row under the key with the suffix is filled too, and one is enough to fill from', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', variant: 'multi_source_v1'});
  await givenPublished(sql, 1, {variants: ['plain']});
  expect(await row('sk1')).toMatchObject({lesson: 'Ours', cacheKey: 'parked:sk1'});
});

test('a lesson that the application made itself fills the rows of other modules', async () => {
  const theirs = await givenRow(sql, {stepTitle: 'One', content: {title: 'By them', text: 'Words.'}});
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', moduleId: 'r2m1'});

  await decideCells(sql, [1]);

  expect(await versions()).toEqual([{lessonId: theirs, state: 'live', origin: 'adopted'}]);
  expect(await row('sk1')).toMatchObject({lesson: 'By them', moduleId: 'r2m1'});
});

test.each([
  ['failed', {generation_status: 'failed', generation_error: 'No answer.'}, true],
  ['given up at `generating`', {generation_status: 'generating', generated_at: '2020-01-01T00:00:00Z'}, true],
  ['being made', {generation_status: 'generating'}, false],
  ['completed though empty', {generation_status: 'completed'}, false],
])('a row that is %s', async (_, columns, isFilled) => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', columns});
  await givenPublished(sql, 1);
  expect(await row('sk1')).toMatchObject(
    isFilled ? {lesson: 'Ours', generationStatus: 'completed', generationError: null} : {lesson: null},
  );
});

test('a row that is being made is left to the application, under its key', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', columns: {generation_status: 'generating'}});
  await givenPublished(sql, 1);
  expect(await row('sk1')).toMatchObject({generationStatus: 'generating', cacheKey: KEY});
  expect(await versions()).toHaveLength(1);
});

test('a lesson that waits only by its mark is nobody’s to overwrite: it is adopted', async () => {
  const theirs = await givenRow(sql, {stepTitle: 'One', columns: {generation_status: 'pending', upvotes: 1}});
  const less = await givenRow(sql, {
    stepTitle: 'One',
    content: {title: 'Less liked', text: 'Words.'},
    columns: {generation_status: 'failed'},
  });

  await decideCells(sql, [1]);
  await fillSkeletons(sql, null);

  expect(await versions()).toEqual([
    {lessonId: theirs, state: 'live', origin: 'adopted'},
    {lessonId: less, state: 'parked', origin: 'adopted'},
  ]);
  expect(await row(theirs)).toMatchObject({cacheKey: KEY});
  expect(await row(less)).toMatchObject({lesson: 'Less liked'});
});

test('a placeholder that counts as completed gives way to a lesson, and stays what it is', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', columns: {generation_status: 'completed'}});
  const lessonId = await givenPublished(sql, 1);
  expect((await readAsReader(sql, KEY))?.id).toBe(lessonId);
  expect(await row('sk1')).toMatchObject({cacheKey: 'parked:sk1', lesson: null});
});

test('the rows of modules follow the live version, as long as they show what they were filled with', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One'});
  await givenSkeleton(sql, {id: 'sk2', stepTitle: 'One'});
  const first = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set content = '{"title": "Edited", "text": "By a person."}' where id = 'sk2'`;

  const second = await givenBetter('Better');

  expect((await readAsReader(sql, KEY))?.id).toBe(second);
  expect(await row('sk1')).toMatchObject({lesson: 'Better', cacheKey: 'parked:sk1'});
  expect(await row('sk2')).toMatchObject({lesson: 'Edited'});

  await actOnLesson(sql, {act: 'retire', lessonId: second, actor: {id: 'cli', role: 'cli'}, reason: null});
  expect((await readAsReader(sql, KEY))?.id).toBe(first);
  expect(await row('sk1')).toMatchObject({lesson: 'Ours'});
});

test('votes and verdicts of a row stay its own', async () => {
  await givenSkeleton(sql, {
    id: 'sk1',
    stepTitle: 'One',
    columns: {upvotes: 3, approval_status: 'approved', view_count: 5},
  });
  await givenPublished(sql, 1);
  expect(await row('sk1')).toMatchObject({lesson: 'Ours', upvotes: 3, approvalStatus: 'approved'});
});

test('a key that a whole row brought back is taken away again, and the row stays no version', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One'});
  const lessonId = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set cache_key = ${KEY}, upvotes = 50 where id = 'sk1'`;

  await decideCells(sql, [1]);
  await fillSkeletons(sql, [1]);

  expect(await row('sk1')).toMatchObject({cacheKey: 'parked:sk1'});
  expect(await versions()).toMatchObject([{lessonId, state: 'live'}]);
});

test('a module that is deleted takes its rows along, and the lesson stays', async () => {
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One', moduleId: 'r1m1'});
  const lessonId = await givenPublished(sql, 1);
  await sql`delete from lessons_lessoncontent where module_id = 'r1m1'`;

  expect(await fillSkeletons(sql, null)).toEqual([]);

  expect(await sql`select from preheat.filled_skeleton`).toHaveLength(0);
  expect((await readAsReader(sql, KEY))?.id).toBe(lessonId);
});

test('without a live version nothing is filled', async () => {
  const lessonId = await givenPublished(sql, 1);
  await actOnLesson(sql, {act: 'retire', lessonId, actor: {id: 'cli', role: 'cli'}, reason: null});
  await givenSkeleton(sql, {id: 'sk1', stepTitle: 'One'});
  expect(await fillSkeletons(sql, null)).toEqual([]);
});

test('the age "old" has no such rows', async () => {
  expect(await fillSkeletons(old.sql, null)).toEqual([]);
});
