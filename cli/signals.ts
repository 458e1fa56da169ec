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
