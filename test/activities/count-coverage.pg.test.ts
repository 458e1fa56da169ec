import {MockActivityEnvironment} from '@temporalio/testing';
import {beforeEach, expect, test} from 'vitest';
import {countCoverageAfterRun} from '../../activities/count-coverage.ts';
import {connect} from '../../sql/client.ts';
import {storedCoverage} from '../../sql/queries/coverage.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url} = await testDatabase();
beforeEach(() => emptyTables(sql));

test('after a run, what is served is counted', async () => {
  await givenCells(sql, 'Loops');
  await countCoverageAfterRun({pool: sql, emulated: false});

  expect((await storedCoverage(sql))?.rows).toMatchObject([{state: 'missing', cellCount: 1}]);
});

test('where it cannot be counted, the run ends all the same', async () => {
  const pool = connect(url, {maxConnections: 1});
  await pool.end();

  await new MockActivityEnvironment().run(() => countCoverageAfterRun({pool, emulated: false}));
  expect(await storedCoverage(sql)).toBe(null);
});
