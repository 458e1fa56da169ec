import {beforeEach, expect, test} from 'vitest';
import type {ConsoleCommands} from '../../../api/console/commands.ts';
import {emptyTables, givenCells, givenLesson, givenRun} from '../../sql/givens.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';
import {commandsOn} from './commands-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists', 'Maps', 'Lines');
});

/** What the runs that were started were asked to take. */
const started: object[] = [];

async function given() {
  started.splice(0);
  const startRun: ConsoleCommands['startRun'] = async ({key, filter, maxUsd}) => {
    started.push(filter);
    await givenRun(sql, {workflowId: key, filter, maxUsd});
    return null;
  };
  const url = await givenServer({pool: sql, commands: commandsOn(sql, {startRun})});
  const {email} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  return async (text: string, variables = {}) => {
    const {data, errors} = await ask(url, text, {variables, headers});
    return errors ? {errors} : data;
  };
}

test('the cells of a quote are told with their place and reason, as many as it counts', async () => {
  await givenPublished(sql, 2);
  await givenLesson(sql, 3, {approvalStatus: 'rejected'});
  const query = await given();

  expect(
    await query(`{ quoteCells(filter: {text: "l"}) { totalCount page {
      nodes { position cellId stepTitle lessonNumber style state reason staleReason } pageInfo { hasNextPage } } }
      quote(filter: {text: "l"}) { quote { cellCount } } }`),
  ).toEqual({
    quoteCells: {
      totalCount: 2,
      page: {
        nodes: [
          {
            position: 1,
            cellId: 1,
            stepTitle: 'Loops',
            lessonNumber: 1,
            style: 'reading',
            state: 'missing',
            reason: 'No lesson was made yet.',
            staleReason: null,
          },
          expect.objectContaining({position: 2, cellId: 4}),
        ],
        pageInfo: {hasNextPage: false},
      },
    },
    quote: {quote: {cellCount: 2}},
  });
});

test('pages follow each other to the end', async () => {
  const query = await given();
  const page = async (after: string | null) => {
    const {quoteCells} = (await query(
      'query ($after: String) { quoteCells(first: 3, after: $after) { totalCount page { nodes { cellId } pageInfo { endCursor hasNextPage } } } }',
      {after},
    )) as unknown as {
      quoteCells: {
        totalCount: number;
        page: {nodes: {cellId: number}[]; pageInfo: {endCursor: string | null; hasNextPage: boolean}};
      };
    };
    const {nodes, pageInfo} = quoteCells.page;
    return {ids: nodes.map(({cellId}) => cellId), totalCount: quoteCells.totalCount, ...pageInfo};
  };
  const first = await page(null);
  const second = await page(first.endCursor);

  expect(first).toMatchObject({ids: [1, 2, 3], totalCount: 4, hasNextPage: true});
  expect(second).toMatchObject({ids: [4], totalCount: 4, hasNextPage: false});
  expect(await page(second.endCursor)).toEqual({ids: [], totalCount: 4, endCursor: null, hasNextPage: false});
  expect(await query('{ quoteCells(after: "x") { totalCount } }')).toMatchObject({
    errors: [{extensions: {code: 'BAD_INPUT'}}],
  });
});

const START = `mutation ($key: String!, $ids: [Int!], $count: Int!) {
  startRun(key: $key, filter: {cellIds: $ids, text: "l"}, expectedCellCount: $count) { success message } }`;
const taken = async () =>
  (await sql<{cellId: number}[]>`select cell_id from preheat.run_cell order by position`).map(
    ({cellId}) => cellId,
  );

test('a run takes exactly the selection', async () => {
  await givenPublished(sql, 2);
  await sql`truncate preheat.run cascade`;
  const query = await given();

  expect(await query(START, {key: 'a', ids: [4, 3, 2], count: 1})).toMatchObject({startRun: {success: true}});
  expect(started).toEqual([{cellIds: [4, 3, 2], text: 'l'}]);
  expect(await taken()).toEqual([4]);
});

test('a selection of many cells is stored, and only its name travels', async () => {
  const query = await given();
  const ids = [...Array.from({length: 100}, (_, n) => n + 1_000), 4];

  expect(await query(START, {key: 'a', ids, count: 1})).toMatchObject({startRun: {success: true}});
  expect(started).toEqual([{selectionId: expect.stringMatching(/^[\da-f-]{36}$/), text: 'l'}]);
  expect(await taken()).toEqual([4]);
});

test('a selection that is filled by now is not what was quoted', async () => {
  const query = await given();
  await givenPublished(sql, 4);

  expect(await query(START, {key: 'a', ids: [1, 4], count: 2})).toMatchObject({
    startRun: {success: false, message: expect.stringContaining('The run would take 1 cells now, not 2.')},
  });
});

test('lessons that are served are named by their cells, to be made anew', async () => {
  const lessonId = await givenPublished(sql, 2);
  await givenPublished(sql, 3);
  const query = await given();

  expect(
    await query('{ matchingLessons(filter: {cellIds: [2, 4]}) { count lessons { lessonId } } }'),
  ).toEqual({
    matchingLessons: {count: 1, lessons: [{lessonId}]},
  });
});
