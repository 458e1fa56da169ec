import type {Range} from '../domain/quotes.ts';

/** Low and high in the same words, once where they look alike. */
export function range({low, high}: Range, format: (value: number) => string): string {
  const [from, to] = [format(low), format(high)];
  return from === to ? from : `${from}-${to}`;
}

/** `$0.35-0.55`; with four decimals where both are small. */
export function usdRange({low, high}: Range): string {
  const decimals = high > 0 && high < 0.1 ? 4 : 2;
  return `$${range({low, expected: low, high}, value => value.toFixed(decimals))}`;
}

/** `6-9 min`, in the unit that suits the longer. */
export function timeRange({low, high}: Range): string {
  const ends = (factor: number, decimals = 0) =>
    range({low: low * factor, expected: 0, high: high * factor}, value => value.toFixed(decimals));
  if (high < 2) return `${ends(60)} s`;
  return high < 120 ? `${ends(1)} min` : `${ends(1 / 60, 1)} h`;
}
