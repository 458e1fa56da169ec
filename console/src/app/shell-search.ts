import {optional, text} from '../lib/search.ts';

/** `lesson`: the lesson in the panel at the side, on any page. */
export type ShellSearch = {lesson?: string};

/** Reads what the shell is asked for by an address. */
export const shellSearch = (search: Record<string, unknown>): ShellSearch =>
  optional({lesson: text(search['lesson'])});
