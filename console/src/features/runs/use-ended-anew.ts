import {useQuery, useQueryClient} from '@tanstack/react-query';
import {useEffect, useRef} from 'react';
import {endedRunsQuery, openRunsQuery, type Run} from './queries.ts';

const idsOf = (runs: readonly Run[]): number[] => runs.map(({runId}) => runId);

/** Asks anew for the runs that have ended when one is under way no more: only the others are asked for again and again. */
export function useEndedAnew(): void {
  const queryClient = useQueryClient();
  const {data: openIds} = useQuery({...openRunsQuery, select: idsOf});
  const before = useRef(openIds);
  useEffect(() => {
    const hasEnded = before.current?.some(runId => !openIds?.includes(runId));
    before.current = openIds;
    if (hasEnded) void queryClient.invalidateQueries({queryKey: endedRunsQuery.queryKey});
  }, [openIds, queryClient]);
}
