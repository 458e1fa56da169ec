import {optional} from '../../lib/search.ts';

/** Of an address that people come back to; servers refuse much longer ones. */
const MAX_CHARACTERS = 8_000;

/**
 * `next`: where to go then, whole or not at all: an address that was cut shows another page. Only a path of this server:
 * a link must not lead people elsewhere.
 */
export const signInSearch = ({next}: Record<string, unknown>): {next?: string} => {
  const isPath = typeof next === 'string' && /^\/(?![/\\])/.test(next);
  return optional({next: isPath && next.length <= MAX_CHARACTERS ? next : undefined});
};
