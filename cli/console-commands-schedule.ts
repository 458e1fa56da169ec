import type {Client} from '@temporalio/client';
import {CommandRefused, type ScheduleCommands} from '../api/console/commands.ts';
import type {Config} from '../config.ts';
import type {Actor} from '../domain/actor.ts';
import type {Db} from '../sql/client.ts';
import {
  deleteNightly,
  pauseNightly,
  readNightly,
  resumeNightly,
  setNightly,
  triggerNightly,
} from './schedule-control.ts';
import {AWAY, away, isAway} from './temporal-away.ts';

/** A page waits no longer to hear that a server does not answer. */
const ANSWERS_WITHIN_MS = 3_000;

/** What changes something waits for the server's word, which comes a moment later than that of a look. */
const DONE_WITHIN_MS = 8_000;

/**
 * The nightly schedule for the console, by the same functions as `preheat schedule`.
 *
 * @param client connects where it has to, and may fail or take long
 */
export function scheduleCommands({
  config,
  db,
  client,
  answersWithinMs = ANSWERS_WITHIN_MS,
}: {
  config: Config;
  db: Db;
  client: () => Promise<Client>;
  answersWithinMs?: number;
}): ScheduleCommands {
  const act = async (actor: Actor, work: (services: Services) => Promise<void>): Promise<void> => {
    const temporal = await within(answersWithinMs, client()).catch(away);
    await within(DONE_WITHIN_MS, work({db, client: temporal, actor})).catch((error: unknown) => {
      if (isSilent(error)) throw new CommandRefused(UNSURE, {cause: error});
      throw error;
    });
  };
  return {
    async read() {
      const unreachable = (message: string) => ({kind: 'unreachable', message}) as const;
      const temporal = await within(answersWithinMs, client()).catch(() => null);
      if (temporal === null) return unreachable(AWAY);
      try {
        return {kind: 'read', schedule: await within(answersWithinMs, readNightly(temporal))};
      } catch (error) {
        return unreachable(isSilent(error) ? AWAY : `${REFUSES} ${reasonOf(error)}`);
      }
    },
    set: async (wanted, actor) => act(actor, async services => setNightly(services, config, wanted)),
    pause: async (reason, actor) => act(actor, async services => pauseNightly(services, reason)),
    resume: async (reason, actor) => act(actor, async services => resumeNightly(services, reason)),
    trigger: async actor => act(actor, triggerNightly),
    delete: async actor => act(actor, deleteNightly),
  };
}

type Services = {db: Db; client: Client; actor: Actor};

const REFUSES = 'The Temporal server answers, and tells nothing of the schedule:';

const UNSURE =
  'The Temporal server stopped answering, and may or may not have done it. Look at the schedule before you try again.';

class TooLate extends Error {}

const isSilent = (error: unknown): boolean => error instanceof TooLate || isAway(error);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws TooLate where the work is not done by then; it may go on */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate(`Not within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
