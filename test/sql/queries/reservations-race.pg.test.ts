import {beforeEach, expect, test} from 'vitest';
import {connect, type Pool} from '../../../sql/client.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {blockModel, noteFailure, usageToday} from '../../../sql/queries/limits.ts';
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
import {call, givenCells, givenRun, newDraft} from '../givens.ts';

const {sql, url} = await testDatabase();
await givenCells(sql, 'One');

const CALLERS = 200;
/** Whole cents, so that sums in floating point are exact enough to compare. */
const MAX_USD = 0.07;

beforeEach(async () => {
  await sql`delete from preheat.draft`;
  await sql`delete from preheat.run`;
  await sql`delete from preheat.usage_day`;
  await sql`delete from preheat.model_limit`;
});

/** Lets all callers go at once, over many connections. */
async function together<T>(work: (pool: Pool, index: number) => Promise<T>, count = CALLERS): Promise<T[]> {
  const pool = connect(url, {maxConnections: 20});
  try {
    return await Promise.all(Array.from({length: count}, (_, index) => work(pool, index)));
  } finally {
    await pool.end();
  }
}

const reservedCount = (answers: {kind: string}[]) =>
  answers.filter(answer => answer.kind === 'reserved').length;

test('of 200 callers at once, exactly as many get through as the run’s cap holds', async () => {
  const runId = await givenRun(sql, {maxUsd: 3});
  const answers = await together((pool, n) =>
    reserve(pool, call({requestId: `c${n}`, runId, maxUsd: MAX_USD})),
  );
  expect(reservedCount(answers)).toBe(Math.floor(3 / MAX_USD));
  expect(await sql`select reserved_usd from preheat.run`).toEqual([{reservedUsd: 2.94}]);
});

test('of 200 callers of two runs and two models, exactly as many get through as the day’s dollars hold', async () => {
  const runIds = [await givenRun(sql), await givenRun(sql, {workflowId: 'other'})];
  const limits = {...UNLIMITED, maxUsdPerDay: 3};
  const answers = await together((pool, n) =>
    reserve(
      pool,
      call({requestId: `c${n}`, runId: runIds[n % 2]!, model: `m${n % 3}`, maxUsd: MAX_USD, limits}),
    ),
  );
  expect(reservedCount(answers)).toBe(Math.floor(3 / MAX_USD));
  expect((await usageToday(sql))[0]).toMatchObject({model: '*', reservedUsd: 2.94});
});

test('of 200 callers of two runs, exactly as many get through as the day has requests', async () => {
  const runIds = [await givenRun(sql), await givenRun(sql, {workflowId: 'other'})];
  const limits = {...UNLIMITED, requestsPerDay: 50, headroomShare: 0.1};
  const answers = await together((pool, n) =>
    reserve(pool, call({requestId: `c${n}`, runId: runIds[n % 2]!, limits})),
  );
  expect(reservedCount(answers)).toBe(45);
});

test('of 200 callers at once, no two get the same place', async () => {
  const runId = await givenRun(sql);
  const limits = {...UNLIMITED, requestsPerMinute: 60};
  const atMs = Date.parse('2026-11-24T20:00:00Z');
  const answers = await together((pool, n) =>
    reserve(pool, call({requestId: `c${n}`, runId, limits, maxDelayMs: 99_000, atMs})),
  );
  const delays = answers.flatMap(answer => (answer.kind === 'reserved' ? [answer.delayMs] : []));
  expect(delays.toSorted((a, b) => a - b)).toEqual(Array.from({length: 100}, (_, n) => n * 1_000));
});

test('callers that settle at less than they reserved never pass the cap, and leave less than one call of it', async () => {
  const maxUsd = 2;
  const runId = await givenRun(sql, {maxUsd});
  const over: unknown[] = [];
  await together(async (pool, n) => {
    for (let turn = 0; ; turn++) {
      const requestId = `c${n}/${turn}`;
      const answer = await reserve(pool, call({requestId, runId, maxUsd: MAX_USD}));
      if (answer.kind === 'refused' && !answer.hasRoomLater) return;
      if (answer.kind !== 'reserved') continue;
      over.push(...(await pool`select from preheat.run where spent_usd + reserved_usd > max_usd`));
      if (turn % 5 === 4) await settleLost(pool, requestId);
      else await storeDraft(pool, newDraft({requestId, cellId: 1, runId, costUsd: 0.03}));
    }
  }, 40);
  expect(over).toEqual([]);
  const [run] = await sql<
    [{spentUsd: number; reservedUsd: number}]
  >`select spent_usd, reserved_usd from preheat.run`;
  expect(run.reservedUsd).toBe(0);
  expect(run.spentUsd).toBeLessThanOrEqual(maxUsd);
  expect(run.spentUsd).toBeGreaterThan(maxUsd - MAX_USD);
});

test('all kinds of settling at once neither lock each other out nor leave anything reserved', async () => {
  const runIds: number[] = [];
  for (let n = 0; n < 6; n++) runIds.push(await givenRun(sql, {workflowId: `w${n}`}));
  const limits = {
    ...UNLIMITED,
    requestsPerMinute: 1_000_000,
    inputTokensPerMinute: 1_000_000_000,
    maxUsdPerDay: 1_000,
  };
  await together(async (pool, n) => {
    const runId = runIds[n % runIds.length]!;
    for (let turn = 0; turn < 4; turn++) {
      const requestId = `c${n}/${turn}`;
      const asked: Call = call({
        requestId,
        runId,
        model: `m${n % 3}`,
        limits,
        maxDelayMs: 60_000,
        isInteractive: n % 2 === 0,
        leaseMs: turn % 2 === 0 ? 0 : 60_000,
      });
      await reserve(pool, asked);
      switch ((n + turn) % 8) {
        case 0:
          await releaseReservation(pool, requestId);
          break;
        case 1:
          await settleLost(pool, requestId);
          break;
        case 2:
          await settleExpired(pool);
          break;
        case 3:
          await noteFailure(pool, {model: asked.model, message: ''});
          break;
        case 4:
          await blockModel(pool, {
            model: asked.model,
            cause: 'minute_quota',
            untilMs: Date.now(),
            message: '',
            limits,
          });
          break;
        default:
          await storeDraft(pool, newDraft({requestId, cellId: 1, runId, model: asked.model, costUsd: 0.001}));
      }
      if (turn === 2 && n >= CALLERS - 20) await closeRun(pool, {runId, end: {state: 'finished'}});
    }
  });
  await settleExpired(sql, {atMs: Date.now() + 3_600_000});
  expect(await sql`select from preheat.reservation`).toHaveLength(0);
  expect(await sql`select from preheat.run where reserved_usd <> 0`).toHaveLength(0);
  expect(
    await sql`select from preheat.usage_day where reserved_usd <> 0 or batch_reserved_usd <> 0`,
  ).toHaveLength(0);
  const [sums] = await sql`
    select (select sum(spent_usd) from preheat.run) as of_runs,
      (select sum(spent_usd) from preheat.usage_day where model = '*') as of_days,
      (select sum(spent_usd) from preheat.usage_day where model <> '*') as of_models
  `;
  expect(sums).toEqual({ofRuns: sums!['ofDays'], ofDays: sums!['ofDays'], ofModels: sums!['ofDays']});
});
