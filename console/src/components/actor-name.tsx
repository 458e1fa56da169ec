import {useQuery} from '@tanstack/react-query';
import {graphql} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';
import {meQuery} from '../lib/viewer.ts';

const NameDocument = graphql(`
  query AccountName($id: String!) {
    accountName(id: $id)
  }
`);

/** Who acted without an account. */
const OTHERS: Record<string, string> = {cli: 'A terminal', preheat: 'Preheat itself'};

/** How somebody who acted is called: by name where there is such an account, else by its id. */
export function ActorName({id}: {id: string}) {
  const {data: me} = useQuery(meQuery);
  const isKnown = id === '' || id === me?.id || id in OTHERS;
  const {data: name} = useQuery({
    queryKey: ['account-name', id],
    queryFn: async ({signal}) => (await request(NameDocument, {id}, signal)).accountName,
    enabled: me !== undefined && !isKnown,
    staleTime: Infinity,
  });
  return <>{id === me?.id ? 'You' : (OTHERS[id] ?? name ?? id)}</>;
}
