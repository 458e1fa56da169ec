/** Where the focus is: a row, and a column from 0 (the title) to 4. */
export type Place = {index: number; column: number};

/** What a key does to the grid. */
export type KeyAct =
  | {do: 'go'; to: Place; extend: boolean}
  | {do: 'turn'; isOpen: boolean}
  | {do: 'enter'}
  | {do: 'select'; what: 'cell' | 'row' | 'column' | 'all'};

/** What the row is in which the focus is. */
export type RowFacts = {isOpen: boolean | null; parentIndex: number | null};

export type Pressed = {key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean};

const LAST_COLUMN = 4;

/**
 * What a key does, by the pattern for tree grids: in the column of titles the arrows open and close, elsewhere they go.
 *
 * @param grid how many rows there are, how many of them are seen at once, and whether cells can be selected
 * @returns null: nothing; the browser does what it does
 */
export function actOf(
  {key, ctrlKey, metaKey, shiftKey, altKey}: Pressed,
  {index, column}: Place,
  grid: {rowCount: number; pageRowCount: number; canSelect: boolean},
  {isOpen, parentIndex}: RowFacts,
): KeyAct | null {
  if (altKey) return null;
  const isCtrl = ctrlKey || metaKey;
  const go = (to: Partial<Place>): KeyAct => ({
    do: 'go',
    to: {
      index: Math.max(0, Math.min(grid.rowCount - 1, to.index ?? index)),
      column: Math.max(0, Math.min(LAST_COLUMN, to.column ?? column)),
    },
    extend: shiftKey,
  });
  switch (key) {
    case 'ArrowDown':
      return go({index: index + 1});
    case 'ArrowUp':
      return go({index: index - 1});
    case 'ArrowRight':
      return column === 0 && isOpen === false && !shiftKey
        ? {do: 'turn', isOpen: true}
        : go({column: column + 1});
    case 'ArrowLeft':
      if (column > 0 || shiftKey) return go({column: column - 1});
      if (isOpen === true) return {do: 'turn', isOpen: false};
      return parentIndex === null ? null : go({index: parentIndex});
    case 'Home':
      return go(isCtrl ? {index: 0, column: 0} : {column: 0});
    case 'End':
      return go(isCtrl ? {index: grid.rowCount - 1, column: LAST_COLUMN} : {column: LAST_COLUMN});
    case 'PageDown':
      return go({index: index + grid.pageRowCount});
    case 'PageUp':
      return go({index: index - grid.pageRowCount});
    case 'Enter':
      return {do: 'enter'};
    case ' ':
      if (!grid.canSelect) return isCtrl || shiftKey ? null : {do: 'enter'};
      if (isCtrl) return {do: 'select', what: 'column'};
      return {do: 'select', what: shiftKey || column === 0 ? 'row' : 'cell'};
    case 'a':
      return isCtrl && grid.canSelect ? {do: 'select', what: 'all'} : null;
    default:
      return null;
  }
}
