import type {LearntLimits} from '../../domain/learnt-limits.ts';
import type {RefusalDetails} from './error-details.ts';
import type {GeminiOutcome} from './outcome.ts';
import {nextPacificMidnightMs} from './pacific-midnight.ts';

/** Quotas of a minute are full again after one; used where the provider names no delay. */
const DEFAULT_WAIT_MS = 60_000;
/** No minute quota waits longer. */
const LONGEST_MINUTE_WAIT_MS = 3_600_000;
/** Of the ten minutes over which the provider sums up dollars (its page on rate limits, 2026-08-28), half must have passed. */
const SPEND_WAIT_MS = 5 * 60_000;
const LONGEST_VAGUE_WAIT_MS = 15 * 60_000;
/** So many refusals in a row that name no quota look like a day's quota (observed: they stay until midnight). */
const VAGUE_REFUSALS_OF_A_DAY = 5;

export type QuotaRefusal = {message: string; details: RefusalDetails};

/**
 * Sorts an HTTP 429. The kind of quota is read from its id, never from the delay: a spent day was seen with delays
 * of 25 seconds and of 20 hours. Without any id the message decides.
 */
export function readQuota(
  {message, details}: QuotaRefusal,
  vague: VagueRefusals,
  nowMs: number,
): GeminiOutcome {
  const {violations, retryDelayMs} = details;
  if (
    violations.some(({quotaValue}) => quotaValue === '0') ||
    /\blimit: 0(?![\d.])|prepayment credits are depleted/i.test(message)
  ) {
    return {
      kind: 'fatal',
      cause: 'auth',
      message: `Gemini grants this account no quota for the model (HTTP 429): ${message} Check the billing of the API key's project, or choose another GEMINI_MODEL.`,
    };
  }
  if (/\bspend(?:ing)?[- ](?:based )?limit\b/i.test(message)) {
    return {
      kind: 'wait',
      cause: 'spend_limit',
      untilMs: nowMs + (retryDelayMs ?? SPEND_WAIT_MS),
      message: `Gemini's limit of dollars for ten minutes is reached: ${message}`,
    };
  }
  const isDay =
    violations.some(({quotaId}) => quotaId.includes('PerDay')) ||
    (violations.length === 0 && /per[ _-]?day|daily/i.test(message)) ||
    (retryDelayMs ?? 0) > LONGEST_MINUTE_WAIT_MS;
  if (isDay) {
    return {
      kind: 'wait',
      cause: 'day_quota',
      untilMs: nextPacificMidnightMs(nowMs),
      message: `Gemini's quota for today is used up${naming(violations)}: ${message}`,
      learnt: learntLimits(details, message),
    };
  }
  if (violations.length === 0 && retryDelayMs === null) return vague.next(message, nowMs);
  return {
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: nowMs + (retryDelayMs ?? DEFAULT_WAIT_MS),
    message: `Gemini's quota for this minute is used up${naming(violations)}: ${message}`,
    learnt: learntLimits(details, message),
  };
}

function naming(violations: RefusalDetails['violations']): string {
  if (violations.length === 0) return '';
  return ` (${violations.map(({quotaId, quotaValue}) => (quotaValue === null ? quotaId : `${quotaId} = ${quotaValue}`)).join(', ')})`;
}

/**
 * The limits that a refusal tells, by the ids of its quotas (`GenerateRequestsPerDayPerProjectPerModel`); without ids by
 * the metric in the message, which tells requests from tokens but not a minute from a day.
 */
function learntLimits({violations}: RefusalDetails, message: string): LearntLimits {
  const learnt: LearntLimits = {};
  for (const {quotaId, quotaValue} of violations) {
    const value = Number(quotaValue);
    if (!Number.isSafeInteger(value) || value < 1) continue;
    if (/InputTokensPer\w*Minute/.test(quotaId)) learnt.inputTokensPerMinute = value;
    else if (/RequestsPerMinute/.test(quotaId)) learnt.requestsPerMinute = value;
    else if (/RequestsPerDay/.test(quotaId)) learnt.requestsPerDay = value;
  }
  const [, tokens] =
    (violations.length === 0 && /_input_token_count, limit: (\d+)/.exec(message)) || ([] as undefined[]);
  if (tokens !== undefined) learnt.inputTokensPerMinute = Number(tokens);
  return learnt;
}

export type VagueRefusals = {
  /** The wait that a refusal without quota and delay calls for. */
  next(message: string, nowMs: number): GeminiOutcome;
  /** A call got through. */
  forget(): void;
};

/**
 * Remembers refusals that say nothing: each round waits twice as long, up to a quarter of an hour, and after a few
 * rounds they count as a spent day. Refusals of calls that were in flight together are one round.
 */
export function countVagueRefusals(): VagueRefusals {
  let rounds = 0;
  let untilMs = 0;
  return {
    next(message, nowMs) {
      if (nowMs >= untilMs) {
        untilMs = nowMs + Math.min(DEFAULT_WAIT_MS * 2 ** rounds, LONGEST_VAGUE_WAIT_MS);
        rounds += 1;
      }
      return {
        kind: 'wait',
        cause: rounds > VAGUE_REFUSALS_OF_A_DAY ? 'day_quota' : 'minute_quota',
        untilMs,
        message: `Gemini refuses for a quota that it does not name: ${message}`,
      };
    },
    forget() {
      rounds = 0;
      untilMs = 0;
    },
  };
}
