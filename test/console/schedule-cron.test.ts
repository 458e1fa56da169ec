import {expect, test} from 'vitest';
import {parseCron} from '../../console/src/features/schedule/cron.ts';
import {nextTimes} from '../../console/src/features/schedule/next-times.ts';
import {cronOfPlain, cronText, plainOfCron} from '../../console/src/features/schedule/plain-time.ts';

function next(cron: string, timeZone: string, after: string, count = 3): string[] {
  const parsed = parseCron(cron);
  if (parsed.kind === 'fault') throw new Error(parsed.message);
  const times = nextTimes(parsed.fields, {timeZone, afterMs: Date.parse(after), count});
  return times.map(atMs => new Date(atMs).toISOString().slice(0, 16));
}

test('the next times are those of the zone', () => {
  expect(next('30 2 * * *', 'UTC', '2026-01-01T02:30:00Z')).toEqual([
    '2026-01-02T02:30',
    '2026-01-03T02:30',
    '2026-01-04T02:30',
  ]);
  expect(next('30 2 * * *', 'Asia/Kolkata', '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-01T21:00']);
  expect(next('0 1 * * *', 'Pacific/Auckland', '2026-01-01T11:00:00Z', 1)).toEqual(['2026-01-01T12:00']);
});

test('a time that clocks skip is left out, one that they show twice comes once', () => {
  // Europe/Berlin: 29 March 2026, 2:00 becomes 3:00; 25 October 2026, 3:00 becomes 2:00.
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z')).toEqual([
    '2026-03-28T01:30',
    '2026-03-30T00:30',
    '2026-03-31T00:30',
  ]);
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ]);
});

test('each field narrows, and both day fields must fit', () => {
  expect(next('0,30 9-10 * * *', 'UTC', '2026-01-01T09:15:00Z', 4)).toEqual([
    '2026-01-01T09:30',
    '2026-01-01T10:00',
    '2026-01-01T10:30',
    '2026-01-02T09:00',
  ]);
  expect(next('0 0 * * mon', 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual([
    '2026-01-05T00:00',
    '2026-01-12T00:00',
  ]);
  expect(next('0 0 13 * 5', 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual([
    '2026-02-13T00:00',
    '2026-03-13T00:00',
  ]);
  expect(next('0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z', 1)).toEqual(['2028-02-29T00:00']);
  expect(next('0 0 31 feb *', 'UTC', '2026-01-01T00:00:00Z')).toEqual([]);
});

test.each([
  ['*/20 * * * *', {minutes: [0, 20, 40]}],
  ['50/5 * * * *', {minutes: [50, 55]}],
  ['0-6/3 * * * *', {minutes: [0, 3, 6]}],
  ['0 0 * JAN,dec *', {months: [1, 12]}],
  ['0 0 * * 7', {daysOfWeek: [0]}],
  ['0 0 * * 5-7', {daysOfWeek: [0, 5, 6]}],
  ['0 0 * * *', {daysOfWeek: [0, 1, 2, 3, 4, 5, 6]}],
])('%s is read', (cron, fields) => {
  expect(parseCron(cron)).toMatchObject({kind: 'fields', fields});
});

test.each([
  ['every night', 'Five fields'],
  ['0 0 * * * *', 'Five fields'],
  ['60 0 * * *', '"60" is no minute'],
  ['0 24 * * *', '"24" is no hour'],
  ['0 0 0 * *', '"0" is no day of the month'],
  ['0 0 * 13 *', '"13" is no month'],
  ['0 0 * * funday', '"funday" is no day of the week'],
  ['0 5-3 * * *', '"5-3" is no hour'],
  ['*/0 * * * *', '"*/0" is no minute'],
  ['1, * * * *', '"1," is no minute'],
])('%s is refused, and the field is named', (cron, message) => {
  expect(parseCron(cron)).toEqual({kind: 'fault', message: expect.stringContaining(message)});
});

test.each([
  [{time: '02:30', days: [1, 2, 3, 4, 5, 6, 0]}, '30 2 * * *'],
  [{time: '23:05', days: [5, 1]}, '5 23 * * 1,5'],
  [{time: '', days: [1]}, null],
  [{time: '02:30', days: []}, null],
])('the plain time %o is the cron expression %s', (plain, cron) => {
  expect(cronOfPlain(plain)).toBe(cron);
});

test.each([
  ['30 2 * * *', {time: '02:30', days: [0, 1, 2, 3, 4, 5, 6]}],
  ['5 23 * * 1-5', {time: '23:05', days: [1, 2, 3, 4, 5]}],
  ['0,30 2 * * *', null],
  ['0 2-3 * * *', null],
  ['0 2 1 * *', null],
  ['0 2 * 1 *', null],
  ['nonsense', null],
])('the cron expression %s is the plain time %o', (cron, plain) => {
  expect(plainOfCron(cron)).toEqual(plain);
});

test.each([
  ['30 2 * * *', 'Every day at 02:30'],
  ['30 2 * * 0', 'Sunday at 02:30'],
  ['30 2 * * 0,1,6', 'Monday, Saturday and Sunday at 02:30'],
  ['0 2 1 * *', '0 2 1 * *'],
])('%s reads: %s', (cron, text) => {
  expect(cronText(cron)).toBe(text);
});
