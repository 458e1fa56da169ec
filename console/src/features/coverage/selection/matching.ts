import {type QueryClient, queryOptions} from '@tanstack/react-query';
import type {Style} from '../../../components/cell-state.ts';
import {count} from '../../../lib/format.ts';
import {narrowed} from '../filter.ts';
import {matchingCells, type MatrixWish, MATCHING_KEY} from '../queries.ts';
import {type Group, GROUP_STATES, GROUPS, MAX_PICKED, type Picks} from './selection.ts';

/** How many cells there are of each group, and the ids of the first 10,000 of them. */
export type Groups = Record<Group, {cellCount: number; cellIds: readonly number[]}>;

const NONE = {cellCount: 0, cellIds: []};

/** The cells that match in these columns, by what can be done to them. */
export const groupsQuery = (wish: MatrixWish, styles: readonly Style[]) =>
  queryOptions({
    queryKey: [...MATCHING_KEY, wish, styles],
    queryFn: async ({signal}): Promise<Groups> => {
      const found = async (group: Group) => {
        const own = narrowed(wish, {states: GROUP_STATES[group], styles});
        return own === null ? NONE : matchingCells(own, signal);
      };
      const [fill, served, quarantined] = await Promise.all([
        found('fill'),
        found('served'),
        found('quarantined'),
      ]);
      return {fill, served, quarantined};
    },
  });

/**
 * The cells that match in these columns, one by one.
 *
 * @throws Error where they are too many to be named
 */
export async function pickedOf(
  queryClient: QueryClient,
  wish: MatrixWish,
  styles: readonly Style[],
): Promise<Picks> {
  const groups = await queryClient.fetchQuery(groupsQuery(wish, styles));
  const total = GROUPS.reduce((sum, group) => sum + groups[group].cellCount, 0);
  if (total > MAX_PICKED)
    throw new Error(
      `All ${count(total)} that match are selected. No more than ${count(MAX_PICKED)} can be chosen one by one: narrow the filter first.`,
    );
  return new Map(GROUPS.flatMap(group => groups[group].cellIds.map(cellId => [cellId, group] as const)));
}
