import {expect, test} from 'vitest';
import {checkFilter} from '../../cli/run-filter.ts';
import {archiveRoadmap} from '../../sql/queries/roadmap-archive.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {givenCells, roadmap, step} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase();

test('what is not there is named, for it would silently select nothing', async () => {
  await givenCells(sql, 'Loops', 'Lists');
  await givenCells(sql, 'Loops');

  await expect(checkFilter(sql, {})).resolves.toBe(undefined);
  await expect(checkFilter(sql, {roadmapKeys: ['r'], cellIds: [1]})).resolves.toBe(undefined);
  await expect(checkFilter(sql, {roadmapKeys: ['r', 'no']})).rejects.toThrow(
    'There is no roadmap "no". `preheat plan --json` lists the keys.',
  );
  // The second was archived.
  await expect(checkFilter(sql, {cellIds: [1, 2, 3]})).rejects.toThrow(
    'No roadmap wants the cells 2, 3. They may have gone with a step; the console lists those that are wanted.',
  );
});

test('an archived roadmap is named as such', async () => {
  await importRoadmaps(sql, [roadmap('old', [step('Loops')]), roadmap('older', [step('Loops')])]);
  for (const key of ['old', 'older'])
    await archiveRoadmap(sql, {key, reason: null, actor: {id: 'ann', role: 'admin'}});

  await expect(checkFilter(sql, {roadmapKeys: ['old', 'r', 'older']})).rejects.toThrow(
    'Nothing is made for archived roadmaps: "old", "older". Restore what you want from the archive, or leave it out.',
  );
  await expect(checkFilter(sql, {roadmapKeys: ['old', 'no']})).rejects.toThrow('There is no roadmap "no".');
});
