import {STYLES} from '../../../components/cell-state.ts';
import {type Told, tellCell, tellPart} from './cell-words.ts';
import type {Row} from './rows.ts';

/**
 * What a place of the matrix tells on hover and focus; null where all of it is seen already.
 *
 * @param column 0 the title, then the styles
 */
export function tellPlace(
  row: Row,
  column: number,
  element: HTMLElement,
  {isCompared, isPartial}: {isCompared: boolean; isPartial: boolean},
): Told | null {
  if (row.kind === 'wait') return null;
  if (column === 0) {
    const isCut = [...element.children].some(({scrollWidth, clientWidth}) => scrollWidth > clientWidth + 1);
    return isCut ? {title: row.title, lines: []} : null;
  }
  const style = STYLES[column - 1];
  if (style === undefined) return null;
  if (row.kind === 'lesson') {
    const cell = row.cells[column - 1];
    return cell ? tellCell(row, cell, isCompared) : null;
  }
  const part = row.parts[column - 1];
  return part ? tellPart(row.title, style, part, isPartial) : null;
}
