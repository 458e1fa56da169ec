/** The `type` of each failure that is thrown; retry policies and tests name them by these. */
export const FAILURE = {
  /** The provider could not be reached, or failed on its side: worth another attempt, bounded. */
  providerDown: 'ProviderDown',
} as const;
