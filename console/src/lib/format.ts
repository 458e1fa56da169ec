const NUMBER = new Intl.NumberFormat('en-US');
const PERCENT = new Intl.NumberFormat('en-US', {style: 'percent', maximumFractionDigits: 1});
const RELATIVE = new Intl.RelativeTimeFormat('en-US', {numeric: 'auto'});

/** 1,288 */
export const count = (value: number): string => NUMBER.format(value);

/** A share of 1 as 98.4%; never rounded up to 100% or down to 0%. */
export function percent(share: number): string {
  if (share > 0.999 && share < 1) return '99.9%';
  if (share > 0 && share < 0.001) return '0.1%';
  return PERCENT.format(share);
}

/** Dollars: cents from one dollar on, four digits below. */
export function usd(value: number): string {
  const digits = Math.abs(value) >= 1 || value === 0 ? 2 : 4;
  return `$${value.toLocaleString('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits})}`;
}

/** $0.11, $0.0042: in a sentence, where no column has to be aligned. */
export const usdShort = (value: number): string => usdRange({low: value, high: value});

/** A sum that a person gave: $0.30, $5.00, $0.0042; no more digits than they mean. */
export const usdGiven = (value: number): string =>
  `$${value.toLocaleString('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 4})}`;

/** $0.35–0.55, or one figure where both are the same; small sums with as many digits as tell them apart. */
export function usdRange({low, high}: {low: number; high: number}): string {
  const digits = high === 0 || high >= 0.1 ? 2 : 4;
  const [from, to] = [low, high].map(value =>
    value.toLocaleString('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits}),
  );
  return from === to ? `$${from}` : `$${from}–${to}`;
}

/** 6–9 min. */
export function minutesRange({low, high}: {low: number; high: number}): string {
  const [from, to] = [count(Math.floor(low)), count(Math.ceil(high))];
  return from === to ? `${from} min` : `${from}–${to} min`;
}

/** 3 h 20 min, 4 min 10 s, 12 s. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** A moment in the zone of who looks. */
export function dateTime(value: string | Date, timeZone?: string): string {
  return new Date(value).toLocaleString('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone && {timeZone}),
  });
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** 5 minutes ago, in 2 hours, just now. */
export function ago(value: string | Date, nowMs = Date.now()): string {
  const differenceMs = new Date(value).getTime() - nowMs;
  const unit = UNITS.find(([, unitMs]) => Math.abs(differenceMs) >= unitMs);
  return unit ? RELATIVE.format(Math.trunc(differenceMs / unit[1]), unit[0]) : 'just now';
}

/** 1 cell, 2 cells. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** The zone of who looks, as Europe/Berlin. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
