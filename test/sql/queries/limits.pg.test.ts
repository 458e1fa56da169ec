import {beforeEach, expect, test} from 'vitest';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {
  blockModel,
  noteFailure,
  readLimits,
  resetLimits,
  setLimits,
  usageToday,
} from '../../../sql/queries/limits.ts';
import {reserve} from '../../../sql/queries/reservations.ts';
import {storedLimits, UNLIMITED} from '../../domain/limits-givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {call, givenCells, givenRun, newDraft} from '../givens.ts';

const {sql} = await testDatabase();
await givenCells(sql, 'One');
const runId = await givenRun(sql);
beforeEach(async () => {
  await sql`delete from preheat.draft`;
  await sql`delete from preheat.reservation`;
  await sql`delete from preheat.usage_day`;
  await sql`delete from preheat.model_limit`;
});

const NOON = Date.parse('2026-11-24T20:00:00Z');
const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const NOTHING = storedLimits();

const BLOCK = {
  model: 'gemini',
  cause: 'minute_quota' as const,
  untilMs: NOON + MINUTE,
  message: 'Slow down.',
  limits: UNLIMITED,
  atMs: NOON,
};

const fail = (atMs: number, message = 'Overloaded.') => noteFailure(sql, {model: 'gemini', message, atMs});

/** `count` failures at one time; what the last one said. */
async function failures(count: number, atMs: number) {
  let block = null;
  for (let n = 0; n < count; n++) block = await fail(atMs);
  return block;
}

let answerCount = 0;
async function succeed(atMs: number): Promise<void> {
  const requestId = `a${++answerCount}`;
  await storeDraft(sql, newDraft({requestId, cellId: 1, runId}), {atMs});
}

// Settings

test('what is set is read, and what is not named stays', async () => {
  await setLimits(sql, {model: 'gemini', requestsPerMinute: 10, headroomShare: 0.25, burstRequests: 3});
  await setLimits(sql, {
    model: 'gemini',
    requestsPerMinute: null,
    inputTokensPerMinute: 1_000,
    requestsPerDay: 20,
  });
  await setLimits(sql, {model: '*', maxUsdPerDay: 1.5});
  await setLimits(sql, {model: 'gemini'});
  expect(await readLimits(sql)).toEqual([
    {...NOTHING, model: '*', maxUsdPerDay: 1.5},
    {...NOTHING, headroomShare: 0.25, burstRequests: 3, inputTokensPerMinute: 1_000, requestsPerDay: 20},
  ]);
});

test.each([
  {requestsPerMinute: 0},
  {inputTokensPerMinute: 0},
  {requestsPerDay: 0},
  {burstRequests: 0},
  {headroomShare: -0.1},
  {headroomShare: 1},
  {maxUsdPerDay: 1},
])('the database refuses %o of a model', async change => {
  await expect(setLimits(sql, {model: 'gemini', ...change})).rejects.toThrow('check');
});

test.each([
  {maxUsdPerDay: 0},
  {requestsPerMinute: 1},
  {inputTokensPerMinute: 1},
  {requestsPerDay: 1},
  {burstRequests: 1},
  {headroomShare: 0},
])('the database refuses %o of all models', async change => {
  await expect(setLimits(sql, {model: '*', ...change})).rejects.toThrow('check');
});

test('what a person sets takes the place of what was learnt of it alone', async () => {
  await blockModel(sql, {
    ...BLOCK,
    learnt: {requestsPerMinute: 5, inputTokensPerMinute: 6, requestsPerDay: 7},
  });
  await setLimits(sql, {model: 'gemini', requestsPerMinute: 100, requestsPerDay: 50});
  expect(await readLimits(sql)).toMatchObject([
    {learntRequestsPerMinute: null, learntInputTokensPerMinute: 6, learntRequestsPerDay: null},
  ]);
  await setLimits(sql, {model: 'gemini', inputTokensPerMinute: null});
  expect(await readLimits(sql)).toMatchObject([{learntInputTokensPerMinute: null}]);
});

test('a reset goes back to the configuration and lifts the block of that model; the minute stays used', async () => {
  const limits = {...UNLIMITED, requestsPerMinute: 60};
  await reserve(sql, call({requestId: 'a', runId, limits, atMs: NOON}));
  for (const model of ['gemini', 'other']) {
    await setLimits(sql, {
      model,
      requestsPerMinute: 10,
      inputTokensPerMinute: 5,
      requestsPerDay: 5,
      headroomShare: 0.5,
      burstRequests: 2,
    });
    await blockModel(sql, {
      ...BLOCK,
      model,
      learnt: {requestsPerMinute: 5, inputTokensPerMinute: 6, requestsPerDay: 7},
    });
  }
  await setLimits(sql, {model: '*', maxUsdPerDay: 1});
  await resetLimits(sql, 'gemini');
  await resetLimits(sql, '*');
  expect(await readLimits(sql)).toMatchObject([
    {...NOTHING, model: '*'},
    NOTHING,
    {model: 'other', requestsPerMinute: 10, blockedCause: 'minute_quota'},
  ]);
  expect(await reserve(sql, call({requestId: 'b', runId, limits, atMs: NOON}))).toMatchObject({
    untilMs: NOON + SECOND,
  });
});

test('a reset forgets the outage and the failures that were counted', async () => {
  await failures(5, NOON);
  await resetLimits(sql, 'gemini');
  expect(await failures(4, NOON)).toBeNull();
  await resetLimits(sql, 'gemini');
  expect(await failures(4, NOON)).toBeNull();
});

test('a day’s use is that of its quota day', async () => {
  const midnight = Date.parse('2026-11-25T08:00:00Z');
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 0.5, atMs: midnight - 1}));
  await reserve(sql, call({requestId: 'b', runId, maxUsd: 0.25, isInteractive: true, atMs: midnight - 1}));
  const used = {
    requestCount: 2,
    batchRequestCount: 1,
    reservedUsd: 0.75,
    batchReservedUsd: 0.5,
    spentUsd: 0,
    batchSpentUsd: 0,
  };
  expect(await usageToday(sql, {atMs: midnight - 1})).toEqual([
    {model: '*', ...used},
    {model: 'gemini', ...used},
  ]);
  expect(await usageToday(sql, {atMs: midnight})).toEqual([]);
});

// Refusals

test('a refusal blocks its model until a time, and begins it again with one call', async () => {
  expect(await blockModel(sql, BLOCK)).toEqual({
    cause: 'minute_quota',
    untilMs: NOON + MINUTE,
    message: 'Slow down.',
    lowered: [],
  });
  expect(await readLimits(sql)).toEqual([
    {
      ...NOTHING,
      blockedUntil: new Date(NOON + MINUTE),
      blockedCause: 'minute_quota',
      blockedMessage: 'Slow down.',
      rampLimit: 1,
    },
  ]);
});

test('of two blocks the longer one stays with its cause; either begins with one call', async () => {
  const day = {...BLOCK, cause: 'day_quota' as const, untilMs: NOON + DAY, message: 'Tomorrow.'};
  await blockModel(sql, BLOCK);
  await sql`update preheat.model_limit set ramp_limit = 9`;
  expect(await blockModel(sql, day)).toMatchObject({
    cause: 'day_quota',
    untilMs: NOON + DAY,
    message: 'Tomorrow.',
  });
  expect(await readLimits(sql)).toMatchObject([{rampLimit: 1}]);
  await sql`update preheat.model_limit set ramp_limit = 9`;
  expect(await blockModel(sql, BLOCK)).toMatchObject({
    cause: 'day_quota',
    untilMs: NOON + DAY,
    message: 'Tomorrow.',
  });
  expect(await readLimits(sql)).toMatchObject([{rampLimit: 1, blockedCause: 'day_quota'}]);
});

test('limits that a refusal names only ever lower what is in force, and it says which', async () => {
  const limits = {...UNLIMITED, requestsPerMinute: 60, inputTokensPerMinute: 1_000};
  const learn = (learnt: object, atMs = NOON) => blockModel(sql, {...BLOCK, limits, learnt, atMs});
  expect(await learn({requestsPerMinute: 10, inputTokensPerMinute: 2_000, requestsPerDay: 20})).toMatchObject(
    {
      lowered: [
        {name: 'requestsPerMinute', from: 60, to: 10},
        {name: 'requestsPerDay', from: null, to: 20},
      ],
    },
  );
  expect(await learn({requestsPerMinute: 11}, NOON + MINUTE)).toMatchObject({lowered: []});
  expect(await learn({requestsPerMinute: 9}, NOON + 2 * MINUTE)).toMatchObject({
    lowered: [{name: 'requestsPerMinute', from: 10, to: 9}],
  });
  expect(await readLimits(sql)).toMatchObject([
    {
      learntRequestsPerMinute: 9,
      learntInputTokensPerMinute: 2_000,
      learntRequestsPerDay: 20,
      learntAt: new Date(NOON + 2 * MINUTE),
    },
  ]);
});

test('a refusal that names no limit leaves what was learnt, and its age', async () => {
  await blockModel(sql, {...BLOCK, learnt: {requestsPerMinute: 10}});
  await blockModel(sql, {...BLOCK, atMs: NOON + MINUTE});
  expect(await readLimits(sql)).toMatchObject([{learntRequestsPerMinute: 10, learntAt: new Date(NOON)}]);
});

test('what was learnt a day ago gives way to what is learnt now, all of it', async () => {
  await blockModel(sql, {
    ...BLOCK,
    learnt: {requestsPerMinute: 10, requestsPerDay: 20, inputTokensPerMinute: 5},
  });
  const {lowered} = await blockModel(sql, {...BLOCK, atMs: NOON + DAY, learnt: {requestsPerMinute: 30}});
  expect(lowered).toEqual([{name: 'requestsPerMinute', from: null, to: 30}]);
  expect(await readLimits(sql)).toMatchObject([
    {
      learntRequestsPerMinute: 30,
      learntInputTokensPerMinute: null,
      learntRequestsPerDay: null,
      learntAt: new Date(NOON + DAY),
    },
  ]);
});

// Failures

test('five failures within a minute open the breaker with the last one’s words', async () => {
  expect(await failures(4, NOON)).toBeNull();
  expect(await fail(NOON + MINUTE - 1, 'Down.')).toEqual({
    cause: 'provider_down',
    untilMs: NOON + 2 * MINUTE - 1,
    message: 'Down.',
  });
  expect(await readLimits(sql)).toMatchObject([{blockedCause: 'provider_down', rampLimit: 1}]);
});

test('failures of one minute do not count in the next', async () => {
  await failures(4, NOON);
  expect(await failures(4, NOON + MINUTE)).toBeNull();
  expect(await fail(NOON + MINUTE)).not.toBeNull();
});

test('fewer failures than successes open nothing; as many do', async () => {
  await fail(NOON);
  for (let n = 0; n < 6; n++) await succeed(NOON + 1);
  expect(await failures(4, NOON + 2)).toBeNull();
  expect(await fail(NOON + 2)).not.toBeNull();
});

test('successes of an earlier minute do not count', async () => {
  await fail(NOON);
  for (let n = 0; n < 6; n++) await succeed(NOON + 1);
  await succeed(NOON + MINUTE);
  expect(await failures(5, NOON + MINUTE)).not.toBeNull();
});

test('failures of calls that were sent before a block only learn of it', async () => {
  await blockModel(sql, BLOCK);
  expect(await failures(6, NOON + MINUTE - 1)).toEqual({
    cause: 'minute_quota',
    untilMs: NOON + MINUTE,
    message: 'Slow down.',
  });
  expect(await failures(4, NOON + MINUTE)).toBeNull();
});

test('an outage that goes on blocks twice as long each time, up to a quarter of an hour', async () => {
  let atMs = NOON;
  await failures(4, atMs);
  const blockedMinutes = [];
  for (let n = 0; n < 6; n++) {
    const block = await fail(atMs);
    blockedMinutes.push(((block?.untilMs ?? 0) - atMs) / MINUTE);
    atMs = block?.untilMs ?? 0;
  }
  expect(blockedMinutes).toEqual([1, 2, 4, 8, 15, 15]);
});

test('a success after the block ends the outage; one during it does not', async () => {
  const first = await failures(5, NOON);
  await succeed(NOON + 1);
  const second = await fail(first!.untilMs);
  expect(second?.untilMs).toBe(first!.untilMs + 2 * MINUTE);
  await succeed(second!.untilMs);
  expect(await failures(4, second!.untilMs)).toBeNull();
  expect(await fail(second!.untilMs)).toMatchObject({untilMs: second!.untilMs + MINUTE});
});

test('the failures of a model are its own', async () => {
  await failures(4, NOON);
  expect(await noteFailure(sql, {model: 'other', message: '', atMs: NOON})).toBeNull();
});

test('without a time of its own, the database’s clock is used', async () => {
  const [{nowMs}] = await sql<
    [{nowMs: number}]
  >`select extract(epoch from clock_timestamp()) * 1000 as now_ms`;
  for (let n = 0; n < 4; n++) await noteFailure(sql, {model: 'gemini', message: ''});
  const block = await noteFailure(sql, {model: 'gemini', message: ''});
  expect(block?.untilMs).toBeGreaterThanOrEqual(nowMs + MINUTE - 1);
  const {atMs: _, ...now} = BLOCK;
  await blockModel(sql, {...now, learnt: {requestsPerDay: 1}});
  expect((await readLimits(sql))[0]?.learntAt?.getTime()).toBeGreaterThanOrEqual(Math.floor(nowMs));
});
