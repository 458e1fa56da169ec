import {expect, test} from 'vitest';
import {
  cronOf,
  missedNight,
  type NightlySchedule,
  type ScheduleCalendar,
  STARTS_WITHIN_MS,
} from '../../domain/schedules.ts';

const every = (least: number, greatest: number) => [{start: least, end: greatest, step: 1}];
const at = (value: number) => [{start: value, end: value, step: 1}];

const calendar = (changes: Partial<ScheduleCalendar> = {}): ScheduleCalendar => ({
  second: at(0),
  minute: at(30),
  hour: at(2),
  dayOfMonth: every(1, 31),
  month: every(1, 12),
  dayOfWeek: every(0, 6),
  ...changes,
});

test.each([
  ['30 2 * * *', {}],
  ['*/15 2 * * *', {minute: [{start: 0, end: 59, step: 15}]}],
  ['30 0-4/2 * * *', {hour: [{start: 0, end: 4, step: 2}]}],
  ['30 2 1,15 * *', {dayOfMonth: [...at(1), ...at(15)]}],
  ['30 2 * 6-8 *', {month: every(6, 8)}],
  ['30 2 * * 1-5', {dayOfWeek: every(1, 5)}],
  ['* 2 * * *', {minute: []}],
] as const)('a calendar is told as %s', (cron, changes) => {
  expect(cronOf(calendar(changes as Partial<ScheduleCalendar>))).toBe(cron);
});

const DUE = new Date('2026-11-27T02:30:00Z');
const LATER_MS = DUE.getTime() + STARTS_WITHIN_MS;
const BEFORE = new Date('2026-11-20T00:00:00Z');

const schedule = (changes: Partial<NightlySchedule> = {}): NightlySchedule => ({
  cron: '30 2 * * *',
  timeZone: 'UTC',
  nextRuns: [],
  isPaused: false,
  note: null,
  filter: {},
  maxUsd: null,
  recentActions: [],
  lastDueAt: DUE,
  missedCount: 0,
  skippedCount: 0,
  setAt: BEFORE,
  ...changes,
});

const AFTER = new Date(DUE.getTime() + 1);
const NONE = {resumedAt: null, nightlyUntil: null, nowMs: LATER_MS};

test.each([
  ['there was no nightly run ever', DUE, {}, {}],
  ['the run before ended before', DUE, {}, {nightlyUntil: BEFORE}],
  ['it began, or the run before was under way', null, {}, {nightlyUntil: DUE}],
  ['it may yet begin', null, {}, {nowMs: LATER_MS - 1}],
  ['it is paused', null, {isPaused: true}, {}],
  ['it was set since', null, {setAt: AFTER}, {}],
  ['it was resumed since', null, {}, {resumedAt: AFTER}],
  ['it was resumed before', DUE, {}, {resumedAt: BEFORE}],
  ['it was not due', null, {lastDueAt: null}, {}],
] as const)('whether a night is missing where %s', (_, missing, changes, known) => {
  expect(missedNight(schedule(changes), {...NONE, ...known})).toEqual(missing);
});
