import type {Actor} from '../../domain/actor.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {ConfiguredLimits} from '../../domain/limits.ts';
import type {ModelPrice, ServiceTier} from '../../domain/prices.ts';
import type {Quote} from '../../domain/quotes.ts';
import type {RunFilter, RunProgress} from '../../domain/runs.ts';
import type {ScheduleReading} from '../../domain/schedules.ts';

/** A command that cannot be followed; nothing has changed. Its message is for the person who gave it. */
export class CommandRefused extends Error {}

/** What the work comes to, or what is told of its refusal in its place. */
export async function unlessRefused<T, R>(work: Promise<T>, told: (message: string) => R): Promise<T | R> {
  return work.catch((error: unknown) => {
    if (error instanceof CommandRefused) return told(error.message);
    throw error;
  });
}

/** Which run; who asks, and why: both are shown to people. `actor` is for the audit log. */
type RunCommand = {runId: number; by: string; reason: string | null; actor: Actor};

/** A run after a command; `isTaken` is false where no worker has taken it yet: it will be, and is not lost. */
export type CommandedRun = {run: RunProgress; isTaken: boolean};

export type WantedRun = {filter: RunFilter; maxUsd: number | null};

/** `retryOf`: the run whose failed cells it makes. */
type StartedBy = {actor: Actor; retryOf: number | null};

/** What became of a draft that somebody wants published in spite of its findings; nothing has changed where it is refused. */
export type Release = {kind: 'released'; lessonId: LessonId} | {kind: 'refused'; message: string};

/** What is set of the nightly schedule. `timeZone` is an IANA name. */
export type WantedSchedule = WantedRun & {cron: string; timeZone: string};

/** The nightly schedule. All but `read` throw `CommandRefused`, also where the Temporal server does not answer. */
export type ScheduleCommands = {
  read(): Promise<ScheduleReading>;
  /** New or changed; a pause stays. */
  set(schedule: WantedSchedule, actor: Actor): Promise<void>;
  pause(reason: string, actor: Actor): Promise<void>;
  resume(reason: string, actor: Actor): Promise<void>;
  /** Starts a run now, unless the one before is under way. */
  trigger(actor: Actor): Promise<void>;
  delete(actor: Actor): Promise<void>;
};

/** What the configuration says of the model. */
export type ModelSettings = {
  /** As the database names it: the emulator's is marked. */
  name: string;
  emulated: boolean;
  /** Another one for what the first did not manage; null where there is none. */
  alternative: string | null;
  limits: ConfiguredLimits;
  /** Calls in flight of one run at most. */
  maxConcurrent: number;
  serviceTier: ServiceTier;
  /** The standard price that was configured; null: the provider's list holds. */
  configuredPrice: ModelPrice | null;
};

/**
 * What the console has done by the parts that the API does not know: Temporal and the configuration. Each throws
 * `CommandRefused` where it cannot be done.
 */
export type ConsoleCommands = {
  quote(run: WantedRun): Promise<Quote>;
  /** The run that was started with this key, or null. */
  runOfKey(key: string): Promise<RunProgress | null>;
  /** Starts a run, unless one has the key already. Null where no worker has opened it yet: it will be. */
  startRun(run: WantedRun & StartedBy & {key: string}): Promise<RunProgress | null>;
  pauseRun(command: RunCommand): Promise<CommandedRun>;
  resumeRun(command: RunCommand): Promise<CommandedRun>;
  cancelRun(command: RunCommand): Promise<CommandedRun>;
  /** Publishes a draft in quarantine as it is. */
  releaseDraft(release: {draftId: number; reason: string; actor: Actor}): Promise<Release>;
  schedule: ScheduleCommands;
  model: ModelSettings;
  /** The page of a run in Temporal's own console; null where none is known. */
  temporalUrl(runKey: string): string | null;
};
