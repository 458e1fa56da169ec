import {flag, oneOf, optional} from '../../lib/search.ts';

export const SHOWN = ['open', 'ended'] as const;

/** `show`: only runs under way, or only those that have ended; `start`: the dialog that starts one is open. */
export type RunsSearch = {show?: (typeof SHOWN)[number]; start?: true};

/** Reads what the page is asked to show by an address. */
export const runsSearch = (search: Record<string, unknown>): RunsSearch =>
  optional({show: oneOf(search['show'], SHOWN), start: flag(search['start'])});
