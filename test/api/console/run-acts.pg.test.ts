import {beforeEach, expect, test} from 'vitest';
import {CommandRefused, type ConsoleCommands} from '../../../api/console/commands.ts';
import {quoteOf} from '../../../domain/quotes.ts';
import {cellsToQuote} from '../../../sql/queries/quotes.ts';
import {closeRun, recordCell, runProgress} from '../../../sql/queries/runs.ts';
import {emptyTables, givenCells, givenRun} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
});

const LIMITS = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  maxConcurrent: 1,
  requestsLeftToday: null,
  usdLeftToday: null,
};

/** Commands that do in the database what a worker would. */
function givenCommands(changes: Partial<ConsoleCommands> = {}): ConsoleCommands {
  const taken = async ({runId}: {runId: number}) => {
    const run = await runProgress(sql, runId);
    if (!run) throw new CommandRefused(`There is no run ${runId}.`);
    return {run, isTaken: true};
  };
  return {
    quote: async ({filter, maxUsd}) =>
      quoteOf({
        cells: await cellsToQuote(sql, {emulated: false, filter}),
        history: [],
        model: 'gemini',
        price: {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 1, outputUsdPerMillion: 1},
        maxOutputTokens: 1000,
        watchesVideos: false,
        limits: LIMITS,
        maxUsd,
      }),
    runOfKey: async key => runProgress(sql, key),
    async startRun({key, ...run}) {
      await givenRun(sql, {workflowId: key, ...run});
      return runProgress(sql, key);
    },
    pauseRun: taken,
    resumeRun: taken,
    cancelRun: taken,
    ...changes,
  };
}

async function given(commands?: ConsoleCommands) {
  const url = await givenServer({pool: sql, ...(commands && {commands})});
  const {email} = await givenUser(sql, {role: 'admin', name: 'anna'});
  const headers = {...(await signedIn(url, email))};
  return async (text: string) => {
    const {data, errors} = await ask(url, text, {headers});
    return errors ? {errors} : data;
  };
}

const act = (field: string) =>
  `mutation { act: ${field} { success message run { runId maxUsd wantedCount } } }`;

test('a quote tells what a run with the filter would take', async () => {
  const query = await given(givenCommands());

  expect(
    await query(
      '{ quote(filter: {limit: 2, states: [missing], styles: [reading], roadmapKeys: ["r"], order: demand}, maxUsd: 5) { success message quote { cellCount maxUsd calls { low expected high } basedOnLessons } } }',
    ),
  ).toMatchObject({quote: {success: true, message: '', quote: {cellCount: 2, maxUsd: 5, basedOnLessons: 0}}});
  expect(await query('{ quote(filter: {states: [rejected]}) { quote { cellCount } } }')).toEqual({
    quote: {quote: {cellCount: 0}},
  });
});

test('why there is no quote is told', async () => {
  const quote = async () => {
    throw new CommandRefused('No price is known.');
  };
  const query = await given(givenCommands({quote}));

  expect(await query('{ quote { success message quote { cellCount } } }')).toEqual({
    quote: {success: false, message: 'No price is known.', quote: null},
  });
});

test('a run starts as it was quoted, once a key', async () => {
  const query = await given(givenCommands());
  const start = act('startRun(key: "night-1", filter: {limit: 2}, maxUsd: 5, expectedCellCount: 2)');

  expect(await query(start)).toEqual({
    act: {success: true, message: 'Run 1 is started.', run: {runId: 1, maxUsd: 5, wantedCount: 2}},
  });
  expect(await query(start)).toMatchObject({
    act: {success: true, message: 'Run 1 was started with this key before.', run: {runId: 1}},
  });
  expect(await sql`select from preheat.run`).toHaveLength(1);
});

test.each([
  ['expectedCellCount: 2', 'The run would take 3 cells now, not 2. Look at the quote again, then start it.'],
  ['expectedCellCount: 0, filter: {states: [rejected]}', 'There is nothing to do: no cell is wanted.'],
])('a run that is not as it was expected does not start (%s)', async (given_, message) => {
  const query = await given(givenCommands());

  expect(await query(act(`startRun(key: "k", ${given_})`))).toEqual({
    act: {success: false, message, run: null},
  });
  expect(await sql`select from preheat.run`).toEqual([]);
});

test('a run that no worker has opened yet is said to be started', async () => {
  const query = await given(givenCommands({startRun: async () => null}));

  expect(await query(act('startRun(key: "k", expectedCellCount: 3)'))).toEqual({
    act: {success: true, message: 'The run is started; no worker has opened it yet.', run: null},
  });
});

test('what failed is made again, with the budget of before unless told otherwise', async () => {
  const runId = await givenRun(sql, {maxUsd: 7});
  const query = await given(givenCommands());
  const retry = (key: string, more = '') =>
    query(act(`retryRun(runId: ${runId}, key: "${key}", expectedCellCount: 1${more})`));
  expect(await retry('a')).toMatchObject({act: {success: false, message: `No cell failed in run ${runId}.`}});
  await recordCell(sql, {runId, cellId: 2, status: 'failed', message: 'No.'});
  await closeRun(sql, {runId, end: {state: 'finished'}});

  expect(await retry('a')).toMatchObject({act: {success: true, run: {maxUsd: 7, wantedCount: 1}}});
  expect(await retry('b', ', maxUsd: 2')).toMatchObject({act: {success: true, run: {maxUsd: 2}}});
  expect(await query(act('retryRun(runId: 99, key: "k", expectedCellCount: 1)'))).toMatchObject({
    act: {success: false, message: 'There is no run 99.'},
  });
});

test.each([
  ['pauseRun', 'paused'],
  ['resumeRun', 'resumed'],
  ['cancelRun', 'cancelled'],
] as const)('%s says who asks and why, and what became of it', async (name, participle) => {
  const runId = await givenRun(sql);
  const seen: object[] = [];
  const outcome = {isTaken: true, hasEnded: false};
  const command: ConsoleCommands['pauseRun'] = async asked => {
    seen.push(asked);
    const run = await runProgress(sql, runId);
    if (!run || asked.runId !== runId) throw new CommandRefused(`There is no run ${asked.runId}.`);
    return {run: {...run, endedAt: outcome.hasEnded ? new Date() : null}, isTaken: outcome.isTaken};
  };
  const query = await given(givenCommands({[name]: command}));
  const said = async (args: string) => {
    const {act: answer} = (await query(act(`${name}(${args})`))) as unknown as {
      act: {success: boolean; message: string};
    };
    return [answer.success, answer.message];
  };

  expect(await said(`runId: ${runId}, reason: " Too dear. "`)).toEqual([
    true,
    `Run ${runId} is ${participle}.`,
  ]);
  expect(seen).toEqual([{runId, by: 'anna', reason: 'Too dear.'}]);
  outcome.isTaken = false;
  expect(await said(`runId: ${runId}`)).toEqual([
    true,
    `Run ${runId} will be ${participle} as soon as a worker takes the command.`,
  ]);
  outcome.hasEnded = true;
  expect(await said(`runId: ${runId}`)).toEqual([
    false,
    `Run ${runId} ended before it could be ${participle}.`,
  ]);
  expect(await said('runId: 99')).toEqual([false, 'There is no run 99.']);
});

test('the budget of a run is changed while it is under way, never below what it has spent', async () => {
  const runId = await givenRun(sql, {maxUsd: 1});
  await sql`update preheat.run set spent_usd = 2 where run_id = ${runId}`;
  const query = await given();
  const change = (id: number, maxUsd: number) =>
    query(act(`changeRunBudget(runId: ${id}, maxUsd: ${maxUsd})`));

  expect(await change(runId, 1.5)).toMatchObject({
    act: {success: false, message: `Run ${runId} has spent $2 already. Cancel it to end it.`},
  });
  expect(await change(runId, 3)).toMatchObject({act: {success: true, run: {runId, maxUsd: 3}}});
  expect(await change(99, 3)).toMatchObject({act: {success: false, message: 'There is no run 99.'}});
  await closeRun(sql, {runId, end: {state: 'finished'}});
  expect(await change(runId, 4)).toMatchObject({act: {success: false, run: null}});
});

test('without anything that follows them, commands are refused', async () => {
  const query = await given();

  expect(await query(act('pauseRun(runId: 1)'))).toEqual({
    act: {success: false, message: 'This server starts and steers no runs.', run: null},
  });
});

test('what is broken is no refusal', async () => {
  const broken = async () => {
    throw new Error('of the inside');
  };
  const query = await given(givenCommands({pauseRun: broken, quote: broken}));

  expect(await query(act('pauseRun(runId: 1)'))).toMatchObject({errors: [{extensions: {code: 'INTERNAL'}}]});
  expect(await query('{ quote { success } }')).toMatchObject({errors: [{extensions: {code: 'INTERNAL'}}]});
});

test.each([
  ['startRun(key: "a b", expectedCellCount: 1)', 'key: must be 1 to 100 letters, digits, _ or -.'],
  ['startRun(key: "a", expectedCellCount: 1, maxUsd: 0)', 'maxUsd: must be above 0.'],
  ['pauseRun(runId: 0)', 'runId: must be at least 1.'],
])('%s is refused', async (field, message) => {
  const query = await given(givenCommands());

  expect(await query(act(field))).toMatchObject({errors: [{message, extensions: {code: 'BAD_INPUT'}}]});
});
