import type {Run} from './queries.ts';

/** A bar of dollars: all in percent of its width. */
export type MoneyBar = {
  spent: number;
  /** Set aside for calls in flight, after what is spent. */
  reserved: number;
  /** What was quoted; null without a quote. */
  band: {from: number; to: number} | null;
  /** Where the cap stands; null without one. */
  cap: number | null;
};

/** Room at the right of what is the greatest. */
const ROOM = 1.08;

/** What a run spent against what it was quoted and what it may spend, as places on a bar; null where all is nothing. */
export function moneyBar({
  spentUsd,
  reservedUsd,
  maxUsd,
  quote,
}: Pick<Run, 'spentUsd' | 'reservedUsd' | 'maxUsd' | 'quote'>): MoneyBar | null {
  const most = Math.max(spentUsd + reservedUsd, quote?.usd.high ?? 0);
  // A cap far above what is ever spent would leave the rest too small to be seen: it is told in words then.
  const cap = maxUsd !== null && maxUsd <= most * 4 ? maxUsd : null;
  const width = Math.max(most, cap ?? 0) * ROOM;
  if (width === 0) return null;
  const at = (usd: number) => (100 * usd) / width;
  return {
    spent: at(spentUsd),
    reserved: at(reservedUsd),
    band: quote && {from: at(quote.usd.low), to: at(quote.usd.high)},
    cap: cap === null ? null : at(cap),
  };
}
