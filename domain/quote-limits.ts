/** What bounds a run; null: no limit. Rates and concurrency are above 0, what is left of today at least 0. */
export type QuoteLimits = {
  requestsPerMinute: number | null;
  inputTokensPerMinute: number | null;
  requestsLeftToday: number | null;
  usdLeftToday: number | null;
  /** Calls in flight at a time. */
  maxConcurrent: number;
};

/** What the Pacific day has used so far: requests of the model, dollars (reserved ones too) of all models. */
export type UsedToday = {
  requestCount: number;
  usd: number;
  /** Of these, what runs used: the rest was for people who wait. */
  batchRequestCount: number;
  batchUsd: number;
};

const NOTHING_USED: UsedToday = {requestCount: 0, usd: 0, batchRequestCount: 0, batchUsd: 0};

/**
 * The limits in force as a run meets them: without the share that is kept for people who wait. What those used of their
 * share takes nothing from a run; what they used beyond it does.
 */
export function quoteLimits(
  limits: {
    requestsPerMinute: number | null;
    inputTokensPerMinute: number | null;
    requestsPerDay: number | null;
    maxUsdPerDay: number | null;
    headroomShare: number;
  },
  {maxConcurrent, used = NOTHING_USED}: {maxConcurrent: number; used?: UsedToday},
): QuoteLimits {
  const runShare = 1 - limits.headroomShare;
  const paced = (limit: number | null) => (limit === null ? null : limit * runShare);
  const requestsPerDay = limits.requestsPerDay ?? Infinity;
  const usdPerDay = limits.maxUsdPerDay ?? Infinity;
  return {
    requestsPerMinute: paced(limits.requestsPerMinute),
    inputTokensPerMinute: paced(limits.inputTokensPerMinute),
    requestsLeftToday: least(
      requestsPerDay - used.requestCount,
      Math.floor(requestsPerDay * runShare) - used.batchRequestCount,
    ),
    usdLeftToday: least(usdPerDay - used.usd, usdPerDay * runShare - used.batchUsd),
    maxConcurrent,
  };
}

/** What is left of a day under both bounds, never below 0; null where there is none. */
function least(ofAll: number, ofRuns: number): number | null {
  const left = Math.max(0, Math.min(ofAll, ofRuns));
  return left === Infinity ? null : left;
}
