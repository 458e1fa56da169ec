import {useQuery, useQueryClient, type UseQueryResult} from '@tanstack/react-query';
import {useEffect, useState} from 'react';
import {useSubscription} from '../../lib/use-subscription.ts';
import {type RunDetails, runKey, RunProgressDocument, runQuery} from './queries.ts';

/** Styles, roadmaps and errors take longer to count, and change less: asked for again so often. */
const PARTS_PERIOD_MS = 5_000;

/** Without a stream the run is asked for again so often. */
const POLL_PERIOD_MS = 3_000;

/** A stream that opens within this was not missed. */
const STREAM_WITHIN_MS = 3_000;

/**
 * A run as it goes on: by a stream, second by second, or where there is none by asking again and again.
 *
 * @returns `isLive` is false where an open run is asked for only every few seconds
 */
export function useLiveRun(runId: number) {
  const queryClient = useQueryClient();
  const [isLive, setIsLive] = useState(true);
  const query = useQuery(runQuery(runId));
  const isOpen = query.data ? query.data.run.endedAt === null : false;
  useLookAgain(query.refetch, isOpen ? (isLive ? PARTS_PERIOD_MS : POLL_PERIOD_MS) : null);
  const connection = useSubscription(RunProgressDocument, isOpen ? {runId} : null, ({runProgress}) => {
    queryClient.setQueryData<RunDetails | null>(
      runKey(runId),
      known => known && {...known, run: {...known.run, ...runProgress}},
    );
    // Its parts are those of the end, then.
    if (runProgress.endedAt !== null) void queryClient.invalidateQueries({queryKey: runKey(runId)});
  });

  useEffect(() => {
    if (!isOpen || connection === 'open') {
      setIsLive(true);
      return undefined;
    }
    // Also where the server ended the stream before the run had ended: it stops, or takes the session away.
    const timer = setTimeout(() => setIsLive(false), STREAM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [isOpen, connection]);
  return {...query, isLive: !isOpen || isLive};
}

/** Not by `refetchInterval`: that begins anew with each word of the stream, and would never be over. */
function useLookAgain(refetch: UseQueryResult['refetch'], periodMs: number | null): void {
  useEffect(() => {
    if (periodMs === null) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void refetch({cancelRefetch: false});
    }, periodMs);
    return () => clearInterval(timer);
  }, [refetch, periodMs]);
}
