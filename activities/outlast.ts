import {setTimeout as delay} from 'node:timers/promises';
import {isConnectionError} from '../sql/connection-errors.ts';

/** Longer than a restart of the database. All calls of one attempt together must fit into what it has to spare. */
export const LIMIT_MS = 2 * 60_000;

const PAUSE_MS = 1_000;

/**
 * Repeats `work`, which must be safe to repeat, while the database is away. For what is worth more than a wait: an
 * attempt that gives up begins anew, and pays again for what it had in hand.
 *
 * @throws the error of the last time where the database stays away; the signal's reason where it fires meanwhile
 */
export async function outlast<T>(
  work: () => Promise<T>,
  {
    signal,
    pauseMs = PAUSE_MS,
    limitMs = LIMIT_MS,
  }: {signal: AbortSignal; pauseMs?: number | undefined; limitMs?: number},
): Promise<T> {
  const sinceMs = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || performance.now() - sinceMs >= limitMs) throw error;
      await delay(pauseMs, undefined, {signal}).catch(() => signal.throwIfAborted());
    }
  }
}
