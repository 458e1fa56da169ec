import {CancellationScope, defineSignal, setHandler} from '@temporalio/workflow';
import type {Notice} from './gate.ts';
import {CANCEL, type Command, PAUSE, RESUME} from './messages.ts';

/**
 * What people ask of a run: by signal, or by Temporal's own cancellation. Listens from the start, because a run that is
 * being opened takes commands too; a pause and its end may come again and again, the first cancellation stays.
 */
export function listenForCommands(pausedBefore: Command | null) {
  let pause = pausedBefore;
  let cancellation: Command | null = null;
  let temporalCancellation: unknown = null;
  let onChange = (): void => {};

  function cancel(command: Command): void {
    cancellation ??= command;
    onChange();
  }

  setHandler(defineSignal<[Command]>(PAUSE), command => {
    pause ??= command;
    onChange();
  });
  setHandler(defineSignal(RESUME), () => {
    pause = null;
    onChange();
  });
  setHandler(defineSignal<[Command]>(CANCEL), cancel);
  CancellationScope.current().cancelRequested.catch((error: unknown) => {
    temporalCancellation = error;
    cancel({by: 'Temporal', reason: null});
  });

  return {
    pause: () => pause,
    cancellation: () => cancellation,
    /** Temporal expects a workflow that it cancelled to end with this; null where it did not. */
    temporalCancellation: () => temporalCancellation,
    /** Called with each command that comes from now on. */
    onChange(listener: () => void): void {
      onChange = listener;
    },
  };
}

export function pauseNotice(command: Command): Notice {
  return {cause: 'paused', message: told('Paused', command), untilMs: null};
}

export function cancelNotice(command: Command): Notice {
  const message = `${told('Cancelled', command)} Cells that it had not reached stay as they were.`;
  return {cause: 'cancelled', message, untilMs: null};
}

function told(what: string, {by, reason}: Command): string {
  const words = reason?.trim();
  return words ? `${what} by ${by}: ${words}${/[.!?]$/.test(words) ? '' : '.'}` : `${what} by ${by}.`;
}
