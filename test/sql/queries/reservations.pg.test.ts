import {beforeEach, expect, test} from 'vitest';
import type {ConfiguredLimits} from '../../../domain/limits.ts';
import {inTransaction} from '../../../sql/client.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {blockModel, setLimits, usageToday} from '../../../sql/queries/limits.ts';
import {
  type Call,
  releaseReservation,
  reserve,
  settleExpired,
  settleLost,
} from '../../../sql/queries/reservations.ts';
import {closeRun} from '../../../sql/queries/runs.ts';
import {UNLIMITED} from '../../domain/limits-givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {call, givenCells, givenRun, newDraft, untilWaiting} from '../givens.ts';

const {sql} = await testDatabase();
await givenCells(sql, 'One');
// Much faster than emptying all tables.
beforeEach(async () => {
  await sql`delete from preheat.draft`;
  await sql`delete from preheat.run`;
  await sql`delete from preheat.usage_day`;
  await sql`delete from preheat.model_limit`;
});

/** Noon in Los Angeles. */
const NOON = Date.parse('2026-11-24T20:00:00Z');
const MIDNIGHT = Date.parse('2026-11-25T08:00:00Z');
const SECOND = 1_000;
const MINUTE = 60_000;

const limited = (limits: Partial<ConfiguredLimits>): ConfiguredLimits => ({...UNLIMITED, ...limits});

/** Asks for calls of one run at a clock that stands at noon unless told otherwise. */
async function givenCaller(limits: Partial<ConfiguredLimits> = {}, run: {maxUsd?: number | null} = {}) {
  const runId = await givenRun(sql, run);
  let callCount = 0;
  const ask = (changes: Partial<Call> = {}) =>
    reserve(
      sql,
      call({requestId: `c${++callCount}`, runId, limits: limited(limits), atMs: NOON, ...changes}),
    );
  return {runId, ask};
}

async function money(runId: number) {
  const [row] = await sql`
    select spent_usd, reserved_usd,
      (select coalesce(array_agg(request_id order by request_id), '{}') from preheat.reservation r where r.run_id = run.run_id) as held
    from preheat.run where run_id = ${runId}
  `;
  return row;
}

const answer = (requestId: string, runId: number, costUsd = 0.25, promptTokens = 100) =>
  newDraft({requestId, cellId: 1, runId, costUsd, promptTokens});

const used = (atMs = NOON) => usageToday(sql, {atMs});

const modelRows = () => sql`select from preheat.model_limit`;

// The run

test('what is reserved is held against the run and the day, with all that settling it needs', async () => {
  const {runId, ask} = await givenCaller({}, {maxUsd: 1});
  const other = await givenRun(sql, {workflowId: 'other', maxUsd: 1});

  expect(await ask({maxUsd: 0.4, maxInputTokens: 7, isInteractive: true, leaseMs: 90_000})).toEqual({
    kind: 'reserved',
    delayMs: 0,
  });

  expect(await money(runId)).toEqual({spentUsd: 0, reservedUsd: 0.4, held: ['c1']});
  expect(await money(other)).toEqual({spentUsd: 0, reservedUsd: 0, held: []});
  expect(await sql`select *, pacific_day::text from preheat.reservation`).toEqual([
    {
      requestId: 'c1',
      runId,
      maxUsd: 0.4,
      reservedAt: new Date(NOON),
      model: 'gemini',
      maxInputTokens: 7,
      isInteractive: true,
      pacificDay: '2026-11-24',
      startsAt: new Date(NOON),
      expiresAt: new Date(NOON + 90_000),
      isPaced: false,
    },
  ]);
  expect(
    (await used()).map(row => [row.model, row.requestCount, row.batchRequestCount, row.reservedUsd]),
  ).toEqual([
    ['*', 1, 0, 0.4],
    ['gemini', 1, 0, 0.4],
  ]);
});

test.each([
  ['no room for another', 0.4],
  ['room for another', 1],
])('a repeated attempt learns of its reservation where there is %s', async (_, maxUsd) => {
  const {runId, ask} = await givenCaller({}, {maxUsd});
  await ask({requestId: 'a', maxUsd: 0.4});
  expect(await ask({requestId: 'a', maxUsd: 0.4})).toEqual({kind: 'held'});
  expect(await money(runId)).toEqual({spentUsd: 0, reservedUsd: 0.4, held: ['a']});
});

test('a repeated attempt learns of its reservation though its model is blocked and its run has ended', async () => {
  const {ask} = await givenCaller();
  await ask({requestId: 'a'});
  await blockModel(sql, BLOCK);
  await sql`update preheat.run set state = 'finished', ended_at = now()`;
  expect(await ask({requestId: 'a'})).toEqual({kind: 'held'});
});

test('of two that reserve the same request at once, one gets it and one learns of it', async () => {
  const {runId, ask} = await givenCaller();
  let second: ReturnType<typeof reserve> | undefined;
  await inTransaction(sql, async db => {
    await reserve(db, call({requestId: 'a', runId}));
    second = ask({requestId: 'a'});
    await untilWaiting(sql);
  });
  expect(await second).toEqual({kind: 'held'});
  expect(await money(runId)).toMatchObject({reservedUsd: 0.01, held: ['a']});
});

test('a cap may be reached to the last millionth, and not passed by one', async () => {
  const {runId, ask} = await givenCaller({}, {maxUsd: 0.3});
  expect(await ask({maxUsd: 0.1})).toMatchObject({kind: 'reserved'});
  expect(await ask({maxUsd: 0.200001})).toMatchObject({kind: 'refused'});
  expect(await money(runId)).toEqual({spentUsd: 0, reservedUsd: 0.1, held: ['c1']});
  expect(await ask({maxUsd: 0.2})).toMatchObject({kind: 'reserved'});
});

test('what is spent leaves less to reserve', async () => {
  const {runId, ask} = await givenCaller({}, {maxUsd: 0.3});
  await storeDraft(sql, answer('a', runId, 0.25));
  expect(await ask({maxUsd: 0.06})).toEqual({kind: 'refused', hasRoomLater: false});
  expect(await ask({maxUsd: 0.05})).toMatchObject({kind: 'reserved'});
});

test('a budget that others have only reserved has room later', async () => {
  const {ask} = await givenCaller({}, {maxUsd: 0.3});
  await ask({maxUsd: 0.2});
  expect(await ask({maxUsd: 0.3})).toEqual({kind: 'refused', hasRoomLater: true});
});

test('without a cap there is always room', async () => {
  const {ask} = await givenCaller();
  expect(await ask({maxUsd: 100_000})).toMatchObject({kind: 'reserved'});
});

test('a run that does not exist, or has ended, has no room and never will', async () => {
  const {runId, ask} = await givenCaller({}, {maxUsd: 1});
  expect(await ask({runId: 9_999, maxUsd: 0})).toEqual({kind: 'refused', hasRoomLater: false});
  await sql`update preheat.run set state = 'finished', ended_at = now() where run_id = ${runId}`;
  expect(await ask()).toEqual({kind: 'refused', hasRoomLater: false});
});

test('what has to wait or is refused takes nothing', async () => {
  const {ask, runId} = await givenCaller({requestsPerDay: 1, requestsPerMinute: 1}, {maxUsd: 1});
  await ask({requestId: 'a', maxUsd: 0.5});
  const before =
    await sql`select * from preheat.usage_day, preheat.model_limit, preheat.run, preheat.reservation`;
  await ask();
  await ask({limits: limited({requestsPerMinute: 1})});
  await ask({maxUsd: 0.6});
  expect(await money(runId)).toMatchObject({held: ['a']});
  expect(
    await sql`select * from preheat.usage_day, preheat.model_limit, preheat.run, preheat.reservation`,
  ).toEqual(before);
});

test('where nothing is limited, the row of limits is not written', async () => {
  const {ask, runId} = await givenCaller();
  await ask();
  await storeDraft(sql, answer('c1', runId));
  expect(await modelRows()).toHaveLength(0);
});

// The breaker

const BLOCK = {
  model: 'gemini',
  cause: 'minute_quota' as const,
  untilMs: NOON + 30 * SECOND,
  message: 'Slow down.',
  limits: UNLIMITED,
  atMs: NOON,
};

test('a blocked model waits with the cause, the words and the time of the block; another goes on', async () => {
  const {ask} = await givenCaller();
  await blockModel(sql, BLOCK);
  expect(await ask({atMs: BLOCK.untilMs - 1})).toEqual({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: BLOCK.untilMs,
    message: 'Slow down.',
  });
  expect(await ask({model: 'other'})).toMatchObject({kind: 'reserved'});
  expect(await ask({atMs: BLOCK.untilMs})).toMatchObject({kind: 'reserved'});
});

test('after a block, one call goes first; the others wait a second with its cause', async () => {
  const {ask} = await givenCaller();
  await blockModel(sql, BLOCK);
  const atMs = BLOCK.untilMs;
  await ask({atMs, model: 'other'});
  expect(await ask({atMs})).toMatchObject({kind: 'reserved'});
  expect(await ask({atMs})).toEqual({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: atMs + SECOND,
    message: 'gemini is taken up again step by step, 1 at a time for now, after: Slow down.',
  });
});

test('each success lets one more call be in flight, until there is no bound', async () => {
  const {ask, runId} = await givenCaller();
  await blockModel(sql, BLOCK);
  const atMs = BLOCK.untilMs;
  const rampLimit = async () =>
    (await sql<{rampLimit: number | null}[]>`select ramp_limit from preheat.model_limit`)[0]?.rampLimit;
  for (let limit = 1; limit <= 64; limit++) {
    expect(await rampLimit()).toBe(limit);
    await ask({requestId: `r${limit}`, atMs});
    await storeDraft(sql, answer(`r${limit}`, runId), {atMs});
  }
  expect(await rampLimit()).toBeNull();
  expect(await sql`select blocked_until, blocked_cause, blocked_message from preheat.model_limit`).toEqual([
    {blockedUntil: null, blockedCause: null, blockedMessage: null},
  ]);
});

test('an answer that comes during the block says nothing of what comes after it', async () => {
  const {ask, runId} = await givenCaller();
  await ask();
  await blockModel(sql, BLOCK);
  await storeDraft(sql, answer('c1', runId), {atMs: BLOCK.untilMs - 1});
  expect(await sql`select ramp_limit from preheat.model_limit`).toEqual([{rampLimit: 1}]);
});

test('a call whose lease ran out does not hold up those that follow', async () => {
  const {ask} = await givenCaller();
  await blockModel(sql, BLOCK);
  await ask({atMs: BLOCK.untilMs, leaseMs: SECOND});
  expect(await ask({atMs: BLOCK.untilMs + SECOND - 1})).toMatchObject({kind: 'wait'});
  expect(await ask({atMs: BLOCK.untilMs + SECOND})).toMatchObject({kind: 'reserved'});
});

// Requests a day

test('the requests of a quota day end at midnight in Los Angeles; settling gives none back', async () => {
  const {ask, runId} = await givenCaller({requestsPerDay: 2});
  await ask();
  await ask();
  await releaseReservation(sql, 'c1');
  await storeDraft(sql, answer('c2', runId), {atMs: NOON});
  expect(await ask({atMs: MIDNIGHT - 1})).toEqual({
    kind: 'wait',
    cause: 'day_quota',
    untilMs: MIDNIGHT,
    message:
      'Until midnight, Pacific time, no more is sent to gemini: it has 2 requests a day, less the share that is kept for interactive calls.',
  });
  expect(await ask({model: 'other'})).toMatchObject({kind: 'reserved'});
  expect(await ask({atMs: MIDNIGHT})).toMatchObject({kind: 'reserved'});
});

test('batch calls leave the headroom of a day, rounded down, to interactive ones, who may take all', async () => {
  const {ask} = await givenCaller({requestsPerDay: 5, headroomShare: 0.3});
  const kinds = async (isInteractive: boolean, count: number) => {
    const answers = [];
    for (let n = 0; n < count; n++) answers.push((await ask({isInteractive})).kind);
    return answers;
  };
  expect(await kinds(false, 4)).toEqual(['reserved', 'reserved', 'reserved', 'wait']);
  expect(await kinds(true, 3)).toEqual(['reserved', 'reserved', 'wait']);
});

test('batch calls may use their share though interactive ones used theirs, and no more than there is', async () => {
  const {ask} = await givenCaller({requestsPerDay: 4, headroomShare: 0.5});
  for (let n = 0; n < 3; n++) await ask({isInteractive: true});
  expect(await ask()).toMatchObject({kind: 'reserved'});
  expect(await ask()).toMatchObject({kind: 'wait', cause: 'day_quota'});
});

test('batch calls stop where the headroom leaves them no request of any day', async () => {
  const {ask} = await givenCaller({requestsPerDay: 9, headroomShare: 0.9});
  expect(await ask()).toMatchObject({
    kind: 'stop',
    cause: 'budget',
    message: expect.stringContaining('gemini has 9 requests a day'),
  });
  expect(await ask({isInteractive: true})).toMatchObject({kind: 'reserved'});
  await setLimits(sql, {model: 'gemini', requestsPerDay: 10});
  expect(await ask()).toMatchObject({kind: 'reserved'});
  await setLimits(sql, {model: 'gemini', requestsPerDay: 4});
  expect(await ask()).toMatchObject({kind: 'stop', message: expect.stringContaining('4 requests')});
});

test('a learnt limit that leaves batch calls no request is over after a day: they wait', async () => {
  const {ask} = await givenCaller({requestsPerDay: 100, headroomShare: 0.5});
  await blockModel(sql, {...BLOCK, untilMs: NOON, learnt: {requestsPerDay: 1}, atMs: NOON});
  expect(await ask()).toMatchObject({kind: 'wait', cause: 'day_quota', untilMs: MIDNIGHT});
  expect(await ask({atMs: NOON + 24 * 60 * MINUTE})).toMatchObject({kind: 'reserved'});
});

test.each([
  ['short', '2026-03-08', '2026-03-08T08:00:00Z', '2026-03-09T07:00:00Z'],
  ['long', '2026-11-01', '2026-11-01T07:00:00Z', '2026-11-02T08:00:00Z'],
])('the %s day of the change of clocks, %s, is one quota day', async (_, day, begin, end) => {
  const {ask} = await givenCaller({requestsPerDay: 1});
  expect(await ask({atMs: Date.parse(begin) - 1})).toMatchObject({kind: 'reserved'});
  expect(await ask({atMs: Date.parse(begin)})).toMatchObject({kind: 'reserved'});
  expect(await ask({atMs: Date.parse(end) - 1})).toMatchObject({kind: 'wait', untilMs: Date.parse(end)});
  expect(await ask({atMs: Date.parse(end)})).toMatchObject({kind: 'reserved'});
  expect(
    await sql`select request_count from preheat.usage_day where pacific_day = ${day} and model = '*'`,
  ).toEqual([{requestCount: 1}]);
});

// Dollars a day

test.each([true, false])(
  'the dollars of a day are those of all models and runs; interactive: %s',
  async isInteractive => {
    const {ask} = await givenCaller({maxUsdPerDay: 1});
    const other = await givenRun(sql, {workflowId: 'other'});
    await ask({model: 'a', maxUsd: 0.4, isInteractive});
    await ask({model: 'b', maxUsd: 0.4, isInteractive, runId: other});
    expect(await ask({model: 'c', maxUsd: 0.200001, isInteractive})).toMatchObject({cause: 'day_budget'});
    expect(await ask({model: 'c', maxUsd: 0.2, isInteractive})).toMatchObject({kind: 'reserved'});
  },
);

test('dollars that others have only reserved are worth a wait of seconds; spent ones, of the day', async () => {
  const {ask, runId} = await givenCaller({maxUsdPerDay: 1});
  await ask({requestId: 'a', maxUsd: 1});
  expect(await ask({maxUsd: 0.4})).toEqual({
    kind: 'wait',
    cause: 'day_budget',
    untilMs: NOON + 5 * SECOND,
    message:
      'All models together have $1 a day, less the share that is kept for interactive calls: one more call (up to $0.4000) has no room until those in flight are settled.',
  });
  await storeDraft(sql, answer('a', runId, 0.7), {atMs: NOON});
  expect(await ask({maxUsd: 0.4})).toMatchObject({
    untilMs: MIDNIGHT,
    message: expect.stringContaining('has no room until midnight, Pacific time.'),
  });
  expect(await ask({maxUsd: 0.3})).toMatchObject({kind: 'reserved'});
  expect(await ask({maxUsd: 1, atMs: MIDNIGHT})).toMatchObject({kind: 'reserved'});
});

test('batch calls leave the headroom of a day’s dollars to interactive ones', async () => {
  const {ask, runId} = await givenCaller({maxUsdPerDay: 1, headroomShare: 0.2});
  await ask({requestId: 'a', maxUsd: 0.5});
  expect(await ask({maxUsd: 0.4})).toMatchObject({kind: 'wait', untilMs: NOON + 5 * SECOND});
  await storeDraft(sql, answer('a', runId, 0.5), {atMs: NOON});
  expect(await ask({maxUsd: 0.4})).toMatchObject({kind: 'wait', untilMs: MIDNIGHT});
  expect(await ask({maxUsd: 0.4, isInteractive: true})).toMatchObject({kind: 'reserved'});
  expect(await ask({maxUsd: 0.101})).toMatchObject({kind: 'wait', cause: 'day_budget'});
});

test('the database’s dollars a day go before the configuration’s', async () => {
  const {ask} = await givenCaller({maxUsdPerDay: 5});
  await setLimits(sql, {model: '*', maxUsdPerDay: 0.5});
  expect(await ask({maxUsd: 0.6})).toMatchObject({
    kind: 'stop',
    message: expect.stringContaining('one more call (up to $0.6000) may cost more than that, on any day.'),
  });
});

test('a batch call dearer than what the headroom leaves of a day’s dollars stops: no day lets it through', async () => {
  const {runId, ask} = await givenCaller({maxUsdPerDay: 1, headroomShare: 0.2});
  expect(await ask({maxUsd: 0.8})).toMatchObject({kind: 'reserved'});
  expect(await ask({maxUsd: 0.800001})).toMatchObject({
    kind: 'stop',
    cause: 'budget',
    message: expect.stringContaining('have $1 a day'),
  });
  // What others have taken is for the day; so is a call that fits, and one for somebody who waits.
  expect(await ask({maxUsd: 0.8})).toMatchObject({kind: 'wait', cause: 'day_budget'});
  expect(await ask({maxUsd: 0.800001, isInteractive: true})).toMatchObject({kind: 'wait'});
  expect(await ask({maxUsd: 1, isInteractive: true, atMs: MIDNIGHT})).toMatchObject({kind: 'reserved'});
  expect(await ask({maxUsd: 1.000001, isInteractive: true})).toMatchObject({kind: 'stop'});
  expect(await money(runId)).toMatchObject({reservedUsd: 1.8, held: ['c1', 'c5']});
});

// Requests a minute

test('calls start at the pace of the limit; one that would start too late takes nothing', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 60});
  const starts = [];
  for (let n = 0; n < 4; n++) starts.push(await ask({maxDelayMs: 2 * SECOND}));
  expect(starts).toEqual([
    {kind: 'reserved', delayMs: 0},
    {kind: 'reserved', delayMs: SECOND},
    {kind: 'reserved', delayMs: 2 * SECOND},
    {
      kind: 'wait',
      cause: 'minute_quota',
      untilMs: NOON + 3 * SECOND,
      message: 'gemini may be sent 60 requests a minute, less the share that is kept for interactive calls.',
    },
  ]);
  expect(await ask({atMs: NOON + 3 * SECOND})).toEqual({kind: 'reserved', delayMs: 0});
});

test('the lease begins when the call does', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 60});
  await ask();
  await ask({maxDelayMs: SECOND, leaseMs: MINUTE});
  expect(await sql`select starts_at, expires_at from preheat.reservation where request_id = 'c2'`).toEqual([
    {startsAt: new Date(NOON + SECOND), expiresAt: new Date(NOON + SECOND + MINUTE)},
  ]);
});

test('as many as the burst may begin at once; an idle minute saves up no more', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 60, burstRequests: 3});
  for (const atMs of [NOON, NOON + 10 * MINUTE]) {
    for (let n = 0; n < 3; n++) expect(await ask({atMs})).toEqual({kind: 'reserved', delayMs: 0});
    expect(await ask({atMs})).toMatchObject({kind: 'wait', untilMs: atMs + SECOND});
  }
});

test('batch calls leave the headroom of each minute to interactive ones', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 60, headroomShare: 0.5});
  await ask();
  expect(await ask()).toMatchObject({kind: 'wait', untilMs: NOON + 2 * SECOND});
  // All of the headroom at once, then the full pace.
  for (let n = 0; n < 30; n++) {
    expect(await ask({isInteractive: true})).toEqual({kind: 'reserved', delayMs: 0});
  }
  expect(await ask({isInteractive: true})).toMatchObject({
    kind: 'wait',
    untilMs: NOON + SECOND,
    message: 'gemini may be sent 60 requests a minute.',
  });
  expect(await ask()).toMatchObject({kind: 'wait', untilMs: NOON + 31 * SECOND});
});

test('a changed limit holds at once, for what was sent before it too', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 1});
  await ask();
  expect(await ask()).toMatchObject({untilMs: NOON + MINUTE});
  await setLimits(sql, {model: 'gemini', requestsPerMinute: 60});
  expect(await ask()).toMatchObject({kind: 'wait', untilMs: NOON + SECOND});
});

test('a call that would start after midnight is one of the next day', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 60});
  await ask({atMs: MIDNIGHT - 500});
  expect(await ask({atMs: MIDNIGHT - 500, maxDelayMs: SECOND})).toMatchObject({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: MIDNIGHT + 500,
    message: 'The next call of gemini starts after midnight, Pacific time.',
  });
});

// Input tokens a minute

const tokens = {inputTokensPerMinute: 60_000};

test('input tokens have a pace too', async () => {
  const {ask} = await givenCaller(tokens);
  await ask({maxInputTokens: 2_000});
  expect(await ask({maxInputTokens: 5})).toEqual({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: NOON + 2 * SECOND,
    message:
      'gemini may be sent 60,000 input tokens a minute, less the share that is kept for interactive calls.',
  });
  expect(await ask({maxInputTokens: 5, maxDelayMs: 2 * SECOND})).toEqual({
    kind: 'reserved',
    delayMs: 2 * SECOND,
  });
});

test('of both paces the slower one holds and is named', async () => {
  const {ask} = await givenCaller({...tokens, requestsPerMinute: 60});
  await ask({maxInputTokens: 500});
  expect(await ask()).toMatchObject({
    untilMs: NOON + SECOND,
    message: expect.stringContaining('60 requests'),
  });
  await ask({maxInputTokens: 2_000, maxDelayMs: SECOND});
  expect(await ask()).toMatchObject({
    untilMs: NOON + 2_500,
    message: expect.stringContaining('60,000 input tokens'),
  });
});

test('a burst is as many calls of their size, within what a minute has', async () => {
  const {ask} = await givenCaller({...tokens, burstRequests: 3});
  const size = {maxInputTokens: 25_000};
  expect(await ask(size)).toEqual({kind: 'reserved', delayMs: 0});
  expect(await ask(size)).toEqual({kind: 'reserved', delayMs: 0});
  expect(await ask(size)).toMatchObject({kind: 'wait', untilMs: NOON + 15 * SECOND});
  expect(await ask({maxInputTokens: 10})).toMatchObject({kind: 'wait', untilMs: NOON + 49_980});
});

test('a call that is larger than the whole minute goes alone', async () => {
  const {ask} = await givenCaller({...tokens, burstRequests: 3});
  const large = {maxInputTokens: 120_000};
  expect(await ask({maxInputTokens: 1_000})).toMatchObject({kind: 'reserved'});
  expect(await ask(large)).toMatchObject({kind: 'wait', untilMs: NOON + SECOND});
  expect(await ask({...large, atMs: NOON + SECOND})).toMatchObject({kind: 'reserved'});
  expect(await ask({...large, atMs: NOON + SECOND})).toMatchObject({untilMs: NOON + SECOND + 2 * MINUTE});
});

test('batch calls leave the headroom of the tokens to interactive ones', async () => {
  const {ask} = await givenCaller({...tokens, headroomShare: 0.5});
  await ask({maxInputTokens: 1_000});
  expect(await ask()).toMatchObject({kind: 'wait', untilMs: NOON + 2 * SECOND});
  await ask({maxInputTokens: 29_000, isInteractive: true});
  // The headroom of a minute is 30,000.
  expect(await ask({isInteractive: true})).toEqual({kind: 'reserved', delayMs: 0});
  expect(await ask({isInteractive: true})).toMatchObject({kind: 'wait', untilMs: NOON + 100});
  expect(await ask()).toMatchObject({kind: 'wait', untilMs: NOON + 30_100});
});

test('tokens that an answer did not need are free again; those that it needed beyond are taken', async () => {
  const {ask, runId} = await givenCaller(tokens);
  await ask({requestId: 'less', maxInputTokens: 10_000});
  await storeDraft(sql, answer('less', runId, 0, 4_000), {atMs: NOON});
  expect(await ask()).toMatchObject({untilMs: NOON + 4 * SECOND});
  await ask({requestId: 'more', maxInputTokens: 1_000, maxDelayMs: MINUTE});
  await storeDraft(sql, answer('more', runId, 0, 3_000), {atMs: NOON});
  expect(await ask()).toMatchObject({untilMs: NOON + 7 * SECOND});
});

test('an interactive answer gives nothing back to batch calls, which it took nothing from', async () => {
  const {ask, runId} = await givenCaller({...tokens, headroomShare: 0.5});
  await ask({maxInputTokens: 1_000});
  await ask({requestId: 'a', maxInputTokens: 1_000, isInteractive: true});
  await storeDraft(sql, answer('a', runId, 0, 0), {atMs: NOON});
  expect(await sql`select token_level, batch_token_level from preheat.model_limit`).toEqual([
    {tokenLevel: 1_000, batchTokenLevel: 1_000},
  ]);
});

test('a call that was not paid for gives its tokens back, a lost one does not', async () => {
  const {ask} = await givenCaller({...tokens, headroomShare: 0.5});
  const size = {maxInputTokens: 1_000, maxDelayMs: MINUTE};
  await ask({...size, requestId: 'lost'});
  await ask({...size, requestId: 'refused'});
  await ask({...size, requestId: 'refused too', isInteractive: true});
  const levels = () => sql`select token_level, batch_token_level from preheat.model_limit`;
  expect(await levels()).toEqual([{tokenLevel: 3_000, batchTokenLevel: 2_000}]);
  await settleLost(sql, 'lost');
  await releaseReservation(sql, 'refused');
  await releaseReservation(sql, 'refused too');
  expect(await levels()).toEqual([{tokenLevel: 1_000, batchTokenLevel: 1_000}]);
});

test('tokens that are given back while another call takes some are not forgotten', async () => {
  const {ask} = await givenCaller(tokens);
  // Of another run and another day: only the row of the model is common to both.
  await ask({requestId: 'yesterday', maxInputTokens: 9_000, atMs: NOON - 24 * 60 * MINUTE});
  await sql`update preheat.model_limit set levels_at = ${new Date(NOON)}`;
  const other = await givenRun(sql, {workflowId: 'other'});
  let second: ReturnType<typeof reserve> | undefined;
  await inTransaction(sql, async db => {
    await releaseReservation(db, 'yesterday');
    second = ask({maxInputTokens: 1_000, runId: other, maxDelayMs: MINUTE});
    await untilWaiting(sql);
  });
  expect(await second).toEqual({kind: 'reserved', delayMs: 0});
  expect(await sql`select token_level from preheat.model_limit`).toEqual([{tokenLevel: 1_000}]);
});

test('a call gives back no tokens that it did not take', async () => {
  const {ask, runId} = await givenCaller();
  await ask({requestId: 'refused', maxInputTokens: 50_000});
  await ask({requestId: 'answered', maxInputTokens: 50_000});
  await ask({maxInputTokens: 1_000, limits: limited(tokens)});
  await releaseReservation(sql, 'refused');
  await storeDraft(sql, answer('answered', runId), {atMs: NOON});
  expect(await ask({limits: limited(tokens)})).toMatchObject({untilMs: NOON + SECOND});
});

test.each([
  ['than the batch share', 800],
  ['than the whole minute', 5_000],
])(
  'a batch call of more tokens %s is not held up for ever: it goes once the minute is drained',
  async (_, size) => {
    const {ask} = await givenCaller({inputTokensPerMinute: 1_000, headroomShare: 0.5});
    expect(await ask({maxInputTokens: 100})).toMatchObject({kind: 'reserved'});
    const waiting = await ask({maxInputTokens: size});
    // 100 tokens at 500 a minute.
    expect(waiting).toMatchObject({kind: 'wait', cause: 'minute_quota', untilMs: NOON + 12 * SECOND});
    expect(await ask({maxInputTokens: size, atMs: NOON + 12 * SECOND})).toMatchObject({kind: 'reserved'});
  },
);

// Limits in force

test('the database’s settings go before the configuration’s', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 600, requestsPerDay: 100, headroomShare: 0.5});
  await setLimits(sql, {
    model: 'gemini',
    requestsPerMinute: 60,
    requestsPerDay: 3,
    burstRequests: 2,
    headroomShare: 0,
  });
  await ask();
  await ask();
  expect(await ask()).toMatchObject({cause: 'minute_quota', untilMs: NOON + SECOND});
  await ask({atMs: NOON + SECOND});
  expect(await ask({atMs: NOON + SECOND})).toMatchObject({cause: 'day_quota'});
});

test('a setting of tokens goes before the configuration’s, and paces where that has none', async () => {
  const {ask} = await givenCaller();
  await setLimits(sql, {model: 'gemini', inputTokensPerMinute: 60_000});
  await ask({maxInputTokens: 1_000});
  expect(await ask()).toMatchObject({untilMs: NOON + SECOND});
});

test('what a refusal named is in force for a day where it is lower, and is said to be the provider’s', async () => {
  const {ask} = await givenCaller({requestsPerMinute: 60, inputTokensPerMinute: 1_000});
  const learnt = {requestsPerMinute: 6, inputTokensPerMinute: 5_000, requestsPerDay: 2};
  await blockModel(sql, {...BLOCK, untilMs: NOON, learnt});
  await sql`update preheat.model_limit set ramp_limit = null`;
  await ask({maxInputTokens: 1});
  expect(await ask({maxInputTokens: 1})).toMatchObject({
    untilMs: NOON + 10 * SECOND,
    message: expect.stringContaining('6 requests a minute, as the provider says'),
  });
  await ask({maxInputTokens: 500, atMs: NOON + MINUTE});
  expect(await ask({atMs: NOON + MINUTE})).toMatchObject({
    cause: 'day_quota',
    message: expect.stringContaining('it has 2 requests a day, as the provider says'),
  });
  const dayAfter = NOON + 24 * 60 * MINUTE;
  await ask({maxInputTokens: 1, atMs: dayAfter});
  expect(await ask({maxInputTokens: 1, atMs: dayAfter})).toMatchObject({
    untilMs: dayAfter + SECOND,
    message: expect.not.stringContaining('as the provider says'),
  });
});

test('learnt tokens are in force where they are lower', async () => {
  const {ask} = await givenCaller({inputTokensPerMinute: 60_000});
  await blockModel(sql, {...BLOCK, untilMs: NOON, learnt: {inputTokensPerMinute: 6_000}});
  await sql`update preheat.model_limit set ramp_limit = null`;
  await ask({maxInputTokens: 1_000});
  expect(await ask()).toMatchObject({
    untilMs: NOON + 10 * SECOND,
    message: expect.stringContaining('6,000 input tokens a minute, as the provider says'),
  });
});

// Settling

test('a reservation that is released is room again; releasing it twice gives back no more', async () => {
  const {runId, ask} = await givenCaller({}, {maxUsd: 1});
  await ask({requestId: 'a', maxUsd: 0.4});
  await ask({requestId: 'b', maxUsd: 0.5});
  await releaseReservation(sql, 'a');
  await releaseReservation(sql, 'a');
  expect(await money(runId)).toEqual({spentUsd: 0, reservedUsd: 0.5, held: ['b']});
  expect(await used()).toMatchObject([
    {model: '*', requestCount: 2, reservedUsd: 0.5, batchReservedUsd: 0.5, spentUsd: 0},
    {model: 'gemini', requestCount: 2, reservedUsd: 0.5, batchReservedUsd: 0.5, spentUsd: 0},
  ]);
});

test('a lost call counts as spent with all that it had reserved, and once', async () => {
  const {runId, ask} = await givenCaller({}, {maxUsd: 1});
  await ask({requestId: 'a', maxUsd: 0.4});
  await ask({requestId: 'b', maxUsd: 0.5, isInteractive: true});
  await settleLost(sql, 'a');
  await settleLost(sql, 'a');
  expect(await money(runId)).toEqual({spentUsd: 0.4, reservedUsd: 0.5, held: ['b']});
  expect(await sql`select lost_call_count, lost_usd from preheat.run where run_id = ${runId}`).toEqual([
    {lostCallCount: 1, lostUsd: 0.4},
  ]);
  expect((await used())[1]).toEqual({
    model: 'gemini',
    requestCount: 2,
    batchRequestCount: 1,
    reservedUsd: 0.5,
    batchReservedUsd: 0,
    spentUsd: 0.4,
    batchSpentUsd: 0.4,
  });
});

test('an answer is charged to the day on which its call began', async () => {
  const {ask, runId} = await givenCaller();
  await ask({requestId: 'a', maxUsd: 0.4, atMs: MIDNIGHT - 1, isInteractive: true});
  await storeDraft(sql, answer('a', runId), {atMs: MIDNIGHT});
  expect((await used(MIDNIGHT - 1))[1]).toEqual({
    model: 'gemini',
    requestCount: 1,
    batchRequestCount: 0,
    reservedUsd: 0,
    batchReservedUsd: 0,
    spentUsd: 0.25,
    batchSpentUsd: 0,
  });
  expect(await used(MIDNIGHT)).toEqual([]);
});

test('an answer without a reservation is charged to the day on which it came', async () => {
  const {runId} = await givenCaller();
  await storeDraft(sql, answer('a', runId), {atMs: MIDNIGHT});
  expect(await used(MIDNIGHT)).toMatchObject([
    {model: '*', spentUsd: 0.25},
    {model: 'gemini', spentUsd: 0.25},
  ]);
});

test('a second answer frees what was reserved anew for it, and charges nothing', async () => {
  const {ask, runId} = await givenCaller();
  await ask({requestId: 'a'});
  await storeDraft(sql, answer('a', runId), {atMs: NOON});
  await ask({requestId: 'a', maxUsd: 0.5});
  await storeDraft(sql, answer('a', runId), {atMs: NOON});
  await storeDraft(sql, answer('a', runId), {atMs: NOON});
  expect(await money(runId)).toEqual({spentUsd: 0.25, reservedUsd: 0, held: []});
  expect(await used()).toMatchObject([
    {spentUsd: 0.25, reservedUsd: 0},
    {spentUsd: 0.25, reservedUsd: 0},
  ]);
});

test('the tokens of what ran out stay taken', async () => {
  const {ask} = await givenCaller(tokens);
  await ask({maxInputTokens: 1_000});
  expect(await settleExpired(sql, {atMs: NOON + MINUTE})).toBe(1);
  expect(await ask()).toMatchObject({untilMs: NOON + SECOND});
});

test('what ran out counts as lost, of each run, day and model; the rest stays', async () => {
  const {ask, runId} = await givenCaller(tokens);
  const other = await givenRun(sql, {workflowId: 'other'});
  await ask({maxUsd: 1, leaseMs: MINUTE});
  await ask({maxUsd: 2, leaseMs: MINUTE, runId: other, model: 'b', isInteractive: true, atMs: MIDNIGHT});
  await ask({maxUsd: 4, leaseMs: MINUTE, runId: other, model: 'c', atMs: MIDNIGHT});
  await ask({requestId: 'stays', maxUsd: 8, leaseMs: MINUTE + 1, model: 'd', atMs: MIDNIGHT});

  expect(await settleExpired(sql, {atMs: NOON + MINUTE - 1})).toBe(0);
  expect(await settleExpired(sql, {atMs: MIDNIGHT + MINUTE})).toBe(3);
  expect(await settleExpired(sql, {atMs: MIDNIGHT + MINUTE})).toBe(0);

  expect(await money(runId)).toEqual({spentUsd: 1, reservedUsd: 8, held: ['stays']});
  expect(await money(other)).toEqual({spentUsd: 6, reservedUsd: 0, held: []});
  expect(await sql`select lost_call_count, lost_usd from preheat.run order by run_id`).toEqual([
    {lostCallCount: 1, lostUsd: 1},
    {lostCallCount: 2, lostUsd: 6},
  ]);
  expect((await used()).map(row => [row.model, row.reservedUsd, row.spentUsd])).toEqual([
    ['*', 0, 1],
    ['gemini', 0, 1],
  ]);
  expect(
    (await used(MIDNIGHT)).map(row => [row.model, row.reservedUsd, row.spentUsd, row.batchSpentUsd]),
  ).toEqual([
    ['*', 8, 6, 4],
    ['b', 0, 2, 0],
    ['c', 0, 4, 4],
    ['d', 8, 0, 0],
  ]);
});

test('the end of a run counts what it had reserved as lost, and no other’s; its tokens stay taken', async () => {
  const {ask, runId} = await givenCaller(tokens);
  const other = await givenRun(sql, {workflowId: 'other'});
  await ask({maxUsd: 1, maxInputTokens: 1_000});
  await ask({maxUsd: 2, runId: other, model: 'b'});

  await closeRun(sql, {runId, end: {state: 'stopped', cause: 'cancelled', message: 'By anna.'}});

  expect(await money(runId)).toEqual({spentUsd: 1, reservedUsd: 0, held: []});
  expect(await sql`select lost_call_count, lost_usd from preheat.run order by run_id`).toEqual([
    {lostCallCount: 1, lostUsd: 1},
    {lostCallCount: 0, lostUsd: 0},
  ]);
  expect((await used()).map(row => [row.model, row.reservedUsd, row.spentUsd])).toEqual([
    ['*', 2, 1],
    ['b', 2, 0],
    ['gemini', 0, 1],
  ]);
  expect(await ask({runId: other})).toMatchObject({untilMs: NOON + SECOND});
});

test('an answer that comes after the end of its run is not charged once more', async () => {
  const {ask, runId} = await givenCaller();
  const other = await givenRun(sql, {workflowId: 'other'});
  await ask({requestId: 'a', maxUsd: 1});
  await closeRun(sql, {runId, end: {state: 'lost', message: 'Gone.'}});
  await storeDraft(sql, answer('a', runId), {atMs: MIDNIGHT});

  expect(await sql`select request_id from preheat.draft`).toEqual([{requestId: 'a'}]);
  expect(await money(runId)).toEqual({spentUsd: 1, reservedUsd: 0, held: []});
  expect(await used()).toMatchObject([{spentUsd: 1}, {spentUsd: 1}]);
  expect(await used(MIDNIGHT)).toEqual([]);
  // Of a run that goes on, it is charged.
  await storeDraft(sql, answer('b', other), {atMs: NOON});
  expect(await money(other)).toMatchObject({spentUsd: 0.25});
});

test('an answer that comes while its run ends is charged once, by the one who settles first', async () => {
  const {ask, runId} = await givenCaller();
  await ask({requestId: 'a', maxUsd: 1});
  let late: Promise<unknown> | undefined;
  await inTransaction(sql, async db => {
    await closeRun(db, {runId, end: {state: 'lost', message: 'Gone.'}});
    late = storeDraft(sql, answer('a', runId), {atMs: NOON});
    await untilWaiting(sql);
  });
  await late;
  expect(await money(runId)).toEqual({spentUsd: 1, reservedUsd: 0, held: []});
});

test.each<[string, (runId: number) => Promise<unknown>]>([
  ['the end of a run', runId => closeRun(sql, {runId, end: {state: 'finished'}})],
  ['the settling of what ran out', () => settleExpired(sql, {atMs: NOON + MINUTE})],
])('%s waits for no reservation that somebody else has in hand', async (_, settle) => {
  const {ask, runId} = await givenCaller();
  await ask({requestId: 'a', maxUsd: 1});
  await ask({requestId: 'b', maxUsd: 2});
  await inTransaction(sql, async db => {
    await db`select from preheat.reservation where request_id = 'a' for update`;
    await settle(runId);
    await releaseReservation(db, 'a');
  });
  expect(await money(runId)).toEqual({spentUsd: 2, reservedUsd: 0, held: []});
});

test('the end of a run leaves what is being settled to who settles it', async () => {
  const {ask, runId} = await givenCaller();
  await ask({requestId: 'a', maxUsd: 1});
  await ask({requestId: 'b', maxUsd: 2});
  let closing: Promise<void> | undefined;
  await inTransaction(sql, async db => {
    await settleLost(db, 'a');
    closing = closeRun(sql, {runId, end: {state: 'finished'}});
    await untilWaiting(sql);
  });
  await closing;
  expect(await money(runId)).toEqual({spentUsd: 3, reservedUsd: 0, held: []});
  expect(await sql`select lost_call_count from preheat.run`).toEqual([{lostCallCount: 2}]);
});

test('a run that is ending counts what was reserved while it waited', async () => {
  const {ask, runId} = await givenCaller();
  await ask({maxUsd: 1});
  let closing: Promise<void> | undefined;
  await inTransaction(sql, async db => {
    await reserve(db, call({requestId: 'late', runId, maxUsd: 2, atMs: NOON}));
    closing = closeRun(sql, {runId, end: {state: 'finished'}});
    await untilWaiting(sql);
  });
  await closing;
  expect(await money(runId)).toEqual({spentUsd: 3, reservedUsd: 0, held: []});
  expect((await used())[0]).toMatchObject({reservedUsd: 0, spentUsd: 3});
});

test('without a time of its own, the database’s clock is used', async () => {
  const runId = await givenRun(sql);
  const [{nowMs}] = await sql<
    [{nowMs: number}]
  >`select extract(epoch from clock_timestamp()) * 1000 as now_ms`;
  const limits = limited({requestsPerMinute: 1});
  const reserveNow = (requestId: string) =>
    reserve(sql, call({requestId, runId, leaseMs: 0, limits, maxDelayMs: MINUTE}));
  expect(await reserveNow('a')).toEqual({kind: 'reserved', delayMs: 0});
  const [{startMs}] = await sql<
    [{startMs: number}]
  >`select extract(epoch from starts_at) * 1000 as start_ms from preheat.reservation`;
  expect(startMs).toBeGreaterThanOrEqual(nowMs);
  const next = await reserveNow('b');
  const delayMs = next.kind === 'reserved' ? next.delayMs : 0;
  // What is left of the minute when the answer comes, not when the statement began.
  const [{leftMs}] = await sql<[{leftMs: number}]>`
    select extract(epoch from starts_at - clock_timestamp()) * 1000 as left_ms from preheat.reservation where request_id = 'b'
  `;
  expect(delayMs).toBeGreaterThanOrEqual(leftMs);
  expect(delayMs).toBeLessThan(MINUTE);
  await releaseReservation(sql, 'b');
  expect((await usageToday(sql))[0]).toMatchObject({requestCount: 2});
  expect(await settleExpired(sql)).toBe(1);
});

test('what was used on days of long ago is forgotten after 400 of them, of all models', async () => {
  await sql`
    insert into preheat.usage_day (pacific_day, model)
    select date '2026-11-24' - daysAgo, model
    from unnest(array[0, 400, 401, 900]) daysAgo, unnest(array['*', 'gemini']) model
  `;
  await settleExpired(sql, {atMs: NOON});
  expect(await sql`select pacific_day::text as day, model from preheat.usage_day order by 1, 2`).toEqual([
    {day: '2025-10-20', model: '*'},
    {day: '2025-10-20', model: 'gemini'},
    {day: '2026-11-24', model: '*'},
    {day: '2026-11-24', model: 'gemini'},
  ]);
});

test('days that another worker forgets are not waited for', async () => {
  await sql`insert into preheat.usage_day (pacific_day, model) values ('2020-01-01', '*'), ('2020-01-02', '*')`;
  await inTransaction(sql, async db => {
    await db`select 1 from preheat.usage_day where pacific_day = '2020-01-01' for update`;
    await settleExpired(sql, {atMs: NOON});
    expect(await db`select pacific_day::text as day from preheat.usage_day`).toEqual([{day: '2020-01-01'}]);
  });
});
