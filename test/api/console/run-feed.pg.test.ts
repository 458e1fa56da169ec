import {beforeEach, expect, test} from 'vitest';
import {createRunFeed} from '../../../api/console/run-feed.ts';
import {connect} from '../../../sql/client.ts';
import {closeRun} from '../../../sql/queries/runs.ts';
import {emptyTables, givenCells, givenRun} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
});

test('however many watch a run, it is looked up once', async () => {
  const runId = await givenRun(sql);
  const pool = connect(url, {maxConnections: 1});
  let queryCount = 0;
  const counting = new Proxy(pool, {
    apply(target, self, given: [TemplateStringsArray]) {
      // The whole statement and not its fragments.
      if (given[0].raw?.[0]?.includes('with r as')) queryCount += 1;
      return Reflect.apply(target, self, given) as unknown;
    },
  });
  const feed = createRunFeed({pool: counting, stopping: new AbortController().signal, periodMs: 3_600_000});
  const watched = [1, 2, 3].map(() => feed.follow(runId));
  const told = await Promise.all(watched.map(one => one.next()));
  await pool.end();

  expect(told.map(({value}) => (value as {runId: number}).runId)).toEqual([runId, runId, runId]);
  expect(queryCount).toBe(1);
});

test('it ends with the run, and is silent on one that is not there', async () => {
  const runId = await givenRun(sql);
  const feed = createRunFeed({pool: sql, stopping: new AbortController().signal, periodMs: 1});
  const watched = feed.follow(runId);
  const first = await watched.next();
  await closeRun(sql, {runId, end: {state: 'finished'}});
  const states: string[] = [];
  for await (const {state} of watched) states.push(state);

  expect(first.value).toMatchObject({state: 'running'});
  expect(states.at(-1)).toBe('finished');
  expect((await feed.follow(99).next()).done).toBe(true);
});

test('it ends with the server', async () => {
  const runId = await givenRun(sql);
  const stopping = new AbortController();
  const feed = createRunFeed({pool: sql, stopping: stopping.signal, periodMs: 3_600_000});
  const watched = feed.follow(runId);
  await watched.next();
  const next = watched.next();
  stopping.abort();

  expect((await next).done).toBe(true);
});
