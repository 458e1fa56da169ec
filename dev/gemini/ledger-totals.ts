import type {LedgerEntry} from './ledger-entry.ts';

const SUMMED = ['promptTokens', 'cachedTokens', 'outputTokens', 'thoughtTokens'] as const;

/** Sums over all requests since the start or the last reset, those included that are no longer kept one by one. */
export type LedgerTotals = Record<(typeof SUMMED)[number], number> & {
  requestCount: number;
  usd: number;
  /** How many requests ended in each way. */
  outcomes: Readonly<Record<string, number>>;
};

// Entries are rounded to billionths of a dollar, and whole numbers add up exactly.
const NANO_PER_USD = 1e9;

/** Adds entries up, exactly however many there are. */
export function createTotals() {
  const tokens = {promptTokens: 0, cachedTokens: 0, outputTokens: 0, thoughtTokens: 0};
  const outcomes: Record<string, number> = {};
  let requestCount = 0;
  let nanoUsd = 0;
  return {
    add(entry: LedgerEntry): void {
      requestCount += 1;
      nanoUsd += Math.round(entry.usd * NANO_PER_USD);
      outcomes[entry.outcome] = (outcomes[entry.outcome] ?? 0) + 1;
      for (const name of SUMMED) tokens[name] += entry[name];
    },
    read: (): LedgerTotals => ({
      requestCount,
      ...tokens,
      usd: nanoUsd / NANO_PER_USD,
      outcomes: {...outcomes},
    }),
  };
}
