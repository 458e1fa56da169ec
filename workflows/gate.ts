import {condition} from '@temporalio/workflow';
import type {Cause} from '../domain/outcomes.ts';

export type Wait = {cause: Cause; untilMs: number; message: string};

/**
 * The one gate before all lanes of a run. While it is closed every lane waits on the same condition and one timer
 * reopens it: a timer in each lane would hang the test server and flood the history.
 */
export function createGate(announce: (wait: Wait | null) => Promise<void>) {
  let wait: Wait | null = null;
  let closing: Promise<void> = Promise.resolve();

  async function holdClosed(): Promise<void> {
    // The wait may be prolonged while the gate is closed already.
    let announced: Wait | null = null;
    for (let next = wait; next && next.untilMs > Date.now(); next = wait) {
      if (announced !== next) {
        announced = next;
        await announce(next);
      }
      await condition(() => wait === null, Math.max(1, next.untilMs - Date.now()));
    }
    wait = null;
    if (announced) await announce(null);
  }

  return {
    /** Closes the gate until then, or prolongs the closure; an earlier end than the one in force changes nothing. */
    close(next: Wait): void {
      if (wait && wait.untilMs >= next.untilMs) return;
      const wasOpen = wait === null;
      wait = next;
      if (!wasOpen) return;
      // After the closure before it: its last announcement may still be under way, and must not come second.
      closing = closing.then(holdClosed);
      // A cancellation meanwhile is met where `settled` is awaited.
      closing.catch(() => {});
    },
    /** Ends the wait now: whoever waits is to see that the run is over. */
    open(): void {
      wait = null;
    },
    isOpen: () => wait === null,
    /** Resolves when the gate is open, at once if it is. */
    opened: () => condition(() => wait === null),
    /** Resolves when the last announcement is made: nothing of the gate may be left running at the end. */
    settled: () => closing,
  };
}
