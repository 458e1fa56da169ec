import {count, plural} from '../../../lib/format.ts';
import {fillFilterOf, type FillFilter} from '../filter.ts';
import type {CoverageSearch} from '../search.ts';
import type {Groups} from './matching.ts';
import {type Group, MAX_PICKED, type Selection} from './selection.ts';

/** What a selection comes to. */
export type Sum = {
  fillCount: number;
  servedCount: number;
  quarantinedCount: number;
  /** Of the run that fills what is to be filled; null where nothing is. */
  fill: FillFilter | null;
  /** Of the lessons that are served, the first 10,000. */
  servedCellIds: readonly number[];
  /** More match than can be named. */
  isCut: boolean;
};

/**
 * What can be done to what is selected. All that match is said to the API by the filter, not by thousands of ids, where
 * its filters can say it.
 *
 * @param groups of a selection of all that match; absent until they are counted
 * @returns null while it is not known
 */
export function sumOf(search: CoverageSearch, selection: Selection, groups: Groups | undefined): Sum | null {
  if (selection.kind === 'cells') {
    const ids: Record<Group, number[]> = {fill: [], served: [], quarantined: []};
    for (const [cellId, group] of selection.cells) ids[group].push(cellId);
    return {
      fillCount: ids.fill.length,
      servedCount: ids.served.length,
      quarantinedCount: ids.quarantined.length,
      fill: ids.fill.length === 0 ? null : {cellIds: ids.fill},
      servedCellIds: ids.served,
      isCut: false,
    };
  }
  if (!groups) return null;
  const {fill, served, quarantined} = groups;
  const said = fillFilterOf(search, selection.styles);
  return {
    fillCount: said ? fill.cellCount : fill.cellIds.length,
    servedCount: served.cellCount,
    quarantinedCount: quarantined.cellCount,
    fill: fill.cellCount === 0 ? null : (said ?? {cellIds: [...fill.cellIds]}),
    servedCellIds: served.cellIds,
    isCut: said === null && fill.cellCount > MAX_PICKED,
  };
}

/** 37 cells selected: 30 to fill, 7 served. */
export function summaryOf({fillCount, servedCount, quarantinedCount}: Sum): string {
  const parts = [
    fillCount > 0 && `${count(fillCount)} to fill`,
    servedCount > 0 && `${count(servedCount)} served`,
    quarantinedCount > 0 && `${count(quarantinedCount)} in quarantine`,
  ].filter(part => part !== false);
  const total = plural(fillCount + servedCount + quarantinedCount, 'cell');
  return parts.length === 0 ? `${total} selected` : `${total} selected: ${parts.join(', ')}`;
}
