import {
  type Client,
  type ScheduleDescription,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import {setTimeout as delay} from 'node:timers/promises';
import {CommandRefused, type WantedSchedule} from '../api/console/commands.ts';
import type {Config} from '../config.ts';
import type {Actor} from '../domain/actor.ts';
import {cronOf, type NightlySchedule, type ScheduleCalendar} from '../domain/schedules.ts';
import type {Db} from '../sql/client.ts';
import {audit} from '../sql/queries/audit.ts';
import type {WarmUpInput} from '../workflows/messages.ts';
import {SCHEDULE_ID, setSchedule, warmUpInput} from './run-client.ts';
import {checkFilter} from './run-filter.ts';

const NEXT_RUNS = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A night that is longer ago is told by nobody any more. */
const LOOK_BACK_DAYS = 8;

/** What a command for the schedule needs: who gives it is kept in the audit log. */
type Services = {db: Db; client: Client; actor: Actor};

/** The nightly schedule; null where there is none. */
export async function readNightly(client: Client, nowMs = Date.now()): Promise<NightlySchedule | null> {
  const described = await describe(client);
  if (described === null) return null;
  const {spec, state, info, raw} = described;
  const {filter, maxUsd} = inputOf(described);
  const [calendar] = raw.schedule?.spec?.structuredCalendar ?? [];
  const lastDueAt = await lastDue(client, nowMs);
  return {
    cron: calendar ? cronOf(calendarOf(calendar)) : null,
    timeZone: spec.timezone || 'UTC',
    nextRuns: info.nextActionTimes.slice(0, NEXT_RUNS),
    isPaused: state.paused,
    note: state.note || null,
    filter,
    maxUsd,
    recentActions: info.recentActions
      .map(({scheduledAt, takenAt, action}) => ({
        scheduledAt,
        takenAt,
        workflowId: action.workflow.workflowId,
      }))
      .toReversed(),
    lastDueAt,
    missedCount: info.numActionsMissedCatchupWindow,
    skippedCount: info.numActionsSkippedOverlap,
    setAt: info.lastUpdatedAt ?? info.createdAt,
  };
}

/**
 * Sets the nightly run, new or changed; a pause stays.
 *
 * @throws CommandRefused where the time zone, the cron expression or a roadmap is none; nothing is changed then
 */
export async function setNightly(services: Services, config: Config, wanted: WantedSchedule): Promise<void> {
  const {cron, timeZone, filter, maxUsd} = wanted;
  checkZone(timeZone);
  await checkFilter(services.db, filter).catch((error: unknown) => {
    throw new CommandRefused(error instanceof Error ? error.message : String(error), {cause: error});
  });
  const before = await readNightly(services.client);
  const input = warmUpInput(config, {kind: 'nightly', filter, maxUsd});
  await setSchedule(services.client, {cron, timeZone, input}).catch((error: unknown) => {
    if (!isBadSpec(error)) throw error;
    throw new CommandRefused(
      `Temporal refuses the schedule "${cron}": ${reasonOf(error)}. It takes five cron fields, for example "30 2 * * *".`,
      {cause: error},
    );
  });
  await untilShown(services.client, schedule => schedule !== null);
  await audit(services.db, {
    action: 'set_schedule',
    actor: services.actor,
    before: before && factsOf(before),
    after: {cron, timeZone, filter, maxUsd},
  });
}

/** @throws CommandRefused where there is no schedule, or where it is paused already */
export async function pauseNightly(services: Services, reason: string): Promise<void> {
  if (reason === '') throw new CommandRefused('Say why the nightly run is paused.');
  if ((await existing(services)).isPaused)
    throw new CommandRefused('The nightly run is paused already. Nothing has changed.');
  await handleOf(services.client).pause(reason);
  await untilShown(services.client, schedule => schedule?.isPaused === true);
  await audit(services.db, {action: 'pause_schedule', actor: services.actor, reason});
}

/** @throws CommandRefused where there is no schedule, or where it is not paused */
export async function resumeNightly(services: Services, reason: string): Promise<void> {
  if (!(await existing(services)).isPaused)
    throw new CommandRefused('The nightly run is not paused. Nothing has changed.');
  await handleOf(services.client).unpause(reason || 'resumed');
  await untilShown(services.client, schedule => schedule?.isPaused === false);
  await audit(services.db, {action: 'resume_schedule', actor: services.actor, reason: reason || null});
}

/**
 * Starts the nightly run now; nothing starts where one is under way.
 *
 * @throws CommandRefused where there is no schedule
 */
export async function triggerNightly(services: Services): Promise<void> {
  await existing(services);
  // The SDK's default would start a second run beside one that is under way.
  await handleOf(services.client).trigger(ScheduleOverlapPolicy.SKIP);
  await audit(services.db, {action: 'trigger_schedule', actor: services.actor});
}

/** @throws CommandRefused where there is no schedule */
export async function deleteNightly(services: Services): Promise<void> {
  const before = await existing(services);
  await handleOf(services.client).delete();
  await audit(services.db, {
    action: 'delete_schedule',
    actor: services.actor,
    before: factsOf(before),
  });
}

const POLL_MS = 50;

/** The server takes a change at once, and shows it a moment later: whoever looks next must see it. */
const SHOWN_WITHIN_MS = 2_000;

async function untilShown(
  client: Client,
  isShown: (schedule: NightlySchedule | null) => boolean,
): Promise<void> {
  const endMs = performance.now() + SHOWN_WITHIN_MS;
  while (!isShown(await readNightly(client)) && performance.now() < endMs) await delay(POLL_MS);
}

const handleOf = (client: Client) => client.schedule.getHandle(SCHEDULE_ID);

async function describe(client: Client): Promise<ScheduleDescription | null> {
  try {
    return await handleOf(client).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

async function existing({client}: Services): Promise<NightlySchedule> {
  const schedule = await readNightly(client);
  if (schedule) return schedule;
  throw new CommandRefused(
    'There is no nightly schedule yet. Set one: `preheat schedule set --cron "30 2 * * *" --zone Europe/Berlin`, or the page "Schedule" of the console.',
  );
}

/** What the audit log keeps of a schedule. */
const factsOf = ({cron, timeZone, filter, maxUsd}: NightlySchedule): WantedSchedule => ({
  cron: cron ?? '',
  timeZone,
  filter,
  maxUsd,
});

/** What it starts, as `setSchedule` gave it. */
function inputOf({action}: ScheduleDescription): Pick<WarmUpInput, 'filter' | 'maxUsd'> {
  const [input] = (action.args ?? []) as [WarmUpInput?];
  return {filter: input?.filter ?? {}, maxUsd: input?.maxUsd ?? null};
}

type RawCalendar = NonNullable<
  NonNullable<NonNullable<ScheduleDescription['raw']['schedule']>['spec']>['structuredCalendar']
>[number];

function calendarOf(raw: RawCalendar): ScheduleCalendar {
  // As the protocol has it: an end or a step that is left out is 0.
  const field = (ranges: RawCalendar['minute']) =>
    (ranges ?? []).map(({start, end, step}) => ({
      start: start ?? 0,
      end: Math.max(start ?? 0, end ?? 0),
      step: step || 1,
    }));
  return {
    second: field(raw.second),
    minute: field(raw.minute),
    hour: field(raw.hour),
    dayOfMonth: field(raw.dayOfMonth),
    month: field(raw.month),
    dayOfWeek: field(raw.dayOfWeek),
  };
}

/** When it was due last, whatever became of that. */
async function lastDue({workflowService, options}: Client, nowMs: number): Promise<Date | null> {
  const stamp = (ms: number) => ({seconds: Math.floor(ms / 1000), nanos: 0});
  const {startTime} = await workflowService.listScheduleMatchingTimes({
    namespace: options.namespace,
    scheduleId: SCHEDULE_ID,
    startTime: stamp(nowMs - LOOK_BACK_DAYS * DAY_MS) as never,
    endTime: stamp(nowMs) as never,
  });
  const seconds = startTime?.at(-1)?.seconds;
  return seconds == null ? null : new Date(Number(seconds) * 1000);
}

/** Whether the server does not understand the time of a schedule. */
function isBadSpec(error: unknown): error is Error {
  return error instanceof Error && /cron|calendar|spec/i.test(reasonOf(error));
}

/** The client wraps what the server said. */
const reasonOf = ({message, cause}: Error): string =>
  cause instanceof Error && 'details' in cause ? String(cause.details) : message;

function checkZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', {timeZone: zone});
  } catch {
    throw new CommandRefused(
      `"${zone}" is no time zone. Give an IANA name, for example Europe/Berlin or UTC.`,
    );
  }
}
