import {optional, text} from '../../lib/search.ts';

export type RunsSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const runsSearch = (search: Record<string, unknown>): RunsSearch =>
  optional({text: text(search['text'])});
