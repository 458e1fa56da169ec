import type {RefusalDetails} from './error-details.ts';
import type {GeminiOutcome} from './outcome.ts';
import {nextPacificMidnightMs} from './pacific-midnight.ts';

/** Quotas of a minute are full again after one; used where the provider names no delay. */
const DEFAULT_WAIT_MS = 60_000;
/** No minute quota waits longer. */
const LONGEST_MINUTE_WAIT_MS = 3_600_000;
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
    };
  }
  if (violations.length === 0 && retryDelayMs === null) return vague.next(message, nowMs);
  return {
    kind: 'wait',
    cause: 'minute_quota',
    untilMs: nowMs + (retryDelayMs ?? DEFAULT_WAIT_MS),
    message: `Gemini's quota for this minute is used up${naming(violations)}: ${message}`,
  };
}

function naming(violations: RefusalDetails['violations']): string {
  if (violations.length === 0) return '';
  return ` (${violations.map(({quotaId, quotaValue}) => (quotaValue === null ? quotaId : `${quotaId} = ${quotaValue}`)).join(', ')})`;
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
