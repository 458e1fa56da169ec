import {MockActivityEnvironment} from '@temporalio/testing';
import {beforeEach, expect, test} from 'vitest';
import {createActivities} from '../../activities/index.ts';
import {KEY_VARIANTS} from '../../domain/cells.ts';
import type {RunKind} from '../../domain/runs.ts';
import {emptyTables, givenCells} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {diagrams, fakeModel} from './lesson-givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1);
});

/** Opens a run of a worker that fills both keys; returns the cells that it wants. */
async function wanted(kind: RunKind, filter = {}) {
  const {openRun} = createActivities({
    pool: sql,
    lessonPool: sql,
    model: fakeModel([]),
    youtube: null,
    diagrams,
    variants: KEY_VARIANTS,
  });
  const run = {workflowId: 'later', kind, filter, maxUsd: null};
  await new MockActivityEnvironment().run(openRun, run);
  return sql`select cell_id from preheat.run_cell join preheat.run using (run_id) where workflow_id = 'later'`;
}

const live = () => sql`
  select v.variant, v.draft_id, l.cache_key = k.cache_key as is_served
  from preheat.lesson_version v join lessons_lessoncontent l on l.id = v.lesson_id
  join preheat.cell_key k on k.cell_id = v.cell_id and k.variant = v.variant
  where v.state = 'live' order by v.variant
`;

test.each(['nightly', 'manual', 'start'] as const)(
  'a lesson that is paid for is not wanted by a %s run for a key that was added',
  async kind => {
    expect(await wanted(kind)).toEqual([]);
    expect(await live()).toEqual([
      {variant: 'multi_source_v1', draftId: 1, isServed: true},
      {variant: 'plain', draftId: 1, isServed: true},
    ]);
  },
);

test('a regeneration, for which somebody waits, leaves it to the next run', async () => {
  expect(await wanted('regeneration', {regenerate: true, cellIds: [1]})).toHaveLength(1);
  expect(await live()).toHaveLength(1);
});
