import {Skeleton, Text} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {AnchorLink} from '../../components/links.tsx';
import {Time} from '../../components/time.tsx';
import {lastNightQuery, type NextRun} from './queries.ts';

/** What the last night did, in a line, and when the next one is. The page does without it where it cannot be had. */
export function LastNight() {
  const {data, isPending} = useQuery(lastNightQuery);
  if (isPending) return <Skeleton h={20} maw={520} mb="sm" />;
  if (!data) return null;
  const {headline, run, nextRun} = data;
  return (
    <Text size="sm" mb="sm" component="div">
      {run ? (
        <>
          <b>{run.kind === 'nightly' ? 'Last night' : 'Last run'}</b>, <Time value={run.openedAt} />:{' '}
          <AnchorLink to="/runs/$runId" params={{runId: String(run.runId)}} inherit underline="always">
            {headline}
          </AnchorLink>{' '}
        </>
      ) : (
        `${headline} `
      )}
      <Next {...nextRun} />
    </Text>
  );
}

function Next({at, isPaused, message}: NextRun) {
  if (at !== null)
    return (
      <>
        <b>Next run</b> <Time value={at} />.
      </>
    );
  if (message !== '') return <>Of the next run nothing is known: {message}</>;
  return (
    <AnchorLink to="/schedule" inherit underline="always">
      {isPaused ? 'The schedule is paused.' : 'No next run is planned.'}
    </AnchorLink>
  );
}
