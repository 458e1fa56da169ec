import type {CellState} from '../../components/cell-state.ts';

/** What is said of lessons that are served. */
export const MARKS = ['weak', 'unreviewed', 'verified'] as const;
export type Mark = (typeof MARKS)[number];

export const MARK_TEXTS: Record<Mark, {label: string; meaning: string}> = {
  weak: {label: 'Weak', meaning: 'Served, but learners voted the lesson down.'},
  unreviewed: {label: 'Unreviewed', meaning: 'Served, and no mentor has said a word of the lesson.'},
  verified: {label: 'Verified', meaning: 'Served, and a mentor verified the lesson.'},
};

/** Of a cell at this moment, whatever its state is. */
export const BEING_MADE = {
  label: 'Being made now',
  meaning: 'A run makes its lesson, or a learner asked for it and waits.',
};

/** What became of a cell between two counts. */
export const CHANGES = ['filled', 'lost', 'went_stale', 'new'] as const;
export type Change = (typeof CHANGES)[number];

export const CHANGE_TEXTS: Record<Change, {label: string; meaning: string}> = {
  filled: {label: 'Filled', meaning: 'It had nothing good, and is served now.'},
  lost: {label: 'Lost', meaning: 'It was served, and has nothing good now.'},
  went_stale: {label: 'Went stale', meaning: 'Its lesson should be made anew by now.'},
  new: {label: 'New', meaning: 'No roadmap wanted it then.'},
};

/** Whether learners have a lesson. */
export const isServed = (state: CellState): boolean => state === 'served' || state === 'stale';

/**
 * What changed; null where nothing did that is worth telling.
 *
 * @param was null where no roadmap wanted the cell then
 */
export function changeOf(was: CellState | null, is: CellState): Change | null {
  if (was === null) return 'new';
  if (isServed(was) !== isServed(is)) return isServed(is) ? 'filled' : 'lost';
  return was === 'served' && is === 'stale' ? 'went_stale' : null;
}
