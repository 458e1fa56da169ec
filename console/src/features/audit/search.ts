import {optional, text} from '../../lib/search.ts';

export type AuditSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const auditSearch = (search: Record<string, unknown>): AuditSearch =>
  optional({text: text(search['text'])});
