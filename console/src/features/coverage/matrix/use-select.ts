import {useQueryClient} from '@tanstack/react-query';
import {useRef} from 'react';
import {STYLES} from '../../../components/cell-state.ts';
import {notifyError, notifyRefused} from '../../../lib/notify.ts';
import {count} from '../../../lib/format.ts';
import type {MatrixCell, MatrixWish} from '../queries.ts';
import {
  ALL,
  MAX_PICKED,
  NOTHING,
  type Picks,
  type Selection,
  toggled,
  toggledColumn,
  withCells,
} from '../selection/selection.ts';
import {pickedOf} from '../selection/matching.ts';
import {loadWhole} from './load-whole.ts';
import {cellsOfRow, type Loaded, type Row} from './rows.ts';

type SelectOptions = {
  wish: MatrixWish;
  loaded: ReadonlyMap<string, Loaded>;
  load: (roadmapKey: string) => Promise<void>;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

const ALL_COLUMNS: readonly number[] = [...STYLES.keys()];

/** What selects cells: by cell, row, column, or as far as the focus has come. */
export function useSelect(options: SelectOptions) {
  const queryClient = useQueryClient();
  const latest = useRef(options);
  latest.current = options;
  /** What was selected before the focus began to take more with it, and where it began. */
  const stretch = useRef<{index: number; column: number; base: Picks} | null>(null);
  /** An answer that came too late changes nothing. */
  const turn = useRef(0);

  /** The cells of rows in these columns (from 0): of a row of many those that match. */
  const cellsOf = async (rows: readonly Row[], columns: readonly number[]): Promise<MatrixCell[]> => {
    const cells: MatrixCell[] = [];
    for (const row of rows) {
      if (row.kind === 'roadmap') await loadRoadmap(row.roadmapKey);
      const own = cellsOfRow(row, latest.current.loaded.get(row.roadmapKey));
      const isNamed = row.kind === 'lesson' && columns.length === 1;
      cells.push(
        ...own.filter(({matches, style}) => (matches || isNamed) && columns.includes(STYLES.indexOf(style))),
      );
    }
    return cells;
  };

  const loadRoadmap = async (roadmapKey: string): Promise<void> => {
    const {load, loaded} = latest.current;
    await loadWhole(async () => {
      await load(roadmapKey);
      // Other cells match by now: what is loaded from here on is of these.
      if (latest.current.loaded !== loaded) throw new Error('The filters changed while cells were loaded.');
      return loaded.get(roadmapKey);
    });
  };

  /** The cells that are selected, one by one; of all that match, those that the server finds. */
  const picks = async (): Promise<Picks> => {
    const {selection, wish} = latest.current;
    return selection.kind === 'cells' ? selection.cells : pickedOf(queryClient, wish, selection.styles);
  };

  const select = async (make: () => Promise<Selection>): Promise<void> => {
    turn.current += 1;
    const own = turn.current;
    try {
      const next = await make();
      if (own !== turn.current) return;
      if (next.kind === 'cells' && next.cells.size >= MAX_PICKED)
        notifyRefused(
          `No more than ${count(MAX_PICKED)} cells can be selected by hand`,
          'Set filters, then select all that match.',
        );
      latest.current.onSelect(next);
    } catch (error) {
      notifyError('The cells were not selected')(error);
    }
  };

  return {
    /** Selects what is in these rows and columns, or no longer. */
    toggle: (rows: readonly Row[], columns: readonly number[] = ALL_COLUMNS) => {
      stretch.current = null;
      void select(async () => toggled(await picks(), await cellsOf(rows, columns)));
    },
    column: (column: number) => {
      const style = STYLES[column];
      if (style) latest.current.onSelect(toggledColumn(latest.current.selection, style));
    },
    all: () => latest.current.onSelect(ALL),
    none: () => latest.current.onSelect(NOTHING),
    /** Selects all between where the focus began to take cells with it and where it is. */
    extend: (
      rows: readonly Row[],
      from: {index: number; column: number},
      to: {index: number; column: number},
    ) =>
      select(async () => {
        const start = (stretch.current ??= {...from, base: await picks()});
        const [top, bottom] = [Math.min(start.index, to.index), Math.max(start.index, to.index)];
        const [left, right] = [Math.min(start.column, to.column), Math.max(start.column, to.column)];
        const columns = left === 0 ? ALL_COLUMNS : ALL_COLUMNS.slice(left - 1, right);
        return withCells(start.base, await cellsOf(rows.slice(top, bottom + 1), columns));
      }),
    /** The focus goes on without taking cells with it. */
    endStretch: () => {
      stretch.current = null;
    },
  };
}
