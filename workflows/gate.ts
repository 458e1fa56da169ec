import {condition} from '@temporalio/workflow';
import type {Cause} from '../domain/outcomes.ts';

/** Why nothing new starts, for people. `untilMs` (epoch milliseconds) is null where only a person ends it. */
export type Notice = {cause: Cause; message: string; untilMs: number | null};

export type Wait = Notice & {untilMs: number};

/**
 * The one gate before all lanes of a run. While it is closed every lane waits on the same condition, and one timer
 * reopens it: a timer in each lane would hang the test server and flood the history. A pause holds it without a timer;
 * a wait that was in force before the pause is still respected after it.
 */
export function createGate(announce: (notice: Notice | null) => Promise<void>) {
  let wait: Wait | null = null;
  let pause: Notice | null = null;
  /** A pause is written down, and its end is not yet: queued calls look there whether they may start. */
  let isHeld = false;
  let isOver = false;
  let closing: Promise<void> = Promise.resolve();

  const isClosed = () => pause !== null || wait !== null || isHeld;

  async function holdClosed(): Promise<void> {
    // The wait may be prolonged, and pauses may come and go, while the gate is closed already.
    let announced: Notice | null = null;
    for (let next = noticeNow(); next !== null || isHeld; next = noticeNow()) {
      if (announced !== next) {
        announced = next;
        isHeld ||= next?.untilMs === null;
        await announce(next);
        isHeld = next?.untilMs === null && !isOver;
      }
      if (next === null) continue;
      const {untilMs} = next;
      if (untilMs === null) await condition(() => pause !== next);
      else await condition(() => wait === null || pause !== null, Math.max(1, untilMs - Date.now()));
    }
    wait = null;
    if (announced && !isOver) await announce(null);
  }

  function noticeNow(): Notice | null {
    return pause ?? (wait && wait.untilMs > Date.now() ? wait : null);
  }

  function enqueue(work: () => Promise<void>): void {
    // After the closure before it: its last announcement may still be under way, and must not come second.
    closing = closing.then(work);
    // A failure is met where `settled` is awaited.
    closing.catch(() => {});
  }

  return {
    /** Closes the gate until then, or prolongs the closure; an earlier end than the one in force changes nothing. */
    close(next: Wait): void {
      if (isOver || (wait && wait.untilMs >= next.untilMs)) return;
      const wasOpen = !isClosed();
      wait = next;
      if (wasOpen) enqueue(holdClosed);
    },
    /** Holds the gate until it is resumed. */
    pause(notice: Notice): void {
      if (isOver || pause) return;
      const wasOpen = !isClosed();
      pause = notice;
      if (wasOpen) enqueue(holdClosed);
    },
    resume(): void {
      pause = null;
    },
    /** Opens the gate for good: whoever waits is to see that the run is over. */
    end(notice: Notice | null): void {
      if (isOver) return;
      isOver = true;
      wait = null;
      pause = null;
      isHeld = false;
      if (notice) enqueue(() => announce(notice));
    },
    isOpen: () => !isClosed(),
    /** Resolves when the gate is open, at once if it is. */
    opened: () => condition(() => !isClosed()),
    /** Resolves when the last announcement is made: nothing of the gate may be left running at the end. */
    settled: () => closing,
  };
}
