import {parseCron} from './cron.ts';

/** A time of day on some days of the week: what most people mean by a schedule. `days`: 0 is Sunday. */
export type PlainTime = {time: string; days: number[]};

export const ALL_DAYS = [1, 2, 3, 4, 5, 6, 0] as const;

export const DAY_LABELS: Record<number, string> = {
  0: 'Sunday',
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
};

/** The cron expression of a plain time; null where no time or no day is given. */
export function cronOfPlain({time, days}: PlainTime): string | null {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  if (hour === undefined || days.length === 0) return null;
  const which = days.length === ALL_DAYS.length ? '*' : [...days].toSorted((a, b) => a - b).join(',');
  return `${Number(minute)} ${Number(hour)} * * ${which}`;
}

/** The plain time that a cron expression stands for; null where it says more than that. */
export function plainOfCron(cron: string): PlainTime | null {
  const parsed = parseCron(cron);
  if (parsed.kind === 'fault') return null;
  const {minutes, hours, daysOfMonth, months, daysOfWeek} = parsed.fields;
  const [minute, ...moreMinutes] = minutes;
  const [hour, ...moreHours] = hours;
  if (minute === undefined || hour === undefined || moreMinutes.length > 0 || moreHours.length > 0)
    return null;
  if (daysOfMonth.length < 31 || months.length < 12) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  return {time: `${two(hour)}:${two(minute)}`, days: daysOfWeek};
}

/** Every day at 02:30; Monday and Friday at 02:30; else the cron expression itself. */
export function cronText(cron: string): string {
  const plain = plainOfCron(cron);
  if (plain === null) return cron;
  const {time, days} = plain;
  if (days.length === ALL_DAYS.length) return `Every day at ${time}`;
  const names = ALL_DAYS.filter(day => days.includes(day)).map(day => DAY_LABELS[day] ?? '');
  const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${list} at ${time}`;
}
