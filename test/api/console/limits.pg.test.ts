import {beforeEach, expect, test} from 'vitest';
import type {ConsoleCommands} from '../../../api/console/commands.ts';
import {blockModel, readLimits, setLimits} from '../../../sql/queries/limits.ts';
import {reserve} from '../../../sql/queries/reservations.ts';
import {UNLIMITED} from '../../domain/limits-givens.ts';
import {call, emptyTables, givenCells, givenRun} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';
import {commandsOn, MODEL} from './commands-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
});

async function given(model: Partial<ConsoleCommands['model']> | null = {}) {
  const commands = model && commandsOn(sql, {model: {...MODEL, ...model}});
  const url = await givenServer({pool: sql, ...(commands && {commands})});
  const {email, userId} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string) => {
    const {data, errors} = await ask(url, query, {headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {request, userId};
}

const ORIGIN = 'configured set learnt inForce source';
const USE = 'used usedByRuns reserved keptForPeople leftForRuns';
const limit = (name: string) => `{ limits { ${name} { ${ORIGIN} ${USE} } } }`;

const configured = {...UNLIMITED, requestsPerMinute: 600, requestsPerDay: 100, headroomShare: 0.25};

test('limits a day tell what is used, by whom, what is set aside, and what is left to runs', async () => {
  const runId = await givenRun(sql);
  const limits = {...configured, maxUsdPerDay: 10};
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 2, limits}));
  await reserve(sql, call({requestId: 'b', runId, maxUsd: 1, isInteractive: true, limits}));
  const {request} = await given({limits});

  expect(await request(limit('requestsPerDay'))).toEqual({
    requestsPerDay: {
      configured: 100,
      set: null,
      learnt: null,
      inForce: 100,
      source: 'environment',
      used: 2,
      usedByRuns: 1,
      reserved: 2,
      keptForPeople: 25,
      leftForRuns: 74,
    },
  });
  expect(await request(limit('usdPerDay'))).toEqual({
    usdPerDay: {
      configured: 10,
      set: null,
      learnt: null,
      inForce: 10,
      source: 'environment',
      used: 0,
      usedByRuns: 0,
      reserved: 3,
      keptForPeople: 2.5,
      leftForRuns: 5.5,
    },
  });
  expect(
    await request('{ limits { model emulated reservations { count interactiveCount inputTokens usd } } }'),
  ).toEqual({
    model: 'gemini',
    emulated: false,
    reservations: {count: 2, interactiveCount: 1, inputTokens: 200, usd: 3},
  });
});

test('limits a minute tell what was sent in the last one, and when their pace has drained', async () => {
  const runId = await givenRun(sql);
  await reserve(sql, call({requestId: 'a', runId, limits: configured}));
  const {request} = await given({limits: configured});

  const limits = await request(
    `{ limits { requestsPerMinute { ${ORIGIN} ${USE} resetsAt } requestsPerDay { resetsAt } } }`,
  );
  expect(limits?.['requestsPerMinute']).toEqual({
    configured: 600,
    set: null,
    learnt: null,
    inForce: 600,
    source: 'environment',
    used: 1,
    usedByRuns: null,
    reserved: 1,
    keptForPeople: 150,
    leftForRuns: 450,
    // A tenth of a second: it may have drained by now.
    resetsAt: expect.toSatisfy(at => at === null || !Number.isNaN(Date.parse(String(at)))) as unknown,
  });
  // Midnight in Los Angeles.
  expect(limits?.['requestsPerDay']?.['resetsAt']).toMatch(/T0[78]:00:00\.000Z$/);
});

test('a refusal teaches a limit, with what it said, and holds the model back', async () => {
  const untilMs = Date.now() + 60_000;
  await blockModel(sql, {
    model: 'gemini',
    cause: 'minute_quota',
    untilMs,
    message: 'Too many.',
    limits: configured,
    learnt: {requestsPerMinute: 20},
  });
  const {request} = await given({limits: configured});
  const document = `{ limits { learntFrom requestsPerMinute { ${ORIGIN} learntAt learntUntil }
    breaker { isOpen cause causeText message until rampLimit } } }`;

  expect(await request(document)).toEqual({
    learntFrom: 'Too many.',
    requestsPerMinute: {
      configured: 600,
      set: null,
      learnt: 20,
      inForce: 20,
      source: 'learnt',
      learntAt: expect.any(String) as unknown,
      learntUntil: expect.any(String) as unknown,
    },
    breaker: {
      isOpen: true,
      cause: 'minute_quota',
      causeText: "The model provider's quota for this minute is used up; it goes on by itself.",
      message: 'Too many.',
      until: new Date(untilMs).toISOString(),
      rampLimit: 1,
    },
  });
  await sql`update preheat.model_limit set blocked_until = now() - interval '1 second'`;
  expect(await request('{ limits { breaker { isOpen rampLimit } } }')).toEqual({
    breaker: {isOpen: false, rampLimit: 1},
  });
  await sql`update preheat.model_limit set ramp_limit = null`;
  expect(await request('{ limits { breaker { isOpen } } }')).toEqual({breaker: null});
});

test('prices come with their date and source, a shutdown with a warning', async () => {
  const {request} = await given({name: 'gemini-2.5-flash', serviceTier: 'flex'});
  const document = `{ limits { prices { serviceTier asOf source prices { from isInForce inputUsdPerMillion } }
    shutdown { model date isNear warning } calibration { runCount usdWithinCount minutesWithinCount } } }`;

  expect(await request(document)).toEqual({
    prices: {
      serviceTier: 'flex',
      asOf: '2026-11-24',
      source: expect.stringContaining("the provider's list") as unknown,
      prices: [{from: null, isInForce: true, inputUsdPerMillion: 0.15}],
    },
    shutdown: {
      model: 'gemini-2.5-flash',
      date: '2026-12-01',
      isNear: true,
      warning: expect.stringContaining('Set GEMINI_MODEL to another one') as unknown,
    },
    calibration: {runCount: 0, usdWithinCount: 0, minutesWithinCount: 0},
  });
});

test('a configured price takes the place of the list, and the emulator is not shut down', async () => {
  const configuredPrice = {inputUsdPerMillion: 1, cachedInputUsdPerMillion: 1, outputUsdPerMillion: 2};
  const {request} = await given({name: 'emulator:gemini-2.5-flash', emulated: true, configuredPrice});

  expect(
    await request(
      '{ limits { emulated prices { asOf source prices { from isInForce outputUsdPerMillion } } shutdown { date } } }',
    ),
  ).toEqual({
    emulated: true,
    prices: {
      asOf: null,
      source: 'GEMINI_INPUT_USD_PER_MILLION and GEMINI_OUTPUT_USD_PER_MILLION',
      prices: [{from: null, isInForce: true, outputUsdPerMillion: 2}],
    },
    shutdown: null,
  });
  // Another model has the list's.
  expect(
    await request(
      '{ limits(model: "emulator:gemini-3.8-flash") { prices { asOf prices { from isInForce } } } }',
    ),
  ).toEqual({
    prices: {
      asOf: '2026-11-24',
      prices: [
        {from: null, isInForce: expect.any(Boolean) as unknown},
        {from: '2027-01-01', isInForce: expect.any(Boolean) as unknown},
      ],
    },
  });
});

const SET = (input: string, more = '') =>
  `mutation { setLimits(input: ${input}${more}) { success message limits { model requestsPerMinute { set } usdPerDay { set } headroomShare { set inForce } burstRequests { inForce } } } }`;

test('limits are set, changed and taken back one by one; what is left out stays; who did is noted', async () => {
  const {request, userId} = await given();

  expect(
    await request(SET('{requestsPerMinute: 30, headroomShare: 0.5, burstRequests: 2, maxUsdPerDay: 7.5}')),
  ).toEqual({
    success: true,
    message: 'The limits are set. They count at once.',
    limits: {
      model: 'gemini',
      requestsPerMinute: {set: 30},
      usdPerDay: {set: 7.5},
      headroomShare: {set: 0.5, inForce: 0.5},
      burstRequests: {inForce: 2},
    },
  });
  await request(SET('{requestsPerMinute: null}', ', reason: " Enough. "'));
  expect(await readLimits(sql)).toMatchObject([
    {model: '*', maxUsdPerDay: 7.5},
    {model: 'gemini', requestsPerMinute: null, headroomShare: 0.5, burstRequests: 2},
  ]);
  expect(
    await sql`select actor, actor_role, action, reason, before, after from preheat.audit_event order by audit_event_id`,
  ).toEqual([
    {
      actor: userId,
      actorRole: 'admin',
      action: 'set_limits',
      reason: null,
      before: {model: '*', maxUsdPerDay: null},
      after: {model: '*', maxUsdPerDay: 7.5},
    },
    expect.objectContaining({
      before: {model: 'gemini', requestsPerMinute: null, headroomShare: null, burstRequests: null},
      after: {model: 'gemini', requestsPerMinute: 30, headroomShare: 0.5, burstRequests: 2},
    }),
    expect.objectContaining({
      reason: 'Enough.',
      before: {model: 'gemini', requestsPerMinute: 30},
      after: {model: 'gemini', requestsPerMinute: null},
    }),
  ]);
});

test('another model has limits of its own', async () => {
  const {request} = await given();

  expect(await request(SET('{requestsPerMinute: 30}', ', model: "other"'))).toMatchObject({
    limits: {model: 'other', requestsPerMinute: {set: 30}},
  });
  expect(await readLimits(sql)).toMatchObject([{model: 'other', requestsPerMinute: 30}]);
});

test('nothing named sets nothing', async () => {
  const {request} = await given();

  expect(await request(SET('{}'))).toMatchObject({
    success: false,
    message: 'Name at least one limit to set.',
  });
  expect(await readLimits(sql)).toEqual([]);
});

test('a learnt limit is forgotten alone, once', async () => {
  const learnt = {requestsPerMinute: 20, requestsPerDay: 50};
  const block = {cause: 'minute_quota', untilMs: Date.now(), message: 'Too many.'} as const;
  await blockModel(sql, {model: 'gemini', ...block, limits: UNLIMITED, learnt});
  const {request} = await given();
  const forget = () =>
    request(
      'mutation { forgetLearntLimit(limit: requests_per_minute, reason: "It was raised.") { success message limits { requestsPerMinute { learnt } requestsPerDay { learnt } } } }',
    );

  expect(await forget()).toEqual({
    success: true,
    message: 'The learnt limit is forgotten.',
    limits: {requestsPerMinute: {learnt: null}, requestsPerDay: {learnt: 50}},
  });
  expect(await forget()).toMatchObject({success: false, message: 'No such limit was learnt.'});
  expect(await sql`select action, reason, before, after from preheat.audit_event`).toEqual([
    {
      action: 'forget_learnt_limit',
      reason: 'It was raised.',
      before: {model: 'gemini', learntRequestsPerMinute: 20},
      after: {model: 'gemini', learntRequestsPerMinute: null},
    },
  ]);
});

test('what a refusal said is told while a limit that it named is in force', async () => {
  const block = {cause: 'minute_quota', untilMs: Date.now(), message: 'Too many.'} as const;
  await blockModel(sql, {model: 'gemini', ...block, limits: UNLIMITED, learnt: {requestsPerMinute: 20}});
  const {request} = await given();
  const told = async () => (await request('{ limits { learntFrom } }'))?.['learntFrom'];
  expect(await told()).toBe('Too many.');

  await sql`update preheat.model_limit set requests_per_minute = 10`;
  expect(await told()).toBe(null);
  await sql`update preheat.model_limit set requests_per_minute = null`;
  expect(await told()).toBe('Too many.');
  await sql`update preheat.model_limit set learnt_at = learnt_at - interval '1 day'`;
  expect(await told()).toBe(null);
});

test('a reset takes back all of the model, and the dollars of all unless a model is named', async () => {
  await setLimits(sql, {model: 'gemini', requestsPerDay: 5});
  await setLimits(sql, {model: '*', maxUsdPerDay: 5});
  const {request} = await given();
  const reset = (args = '') => request(`mutation { resetLimits${args} { success message } }`);

  expect(await reset('(model: "gemini")')).toEqual({
    success: true,
    message: 'The limits of the environment hold again.',
  });
  expect(await readLimits(sql)).toMatchObject([{maxUsdPerDay: 5}, {requestsPerDay: null}]);
  await reset();
  expect(await readLimits(sql)).toMatchObject([{maxUsdPerDay: null}, {requestsPerDay: null}]);
  // Nothing changed for the model the second time: nothing is noted.
  expect(await sql`select after from preheat.audit_event order by audit_event_id`).toEqual([
    {after: {model: 'gemini', requestsPerDay: null}},
    {after: {model: '*', maxUsdPerDay: null}},
  ]);
});

test('a server that makes no lessons has no limits', async () => {
  const {request} = await given(null);

  expect(await request('{ limits { model } }')).toBe(null);
  expect(await request(SET('{burstRequests: 2}'))).toEqual({
    success: false,
    message: 'This server makes no lessons: it has no limits.',
    limits: null,
  });
});

test.each([
  ['{requestsPerMinute: 0}', 'requestsPerMinute: must be from 1 to 2147483647.'],
  ['{headroomShare: 1}', 'headroomShare: must be from 0 to below 1.'],
  ['{headroomShare: -0.1}', 'headroomShare: must be from 0 to below 1.'],
  ['{maxUsdPerDay: 0}', 'maxUsdPerDay: must be above 0.'],
  ['{maxUsdPerDay: 100001}', 'maxUsdPerDay: must be at most 100000.'],
  // The dollars of all models are no model.
  ['{requestsPerMinute: 5}, model: "*"', "model: must be a model's name"],
])('%s is refused', async (input, message) => {
  const commands = commandsOn(sql);
  const url = await givenServer({pool: sql, commands});
  const {email} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};

  const {errors} = await ask(url, SET(input), {headers});
  expect(errors?.[0]?.message).toContain(message);
  expect(await readLimits(sql)).toEqual([]);
});
