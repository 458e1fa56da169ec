/** The `type` of each failure that is thrown; retry policies and tests name them by these. */
export const FAILURE = {
  /** The provider could not be reached, or failed on its side: worth another attempt, bounded. */
  providerDown: 'ProviderDown',
  /** The database went away in the middle of the work: worth another attempt once it is back. */
  databaseDown: 'DatabaseDown',
} as const;
