import type {RunFilter} from './runs.ts';

/** A time at which the schedule started a run. */
export type ScheduleAction = {
  /** When it was due, and when it was taken: the same but for a server that was away. */
  scheduledAt: Date;
  takenAt: Date;
  /** The key of its run, where a worker opened one. */
  workflowId: string;
};

/** The nightly schedule as the Temporal server has it. */
export type NightlySchedule = {
  /** Five fields; null where it was made with something that is no cron expression. */
  cron: string | null;
  /** An IANA name. */
  timeZone: string;
  /** The next five. */
  nextRuns: Date[];
  isPaused: boolean;
  /** Why it was paused or resumed last. */
  note: string | null;
  filter: RunFilter;
  maxUsd: number | null;
  /** The newest first. */
  recentActions: ScheduleAction[];
  /** When it was due last; null where it was not within the last days. */
  lastDueAt: Date | null;
  /** Of times that nobody made up for, as the server was away for too long. */
  missedCount: number;
  /** Of times at which the run before was still under way. */
  skippedCount: number;
  /** When it was set last. */
  setAt: Date;
};

/** What a server said of its schedule: null is that there is none. It may not answer, for a reason that people are told. */
export type ScheduleReading =
  {kind: 'read'; schedule: NightlySchedule | null} | {kind: 'unreachable'; message: string};

/** Numbers from `start` to `end`, each `step`. */
type FieldRange = {start: number; end: number; step: number};

/** When a schedule is due, as the server keeps it: a time fits where all fields do. */
export type ScheduleCalendar = {
  second: FieldRange[];
  minute: FieldRange[];
  hour: FieldRange[];
  dayOfMonth: FieldRange[];
  month: FieldRange[];
  dayOfWeek: FieldRange[];
};

/** The least and the greatest number of each field of a cron expression, in its order. */
const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['dayOfMonth', 1, 31],
  ['month', 1, 12],
  ['dayOfWeek', 0, 6],
] as const;

/** A calendar as a cron expression: the server does not keep the words. */
export function cronOf(calendar: ScheduleCalendar): string {
  return FIELDS.map(([name, least, greatest]) => {
    const parts = calendar[name].map(({start, end, step}) => {
      const by = step > 1 ? `/${step}` : '';
      if (start <= least && end >= greatest) return `*${by}`;
      // As cron reads it, `5/2` goes on to the end of the field.
      return start === end ? `${start}` : `${start}-${end}${by}`;
    });
    return parts.length === 0 ? '*' : parts.join(',');
  }).join(' ');
}

/** So long after it was due, a run has been opened where there is a worker that could. */
export const STARTS_WITHIN_MS = 15 * 60 * 1000;

/**
 * When a run was due last that has not begun; null where none is missing. A pause misses nothing, nor does a schedule that
 * was set or resumed after that time, nor one whose run before was still under way then: the next one comes at its time.
 *
 * @param resumedAt when the schedule was resumed last; null where it never was
 * @param nightlyUntil until when the newest nightly run was under way; null where there was none
 */
export function missedNight(
  schedule: NightlySchedule,
  {resumedAt, nightlyUntil, nowMs}: {resumedAt: Date | null; nightlyUntil: Date | null; nowMs: number},
): Date | null {
  const {lastDueAt, isPaused, setAt} = schedule;
  if (isPaused || lastDueAt === null) return null;
  if (lastDueAt.getTime() > nowMs - STARTS_WITHIN_MS) return null;
  const isAfter = (time: Date | null) => time !== null && time >= lastDueAt;
  return isAfter(setAt) || isAfter(resumedAt) || isAfter(nightlyUntil) ? null : lastDueAt;
}
