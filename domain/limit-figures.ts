import {
  ALL_MODELS,
  type ConfiguredLimits,
  LEARNT_FOR_MS,
  limitsInForce,
  type ModelLimits,
  type StoredLimits,
} from './limits.ts';
import type {LearntLimits} from './learnt-limits.ts';
import {quoteLimits, type QuoteLimits} from './quote-limits.ts';

/** What a quota day used of a model, or of all (`*`), in calls and dollars; those of runs are part of the whole. */
export type DayFigures = {
  model: string;
  requestCount: number;
  batchRequestCount: number;
  reservedUsd: number;
  batchReservedUsd: number;
  spentUsd: number;
  batchSpentUsd: number;
};

/** What is known of the limits at a time (epoch milliseconds). */
export type KnownLimits = {
  configured: ConfiguredLimits;
  rows: readonly StoredLimits[];
  usage: readonly DayFigures[];
  nowMs: number;
};

/** What bounds a run of a model that starts now: the limits in force, less what today has used. */
export function limitsOfRun(
  {configured, rows, usage, nowMs}: KnownLimits,
  {model, maxConcurrent}: {model: string; maxConcurrent: number},
): QuoteLimits {
  const own = usage.find(row => row.model === model);
  const all = usage.find(row => row.model === ALL_MODELS);
  const rowOf = (name: string) => rows.find(row => row.model === name) ?? null;
  const limits = {
    ...limitsInForce(configured, rowOf(model), nowMs),
    maxUsdPerDay: rowOf(ALL_MODELS)?.maxUsdPerDay ?? configured.maxUsdPerDay,
  };
  const used = {
    requestCount: own?.requestCount ?? 0,
    batchRequestCount: own?.batchRequestCount ?? 0,
    usd: (all?.spentUsd ?? 0) + (all?.reservedUsd ?? 0),
    batchUsd: (all?.batchSpentUsd ?? 0) + (all?.batchReservedUsd ?? 0),
  };
  return quoteLimits(limits, {maxConcurrent, used});
}

export const LIMIT_SOURCES = ['environment', 'set', 'learnt'] as const;

/** Where a limit in force comes from. */
type LimitSource = (typeof LIMIT_SOURCES)[number];

/** One limit and where it comes from; null: none. What is learnt too long ago is left out. */
export type LimitOrigin = {
  configured: number | null;
  set: number | null;
  learnt: number | null;
  learntAt: Date | null;
  /** Until then it is believed. */
  learntUntil: Date | null;
  inForce: number | null;
  source: LimitSource;
};

const LEARNT = {
  requestsPerMinute: 'learntRequestsPerMinute',
  inputTokensPerMinute: 'learntInputTokensPerMinute',
  requestsPerDay: 'learntRequestsPerDay',
} as const satisfies Record<keyof LearntLimits, keyof StoredLimits>;

/** Where a limit of a model comes from. */
export function originOf(
  name: keyof ModelLimits,
  {configured, rows, nowMs}: KnownLimits,
  model: string,
): LimitOrigin {
  const row = rows.find(one => one.model === model) ?? null;
  const limits = limitsInForce(configured, row, nowMs);
  const set = row?.[name] ?? null;
  const isFresh = row?.learntAt != null && row.learntAt.getTime() > nowMs - LEARNT_FOR_MS;
  const learnt = isFresh && name in LEARNT ? row[LEARNT[name as keyof LearntLimits]] : null;
  const learntAt = learnt === null ? null : (row?.learntAt ?? null);
  const inForce = limits[name];
  return {
    configured: configured[name],
    set,
    learnt,
    learntAt,
    learntUntil: learntAt && new Date(learntAt.getTime() + LEARNT_FOR_MS),
    inForce,
    source: limits.learnt.some(one => one === name) ? 'learnt' : set === null ? 'environment' : 'set',
  };
}

/** The same of the dollars a day, which no refusal names. */
export function usdOrigin({configured, rows}: KnownLimits): LimitOrigin {
  const set = rows.find(one => one.model === ALL_MODELS)?.maxUsdPerDay ?? null;
  return {
    configured: configured.maxUsdPerDay,
    set,
    learnt: null,
    learntAt: null,
    learntUntil: null,
    inForce: set ?? configured.maxUsdPerDay,
    source: set === null ? 'environment' : 'set',
  };
}

/**
 * When a minute's pace has drained, so that nothing of it is used any more; null where nothing is.
 *
 * @param level requests or tokens that were still to drain at `levelsAt`
 */
export function drainedAt(
  {level, levelsAt}: {level: number | null; levelsAt: Date | null},
  {perMinute, nowMs}: {perMinute: number | null; nowMs: number},
): Date | null {
  if (level === null || levelsAt === null || perMinute === null) return null;
  const atMs = levelsAt.getTime() + (level / perMinute) * 60_000;
  return atMs > nowMs ? new Date(atMs) : null;
}
