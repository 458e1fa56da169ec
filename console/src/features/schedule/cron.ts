/** The numbers of each field of a cron expression that fit, in ascending order. */
export type CronFields = {
  minutes: number[];
  hours: number[];
  daysOfMonth: number[];
  months: number[];
  /** 0 is Sunday. */
  daysOfWeek: number[];
};

type ParsedCron = {kind: 'fields'; fields: CronFields} | {kind: 'fault'; message: string};

type Field = {name: string; least: number; greatest: number; names?: readonly string[]};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly [keyof CronFields, Field][] = [
  ['minutes', {name: 'minute', least: 0, greatest: 59}],
  ['hours', {name: 'hour', least: 0, greatest: 23}],
  ['daysOfMonth', {name: 'day of the month', least: 1, greatest: 31}],
  ['months', {name: 'month', least: 1, greatest: 12, names: MONTHS}],
  ['daysOfWeek', {name: 'day of the week', least: 0, greatest: 7, names: DAYS}],
];

/** Reads a cron expression of five fields, and says what is wrong with one that cannot be read. */
export function parseCron(text: string): ParsedCron {
  const words = text.trim().split(/\s+/);
  if (words.length !== FIELDS.length)
    return {kind: 'fault', message: 'Five fields: minute, hour, day of the month, month, day of the week.'};
  const fields: Partial<CronFields> = {};
  for (const [index, [key, field]] of FIELDS.entries()) {
    const word = words[index] ?? '';
    const numbers = numbersOf(word, field);
    if (numbers === null) {
      const bounds = `${field.least} to ${field.greatest}`;
      return {
        kind: 'fault',
        message: `"${word}" is no ${field.name}: numbers from ${bounds}, *, lists, ranges, steps.`,
      };
    }
    fields[key] = numbers;
  }
  return {kind: 'fields', fields: fields as CronFields};
}

function numbersOf(word: string, field: Field): number[] | null {
  const found = new Set<number>();
  for (const part of word.split(',')) {
    const range = rangeOf(part, field);
    if (range === null) return null;
    // Both 0 and 7 are Sunday.
    for (let value = range.from; value <= range.to; value += range.step)
      found.add(field.greatest === 7 ? value % 7 : value);
  }
  return [...found].toSorted((a, b) => a - b);
}

function rangeOf(part: string, field: Field): {from: number; to: number; step: number} | null {
  const match = /^(?:(\*)|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d+))?$/i.exec(part);
  if (match === null) return null;
  const [, star, first, last, by] = match;
  const step = by === undefined ? 1 : Number(by);
  if (step < 1) return null;
  // The day 7 is another word for 0, and not an eighth day.
  if (star) return {from: field.least, to: field.greatest === 7 ? 6 : field.greatest, step};
  const from = numberOf(first ?? '', field);
  // As cron reads it, `5/2` goes on to the end of the field.
  const to = last !== undefined ? numberOf(last, field) : by === undefined ? from : field.greatest;
  return from === null || to === null || to < from ? null : {from, to, step};
}

function numberOf(word: string, {least, greatest, names}: Field): number | null {
  const index = names?.indexOf(word.toLowerCase()) ?? -1;
  if (index >= 0) return index + least;
  const value = Number(word);
  return /^\d+$/.test(word) && value >= least && value <= greatest ? value : null;
}
