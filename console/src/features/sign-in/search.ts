import {optional, text} from '../../lib/search.ts';

/** `next`: where to go then. Only a path of this server: a link must not lead people elsewhere. */
export const signInSearch = (search: Record<string, unknown>): {next?: string} => {
  const next = text(search['next']);
  return optional({next: next?.match(/^\/(?![/\\])/) ? next : undefined});
};
