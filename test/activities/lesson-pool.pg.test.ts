import {MockActivityEnvironment} from '@temporalio/testing';
import {expect, test} from 'vitest';
import {createActivities} from '../../activities/index.ts';
import {connect, type Pool} from '../../sql/client.ts';
import {testDatabase} from '../support/postgres.ts';
import {diagrams, fakeModel, givenCell, goodAnswer} from './lesson-givens.ts';

const {url, sql} = await testDatabase();

/** Nothing gets through it. */
const closed = connect(url);
await closed.end();

const activitiesOf = (pools: {pool: Pool; lessonPool: Pool}) =>
  createActivities({...pools, model: fakeModel([goodAnswer()]), youtube: null, diagrams});

test('a lesson is made over its own connections, and everything else over the others', async () => {
  const {cellId, runId} = await givenCell(sql);
  const environment = new MockActivityEnvironment();

  const made = activitiesOf({pool: closed, lessonPool: sql});
  expect(await environment.run(made.makeLesson, {runId, cellId})).toEqual({kind: 'published'});
  await expect(made.nextCells({runId, afterCellId: 0, limit: 1})).rejects.toThrow('CONNECTION_ENDED');

  const paged = activitiesOf({pool: sql, lessonPool: closed});
  expect(await paged.nextCells({runId, afterCellId: 0, limit: 1})).toEqual([]);
});
