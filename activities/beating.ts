import {Context} from '@temporalio/activity';

/** A third of the heartbeat timeout: cancellation reaches an activity only through heartbeats. */
const HEARTBEAT_MS = 10_000;

/** Does the work of an activity, and tells the server meanwhile that this worker is alive. */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
