import {optional, text} from '../../lib/search.ts';

export type CoverageSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const coverageSearch = (search: Record<string, unknown>): CoverageSearch => optional({text: text(search['text'])});
