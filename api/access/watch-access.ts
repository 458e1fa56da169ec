import {setTimeout as delay} from 'node:timers/promises';
import type {Viewer} from './viewer.ts';

/** So soon a subscription ends once its session does: well below the five seconds in which people expect it. */
const LOOK_MS = 3_000;

/**
 * Looks again and again whether somebody may still what they might at first, and fires once they may not: their session was
 * revoked or has run out, their account was blocked, or its role gives less.
 *
 * @param again who they are by now
 * @param gone fires when nobody has to look any more
 * @param log hears of a look that failed; it is no refusal, and the next one decides
 */
export function watchAccess(
  viewer: Viewer,
  {
    again,
    gone,
    log,
    lookMs = LOOK_MS,
  }: {again: () => Promise<Viewer>; gone: AbortSignal; log: (line: string) => void; lookMs?: number},
): AbortSignal {
  const ended = new AbortController();
  const watch = async () => {
    for (;;) {
      await delay(lookMs, undefined, {signal: gone, ref: false}).catch(() => {});
      if (gone.aborted) return;
      try {
        const {scopes} = await again();
        if (viewer.scopes.every(scope => scopes.includes(scope))) continue;
        ended.abort();
        return;
      } catch (error) {
        log(`Whether a subscription may go on could not be looked up: ${String(error)}`);
      }
    }
  };
  // A stranger has nothing to lose.
  if (viewer.scopes.length > 0) void watch();
  return ended.signal;
}
