import type {TadaDocumentNode} from 'gql.tada';
import {useEffect, useRef, useState} from 'react';
import {subscriptionUrl} from './request.ts';

/** `connecting` also while the connection is lost: the browser opens it again by itself. */
type Connection = 'connecting' | 'open' | 'ended';

/**
 * Follows a subscription while the component is shown: each value goes to `onValue`.
 *
 * @param variables null: follows nothing
 */
export function useSubscription<Result, Variables extends object>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables | null,
  onValue: (value: Result) => void,
): Connection {
  const [connection, setConnection] = useState<Connection>('connecting');
  const latest = useRef(onValue);
  latest.current = onValue;
  const url = variables === null ? null : subscriptionUrl(document, variables);

  useEffect(() => {
    if (url === null) return;
    setConnection('connecting');
    const source = new EventSource(url);
    source.addEventListener('open', () => setConnection('open'));
    source.addEventListener('error', () => setConnection('connecting'));
    source.addEventListener('next', event => {
      const {data} = JSON.parse(event.data as string) as {data?: Result | null};
      if (data) latest.current(data);
    });
    source.addEventListener('complete', () => {
      source.close();
      setConnection('ended');
    });
    return () => source.close();
  }, [url]);
  return connection;
}
