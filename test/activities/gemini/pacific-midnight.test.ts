import {expect, test} from 'vitest';
import {nextPacificMidnightMs} from '../../../activities/gemini/pacific-midnight.ts';

test.each([
  ['in summer', '2026-07-01T12:00:00Z', '2026-07-02T07:00:00Z'],
  ['in winter', '2026-12-01T12:00:00Z', '2026-12-02T08:00:00Z'],
  ['a second before midnight', '2026-07-02T06:59:59Z', '2026-07-02T07:00:00Z'],
  ['at midnight itself: the next one', '2026-07-02T07:00:00Z', '2026-07-03T07:00:00Z'],
  ['when it is tomorrow in UTC already', '2026-12-02T03:00:00Z', '2026-12-02T08:00:00Z'],
  ['on the eve of the change to summer time', '2027-03-13T20:00:00Z', '2027-03-14T08:00:00Z'],
  ['on the day of 23 hours', '2027-03-14T08:00:00Z', '2027-03-15T07:00:00Z'],
  ['on the eve of the change to winter time', '2026-10-31T20:00:00Z', '2026-11-01T07:00:00Z'],
  ['on the day of 25 hours', '2026-11-01T07:00:00Z', '2026-11-02T08:00:00Z'],
  ['in the hour that comes twice', '2026-11-01T09:30:00Z', '2026-11-02T08:00:00Z'],
  ['at the end of a year', '2026-12-31T20:00:00Z', '2027-01-01T08:00:00Z'],
])('finds the next midnight in Los Angeles %s', (_, now, midnight) => {
  expect(new Date(nextPacificMidnightMs(Date.parse(now))).toISOString()).toBe(
    new Date(midnight).toISOString(),
  );
});
