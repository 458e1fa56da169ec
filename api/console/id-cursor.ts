import {apiError} from '../errors.ts';

/** A cursor out of the id of an account, which is a text. */
export const idCursorOf = (id: string): string => Buffer.from(`id:${id}`).toString('base64url');

/**
 * The id of a cursor; null for none.
 *
 * @throws GraphQLError where it is no such cursor
 */
export function idOfCursor(cursor: string | null | undefined): string | null {
  if (cursor == null) return null;
  const [, id] = /^id:(\w{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (id !== undefined) return id;
  throw apiError('BAD_INPUT', `after: "${cursor.slice(0, 40)}" is no cursor of this list.`);
}
