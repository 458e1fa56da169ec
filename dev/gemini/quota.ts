import {nextPacificMidnightMs, pacificDay} from './pacific-day.ts';
import type {QuotaViolation} from './quota-errors.ts';

/** Limits of one model in one project; an absent one does not limit. */
export type Quota = {requestsPerMinute?: number; inputTokensPerMinute?: number; requestsPerDay?: number};

export type Tier = 'free' | 'paid';

type QuotaAsk = {
  project: string;
  model: string;
  promptTokens: number;
  quota: Quota;
  tier: Tier;
  nowMs: number;
};

type QuotaAnswer = {kind: 'taken'} | {kind: 'exceeded'; violations: QuotaViolation[]; retryAfterMs: number};

type Bucket = {level: number; atMs: number};
type Usage = {requests: Bucket | null; tokens: Bucket | null; day: string; dayCount: number};

const MINUTE_MS = 60_000;
const METRIC = 'generativelanguage.googleapis.com/generate_content';

/** Token buckets a minute and a counter a Pacific day, shared by all keys of a project. */
export type QuotaBook = {
  /** Takes one request and its input tokens, or nothing at all. */
  take(ask: QuotaAsk): QuotaAnswer;
  clear(): void;
};

export function createQuotaBook(): QuotaBook {
  const usages = new Map<string, Usage>();
  return {
    clear: () => usages.clear(),
    take({project, model, promptTokens, quota, tier, nowMs}) {
      const id = `${project}\n${model}`;
      const usage = usages.get(id) ?? {requests: null, tokens: null, day: '', dayCount: 0};
      usages.set(id, usage);
      const suffix = tier === 'free' ? '-FreeTier' : '';
      const metric = `${METRIC}_${tier}_tier`;
      const violations: QuotaViolation[] = [];
      let retryAfterMs = 0;
      const exceeded = (quotaMetric: string, quotaId: string, limit: number, waitMs: number): void => {
        violations.push({quotaMetric, quotaId, quotaValue: String(limit)});
        retryAfterMs = Math.max(retryAfterMs, waitMs);
      };

      const {requestsPerMinute: rpm, inputTokensPerMinute: tpm, requestsPerDay: rpd} = quota;
      if (rpm !== undefined) {
        usage.requests = refill(usage.requests, rpm, nowMs);
        const waitMs = waitFor(usage.requests, 1, rpm);
        if (waitMs > 0) {
          exceeded(`${metric}_requests`, `GenerateRequestsPerMinutePerProjectPerModel${suffix}`, rpm, waitMs);
        }
      }
      if (tpm !== undefined) {
        usage.tokens = refill(usage.tokens, tpm, nowMs);
        const waitMs = waitFor(usage.tokens, promptTokens, tpm);
        const quotaId =
          tier === 'free'
            ? 'GenerateContentInputTokensPerModelPerMinute-FreeTier'
            : 'GenerateContentPaidTierInputTokensPerModelPerMinute';
        if (waitMs > 0) exceeded(`${metric}_input_token_count`, quotaId, tpm, waitMs);
      }
      if (rpd !== undefined) {
        const day = pacificDay(nowMs);
        if (usage.day !== day) Object.assign(usage, {day, dayCount: 0});
        if (usage.dayCount >= rpd) {
          const waitMs = nextPacificMidnightMs(nowMs) - nowMs;
          exceeded(`${metric}_requests`, `GenerateRequestsPerDayPerProjectPerModel${suffix}`, rpd, waitMs);
        }
      }
      if (violations.length > 0) return {kind: 'exceeded', violations, retryAfterMs};

      if (usage.requests !== null) usage.requests.level -= 1;
      if (usage.tokens !== null) usage.tokens.level -= promptTokens;
      usage.dayCount += 1;
      return {kind: 'taken'};
    },
  };
}

/** The bucket's state now; a new one is full, and a clock that was set back neither fills nor empties it. */
function refill(bucket: Bucket | null, perMinute: number, nowMs: number): Bucket {
  if (bucket === null) return {level: perMinute, atMs: nowMs};
  const gained = (Math.max(0, nowMs - bucket.atMs) * perMinute) / MINUTE_MS;
  return {level: Math.min(perMinute, bucket.level + gained), atMs: nowMs};
}

function waitFor(bucket: Bucket, amount: number, perMinute: number): number {
  // The refill is a product of fractions: without the allowance, waiting exactly as told could fall short.
  if (bucket.level >= amount - 1e-6) return 0;
  if (amount > perMinute) return MINUTE_MS;
  return ((amount - bucket.level) / perMinute) * MINUTE_MS;
}
