import {beforeEach, expect, test} from 'vitest';
import {CommandRefused} from '../../api/console/commands.ts';
import {lessonRequester} from '../../cli/lesson-requests.ts';
import {readConfig} from '../../config.ts';
import {regenerations, requestRegenerations} from '../../sql/queries/regenerations.ts';
import {emptyTables, givenCells, givenRun} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {absentTemporal} from './absent-temporal.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists');
});

const ANNA = {id: 'a1', role: 'admin'};

/** Asks while Temporal is away; returns what is told of it. */
async function refusalOf(
  ask: (requester: ReturnType<typeof lessonRequester>) => Promise<unknown>,
  connect = async () => absentTemporal(),
): Promise<string> {
  const requester = lessonRequester(readConfig({DATABASE_URL: url, GEMINI_API_KEY: 'key'}), sql, connect);
  const error = await ask(requester).catch((thrown: unknown) => thrown);
  await requester.close();
  expect(error).toBeInstanceOf(CommandRefused);
  return (error as CommandRefused).message;
}

test.each(['regenerate', 'regenerateLessons'] as const)(
  '%s of which no run can be started is refused, and leaves nothing under way',
  async name => {
    const lessonId = await givenPublished(sql, 1);
    const target = {cellId: 1, lessonId};
    const message = await refusalOf(({[name]: ask}) =>
      ask({...target, targets: [target], instructions: '', actor: ANNA}),
    );

    expect(message).toContain('The Temporal server does not answer.');
    expect(await regenerations(sql, {cellIds: [1]})).toMatchObject([
      {runId: null, outcome: 'not_reached', message: 'No run could be started for it.'},
    ]);
    expect(await sql`select from preheat.regeneration where ended_at is null`).toEqual([]);
  },
);

test('what a run has taken goes on, and what was open before stays', async () => {
  const targets = [
    {cellId: 1, lessonId: await givenPublished(sql, 1)},
    {cellId: 2, lessonId: await givenPublished(sql, 2)},
  ];
  const request = {targets, trigger: 'person' as const, actor: ANNA};
  await requestRegenerations(sql, {...request, targets: targets.slice(0, 1)});
  // Its answer got lost.
  const client = absentTemporal();
  client.workflow.start = async () => {
    await givenRun(sql, {workflowId: 'x', kind: 'regeneration', filter: {cellIds: [2], regenerate: true}});
    throw Object.assign(new Error('UNAVAILABLE'), {code: 14});
  };
  await refusalOf(
    ({regenerateLessons}) => regenerateLessons({targets, instructions: '', actor: ANNA}),
    async () => client,
  );

  expect(await regenerations(sql, {cellIds: [1, 2]})).toMatchObject([
    {cellId: 1, runId: null, endedAt: null},
    {cellId: 2, runId: expect.any(Number) as unknown, endedAt: null},
  ]);
});

test('a Temporal server that cannot be connected to is asked for nothing', async () => {
  const targets = [{cellId: 1, lessonId: await givenPublished(sql, 1)}];
  const message = await refusalOf(
    ({regenerateLessons}) => regenerateLessons({targets, instructions: '', actor: ANNA}),
    () => Promise.reject(new Error('of the inside')),
  );

  expect(message).toContain('The Temporal server does not answer.');
  expect(await regenerations(sql, {cellIds: [1]})).toEqual([]);
});
