/** Limits of a model that the provider named when it refused a request. */
export type LearntLimits = {
  requestsPerMinute?: number;
  inputTokensPerMinute?: number;
  requestsPerDay?: number;
};
