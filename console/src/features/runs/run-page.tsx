import {Skeleton, Stack} from '@mantine/core';
import {useParams} from '@tanstack/react-router';
import {ButtonLink} from '../../components/links.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {positive} from '../../lib/search.ts';
import {ErrorGroups} from './error-groups.tsx';
import type {RunDetails} from './queries.ts';
import {RoadmapParts} from './roadmap-parts.tsx';
import {RunActions} from './run-actions.tsx';
import {RunAnnouncer} from './run-announcer.tsx';
import {RunHeader} from './run-header.tsx';
import {RunMoney} from './run-money.tsx';
import {RunOutcome, StopNote} from './run-outcome.tsx';
import {RunProgress} from './run-progress.tsx';
import {SlowNote} from './slow-note.tsx';
import {StyleParts} from './style-parts.tsx';
import {useLiveRun} from './use-live-run.ts';
import {useRunTitle} from './use-run-title.ts';

/** One run, live until its end. */
export function RunPage() {
  const {runId: given} = useParams({from: '/shell/runs/$runId'});
  const runId = positive(given);
  return runId === undefined ? <NoSuchRun name={given} /> : <KnownRun key={runId} runId={runId} />;
}

function KnownRun({runId}: {runId: number}) {
  const {data, error, refetch, isLive} = useLiveRun(runId);
  useRunTitle(runId, data?.run);
  if (data === null) return <NoSuchRun name={String(runId)} />;
  return (
    <>
      <PageHeader title={`Run ${runId}`} actions={data && <RunActions run={data.run} />}>
        {data && <RunHeader run={data.run} isLive={isLive} />}
      </PageHeader>
      {error && !data && <ErrorNote title="The run could not be loaded" error={error} onRetry={refetch} />}
      {!data && !error && <Skeleton h={420} />}
      {data && <Parts details={data} />}
    </>
  );
}

function Parts({details}: {details: RunDetails}) {
  const {run, byStyle, byRoadmap, errorGroups} = details;
  return (
    <Stack gap="xl">
      <RunAnnouncer run={run} />
      <SlowNote run={run} />
      <StopNote run={run} />
      <RunProgress run={run} />
      <RunMoney run={run} />
      <RunOutcome run={run} />
      <ErrorGroups run={run} groups={errorGroups} />
      <StyleParts parts={byStyle} />
      <RoadmapParts parts={byRoadmap} />
    </Stack>
  );
}

function NoSuchRun({name}: {name: string}) {
  return (
    <EmptyState title={`There is no run ${name}`} action={<ButtonLink to="/runs">Go to the runs</ButtonLink>}>
      It may have been another number. A run that was just started shows itself once a worker has taken it.
    </EmptyState>
  );
}
