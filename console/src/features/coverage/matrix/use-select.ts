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
import type {Place} from './keys.ts';
import {loadWhole} from './load-whole.ts';
import {cellsOfRow, type Loaded, type Row} from './rows.ts';

type SelectOptions = {
  wish: MatrixWish;
  loaded: ReadonlyMap<string, Loaded>;
  load: (roadmapKey: string) => Promise<void>;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

/** Where the focus began to take cells with it, what was selected before that, and what it has made of it. */
type Stretch = {key: string | undefined; column: number; base: Promise<Picks>; made: Selection};

const ALL_COLUMNS: readonly number[] = [...STYLES.keys()];

/** What selects cells: by cell, row, column, or as far as the focus has come. */
export function useSelect(options: SelectOptions) {
  const queryClient = useQueryClient();
  const latest = useRef(options);
  latest.current = options;
  const stretch = useRef<Stretch | null>(null);
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

  /**
   * Where the stretch goes from. It is over where something else is selected than it made, and where its row is gone;
   * rows above that one come and go.
   */
  const stretchFrom = (rows: readonly Row[], from: Place): {start: Stretch; index: number} => {
    const {selection} = latest.current;
    const {key, made} = stretch.current ?? {};
    const index = made === selection ? rows.findIndex(row => row.key === key) : -1;
    if (stretch.current && index !== -1) return {start: stretch.current, index};
    stretch.current = {key: rows[from.index]?.key, column: from.column, base: picks(), made: selection};
    return {start: stretch.current, index: from.index};
  };

  /** @returns null: what would have been selected is not */
  const select = async (make: () => Promise<Selection>): Promise<Selection | null> => {
    turn.current += 1;
    const own = turn.current;
    const {selection} = latest.current;
    try {
      const next = await make();
      if (own !== turn.current || latest.current.selection !== selection) return null;
      if (next.kind === 'cells' && next.cells.size >= MAX_PICKED)
        notifyRefused(
          `No more than ${count(MAX_PICKED)} cells can be selected by hand`,
          'Set filters, then select all that match.',
        );
      // The next key may come before it is drawn.
      latest.current = {...latest.current, selection: next};
      latest.current.onSelect(next);
      return next;
    } catch (error) {
      stretch.current = null;
      notifyError('The cells were not selected')(error);
      return null;
    }
  };

  return {
    /** Selects what is in these rows and columns, or no longer. */
    toggle: (rows: readonly Row[], columns: readonly number[] = ALL_COLUMNS) => {
      void select(async () => toggled(await picks(), await cellsOf(rows, columns)));
    },
    column: (column: number) => {
      const style = STYLES[column];
      if (style) latest.current.onSelect(toggledColumn(latest.current.selection, style));
    },
    all: () => latest.current.onSelect(ALL),
    none: () => latest.current.onSelect(NOTHING),
    /** Selects all between where the focus began to take cells with it and where it is. */
    extend: async (rows: readonly Row[], from: Place, to: Place) => {
      const {start, index} = stretchFrom(rows, from);
      const made = await select(async () => {
        const [top, bottom] = [Math.min(index, to.index), Math.max(index, to.index)];
        const [left, right] = [Math.min(start.column, to.column), Math.max(start.column, to.column)];
        const columns = left === 0 ? ALL_COLUMNS : ALL_COLUMNS.slice(left - 1, right);
        return withCells(await start.base, await cellsOf(rows.slice(top, bottom + 1), columns));
      });
      if (made) start.made = made;
    },
    /** Something else is done than taking more cells with the focus. */
    endStretch: () => {
      stretch.current = null;
    },
  };
}
