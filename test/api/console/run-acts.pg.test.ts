import {beforeEach, expect, test} from 'vitest';
import {CommandRefused, type ConsoleCommands} from '../../../api/console/commands.ts';
import {closeRun, recordCell, runProgress} from '../../../sql/queries/runs.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {reserve} from '../../../sql/queries/reservations.ts';
import {call, emptyTables, givenCells, givenRun, newDraft} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';
import {commandsOn, MODEL} from './commands-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops', 'Lists', 'Maps');
});

const givenCommands = (changes: Partial<ConsoleCommands> = {}) => commandsOn(sql, changes);

/** Who asks. */
let anna: {id: string; role: string};

async function given(commands?: ConsoleCommands) {
  const url = await givenServer({pool: sql, ...(commands && {commands})});
  const {email, userId} = await givenUser(sql, {role: 'admin', name: 'anna'});
  anna = {id: userId, role: 'admin'};
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

test('who starts a run is told to whoever starts it, and of which run it makes what failed', async () => {
  const seen: object[] = [];
  const failedIn = await givenRun(sql, {workflowId: 'before', filter: {limit: 1}});
  await recordCell(sql, {runId: failedIn, cellId: 1, status: 'failed', message: 'No.'});
  await closeRun(sql, {runId: failedIn, end: {state: 'finished'}});
  const startRun: ConsoleCommands['startRun'] = async ({key, actor, retryOf}) => {
    seen.push({key, actor, retryOf});
    return null;
  };
  const query = await given(givenCommands({startRun}));

  await query(act('startRun(key: "a", expectedCellCount: 3)'));
  await query(act(`retryRun(runId: ${failedIn}, key: "b", expectedCellCount: 1)`));
  expect(seen).toEqual([
    {key: 'a', actor: anna, retryOf: null},
    {key: 'b', actor: anna, retryOf: failedIn},
  ]);
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
  expect(seen).toEqual([{runId, by: 'anna', reason: 'Too dear.', actor: anna}]);
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
  expect(await sql`select actor, actor_role, action, run_id, before, after from preheat.audit_event`).toEqual(
    [
      {
        actor: anna.id,
        actorRole: 'admin',
        action: 'change_run_budget',
        runId,
        before: {maxUsd: 1},
        after: {maxUsd: 3},
      },
    ],
  );
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

test('a run names its page in Temporal’s console, where one is known; why it is slow knows the configured limits', async () => {
  const runId = await givenRun(sql, {workflowId: 'w-1'});
  await storeDraft(sql, newDraft({requestId: 'a', cellId: 1, runId}));
  await sql`update preheat.draft set latency_ms = 60000`;
  await reserve(sql, call({requestId: 'b', runId}));
  const document = `{ run(runId: ${runId}) { run { temporalUrl slowReason } } runs { nodes { slowReason } } }`;
  const temporalUrl = (key: string) => `https://temporal.example/${key}`;
  const model = {...MODEL, limits: {...MODEL.limits, requestsPerMinute: 1}};
  const slowReason = 'The limit of 1 request a minute sets the pace.';

  expect(await (await given(givenCommands({temporalUrl, model})))(document)).toEqual({
    run: {run: {temporalUrl: 'https://temporal.example/w-1', slowReason}},
    runs: {nodes: [{slowReason}]},
  });
});

test('without commands no page is known, and no limit', async () => {
  const runId = await givenRun(sql);

  expect(await (await given())(`{ run(runId: ${runId}) { run { temporalUrl slowReason } } }`)).toEqual({
    run: {run: {temporalUrl: null, slowReason: null}},
  });
});
