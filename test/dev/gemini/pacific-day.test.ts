import {expect, test} from 'vitest';
import {nextPacificMidnightMs, pacificDay} from '../../../dev/gemini/pacific-day.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

test.each([
  ['2026-11-24T07:59:59Z', '2026-11-23'],
  ['2026-11-24T08:00:00Z', '2026-11-24'],
  ['2026-07-01T06:59:59Z', '2026-06-30'],
  ['2026-07-01T07:00:00Z', '2026-07-01'],
])('at %s the quota day is %s', (time, day) => {
  expect(pacificDay(Date.parse(time))).toBe(day);
});

test.each([
  ['an ordinary winter day', '2026-11-24T12:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['midnight itself', '2026-11-24T08:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['the day of 23 hours', '2027-03-14T08:30:00Z', '2027-03-15T07:00:00.000Z'],
  ['the day of 25 hours', '2026-11-01T07:30:00Z', '2026-11-02T08:00:00.000Z'],
])('the next Pacific midnight after %s', (_what, time, midnight) => {
  expect(iso(nextPacificMidnightMs(Date.parse(time)))).toBe(midnight);
});
