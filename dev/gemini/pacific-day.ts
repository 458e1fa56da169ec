const HOUR_MS = 3_600_000;

const pacific = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

// Every hour lies in one Pacific day (the zone's offsets are whole hours), so formatting once an hour is enough.
let cachedHour = Number.NaN;
let cachedDay = '';

/** The quota day (`2026-11-24`) of an instant: requests per day are counted from midnight in America/Los_Angeles. */
export function pacificDay(timeMs: number): string {
  const hour = Math.floor(timeMs / HOUR_MS);
  if (hour !== cachedHour) {
    cachedDay = pacific.format(hour * HOUR_MS);
    cachedHour = hour;
  }
  return cachedDay;
}

/** The next midnight in America/Los_Angeles after an instant; right in the nights of 23 and of 25 hours too. */
export function nextPacificMidnightMs(timeMs: number): number {
  const today = pacificDay(timeMs);
  let hour = Math.floor(timeMs / HOUR_MS) + 1;
  while (pacificDay(hour * HOUR_MS) === today) hour += 1;
  return hour * HOUR_MS;
}
