import type {Selection, Bits} from '../selection/selection.ts';
import {bitsOf, NO_BITS} from '../selection/selection.ts';
import {cellsOfRow, type Loaded, type Row} from './rows.ts';

/** Which columns of a row are selected, wholly or in part. */
export function selectedIn(row: Row, loaded: Loaded | undefined, selection: Selection): Bits {
  if (row.kind === 'wait' || (selection.kind === 'cells' && selection.cells.size === 0)) return NO_BITS;
  return bitsOf(selection, {
    parts: row.kind === 'lesson' ? row.cells.map(cell => (cell?.matches ? cell : null)) : row.parts,
    cells: cellsOfRow(row, loaded),
  });
}
