import type {CellState} from './cells.ts';
import type {StaleReason} from './staleness.ts';

/** What is said of lessons that are served; where several hold, a cell has several. */
export const CELL_MARKS = ['weak', 'unreviewed', 'verified'] as const;

/** `weak`: learners' votes say that even at best it is bad; `unreviewed`: no mentor has said a word of it. */
export type CellMark = (typeof CELL_MARKS)[number];

const STALE: Record<StaleReason, string> = {
  text: "The step's words were changed after the lesson was made.",
  prompt: 'The lesson was made by an older prompt than is wanted now.',
  model: 'The model that made the lesson has been shut down.',
  age: 'The lesson is older than is allowed.',
};

const UNSERVED: Record<Exclude<CellState, 'served' | 'stale' | 'regenerate'>, string> = {
  missing: 'No lesson was made yet.',
  placeholder: 'What is stored is a stand-in and no lesson: a fallback, an error, or made by the emulator.',
  rejected: 'A mentor rejected the lesson, and there is no other.',
  quarantined: 'A draft failed the checks and waits for a person.',
};

/**
 * Why a cell is not plainly served, in words for people; null where it is.
 *
 * @param finding the first error of the draft in quarantine, where it is known
 */
export function reasonOf({
  state,
  staleReason,
  isWeak = false,
  finding = null,
}: {
  state: CellState;
  staleReason: StaleReason | null;
  isWeak?: boolean;
  finding?: string | null;
}): string | null {
  if (state === 'regenerate') return 'A new version was asked for.';
  if (state === 'served') return isWeak ? 'Most learners who voted were not helped by the lesson.' : null;
  if (state === 'stale') return staleReason === null ? 'The lesson should be made anew.' : STALE[staleReason];
  if (state === 'quarantined' && finding !== null)
    return `A draft failed the checks and waits for a person: ${finding}`;
  return UNSERVED[state];
}
