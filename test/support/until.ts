import {setTimeout as pause} from 'node:timers/promises';

/** Short enough to cost a test little, long enough to leave the machine to what is waited for. */
const POLL_MS = 20;

/**
 * Waits for a state that can be looked at: what a test needs instead of a sleep.
 *
 * @param what the state, in words, for the error
 * @throws Error where it has not come within `timeoutMs`
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  {timeoutMs = 60_000}: {timeoutMs?: number} = {},
): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`Within ${timeoutMs} ms it did not come true that ${what}.`);
    await pause(POLL_MS);
  }
}
