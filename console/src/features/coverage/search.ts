import {CELL_STATES, type CellState, type Style, STYLES} from '../../components/cell-state.ts';
import {optional, positive, someOf, text, texts} from '../../lib/search.ts';
import {CHANGES, type Change, type Mark, MARKS} from './words.ts';

/** What the page shows. Names are those of the API's `CellFilter`, whose fields they become. */
export type CoverageSearch = {
  roadmapKeys?: string[];
  /** Anywhere in the step's title. */
  text?: string;
  states?: CellState[];
  styles?: Style[];
  marks?: Mark[];
  /** The lesson that is served is so old. */
  minAgeDays?: number;
  /** The count that is looked at, as ISO 8601; absent: now. */
  asOf?: string;
  /** The count that it is compared with. */
  comparedWith?: string;
  changes?: Change[];
};

/** A moment that the API takes; what is no moment is left out. */
function moment(value: unknown): string | undefined {
  const given = text(value);
  if (given === undefined || !/^\d{4}-\d\d-\d\dT/.test(given)) return undefined;
  const date = new Date(given);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Reads what the page is asked to show by an address. What needs something else that is not there is left out. */
export function coverageSearch(search: Record<string, unknown>): CoverageSearch {
  const asOf = moment(search['asOf']);
  const comparedWith = moment(search['comparedWith']);
  return optional({
    roadmapKeys: texts(search['roadmapKeys']),
    text: text(search['text'])?.trim() || undefined,
    states: someOf(search['states'], CELL_STATES),
    styles: someOf(search['styles'], STYLES),
    marks: someOf(search['marks'], MARKS),
    // The age is that of the lessons of now.
    minAgeDays: asOf === undefined ? positive(search['minAgeDays']) : undefined,
    asOf,
    comparedWith,
    changes: comparedWith === undefined ? undefined : someOf(search['changes'], CHANGES),
  });
}
