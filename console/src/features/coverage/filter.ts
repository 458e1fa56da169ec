import {type CellState, FILLABLE, type Style, STYLES} from '../../components/cell-state.ts';
import type {MatrixWish} from './queries.ts';
import type {CoverageSearch} from './search.ts';

/** Of the run that fills what is selected: a part of the API's `RunFilter`. */
export type FillFilter = {
  roadmapKeys?: string[];
  styles?: Style[];
  states?: CellState[];
  text?: string;
  cellIds?: number[];
};

/** What the address asks for, as the API takes it. */
export function wishOf({asOf, comparedWith, ...filter}: CoverageSearch): MatrixWish {
  return {
    ...(Object.keys(filter).length > 0 && {filter}),
    ...(asOf !== undefined && {asOf}),
    ...(comparedWith !== undefined && {comparedWith}),
  };
}

/** Whether only some of a roadmap's cells are counted, so that shares of them would say nothing. */
export const isPartial = ({states, marks, minAgeDays, changes}: CoverageSearch): boolean =>
  states !== undefined || marks !== undefined || minAgeDays !== undefined || changes !== undefined;

/** Whether anything narrows the matrix. */
export const isFiltered = ({asOf: _, comparedWith: __, ...filter}: CoverageSearch): boolean =>
  Object.keys(filter).length > 0;

/** Those of `values` that are in `among`; absent: all of `among`. */
const within = <T>(values: readonly T[] | undefined, among: readonly T[]): T[] =>
  among.filter(value => values === undefined || values.includes(value));

/**
 * The filter of a run that fills all that matches, said without naming a cell; null where a run cannot be told so: it
 * knows no marks, ages, changes and nights.
 *
 * @param styles the selected columns
 */
export function fillFilterOf(search: CoverageSearch, styles: readonly Style[] = STYLES): FillFilter | null {
  const {marks, minAgeDays, changes, asOf, roadmapKeys, text, states} = search;
  if (marks ?? minAgeDays ?? changes ?? asOf) return null;
  const wanted = within(search.styles, styles);
  return {
    ...(roadmapKeys && {roadmapKeys}),
    ...(text !== undefined && {text}),
    ...(wanted.length < STYLES.length && {styles: wanted}),
    states: within<CellState>(states, FILLABLE),
  };
}

/** The cells that match and are in one of these states and columns; null where there can be none. */
export function narrowed(
  wish: MatrixWish,
  {states, styles}: {states: readonly CellState[]; styles: readonly Style[]},
): MatrixWish | null {
  const filter = wish.filter ?? {};
  const both = {
    states: within(filter.states ?? undefined, states),
    styles: within(filter.styles ?? undefined, styles),
  };
  return both.states.length === 0 || both.styles.length === 0
    ? null
    : {...wish, filter: {...filter, ...both}};
}
