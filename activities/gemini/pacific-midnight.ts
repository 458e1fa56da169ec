const pacificDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  hourCycle: 'h23',
});

/**
 * When the provider's day quota is filled up again: the next midnight in Los Angeles, in epoch milliseconds. It is
 * at 7:00 UTC in summer and 8:00 UTC in winter; clocks change at 2:00, never at midnight.
 */
export function nextPacificMidnightMs(nowMs: number): number {
  const {year, month, day} = pacificParts(nowMs);
  const atSevenUtc = Date.UTC(year, month - 1, day + 1, 7);
  return pacificParts(atSevenUtc).hour === 0 ? atSevenUtc : atSevenUtc + 3_600_000;
}

function pacificParts(ms: number): {year: number; month: number; day: number; hour: number} {
  const parts = new Map(pacificDate.formatToParts(ms).map(({type, value}) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  return {year: part('year'), month: part('month'), day: part('day'), hour: part('hour')};
}
