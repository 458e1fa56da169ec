import {optional, text} from '../../lib/search.ts';

export type QuarantineSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const quarantineSearch = (search: Record<string, unknown>): QuarantineSearch =>
  optional({text: text(search['text'])});
