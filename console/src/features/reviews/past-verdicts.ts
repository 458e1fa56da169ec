import {useCallback, useEffect, useState} from 'react';
import {UNDO_MS} from '../../lib/undo.ts';
import type {ReviewItem} from './queries.ts';
import type {Status, Verdict} from './verdict.ts';

/** A verdict that was given in this tab, with all that is needed to give another one. */
export type PastVerdict = {
  item: ReviewItem;
  verdict: Verdict & {status: Status};
  atMs: number;
};

const keyOf = (userId: string): string => `preheat.review-verdicts.${userId}`;
const MAX_KEPT = 5;

/** Those that can still be taken back, the last one first. */
export const undoable = (verdicts: readonly PastVerdict[], nowMs: number): PastVerdict[] =>
  verdicts.filter(({atMs}) => nowMs - atMs < UNDO_MS).slice(0, MAX_KEPT);

function stored(userId: string): PastVerdict[] {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(userId)) ?? '[]') as PastVerdict[];
  } catch {
    return [];
  }
}

function store(userId: string, verdicts: readonly PastVerdict[]): void {
  try {
    sessionStorage.setItem(keyOf(userId), JSON.stringify(verdicts));
  } catch {
    // The lessons are too long for what the tab may keep: they are kept until the page is loaded again.
  }
}

/** The verdicts that this tab can take back, the last one first; each leaves the list when its time is over. */
export function usePastVerdicts(userId: string) {
  const [verdicts, setVerdicts] = useState(() => undoable(stored(userId), Date.now()));
  const change = useCallback(
    (make: (now: PastVerdict[]) => PastVerdict[]) => {
      setVerdicts(now => {
        const next = undoable(make(now), Date.now());
        store(userId, next);
        return next;
      });
    },
    [userId],
  );
  const oldest = verdicts.at(-1);
  useEffect(() => {
    if (!oldest) return;
    const timer = setTimeout(() => change(now => now), Math.max(0, oldest.atMs + UNDO_MS - Date.now()) + 50);
    return () => clearTimeout(timer);
  }, [oldest, change]);
  return {
    verdicts,
    add: useCallback((verdict: PastVerdict) => change(now => [verdict, ...now]), [change]),
    drop: useCallback(
      (verdict: PastVerdict) => change(now => now.filter(({atMs}) => atMs !== verdict.atMs)),
      [change],
    ),
  };
}
