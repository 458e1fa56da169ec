import type {Quote} from '../../domain/quotes.ts';
import type {RunFilter, RunProgress} from '../../domain/runs.ts';

/** A command that cannot be followed; nothing has changed. Its message is for the person who gave it. */
export class CommandRefused extends Error {}

/** Which run; who asks, and why: both are shown to people. */
type RunCommand = {runId: number; by: string; reason: string | null};

/** A run after a command; `isTaken` is false where no worker has taken it yet: it will be, and is not lost. */
export type CommandedRun = {run: RunProgress; isTaken: boolean};

export type WantedRun = {filter: RunFilter; maxUsd: number | null};

/**
 * What the console has done by the parts that the API does not know: Temporal and the configuration. Each throws
 * `CommandRefused` where it cannot be done.
 */
export type ConsoleCommands = {
  quote(run: WantedRun): Promise<Quote>;
  /** The run that was started with this key, or null. */
  runOfKey(key: string): Promise<RunProgress | null>;
  /** Starts a run, unless one has the key already. Null where no worker has opened it yet: it will be. */
  startRun(run: WantedRun & {key: string}): Promise<RunProgress | null>;
  pauseRun(command: RunCommand): Promise<CommandedRun>;
  resumeRun(command: RunCommand): Promise<CommandedRun>;
  cancelRun(command: RunCommand): Promise<CommandedRun>;
};
