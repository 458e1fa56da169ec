import {optional, text} from '../../lib/search.ts';

export type TeamSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const teamSearch = (search: Record<string, unknown>): TeamSearch =>
  optional({text: text(search['text'])});
