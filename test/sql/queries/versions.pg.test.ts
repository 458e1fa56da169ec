import {beforeEach, expect, test} from 'vitest';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {actOnLesson} from '../../../sql/queries/serving.ts';
import {liveLessons, versionsOf} from '../../../sql/queries/versions.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, roadmap, step} from '../givens.ts';
import {givenChallenger, givenPublished} from '../published.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('a', [step('One', {styles: ['reading', 'video']})]),
    roadmap('b', [step('Two')]),
  ]);
});

const ids = (rows: readonly {lessonId: unknown}[]) => rows.map(({lessonId}) => lessonId);

test('the live version comes first, then the parked, then the retired, each the newest first', async () => {
  for (const n of [1, 2, 3, 4, 5]) await (n === 1 ? givenPublished(sql, 1) : givenChallenger(sql, 1));
  const act = (what: 'promote' | 'retire', lessonId: number) =>
    actOnLesson(sql, {act: what, lessonId, actor: {id: 'a', role: 'admin'}, reason: null});
  await act('promote', 2);
  await act('retire', 5);
  await act('retire', 3);
  await givenPublished(sql, 3);
  expect(ids(await versionsOf(sql, {lessonId: 1}))).toEqual([2, 4, 1, 5, 3]);
  expect(ids(await versionsOf(sql, {cellId: 3}))).toEqual([6]);
  expect(await versionsOf(sql, {lessonId: 'none'})).toEqual([]);
});

test('a version says where it comes from and what it cost, with the drafts before it', async () => {
  await givenPublished(sql, 1);
  await givenChallenger(sql, 1, {parentLessonId: 1, beforePublishing: () => failedDraft()});
  const [latest, first] = await versionsOf(sql, {cellId: 1});
  expect(latest).toMatchObject({
    lessonId: 2,
    state: 'live',
    variant: 'plain',
    origin: 'preheat',
    stepTitle: 'One',
    lessonNumber: 1,
    style: 'video',
    title: 'Ours',
    parentLessonId: 1,
    promptVersion: 'v1',
    model: 'gemini',
    costUsd: 0.5,
    warningCount: 0,
    isPromoted: false,
    isSuperseded: false,
  });
  expect(first).toMatchObject({lessonId: 1, state: 'parked', costUsd: 0.25, parentLessonId: null});
});

/** One more draft of the second run. */
async function failedDraft(): Promise<void> {
  await sql`
    insert into preheat.draft (request_id, cell_id, run_id, call_number, prompt_version, prompt, model, emulated, answer_text,
      finish_reason, prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd)
    values ('more', 1, 2, 1, 'v1', '', 'gemini', false, '', 'STOP', 1, 0, 1, 0, 0.25)
  `;
}

test('what others wrote is listed once it is adopted, without a cost', async () => {
  await givenLesson(sql, 1);
  expect(await versionsOf(sql, {cellId: 1})).toEqual([]);
  await sql`select preheat.decide(array[1])`;
  expect(await versionsOf(sql, {cellId: 1})).toMatchObject([
    {lessonId: 1, origin: 'adopted', costUsd: null, draftId: null, model: 'their-model'},
  ]);
});

test('live lessons are those of the part, without archived cells', async () => {
  for (const cellId of [1, 2, 3]) await givenPublished(sql, cellId);
  expect(ids(await liveLessons(sql, {}))).toEqual([1, 2, 3]);
  expect(ids(await liveLessons(sql, {styles: ['video']}))).toEqual([1]);
  expect(ids(await liveLessons(sql, {roadmapKeys: ['b']}))).toEqual([3]);
  await givenChallenger(sql, 1);
  await sql`update preheat.cell set archived_at = now() where cell_id = 2`;
  expect(ids(await liveLessons(sql, {}))).toEqual([4, 3]);
});
