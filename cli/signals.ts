/**
 * A signal that fires at the first Ctrl-C (or SIGTERM). A second one ends the process at once: what is under way is
 * durable and goes on at the next start.
 */
export function onceInterrupted(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/** Resolves when the signal fires; at once where it has, which its event would never tell. */
export function fired(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), {once: true});
  });
}
