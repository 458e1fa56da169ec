import {beforeEach, expect, test} from 'vitest';
import type {Role} from '../../../domain/roles.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {emptyTables, givenRun, roadmap, step} from '../../sql/givens.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('manual-work', [step('Manual Tests'), step('Manual Work')], {title: 'Manual work'}),
  ]);
});

async function given(role: Role) {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql, {role});
  const headers = {...(await signedIn(url, email))};
  return async (variables: {text: string; first?: number}) => {
    const {data, errors} = await ask(url, FIND, {variables, headers});
    expect(errors).toBe(undefined);
    return data?.['find'];
  };
}

const FIND = `query ($text: String!, $first: Int) { find(text: $text, first: $first) {
  kind title belongsTo roadmapKey stepTitle lessonNumber style cellId lessonId runId
} }`;
const NONE = {
  roadmapKey: null,
  stepTitle: null,
  lessonNumber: null,
  style: null,
  cellId: null,
  lessonId: null,
  runId: null,
};

test('all kinds come in one answer, so many of each', async () => {
  const lessonId = await givenPublished(sql, 1);
  await sql`update lessons_lessoncontent set title = 'Write one'`;
  const find = await given('moderator');

  const roadmapHit = {
    ...NONE,
    kind: 'roadmap',
    title: 'Manual work',
    belongsTo: '',
    roadmapKey: 'manual-work',
  };
  const stepHit = {...NONE, kind: 'step', belongsTo: 'Manual work', roadmapKey: 'manual-work'};
  const runHit = {...NONE, kind: 'run', title: 'Run 1', belongsTo: 'manual · running · gemini', runId: 1};
  expect(await find({text: 'manual'})).toEqual([
    roadmapHit,
    {...stepHit, title: 'Manual Work', stepTitle: 'Manual Work'},
    {...stepHit, title: 'Manual Tests', stepTitle: 'Manual Tests'},
    {
      kind: 'lesson',
      title: 'Write one',
      belongsTo: 'Manual Tests · lesson 1 · reading',
      roadmapKey: null,
      stepTitle: 'Manual Tests',
      lessonNumber: 1,
      style: 'reading',
      cellId: 1,
      lessonId,
      runId: null,
    },
    runHit,
  ]);
  expect(await find({text: 'manual', first: 1})).toMatchObject([
    {kind: 'roadmap'},
    {title: 'Manual Work'},
    {kind: 'lesson'},
    {kind: 'run'},
  ]);
});

test('mentors find no runs', async () => {
  await givenRun(sql, {kind: 'manual'});
  const find = await given('mentor');

  expect(await find({text: 'manual'})).toMatchObject([{kind: 'roadmap'}, {kind: 'step'}, {kind: 'step'}]);
  expect(await find({text: 'run 1'})).toEqual([]);
});

test('nothing is found by no word', async () => {
  const find = await given('admin');

  for (const text of ['', '  ', '-.-']) expect(await find({text})).toEqual([]);
});
