import {beforeEach, expect, test} from 'vitest';
import {recordCell, closeRun, markRunWaiting} from '../../../sql/queries/runs.ts';
import {emptyTables, givenCells, givenRun} from '../../sql/givens.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, eventsOf, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
});

async function given() {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql, {role: 'moderator'});
  const headers = {...(await signedIn(url, email))};
  const query = async (text: string, variables = {}) => {
    const {data, errors} = await ask(url, text, {variables, headers});
    return errors ? {errors} : data;
  };
  return {url, headers, query};
}

const end = (runId: number) => closeRun(sql, {runId, end: {state: 'finished'}});

const RUNS = `query ($first: Int, $after: String, $isOpen: Boolean) {
  runs(first: $first, after: $after, isOpen: $isOpen) {
    nodes { runId state cause causeText wantedCount }
    pageInfo { endCursor hasNextPage }
  }
}`;

test('runs come page by page, the newest first', async () => {
  for (const workflowId of ['a', 'b', 'c']) await givenRun(sql, {workflowId});
  await markRunWaiting(sql, {runId: 3, wait: {cause: 'paused', message: 'By anna.', untilMs: null}});
  const {query} = await given();
  type Runs = {runs: {pageInfo: {endCursor: string}}};
  const first = (await query(RUNS, {first: 2})) as unknown as Runs;

  expect(first.runs).toEqual({
    nodes: [
      {
        runId: 3,
        state: 'paused',
        cause: 'paused',
        causeText: expect.stringMatching(/resume/),
        wantedCount: 3,
      },
      {runId: 2, state: 'running', cause: null, causeText: null, wantedCount: 3},
    ],
    pageInfo: {endCursor: expect.any(String), hasNextPage: true},
  });
  expect(await query(RUNS, {first: 2, after: first.runs.pageInfo.endCursor})).toMatchObject({
    runs: {nodes: [{runId: 1}], pageInfo: {hasNextPage: false}},
  });
});

test('runs that are under way, and those that have ended', async () => {
  for (const workflowId of ['a', 'b']) await givenRun(sql, {workflowId});
  await end(1);
  const {query} = await given();

  expect(await query(RUNS, {isOpen: true})).toMatchObject({runs: {nodes: [{runId: 2}]}});
  expect(await query(RUNS, {isOpen: false})).toMatchObject({runs: {nodes: [{runId: 1, state: 'finished'}]}});
});

const RUN = `query ($runId: Int!) { run(runId: $runId) {
  run { runId publishedCount failedCount quote { cellCount usd { low high } } }
  byStyle { style wantedCount failedCount }
  byRoadmap { roadmapKey wantedCount doneCount }
  errorGroups { status message cellCount suggestedFix }
} }`;

test('a run in full tells what failed, grouped, and what helps', async () => {
  await givenPublished(sql, 1);
  const runId = await givenRun(sql);
  const refused = "Gemini refuses this request (HTTP 400). Shorten the step's title or description.";
  for (const cellId of [2, 3]) await recordCell(sql, {runId, cellId, status: 'failed', message: refused});
  const {query} = await given();

  expect(await query(RUN, {runId})).toEqual({
    run: {
      run: {runId, publishedCount: 0, failedCount: 2, quote: null},
      byStyle: [{style: 'reading', wantedCount: 2, failedCount: 2}],
      byRoadmap: [{roadmapKey: 'r', wantedCount: 2, doneCount: 2}],
      errorGroups: [
        {
          status: 'failed',
          message: refused,
          cellCount: 2,
          suggestedFix: expect.stringMatching(/^The provider refuses these words\./),
        },
      ],
    },
  });
  expect(await query(RUN, {runId: 99})).toEqual({run: null});
  expect(await query(RUN, {runId: 0})).toMatchObject({errors: [{message: 'runId: must be at least 1.'}]});
});

/** The states that a subscriber was told, until the run had ended. */
async function followed({url, headers}: {url: string; headers: Record<string, string>}, runId: number) {
  const document = encodeURIComponent(`subscription { runProgress(runId: ${runId}) { state } }`);
  return fetch(`${url}/graphql?query=${document}`, {headers: {...headers, accept: 'text/event-stream'}});
}

test('a run is followed until it has ended', async () => {
  const runId = await givenRun(sql);
  const server = await given();
  const response = await followed(server, runId);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const read = async () => {
    const {value = '', done = true} = (await reader?.read()) ?? {};
    text += value;
    return !done;
  };
  while (eventsOf(text).length === 0) await read();
  await end(runId);
  while (await read());

  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const states = eventsOf(text).map(({data}) => data?.['runProgress']?.['state']);
  expect([states[0], states.at(-1)]).toEqual(['running', 'finished']);
  expect(states.filter(state => state === ('finished' as unknown))).toHaveLength(1);
  expect(text).toMatch(/event: complete/);
});

test('where there is no such run, there is nothing to follow', async () => {
  const response = await followed(await given(), 99);

  expect(eventsOf(await response.text())).toEqual([]);
});
