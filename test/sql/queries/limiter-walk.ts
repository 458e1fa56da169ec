import assert from 'node:assert/strict';
import type {Pool} from '../../../sql/client.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {blockModel, noteFailure, setLimits, usageToday} from '../../../sql/queries/limits.ts';
import {releaseReservation, reserve, settleExpired, settleLost} from '../../../sql/queries/reservations.ts';
import {UNLIMITED} from '../../domain/limits-givens.ts';
import {givenRun, newDraft} from '../givens.ts';
import {type Command, MODELS, RUN_CENTS} from './limiter-commands.ts';
import {LimiterModel, type Limits, type ModelCall, pacificDay} from './limiter-model.ts';

const MINUTE = 60_000;

type Sent = {model: string; startMs: number; isInteractive: boolean};
type InForce = Limits & {model: string; sinceMs: number};

/** Walks the commands through the database and the model side by side, and compares each answer. */
export class Walk {
  readonly expected = new LimiterModel(RUN_CENTS);
  readonly sent: Sent[] = [];
  readonly inForce: InForce[] = [];
  private readonly sql: Pool;
  private readonly runIds: number[] = [];
  private callCount = 0;
  nowMs: number;

  constructor(sql: Pool, beginning: string) {
    this.sql = sql;
    this.nowMs = Date.parse(beginning);
  }

  async open(first: Limits): Promise<void> {
    await this.sql`delete from preheat.draft`;
    await this.sql`delete from preheat.run`;
    await this.sql`delete from preheat.usage_day`;
    await this.sql`delete from preheat.model_limit`;
    for (const cents of RUN_CENTS) {
      this.runIds.push(await givenRun(this.sql, {workflowId: `w${cents}`, maxUsd: cents / 100}));
    }
    for (const name of MODELS) await this.limit(name, first);
  }

  async step(step: Command): Promise<void> {
    switch (step.kind) {
      case 'ask':
        return this.ask({...step.call, requestId: `c${++this.callCount}`});
      case 'advance':
        this.nowMs += step.ms;
        return;
      case 'expire':
        assert.equal(await settleExpired(this.sql, {atMs: this.nowMs}), this.expected.expire(this.nowMs));
        return;
      case 'limit':
        return this.limit(step.model, step.limits);
      case 'dollars':
        this.expected.centsPerDay = step.centsPerDay;
        return setLimits(this.sql, {model: '*', maxUsdPerDay: step.centsPerDay / 100});
      case 'refused': {
        const untilMs = this.nowMs + step.seconds * 1_000;
        this.expected.block(step.model, 'spend_limit', untilMs);
        await blockModel(this.sql, {
          model: step.model,
          cause: 'spend_limit',
          untilMs,
          message: '',
          limits: UNLIMITED,
          atMs: this.nowMs,
        });
        return;
      }
      case 'failed':
        for (let n = 0; n < step.times; n++) {
          this.expected.fail(step.model, this.nowMs);
          await noteFailure(this.sql, {model: step.model, message: '', atMs: this.nowMs});
        }
        return;
      default:
        return this.settle(step);
    }
  }

  private async ask(call: ModelCall): Promise<void> {
    const expected = this.expected.expect(call, this.nowMs);
    const {run, maxCents, ...rest} = call;
    const answered = await reserve(this.sql, {
      ...rest,
      runId: this.runIds[run]!,
      maxUsd: maxCents / 100,
      limits: UNLIMITED,
      atMs: this.nowMs,
    });
    const atBoundary =
      expected.kind !== 'refused' &&
      expected.kind !== 'stop' &&
      expected.delayMs !== null &&
      Math.abs(expected.delayMs - call.maxDelayMs) < 1 &&
      (expected.kind === 'reserved' || expected.cause === 'minute_quota');
    if (!atBoundary) assert.equal(answered.kind, expected.kind);
    if (answered.kind === 'refused') assert.deepEqual(answered, expected);
    if (answered.kind === 'wait' && expected.kind === 'wait') {
      assert.equal(answered.cause, expected.cause);
      if (expected.delayMs !== null)
        assertAtMost(Math.abs(answered.untilMs - this.nowMs - expected.delayMs), 2);
    }
    if (answered.kind !== 'reserved') return;
    if (expected.kind === 'reserved') assertAtMost(Math.abs(answered.delayMs - expected.delayMs), 2);
    const startMs = this.nowMs + answered.delayMs;
    this.expected.take(call, this.nowMs, startMs);
    this.sent.push({model: call.model, startMs, isInteractive: call.isInteractive});
    this.checkCaps(call);
  }

  /** What may never be passed by a call that got its reservation. */
  private checkCaps(call: ModelCall): void {
    const run = this.expected.runs[call.run]!;
    assertAtMost(run.spent + run.reserved, run.maxCents);
    const today = pacificDay(this.nowMs);
    const {requestsPerDay, headroomPercent} = this.expected.limits.get(call.model)!;
    const share = (100 - headroomPercent) / 100;
    const sentToday = this.sent.filter(s => s.model === call.model && pacificDay(s.startMs) === today);
    assertAtMost(sentToday.length, requestsPerDay ?? Infinity);
    if (!call.isInteractive) {
      const batch = sentToday.filter(s => !s.isInteractive);
      assertAtMost(batch.length, (requestsPerDay ?? Infinity) * share);
    }
    const all = this.expected.day(today, '*');
    const cap = this.expected.centsPerDay ?? Infinity;
    assertAtMost(all.spent + all.reserved, cap);
    if (!call.isInteractive) assertAtMost(all.batchSpent + all.batchReserved, cap * share + 1e-6);
  }

  private async settle({kind, which: index, ...more}: Extract<Command, {which: number}>): Promise<void> {
    const calls = [...this.expected.inFlight.values()];
    const call = calls[index % Math.max(1, calls.length)];
    if (!call) return;
    const {requestId} = call;
    if (kind === 'release') {
      this.expected.settle(requestId, 0, 0);
      return releaseReservation(this.sql, requestId);
    }
    if (kind === 'lost') {
      this.expected.settle(requestId, call.maxCents, null, {isLost: true});
      return settleLost(this.sql, requestId);
    }
    const percent = 'percent' in more ? more.percent : 0;
    const cents = Math.floor((call.maxCents * percent) / 100);
    // Now and then more than was thought.
    const promptTokens = Math.floor((call.maxInputTokens * percent) / 80);
    this.expected.settle(requestId, cents, promptTokens);
    this.expected.success(call.model, this.nowMs);
    const draft = {requestId, cellId: 1, runId: this.runIds[call.run]!, model: call.model};
    await storeDraft(this.sql, newDraft({...draft, costUsd: cents / 100, promptTokens}), {atMs: this.nowMs});
  }

  private async limit(name: string, {headroomPercent, ...rest}: Limits): Promise<void> {
    this.expected.limits.set(name, {headroomPercent, ...rest});
    this.inForce.push({...rest, headroomPercent, model: name, sinceMs: this.nowMs});
    await setLimits(this.sql, {model: name, ...rest, headroomShare: headroomPercent / 100});
  }

  /** In no minute more requests than the highest limit that was in force, the burst, and the interactive headroom. */
  checkMinutes(): void {
    for (const name of MODELS) {
      const sent = this.sent.filter(s => s.model === name).toSorted((a, b) => a.startMs - b.startMs);
      for (const [index, {startMs}] of sent.entries()) {
        const inWindow = sent.slice(index).filter(s => s.startMs < startMs + MINUTE);
        const most = this.mostInForce(name, startMs - MINUTE, startMs + MINUTE);
        const interactive = inWindow.some(s => s.isInteractive) ? most.headroom : 0;
        assertAtMost(inWindow.length, most.requests + most.burst + interactive);
        const batch = inWindow.filter(s => !s.isInteractive);
        assertAtMost(batch.length, most.batch + most.burst);
      }
    }
  }

  private mostInForce(name: string, fromMs: number, untilMs: number) {
    const ofModel = this.inForce.filter(f => f.model === name);
    const inWindow = ofModel.filter(
      (f, index) => f.sinceMs < untilMs && (ofModel[index + 1]?.sinceMs ?? Infinity) >= fromMs,
    );
    const most = (of: (f: InForce) => number) => Math.max(...inWindow.map(of));
    const rate = (f: InForce) => f.requestsPerMinute ?? Infinity;
    return {
      requests: most(rate),
      burst: most(f => f.burstRequests),
      headroom: most(f => rate(f) * (f.headroomPercent / 100) || 0),
      batch: most(f => rate(f) * (1 - f.headroomPercent / 100)),
    };
  }

  /** After all leases ran out nothing is reserved, and the database has what the model has. */
  async checkNothingLeaks(): Promise<void> {
    this.nowMs += 24 * 60 * MINUTE;
    assert.equal(await settleExpired(this.sql, {atMs: this.nowMs}), this.expected.expire(this.nowMs));
    assert.equal((await this.sql`select from preheat.reservation`).length, 0);
    assert.deepEqual(
      [...(await this.sql`select reserved_usd, spent_usd, lost_call_count from preheat.run order by run_id`)],
      this.expected.runs.map(run => ({reservedUsd: 0, spentUsd: run.spent / 100, lostCallCount: run.lost})),
    );
    for (const day of new Set([...this.expected.days.keys()].map(key => key.slice(0, 10)))) {
      const rows = await usageToday(this.sql, {atMs: Date.parse(`${day}T20:00Z`)});
      for (const row of rows) {
        const expected = this.expected.day(day, row.model);
        assert.deepEqual(row, {
          model: row.model,
          requestCount: expected.requests,
          batchRequestCount: expected.batchRequests,
          reservedUsd: 0,
          batchReservedUsd: 0,
          spentUsd: expected.spent / 100,
          batchSpentUsd: expected.batchSpent / 100,
        });
      }
    }
  }
}

function assertAtMost(value: number, most: number): void {
  assert.ok(value <= most, `${value} is more than ${most}`);
}
