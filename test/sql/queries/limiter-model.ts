import type {Cause} from '../../../domain/outcomes.ts';

/** Limits of one model in the reference model; dollars are whole cents here, so that sums are exact. */
export type Limits = {
  requestsPerMinute: number | null;
  inputTokensPerMinute: number | null;
  requestsPerDay: number | null;
  burstRequests: number;
  /** In percent. */
  headroomPercent: number;
};

export type ModelCall = {
  requestId: string;
  run: number;
  model: string;
  maxCents: number;
  maxInputTokens: number;
  isInteractive: boolean;
  maxDelayMs: number;
  leaseMs: number;
};

/** What the limiter has to answer; `delayMs` (to the start, or until the next try) where the pace decides. */
export type Expected =
  | {kind: 'reserved'; delayMs: number}
  | {kind: 'refused'; hasRoomLater: boolean}
  | {kind: 'wait'; cause: Cause; delayMs: number | null}
  | {kind: 'stop'};

type InFlight = ModelCall & {day: string; expiresAtMs: number; isPaced: boolean};
type Day = {
  requests: number;
  batchRequests: number;
  reserved: number;
  batchReserved: number;
  spent: number;
  batchSpent: number;
};
type Levels = {request: number; batchRequest: number; token: number; batchToken: number; atMs: number};
type Breaker = {
  untilMs: number;
  cause: Cause | null;
  ramp: number | null;
  outage: number;
  window: Window | null;
};
type Window = {startMs: number; successes: number; failures: number};

const MINUTE = 60_000;
const PACIFIC = new Intl.DateTimeFormat('en-CA', {timeZone: 'America/Los_Angeles'});

/** The quota day of a time, as `YYYY-MM-DD`. */
export function pacificDay(atMs: number): string {
  return PACIFIC.format(atMs);
}

/**
 * The limiter in plain TypeScript, one caller at a time: what `preheat.reserve` and the settling functions are compared
 * with.
 */
export class LimiterModel {
  readonly inFlight = new Map<string, InFlight>();
  readonly days = new Map<string, Day>();
  readonly limits = new Map<string, Limits>();
  readonly runs: {maxCents: number; reserved: number; spent: number; lost: number}[];
  centsPerDay: number | null = null;
  private readonly levels = new Map<string, Levels>();
  private readonly breakers = new Map<string, Breaker>();

  constructor(maxCents: number[]) {
    this.runs = maxCents.map(max => ({maxCents: max, reserved: 0, spent: 0, lost: 0}));
  }

  /** What becomes of a call at a time, without taking anything. */
  expect(call: ModelCall, atMs: number): Expected {
    const run = this.runs[call.run]!;
    if (run.spent + run.reserved + call.maxCents > run.maxCents)
      return {kind: 'refused', hasRoomLater: run.spent + call.maxCents <= run.maxCents};
    const breaker = this.breaker(call.model);
    if (breaker.untilMs > atMs) return {kind: 'wait', cause: breaker.cause!, delayMs: breaker.untilMs - atMs};
    const alive = [...this.inFlight.values()].filter(
      other => other.model === call.model && other.expiresAtMs > atMs,
    );
    if (breaker.ramp !== null && alive.length >= breaker.ramp)
      return {kind: 'wait', cause: breaker.cause!, delayMs: 1_000};
    const [limits, share] = [
      this.limits.get(call.model)!,
      100 - this.limits.get(call.model)!.headroomPercent,
    ];
    const day = this.day(pacificDay(atMs), call.model);
    const perDay = limits.requestsPerDay ?? Infinity;
    if (!call.isInteractive && Math.floor((perDay * share) / 100) < 1) return {kind: 'stop'};
    if (
      day.requests >= perDay ||
      (!call.isInteractive && day.batchRequests >= Math.floor((perDay * share) / 100))
    )
      return {kind: 'wait', cause: 'day_quota', delayMs: null};
    const all = this.day(pacificDay(atMs), '*');
    const cap = this.centsPerDay ?? Infinity;
    if (call.maxCents * 100 > cap * (call.isInteractive ? 100 : share)) return {kind: 'stop'};
    if (
      all.spent + all.reserved + call.maxCents > cap ||
      (!call.isInteractive && (all.batchSpent + all.batchReserved + call.maxCents) * 100 > cap * share)
    )
      return {kind: 'wait', cause: 'day_budget', delayMs: null};
    const delayMs = this.delayMs(call, atMs);
    if (delayMs > call.maxDelayMs || pacificDay(atMs + delayMs) !== pacificDay(atMs))
      return {kind: 'wait', cause: 'minute_quota', delayMs};
    return {kind: 'reserved', delayMs};
  }

  take(call: ModelCall, atMs: number, startAtMs: number): void {
    const limits = this.limits.get(call.model)!;
    this.runs[call.run]!.reserved += call.maxCents;
    this.add(pacificDay(atMs), call, {requests: 1, reserved: call.maxCents, spent: 0});
    if (limits.requestsPerMinute !== null || limits.inputTokensPerMinute !== null) {
      const levels = this.drained(call.model, atMs);
      const batch = call.isInteractive ? 0 : 1;
      levels.request += 1;
      levels.batchRequest += batch;
      levels.token += call.maxInputTokens;
      levels.batchToken += batch * call.maxInputTokens;
      // Nothing is kept of a pace that has no limit.
      if (limits.requestsPerMinute === null) levels.request = levels.batchRequest = 0;
      if (limits.inputTokensPerMinute === null) levels.token = levels.batchToken = 0;
      this.levels.set(call.model, levels);
    }
    const isPaced = limits.inputTokensPerMinute !== null;
    this.inFlight.set(call.requestId, {
      ...call,
      day: pacificDay(atMs),
      expiresAtMs: startAtMs + call.leaseMs,
      isPaced,
    });
  }

  /** Ends a call; `usedTokens` null where all count as used. */
  settle(requestId: string, cents: number, usedTokens: number | null, {isLost = false} = {}): void {
    const call = this.inFlight.get(requestId)!;
    const run = this.runs[call.run]!;
    run.reserved -= call.maxCents;
    run.spent += cents;
    if (isLost) run.lost += 1;
    this.add(call.day, call, {requests: 0, reserved: -call.maxCents, spent: cents});
    const levels = this.levels.get(call.model);
    if (levels && call.isPaced && usedTokens !== null) {
      levels.token -= call.maxInputTokens - usedTokens;
      if (!call.isInteractive) levels.batchToken -= call.maxInputTokens - usedTokens;
    }
    this.inFlight.delete(requestId);
  }

  expire(atMs: number): number {
    const gone = [...this.inFlight.values()].filter(call => call.expiresAtMs <= atMs);
    for (const call of gone) this.settle(call.requestId, call.maxCents, null, {isLost: true});
    return gone.length;
  }

  success(model: string, atMs: number): void {
    const breaker = this.breaker(model);
    if (breaker.window && atMs < breaker.window.startMs + MINUTE) breaker.window.successes++;
    if (breaker.ramp === null || breaker.untilMs > atMs) return;
    breaker.outage = 0;
    breaker.ramp = breaker.ramp >= 64 ? null : breaker.ramp + 1;
  }

  fail(model: string, atMs: number): void {
    const breaker = this.breaker(model);
    if (breaker.untilMs > atMs) return;
    if (!breaker.window || atMs >= breaker.window.startMs + MINUTE)
      breaker.window = {startMs: atMs, successes: 0, failures: 0};
    const {successes} = breaker.window;
    const failures = ++breaker.window.failures;
    if (breaker.outage === 0 && (failures < 5 || failures < successes)) return;
    const blockedMs = Math.min(MINUTE * 2 ** breaker.outage, 15 * MINUTE);
    Object.assign(breaker, {untilMs: atMs + blockedMs, cause: 'provider_down', ramp: 1, window: null});
    breaker.outage++;
  }

  block(model: string, cause: Cause, untilMs: number): void {
    const breaker = this.breaker(model);
    if (breaker.untilMs < untilMs) Object.assign(breaker, {untilMs, cause});
    breaker.ramp = 1;
  }

  private breaker(model: string): Breaker {
    const known = this.breakers.get(model);
    if (known) return known;
    const made = {untilMs: -Infinity, cause: null, ramp: null, outage: 0, window: null};
    this.breakers.set(model, made);
    return made;
  }

  day(day: string, model: string): Day {
    const key = `${day} ${model}`;
    const known = this.days.get(key);
    if (known) return known;
    const made = {requests: 0, batchRequests: 0, reserved: 0, batchReserved: 0, spent: 0, batchSpent: 0};
    this.days.set(key, made);
    return made;
  }

  private add(day: string, call: ModelCall, more: {requests: number; reserved: number; spent: number}): void {
    for (const model of ['*', call.model]) {
      const row = this.day(day, model);
      row.requests += more.requests;
      row.reserved += more.reserved;
      row.spent += more.spent;
      if (call.isInteractive) continue;
      row.batchRequests += more.requests;
      row.batchReserved += more.reserved;
      row.batchSpent += more.spent;
    }
  }

  private drained(model: string, atMs: number): Levels {
    const limits = this.limits.get(model)!;
    const before = this.levels.get(model) ?? {request: 0, batchRequest: 0, token: 0, batchToken: 0, atMs};
    const minutes = (atMs - before.atMs) / MINUTE;
    const share = 1 - limits.headroomPercent / 100;
    const [requests, tokens] = [limits.requestsPerMinute ?? 0, limits.inputTokensPerMinute ?? 0];
    return {
      request: Math.max(0, before.request - minutes * requests),
      batchRequest: Math.max(0, before.batchRequest - minutes * requests * share),
      token: Math.max(0, before.token - minutes * tokens),
      batchToken: Math.max(0, before.batchToken - minutes * tokens * share),
      atMs,
    };
  }

  private delayMs(call: ModelCall, atMs: number): number {
    const limits = this.limits.get(call.model)!;
    const levels = this.drained(call.model, atMs);
    const headroom = limits.headroomPercent / 100;
    const spare = limits.burstRequests - 1;
    const size = call.maxInputTokens;
    const bucket = (level: number, tolerance: number, rate: number) =>
      (Math.max(0, level - tolerance) / rate) * MINUTE;
    const tokenTolerance = (rate: number, more: number) =>
      Math.max(0, Math.min(spare * size + more, rate - size));
    const delays = [0];
    if (limits.requestsPerMinute !== null) {
      const rate = limits.requestsPerMinute;
      delays.push(bucket(levels.request, spare + (call.isInteractive ? headroom * rate : 0), rate));
      if (!call.isInteractive) delays.push(bucket(levels.batchRequest, spare, rate * (1 - headroom)));
    }
    if (limits.inputTokensPerMinute !== null) {
      const rate = limits.inputTokensPerMinute;
      const batchRate = rate * (1 - headroom);
      delays.push(bucket(levels.token, tokenTolerance(rate, call.isInteractive ? headroom * rate : 0), rate));
      if (!call.isInteractive)
        delays.push(bucket(levels.batchToken, tokenTolerance(batchRate, 0), batchRate));
    }
    return Math.max(...delays);
  }
}
