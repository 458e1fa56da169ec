import type {ConfiguredLimits, StoredLimits} from '../../domain/limits.ts';

export const UNLIMITED: ConfiguredLimits = {
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  requestsPerDay: null,
  burstRequests: 1,
  headroomShare: 0,
  maxUsdPerDay: null,
};

/** What the database knows of a model of which nothing is set, learnt or blocked. */
export function storedLimits(changes: Partial<StoredLimits> = {}): StoredLimits {
  return {
    model: 'gemini',
    requestsPerMinute: null,
    inputTokensPerMinute: null,
    requestsPerDay: null,
    burstRequests: null,
    headroomShare: null,
    maxUsdPerDay: null,
    learntRequestsPerMinute: null,
    learntInputTokensPerMinute: null,
    learntRequestsPerDay: null,
    learntAt: null,
    blockedUntil: null,
    blockedCause: null,
    blockedMessage: null,
    rampLimit: null,
    ...changes,
  };
}
