import {useSyncExternalStore} from 'react';

/** What is told in minutes is never wrong by more. */
const LOOK_MS = 30_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all: there may be hundreds of times on a page. */
function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, LOOK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** What a clock has a part in, as it is to be told by now; drawn again only where that is something else. */
export const useTold = (tell: () => string): string => useSyncExternalStore(listen, tell);
