import type {CellState} from './cells.ts';

/** What became of a cell between two counts of the coverage. */
export const CELL_CHANGES = ['filled', 'lost', 'went_stale', 'new'] as const;

/**
 * `filled`: it had nothing good, and is served; `lost`: the other way round; `went_stale`: it was served by a lesson that
 * should be made anew by now; `new`: no roadmap wanted it. One at most holds of a cell.
 */
export type CellChange = (typeof CELL_CHANGES)[number];

/** Whether the reader has a lesson. */
export const isServed = (state: CellState): boolean => state === 'served' || state === 'stale';

/**
 * What changed; null where nothing did that is worth telling. `changeOf` in sql/queries/cell-filter.ts says the same.
 *
 * @param was null where no roadmap wanted the cell then
 */
export function changeOf(was: CellState | null, is: CellState): CellChange | null {
  if (was === null) return 'new';
  if (isServed(was) !== isServed(is)) return isServed(is) ? 'filled' : 'lost';
  return was === 'served' && is === 'stale' ? 'went_stale' : null;
}
