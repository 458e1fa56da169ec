import {queryOptions, useQuery, useSuspenseQuery} from '@tanstack/react-query';
import {graphql, type ResultOf} from './graphql.ts';
import {ME_KEY} from './query-client.ts';
import {request} from './request.ts';

const MeDocument = graphql(`
  query Me {
    me {
      id
      username
      displayName
      email
      role
      scopes
    }
  }
`);

export type Me = NonNullable<ResultOf<typeof MeDocument>['me']>;
export type Scope = Me['scopes'][number];

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: ME_KEY,
  queryFn: async ({signal}): Promise<Me | null> => (await request(MeDocument, {}, signal)).me,
  staleTime: 60_000,
});

/** Who is signed in. Only below pages that ask for it. */
export function useMe(): Me {
  const {data} = useSuspenseQuery(meQuery);
  if (data === null) throw new Error('Nobody is signed in.');
  return data;
}

/** Whether the person may do what needs this scope: what they may not do is not shown. */
export function useCan(scope: Scope): boolean {
  return useQuery(meQuery).data?.scopes.includes(scope) ?? false;
}
