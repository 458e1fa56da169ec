import {expect, test} from 'vitest';
import {createActivities} from '../../activities/index.ts';
import {claimCell, claimOwner} from '../../sql/queries/claims.ts';
import {testDatabase} from '../support/postgres.ts';
import {AT_REST, type Cell, diagrams, fakeModel, givenCell, givenRun, stateOf} from './lesson-givens.ts';

const {sql} = await testDatabase();

const {recordFailedCell} = createActivities({
  pool: sql,
  lessonPool: sql,
  model: fakeModel([]),
  youtube: null,
  diagrams,
});

const claim = ({runId, cellId}: Cell) =>
  claimCell(sql, {cellId, claimedBy: claimOwner(runId), leaseMs: 3_600_000, emulated: false});

test('a cell that a run gave up is free for others at once', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  await claim(cell);
  await recordFailedCell({...cell, message: 'No answer.'});

  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'failed', causeMessage: 'No answer.'});
  expect(await claim(other)).toMatchObject({kind: 'claimed'});
});

test('giving it up once more takes nothing from whoever has it now', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  await recordFailedCell({...cell, message: 'No answer.'});
  await claim(other);
  await recordFailedCell({...cell, message: 'No answer.'});

  expect(await stateOf(sql, cell)).toMatchObject({status: 'failed', claimedBy: claimOwner(other.runId)});
});
