import {beforeEach, expect, test} from 'vitest';
import {blockModel, forgetLearnt} from '../../../sql/queries/limits.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {useNow} from '../../../sql/queries/limits-use.ts';
import {reserve} from '../../../sql/queries/reservations.ts';
import {UNLIMITED} from '../../domain/limits-givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {call, emptyTables, givenCells, givenRun, newDraft} from '../givens.ts';

const {sql} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One');
});

const NOTHING = {
  minuteRequestCount: 0,
  minuteInputTokens: 0,
  heldCount: 0,
  heldInteractiveCount: 0,
  heldInputTokens: 0,
  heldUsd: 0,
  requestLevel: null,
  tokenLevel: null,
  levelsAt: null,
  learntMessage: null,
};

test('of a model of which nothing is known, nothing is in use; the day ends at midnight in Los Angeles', async () => {
  const {dayEndsAt, ...use} = await useNow(sql, 'gemini');
  expect(use).toEqual(NOTHING);
  expect(dayEndsAt.getTime()).toBeGreaterThan(Date.now());
  expect(dayEndsAt.toLocaleTimeString('en-GB', {timeZone: 'America/Los_Angeles', timeStyle: 'short'})).toBe(
    '00:00',
  );
});

test('the minute has what was answered in it, and what is in flight and began in it, of the model', async () => {
  const runId = await givenRun(sql);
  for (const requestId of ['old', 'new', 'other'])
    await storeDraft(
      sql,
      newDraft({requestId, cellId: 1, runId, model: requestId === 'other' ? 'other' : 'gemini'}),
    );
  await sql`update preheat.draft set created_at = now() - interval '61 seconds' where request_id = 'old'`;
  for (const requestId of ['begun', 'long', 'elsewhere'])
    await reserve(sql, call({requestId, runId, model: requestId === 'elsewhere' ? 'other' : 'gemini'}));
  await sql`update preheat.reservation set starts_at = now() - interval '61 seconds' where request_id = 'long'`;

  expect(await useNow(sql, 'gemini')).toMatchObject({
    minuteRequestCount: 2,
    // 100 that the provider counted, 100 that are set aside.
    minuteInputTokens: 200,
    heldCount: 2,
    heldInputTokens: 200,
  });
});

test('what is set aside is told, and how much of it for people who wait', async () => {
  const runId = await givenRun(sql);
  await reserve(sql, call({requestId: 'a', runId, maxUsd: 0.5}));
  await reserve(sql, call({requestId: 'b', runId, maxUsd: 0.25, isInteractive: true}));

  expect(await useNow(sql, 'gemini')).toMatchObject({heldCount: 2, heldInteractiveCount: 1, heldUsd: 0.75});
});

test('the pace is told as it stands, and what taught a limit', async () => {
  const runId = await givenRun(sql);
  const limits = {...UNLIMITED, requestsPerMinute: 60, inputTokensPerMinute: 6_000};
  await reserve(sql, call({requestId: 'a', runId, limits}));
  expect(await useNow(sql, 'gemini')).toMatchObject({
    requestLevel: 1,
    tokenLevel: 100,
    levelsAt: expect.any(Date) as unknown,
  });

  const block = {cause: 'minute_quota', untilMs: Date.now(), limits} as const;
  await blockModel(sql, {model: 'gemini', ...block, message: 'Nothing of a limit.'});
  expect(await useNow(sql, 'gemini')).toMatchObject({learntMessage: null});
  await blockModel(sql, {model: 'gemini', ...block, message: 'At most 5.', learnt: {requestsPerMinute: 5}});
  await blockModel(sql, {model: 'gemini', ...block, message: 'Too many.'});
  expect(await useNow(sql, 'gemini')).toMatchObject({learntMessage: 'At most 5.'});
});

test('what taught limits is forgotten with the last of them', async () => {
  const block = {cause: 'minute_quota', untilMs: Date.now(), message: 'At most 5.'} as const;
  await blockModel(sql, {
    model: 'gemini',
    ...block,
    limits: UNLIMITED,
    learnt: {requestsPerMinute: 5, requestsPerDay: 50, inputTokensPerMinute: 500},
  });
  for (const [limit, message] of [
    ['requestsPerMinute', 'At most 5.'],
    ['requestsPerDay', 'At most 5.'],
    ['inputTokensPerMinute', null],
  ] as const) {
    expect(await forgetLearnt(sql, {model: 'gemini', limit})).toBe(true);
    expect(await useNow(sql, 'gemini')).toMatchObject({learntMessage: message});
  }
});
