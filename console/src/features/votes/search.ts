import {optional, text} from '../../lib/search.ts';

export type VotesSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const votesSearch = (search: Record<string, unknown>): VotesSearch =>
  optional({text: text(search['text'])});
