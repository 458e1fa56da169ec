import {optional, text} from '../../lib/search.ts';

export type ReviewSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const reviewSearch = (search: Record<string, unknown>): ReviewSearch =>
  optional({text: text(search['text'])});
