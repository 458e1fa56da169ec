import {expect, test} from 'vitest';
import {checkFilter} from '../../cli/run-filter.ts';
import {givenCells} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();

test('what is not there is named, for it would silently select nothing', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  await givenCells(sql, 'Loops');

  await expect(checkFilter(sql, {})).resolves.toBe(undefined);
  await expect(checkFilter(sql, {roadmapKeys: ['r'], cellIds: [1]})).resolves.toBe(undefined);
  await expect(checkFilter(sql, {roadmapKeys: ['r', 'no']})).rejects.toThrow('There is no roadmap "no".');
  // The second was archived.
  await expect(checkFilter(sql, {cellIds: [1, 2, 3]})).rejects.toThrow(
    'No roadmap wants the cells 2, 3. They may have gone with a step; the console lists those that are wanted.',
  );
});
