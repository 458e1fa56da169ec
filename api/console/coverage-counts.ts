import type {CellState} from '../../domain/cells.ts';
import {STYLES, type Style} from '../../domain/styles.ts';
import type {CoverageRow} from '../../sql/queries/coverage.ts';

/** How many cells there are, by state, and what is known of those that are served. */
export type CoverageCounts = Record<Exclude<CellState, 'regenerate'>, number> & {
  cellCount: number;
  unreviewed: number;
  verified: number;
  weak: number;
  /** The share (0 to 1) of cells that the reader serves, stale ones too; 1 where there is none to serve. */
  share: number;
  /** The same, each cell weighed with how much it is asked for. */
  weightedShare: number;
};

/** The sum of these rows. */
export function countsOf(rows: readonly CoverageRow[]): CoverageCounts {
  const sum = (of: (row: CoverageRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const inState = (state: CellState) => sum(row => (row.state === state ? row.cellCount : 0));
  const ofServed = (of: (row: CoverageRow) => number) =>
    sum(row => (row.state === 'served' || row.state === 'stale' ? of(row) : 0));
  const shareBy = (of: (row: CoverageRow) => number) => (rows.length === 0 ? 1 : ofServed(of) / sum(of));
  return {
    cellCount: sum(row => row.cellCount),
    served: inState('served'),
    stale: inState('stale'),
    missing: inState('missing'),
    placeholder: inState('placeholder'),
    rejected: inState('rejected'),
    quarantined: inState('quarantined'),
    unreviewed: sum(row => row.unreviewedCount),
    verified: sum(row => row.verifiedCount),
    weak: sum(row => row.weakCount),
    share: shareBy(row => row.cellCount),
    weightedShare: shareBy(row => row.demand),
  };
}

/** The counts of each style that has a cell, in the order of `STYLES`. */
export function countsByStyle(rows: readonly CoverageRow[]): {style: Style; counts: CoverageCounts}[] {
  return STYLES.flatMap(style => {
    const own = rows.filter(row => row.style === style);
    return own.length === 0 ? [] : [{style, counts: countsOf(own)}];
  });
}
