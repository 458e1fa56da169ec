/** What bounds a run; null: no limit. Rates and concurrency are above 0, what is left of today at least 0. */
export type QuoteLimits = {
  requestsPerMinute: number | null;
  inputTokensPerMinute: number | null;
  requestsLeftToday: number | null;
  usdLeftToday: number | null;
  /** Calls in flight at a time. */
  maxConcurrent: number;
};

/**
 * The limits in force as a run meets them: without the share that is kept for people who wait.
 *
 * @param used what the Pacific day has used so far: requests of the model, dollars (reserved ones too) of all models
 */
export function quoteLimits(
  limits: {
    requestsPerMinute: number | null;
    inputTokensPerMinute: number | null;
    requestsPerDay: number | null;
    maxUsdPerDay: number | null;
    headroomShare: number;
  },
  {
    maxConcurrent,
    used = {requestCount: 0, usd: 0},
  }: {maxConcurrent: number; used?: {requestCount: number; usd: number}},
): QuoteLimits {
  const share = (limit: number | null) => (limit === null ? null : limit * (1 - limits.headroomShare));
  const requestsPerDay = share(limits.requestsPerDay);
  const usdPerDay = share(limits.maxUsdPerDay);
  return {
    requestsPerMinute: share(limits.requestsPerMinute),
    inputTokensPerMinute: share(limits.inputTokensPerMinute),
    requestsLeftToday:
      requestsPerDay === null ? null : Math.max(0, Math.floor(requestsPerDay) - used.requestCount),
    usdLeftToday: usdPerDay === null ? null : Math.max(0, usdPerDay - used.usd),
    maxConcurrent,
  };
}
