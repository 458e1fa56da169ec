import {type CellState, type Style, STYLES} from '../../../components/cell-state.ts';
import type {MatrixCell} from '../queries.ts';

/** What can be done to a cell: a run fills it, its lesson is made anew, or a person looks at its drafts. */
export type Group = 'fill' | 'served' | 'quarantined';

/** The states of each group: a stale lesson is served, and a run replaces it. */
export const GROUP_STATES: Record<Group, readonly CellState[]> = {
  fill: ['missing', 'placeholder', 'rejected', 'stale'],
  served: ['served'],
  quarantined: ['quarantined'],
};

export const GROUPS: readonly Group[] = ['fill', 'served', 'quarantined'];

const groupOf = (state: CellState): Group =>
  GROUPS.find(group => GROUP_STATES[group].includes(state)) ?? 'fill';

/** Cells by their ids. */
export type Picks = ReadonlyMap<number, Group>;

/** What an act will be on: some cells, or all that match in these columns, which the server then finds. */
export type Selection = {kind: 'cells'; cells: Picks} | {kind: 'matching'; styles: readonly Style[]};

export const NOTHING: Selection = {kind: 'cells', cells: new Map()};
export const ALL: Selection = {kind: 'matching', styles: STYLES};

/** The API takes no more of them by their ids. */
export const MAX_PICKED = 10_000;

export const isEmpty = (selection: Selection): boolean =>
  selection.kind === 'cells' && selection.cells.size === 0;

/** With these cells, too. What is more than can be acted on is left out. */
export function withCells(cells: Picks, added: readonly MatrixCell[]): Selection {
  const all = new Map(cells);
  for (const {cellId, state} of added) {
    if (all.size >= MAX_PICKED && !all.has(cellId)) break;
    all.set(cellId, groupOf(state));
  }
  return {kind: 'cells', cells: all};
}

/** Without these cells where all of them are selected, and with them otherwise. */
export function toggled(cells: Picks, which: readonly MatrixCell[]): Selection {
  if (which.some(({cellId}) => !cells.has(cellId))) return withCells(cells, which);
  const left = new Map(cells);
  for (const {cellId} of which) left.delete(cellId);
  return {kind: 'cells', cells: left};
}

/** The columns with or without this one: all that match in them. */
export function toggledColumn(selection: Selection, style: Style): Selection {
  const styles = selection.kind === 'matching' ? selection.styles : [];
  const left = styles.includes(style) ? styles.filter(one => one !== style) : [...styles, style];
  return left.length === 0 ? NOTHING : {kind: 'matching', styles: STYLES.filter(one => left.includes(one))};
}

/** Of some cells, by column: bits of the columns in which one is selected, and of those in which all that match are. */
export type Bits = {some: number; all: number};

export const NO_BITS: Bits = {some: 0, all: 0};

/** @param parts by column: null where no cell matches; `cells` are those that are known of */
export function bitsOf(
  selection: Selection,
  {parts, cells}: {parts: readonly unknown[]; cells: readonly MatrixCell[]},
): Bits {
  if (selection.kind === 'matching') {
    const bits = bitsWhere((column, style) => parts[column] !== null && selection.styles.includes(style));
    return {some: bits, all: bits};
  }
  if (selection.cells.size === 0) return NO_BITS;
  const isIn = ({cellId}: MatrixCell) => selection.cells.has(cellId);
  const some = bitsWhere((_, style) => cells.some(cell => cell.style === style && isIn(cell)));
  if (some === 0) return NO_BITS;
  const whole = bitsWhere((_, style) =>
    cells.every(cell => cell.style !== style || !cell.matches || isIn(cell)),
  );
  return {some, all: some & whole};
}

const bitsWhere = (isSo: (column: number, style: Style) => boolean): number =>
  STYLES.reduce((bits, style, column) => (isSo(column, style) ? bits | (1 << column) : bits), 0);
