import {ApplicationFailure} from '@temporalio/common';
import {expect, test} from 'vitest';
import {createDraftCall} from '../../activities/draft-call.ts';
import type {GeminiOutcome} from '../../activities/gemini/outcome.ts';
import {askingAfter} from '../../domain/asking.ts';
import {wireSchema} from '../../domain/content/index.ts';
import {FAILURE} from '../../domain/failures.ts';
import {estimateMaxUsd} from '../../domain/prices.ts';
import {lessonPrompt, MAX_OUTPUT_TOKENS, PROMPT_VERSION} from '../../domain/prompts/index.ts';
import type {Pool} from '../../sql/client.ts';
import type {UnfinishedDraft} from '../../sql/queries/claims.ts';
import {readLimits} from '../../sql/queries/limits.ts';
import {reserve} from '../../sql/queries/reservations.ts';
import {closeRun} from '../../sql/queries/runs.ts';
import {sampleRequest} from '../domain/content/sample-answers.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {
  CALL_USD,
  type Cell,
  callOf,
  fakeModel,
  givenCell,
  goodAnswer,
  paid,
  PRICE,
  stateOf,
} from './lesson-givens.ts';

const {sql} = await testDatabase();

const request = sampleRequest('mixed');
const {signal} = new AbortController();

function call(cell: Cell, model: ReturnType<typeof fakeModel>, previous: UnfinishedDraft | null = null) {
  const {runId, cellId} = cell;
  const asking = previous ? askingAfter(previous)! : 'first';
  return createDraftCall({pool: sql, model})({
    runId,
    cellId,
    request,
    isInteractive: false,
    asking,
    videoChoice: null,
    previous,
    signal,
  });
}

const charsOf = ({system, user}: {system: string; user: string}): number =>
  system.length + user.length + JSON.stringify(wireSchema('mixed')).length;

async function firstDraft(cell: Cell, answer: GeminiOutcome): Promise<UnfinishedDraft> {
  const outcome = await call(cell, fakeModel([answer]));
  if (outcome.kind !== 'drafted') throw new Error(`There is no draft, but ${outcome.kind}.`);
  return outcome.draft;
}

test.each([
  ['drafted', 'STOP'],
  ['truncated', 'MAX_TOKENS'],
  ['blocked', 'SAFETY'],
  ['empty', 'STOP'],
] as const)('an answer that is %s was paid for: it is stored and charged', async (kind, finishReason) => {
  const cell = await givenCell(sql);
  const outcome = await call(cell, fakeModel([paid(kind, 'text', finishReason)]));

  expect(outcome).toMatchObject({
    kind: 'drafted',
    draft: {
      requestId: `run:${cell.runId}/cell:${cell.cellId}/call:0`,
      callNumber: 0,
      status: 'drafted',
      answerText: 'text',
      finishReason,
      promptVersion: PROMPT_VERSION,
      prompt: lessonPrompt(request).user,
      model: 'fake-1',
      emulated: false,
    },
  });
  const [row] = await sql`
    select prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, answer_text
    from preheat.draft where cell_id = ${cell.cellId}
  `;
  expect(row).toEqual({
    promptTokens: 1000,
    cachedTokens: 0,
    outputTokens: 1500,
    thoughtTokens: 500,
    costUsd: CALL_USD,
    answerText: 'text',
  });
  expect(await stateOf(sql, cell)).toMatchObject({spentUsd: CALL_USD, reservedUsd: 0, reservationCount: 0});
});

test('of two answers to one request one is stored; the other call counts as lost', async () => {
  const cell = await givenCell(sql);
  // Two attempts at once, as when a worker is taken for dead while it is alive.
  const model = fakeModel([paid('drafted', 'late')], {
    async onCall() {
      await call(cell, fakeModel([paid('drafted', 'early')]));
    },
  });

  expect(await call(cell, model)).toMatchObject({draft: {answerText: 'early'}});
  const promptChars = charsOf(lessonPrompt(request));
  const lostUsd = estimateMaxUsd(PRICE, {promptChars, maxOutputTokens: MAX_OUTPUT_TOKENS});
  expect(await stateOf(sql, cell)).toMatchObject({
    spentUsd: expect.closeTo(CALL_USD + lostUsd, 6) as unknown,
    reservedUsd: 0,
    reservationCount: 0,
    drafts: [{callNumber: 0}],
  });
});

test('the most that the call may cost is set aside while it is under way', async () => {
  const cell = await givenCell(sql);
  let during: Awaited<ReturnType<typeof stateOf>> | undefined;
  async function onCall(): Promise<void> {
    during = await stateOf(sql, cell);
  }
  await call(cell, fakeModel([goodAnswer()], {onCall}));

  const promptChars = charsOf(lessonPrompt(request));
  expect(during).toMatchObject({
    reservedUsd: estimateMaxUsd(PRICE, {promptChars, maxOutputTokens: MAX_OUTPUT_TOKENS}),
    reservationCount: 1,
    spentUsd: 0,
  });
});

test('a truncated answer is asked for again with twice the room', async () => {
  const cell = await givenCell(sql);
  const draft = await firstDraft(cell, paid('truncated', '{"title": "cut o', 'MAX_TOKENS'));
  const model = fakeModel([goodAnswer()]);

  expect(await call(cell, model, draft)).toMatchObject({
    draft: {callNumber: 1, requestId: `run:${cell.runId}/cell:${cell.cellId}/call:1`},
  });
  expect(model.calls[0]!.maxOutputTokens).toBe(2 * MAX_OUTPUT_TOKENS);
});

test('the budget counts what the repair may cost, not what the first draft did', async () => {
  const cell = await givenCell(sql, {maxUsd: 0.3});
  const draft = await firstDraft(cell, paid('truncated', '', 'MAX_TOKENS'));

  // The first call fitted; twice the room does not.
  expect(await call(cell, fakeModel([]), draft)).toMatchObject({
    kind: 'stop',
    cause: 'budget',
    message: expect.stringMatching(/up to \$0\.3\d{3}/),
  });
});

test('a budget that is only reserved makes the cell wait; a call that could never fit stops the run', async () => {
  const cell = await givenCell(sql, {maxUsd: 0.3});
  await reserve(sql, callOf(cell, 'in flight', {maxUsd: 0.25}));
  const before = Date.now();

  const waiting = await call(cell, fakeModel([]));
  expect(waiting).toMatchObject({kind: 'wait', cause: 'budget'});
  expect(waiting.kind === 'wait' && waiting.untilMs).toBeGreaterThan(before);

  await sql`update preheat.run set spent_usd = 0.25, reserved_usd = 0`;
  expect(await call(cell, fakeModel([]))).toMatchObject({kind: 'stop', cause: 'budget'});
});

test('a run that has ended makes no call, whatever its budget', async () => {
  const cell = await givenCell(sql, {maxUsd: 100});
  await closeRun(sql, {runId: cell.runId, end: {state: 'finished'}});

  expect(await call(cell, fakeModel([]))).toMatchObject({kind: 'stop'});
});

/** A model of its own: what blocks it must not reach other tests. */
const named = <T extends object>(name: string, model: T) => ({...model, name});

test('what the provider refused is not charged', async () => {
  const cell = await givenCell(sql);
  const refusals: GeminiOutcome[] = [
    {kind: 'wait', cause: 'minute_quota', untilMs: 5, message: 'Slow.'},
    {kind: 'fatal', cause: 'config', message: 'No such model.'},
    {kind: 'invalid', message: 'Too long.'},
  ];
  const outcomes = [];
  for (const refusal of refusals) outcomes.push(await call(cell, named('refusing', fakeModel([refusal]))));

  expect(outcomes).toEqual([
    refusals[0],
    {kind: 'stop', cause: 'config', message: 'No such model.'},
    {kind: 'failed', message: 'Too long.'},
  ]);
  expect(await stateOf(sql, cell)).toMatchObject({
    spentUsd: 0,
    reservedUsd: 0,
    reservationCount: 0,
    drafts: [],
  });
});

test('a call that fails gives its reservation back and says what failed', async () => {
  const cell = await givenCell(sql);
  const failure = ApplicationFailure.create({message: 'No answer.'});

  await expect(call(cell, fakeModel([failure]))).rejects.toBe(failure);
  expect(await stateOf(sql, cell)).toMatchObject({spentUsd: 0, reservedUsd: 0, reservationCount: 0});
});

test('the caller’s cancellation reaches the call', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([goodAnswer()]);
  await call(cell, model);

  expect(model.calls[0]!.signal).toBe(signal);
});

const LOST: GeminiOutcome = {kind: 'lost', message: 'Gemini gave no whole answer within 150 s'};

test('a call without a whole answer may be billed: it counts with all that it had reserved, and is tried again', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([LOST]);

  await expect(call(cell, model)).rejects.toMatchObject({
    type: 'ProviderDown',
    message: expect.stringContaining('within 150 s') as unknown,
  });
  const promptChars = charsOf(model.calls[0]!);
  const maxUsd = estimateMaxUsd(PRICE, {promptChars, maxOutputTokens: MAX_OUTPUT_TOKENS});
  expect(await stateOf(sql, cell)).toMatchObject({spentUsd: maxUsd, reservedUsd: 0, reservationCount: 0});
});

test('a cancelled call is settled before its cancellation goes on', async () => {
  const cell = await givenCell(sql);
  const controller = new AbortController();
  const cancelled = new Error('The worker stops.');
  const model = fakeModel([LOST], {onCall: async () => controller.abort(cancelled)});
  const drafting = createDraftCall({pool: sql, model})({
    ...cell,
    request,
    isInteractive: false,
    asking: 'first',
    videoChoice: null,
    previous: null,
    signal: controller.signal,
  });

  await expect(drafting).rejects.toBe(cancelled);
  const state = await stateOf(sql, cell);
  expect(state.spentUsd).toBeGreaterThan(0);
  expect(state).toMatchObject({reservedUsd: 0, reservationCount: 0});
});

/** The database goes away once, when an answer is to be stored: before it has stored it, or before it could say so. */
function poolThatIsAway(when: 'before' | 'after'): Pool {
  let isAway = true;
  return new Proxy(sql, {
    apply(_, thisArg, args: Parameters<Pool>) {
      const query: unknown = Reflect.apply(sql, thisArg, args);
      if (!isAway || !String(args[0]).includes('insert into preheat.draft')) return query;
      isAway = false;
      const closed = Object.assign(new Error('write CONNECTION_CLOSED'), {code: 'CONNECTION_CLOSED'});
      return (when === 'after' ? (query as Promise<unknown>) : Promise.resolve()).then(() => {
        throw closed;
      });
    },
  });
}

test.each(['before', 'after'] as const)(
  'a database that is away at the moment does not cost the answer (%s it is stored)',
  async when => {
    const cell = await givenCell(sql);
    const model = fakeModel([goodAnswer()]);
    const drafting = createDraftCall({pool: poolThatIsAway(when), model, storePauseMs: 0})({
      ...cell,
      request,
      isInteractive: false,
      asking: 'first',
      videoChoice: null,
      previous: null,
      signal,
    });

    expect(await drafting).toMatchObject({kind: 'drafted'});
    expect(model.calls).toHaveLength(1);
    expect(await stateOf(sql, cell)).toMatchObject({
      spentUsd: CALL_USD,
      reservedUsd: 0,
      reservationCount: 0,
      drafts: [{callNumber: 0}],
    });
    expect(await sql`select lost_call_count from preheat.run where run_id = ${cell.runId}`).toEqual([
      {lostCallCount: 0},
    ]);
  },
);

test('what an attempt that died had reserved counts as lost; the next one reserves anew', async () => {
  const cell = await givenCell(sql);
  await reserve(sql, callOf(cell, `run:${cell.runId}/cell:${cell.cellId}/call:0`));

  await call(cell, fakeModel([goodAnswer()]));
  const state = await stateOf(sql, cell);
  expect(state.spentUsd).toBeCloseTo(0.1 + CALL_USD, 6);
  expect(state).toMatchObject({reservedUsd: 0, reservationCount: 0});
});

test('the room for output is never larger than the models allow', async () => {
  const cell = await givenCell(sql);
  const draft = await firstDraft(cell, paid('truncated', '{"title": "cut o', 'MAX_TOKENS'));
  const model = {...fakeModel([goodAnswer()]), maxOutputTokens: 60_000};

  await call(cell, model, draft);
  expect(model.calls[0]!.maxOutputTokens).toBe(65_536);
});

const LOOP = paid('truncated', `{"title": "${'round and round '.repeat(60)}`, 'MAX_TOKENS');

test('a token loop is asked for once more of the other model, as if it were the first time', async () => {
  const cell = await givenCell(sql);
  const draft = await firstDraft(cell, LOOP);
  const model = fakeModel([], {alternative: [goodAnswer()]});

  expect(await call(cell, model, draft)).toMatchObject({draft: {model: 'fake-2', asking: 'other_model'}});
  expect(model.alternative!.calls[0]).toMatchObject({
    user: lessonPrompt(request).user,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  });
});

test('without another model the same one is asked at another temperature', async () => {
  const cell = await givenCell(sql);
  const draft = await firstDraft(cell, LOOP);
  const model = fakeModel([goodAnswer()]);

  expect(await call(cell, model, draft)).toMatchObject({draft: {model: 'fake-1'}});
  expect(model.calls[0]!.temperature).toBe(1.3);
});

test('a draft that is whole and wrong is repaired: the model sees it, at its own temperature', async () => {
  const cell = await givenCell(sql);
  const draft = await firstDraft(cell, paid('drafted', '{"title": "Wrong"}'));
  const model = fakeModel([goodAnswer()]);

  await call(cell, model, draft);
  expect(model.calls[0]!.user).toContain('Wrong');
  expect(model.calls[0]).toMatchObject({temperature: null, maxOutputTokens: MAX_OUTPUT_TOKENS});
});

test('which model answered is stored with the draft', async () => {
  const cell = await givenCell(sql);
  const rerouted = {...paid('drafted', 'text'), modelVersion: 'successor', responseId: 'r-1'};
  await call(cell, fakeModel([rerouted]));

  expect(
    await sql`select model, model_version, response_id from preheat.draft where cell_id = ${cell.cellId}`,
  ).toEqual([{model: 'fake-1', modelVersion: 'successor', responseId: 'r-1'}]);
});

test('a refusal for a quota blocks the model for everybody, names what it learnt, and charges nothing', async () => {
  const [one, other] = [await givenCell(sql), await givenCell(sql)];
  const untilMs = Date.now() + 60_000;
  const refusal = {
    kind: 'wait',
    cause: 'minute_quota',
    untilMs,
    message: 'Slow.',
    learnt: {requestsPerMinute: 15},
  } as const;

  const waiting = await call(one, named('blocked', fakeModel([refusal])));
  expect(waiting).toEqual({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs,
    message: "Slow. The provider's own limit for blocked is now in force: 15 requests a minute.",
  });
  expect(await stateOf(sql, one)).toMatchObject({spentUsd: 0, reservedUsd: 0, reservationCount: 0});
  // Nobody asks the provider again before then.
  expect(await call(other, named('blocked', fakeModel([])))).toMatchObject({
    kind: 'wait',
    cause: 'minute_quota',
    untilMs,
    message: 'Slow.',
  });
});

const QUOTA: GeminiOutcome = {
  kind: 'wait',
  cause: 'minute_quota',
  untilMs: Date.now() + 10 * 60_000,
  message: 'Slow.',
};

const worthAnotherAttempt = (isRetryable: boolean) => ({type: 'ProviderDown', nonRetryable: !isRetryable});

test.each([
  ['without an answer', () => LOST],
  [
    'that never came through',
    () => ApplicationFailure.create({type: FAILURE.providerDown, message: 'Gemini cannot be reached.'}),
  ],
])('where most calls end %s, the model is blocked as down', async (words, answer) => {
  const model = named(`down ${words}`, fakeModel(Array.from({length: 5}, () => answer())));
  for (let time = 1; time <= 4; time += 1) {
    await expect(call(await givenCell(sql), model)).rejects.toMatchObject(worthAnotherAttempt(true));
  }
  // Another attempt would be told to wait, as any call is now, and its run would not learn of the failure.
  await expect(call(await givenCell(sql), model)).rejects.toMatchObject(worthAnotherAttempt(false));
  expect(await call(await givenCell(sql), model)).toMatchObject({kind: 'wait', cause: 'provider_down'});
  expect(model.calls).toHaveLength(5);
});

test('what fails after another call has blocked the model is not tried again either', async () => {
  const refused = named('meanwhile', fakeModel([QUOTA]));
  const model = named(
    'meanwhile',
    fakeModel([LOST], {
      async onCall() {
        await call(await givenCell(sql), refused);
      },
    }),
  );

  await expect(call(await givenCell(sql), model)).rejects.toMatchObject(worthAnotherAttempt(false));
});

test('a failure of our own does not count against the provider', async () => {
  const failure = ApplicationFailure.create({message: 'A fault of ours.'});
  const model = named('innocent', fakeModel(Array.from({length: 5}, () => failure)));
  for (let time = 1; time <= 5; time += 1) {
    await expect(call(await givenCell(sql), model)).rejects.toBe(failure);
  }
  expect((await readLimits(sql)).filter(row => row.model === 'innocent')).toEqual([]);
});

test('no more requests than allowed are in flight, and none has its place in the pace before it can be sent', async () => {
  const held = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const fake = fakeModel([goodAnswer(), goodAnswer()], {
    async onCall() {
      arrived.resolve();
      await held.promise;
    },
  });
  const drafting = createDraftCall({pool: sql, model: named('narrow', {...fake, maxConcurrent: 1})});
  const cells = [await givenCell(sql), await givenCell(sql)];
  const drafts = cells.map(cell =>
    drafting({
      ...cell,
      request,
      isInteractive: false,
      asking: 'first',
      videoChoice: null,
      previous: null,
      signal,
    }),
  );
  await arrived.promise;
  const [{count}] = await sql<
    [{count: number}]
  >`select count(*) as count from preheat.reservation where model = 'narrow'`;
  expect({sent: fake.calls.length, count}).toEqual({sent: 1, count: 1});
  held.resolve();
  expect(await Promise.all(drafts)).toMatchObject([{kind: 'drafted'}, {kind: 'drafted'}]);
});

test('a call for somebody who waits may use what is kept from the others', async () => {
  const limits = {...UNLIMITED, requestsPerDay: 1, headroomShare: 0.5};
  const model = named('kept', {...fakeModel([goodAnswer()]), limits});
  const batch = await call(await givenCell(sql), model);
  expect(batch).toMatchObject({kind: 'stop', cause: 'budget'});

  const cell = await givenCell(sql);
  const drafting = createDraftCall({pool: sql, model});
  const isInteractive = true;
  expect(
    await drafting({
      ...cell,
      request,
      isInteractive,
      asking: 'first',
      videoChoice: null,
      previous: null,
      signal,
    }),
  ).toMatchObject({kind: 'drafted'});
});

test('how long the answer took is stored with the draft', async () => {
  const cell = await givenCell(sql);
  await call(cell, fakeModel([goodAnswer()]));
  const [row] = await sql`select latency_ms from preheat.draft where cell_id = ${cell.cellId}`;
  expect(row?.['latencyMs']).toBeGreaterThanOrEqual(0);
});
