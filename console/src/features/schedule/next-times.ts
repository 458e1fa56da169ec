import type {CronFields} from './cron.ts';
import {DAY_MS, dayIn, instantOf} from './zones.ts';

/** February 29 comes after eight years at most. */
const MAX_DAYS = 8 * 366 + 1;

/**
 * The next times at which a cron expression fits in a zone, in epoch milliseconds. All fields must fit, as the schedules of
 * Temporal have it, where cron itself takes either of the two day fields. Times that clocks skip are left out.
 */
export function nextTimes(
  {minutes, hours, daysOfMonth, months, daysOfWeek}: CronFields,
  {timeZone, afterMs, count}: {timeZone: string; afterMs: number; count: number},
): number[] {
  const found: number[] = [];
  let day = dayIn(timeZone, afterMs);
  for (let days = 0; days < MAX_DAYS && found.length < count; days += 1, day += DAY_MS) {
    const date = new Date(day);
    if (!months.includes(date.getUTCMonth() + 1)) continue;
    if (!daysOfMonth.includes(date.getUTCDate()) || !daysOfWeek.includes(date.getUTCDay())) continue;
    for (const hour of hours)
      for (const minute of minutes) {
        const atMs = instantOf(timeZone, day + (hour * 60 + minute) * 60_000);
        if (atMs !== null && atMs > afterMs && found.length < count) found.push(atMs);
      }
  }
  return found.toSorted((a, b) => a - b);
}
