import {flag, oneOf, optional, text} from '../../lib/search.ts';
import {ROLES, type Role} from './roles.ts';

/** `role`: only accounts with it; `add`: somebody is looked for who is to have a role. */
export type TeamSearch = {text?: string; role?: Role; add?: true};

/** Reads what the page is asked to show by an address. */
export const teamSearch = (search: Record<string, unknown>): TeamSearch =>
  optional({text: text(search['text']), role: oneOf(search['role'], ROLES), add: flag(search['add'])});
