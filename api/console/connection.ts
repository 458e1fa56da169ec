import {z} from 'zod';
import {apiError} from '../errors.ts';
import {builder} from '../graphql/builder.ts';

/** Of one page. */
const MAX_PAGE = 100;

/** A page of a list: what comes after it is asked for with `endCursor`. */
export type Page<Node> = {nodes: Node[]; endCursor: string | null; hasNextPage: boolean};

const PageInfo = builder.objectRef<Pick<Page<never>, 'endCursor' | 'hasNextPage'>>('PageInfo').implement({
  description: 'Where a page of a list ends.',
  fields: t => ({
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Ask for what comes after it. Null where the list is empty.',
    }),
    hasNextPage: t.exposeBoolean('hasNextPage'),
  }),
});

/** The type `<name>Connection` of pages of such nodes. */
export function connectionOf<Node extends object>(
  name: string,
  node: ReturnType<ReturnType<typeof builder.objectRef<Node>>['implement']>,
) {
  return builder.objectRef<Page<Node>>(`${name}Connection`).implement({
    description: 'One page of a list.',
    fields: t => ({
      nodes: t.field({type: [node], resolve: page => page.nodes}),
      pageInfo: t.field({type: PageInfo, resolve: page => page}),
    }),
  });
}

/** How many nodes a page may have, at most. */
export const pageSize = z
  .int()
  .min(1, `must be from 1 to ${MAX_PAGE}.`)
  .max(MAX_PAGE, `must be from 1 to ${MAX_PAGE}.`);

/** A cursor out of the whole numbers that name a place in a list. */
export const cursorOf = (...place: readonly number[]): string =>
  Buffer.from(place.join(','), 'latin1').toString('base64url');

/**
 * The whole numbers of a cursor; null for none.
 *
 * @throws GraphQLError where it is no cursor of so many numbers
 */
export function placeOf(cursor: string | null | undefined, count: number): number[] | null {
  if (cursor == null) return null;
  const place = Buffer.from(cursor, 'base64url').toString('latin1').split(',');
  if (place.length !== count || !place.every(part => /^\d{1,15}$/.test(part)))
    throw apiError('BAD_INPUT', `after: "${cursor.slice(0, 40)}" is no cursor of this list.`);
  return place.map(Number);
}
