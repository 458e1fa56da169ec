/** The date and time that the clocks of a zone show, as if it were UTC, in epoch milliseconds. */
function wallMs(timeZone: string, atMs: number): number {
  const parts = formatOf(timeZone).formatToParts(atMs);
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes long, and a preview needs hundreds of readings. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The year, month and day that the calendars of a zone show, as midnight in UTC, in epoch milliseconds. */
export function dayIn(timeZone: string, atMs: number): number {
  const wall = wallMs(timeZone, atMs);
  return wall - (wall % DAY_MS);
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When the clocks of a zone show a time; null where they skip it. Of a time that they show twice it is the first.
 *
 * @param wall the time as if it were UTC, in epoch milliseconds
 */
export function instantOf(timeZone: string, wall: number): number | null {
  // The offsets of before and after: clocks change by less than a day.
  const candidates = [wall - DAY_MS, wall + DAY_MS].map(near => wall - (wallMs(timeZone, near) - near));
  const fitting = candidates.filter(atMs => wallMs(timeZone, atMs) === wall);
  return fitting.length === 0 ? null : Math.min(...fitting);
}

/** All zones that the browser knows, UTC first. */
export const knownZones = (): string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC'),
];
