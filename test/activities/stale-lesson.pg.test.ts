import {MockActivityEnvironment} from '@temporalio/testing';
import {expect, test} from 'vitest';
import {createDiagramParser} from '../../activities/diagrams/index.ts';
import {createMakeLesson} from '../../activities/make-lesson.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {readAsReader} from '../../sql/queries/lessons.ts';
import {testDatabase} from '../support/postgres.ts';
import {attempt, AT_REST, fakeModel, givenCell, givenRun, goodAnswer, stateOf} from './lesson-givens.ts';

const {sql} = await testDatabase();

/** The step of a cell that `givenCell` made says something else now. */
async function changeText({stepTitle, roadmapKey}: {stepTitle: string; roadmapKey: string}): Promise<void> {
  const step = {
    title: stepTitle,
    description: 'Names for values, and what may be in them.',
    difficulty: 'intermediate' as const,
    lessonCount: 1,
    styles: ['mixed' as const],
  };
  await importRoadmaps(sql, [
    {id: roadmapKey, title: 'Python', description: '', category: 'Languages', steps: [step]},
  ]);
}

test('a lesson whose step’s text changed is made anew once, and is served until then', async () => {
  const first = await givenCell(sql);
  await attempt(sql, fakeModel([goodAnswer()]), first);
  const old = await readAsReader(sql, first.cacheKey);
  await changeText(first);
  const cell = {...first, runId: await givenRun(sql, first)};

  const during: unknown[] = [];
  const model = fakeModel([goodAnswer()], {
    onCall: async () => void during.push(await readAsReader(sql, first.cacheKey)),
  });
  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});

  expect(during).toEqual([old]);
  expect((await readAsReader(sql, first.cacheKey))?.id).not.toBe(old?.id);
  expect(model.calls[0]?.user).toContain('what may be in them');
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'published', lessonCount: 1});
  // The answer of that attempt is lost: the next one finds the work done and asks nobody.
  expect(await attempt(sql, fakeModel([]), cell)).toEqual({kind: 'served'});
  expect(await stateOf(sql, cell)).toMatchObject({status: 'published'});
});

test('where the policy leaves changed texts alone, nothing is made', async () => {
  const first = await givenCell(sql);
  await attempt(sql, fakeModel([goodAnswer()]), first);
  await changeText(first);
  const cell = {...first, runId: await givenRun(sql, first)};
  const staleness = {text: false, minPromptVersion: null, retiredModels: false, maxAgeDays: null};
  const makeLesson = createMakeLesson({
    pool: sql,
    model: fakeModel([]),
    diagrams: createDiagramParser(),
    youtube: null,
    staleness,
  });
  expect(await new MockActivityEnvironment().run(makeLesson, cell)).toEqual({kind: 'served'});
  expect(await stateOf(sql, cell)).toMatchObject({status: 'served'});
});
