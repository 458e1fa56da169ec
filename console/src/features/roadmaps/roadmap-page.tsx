import {Alert, Skeleton, Stack, Text} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useParams, useSearch} from '@tanstack/react-router';
import {ActorName} from '../../components/actor-name.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {ButtonLink} from '../../components/links.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {Time} from '../../components/time.tsx';
import {useCan} from '../../lib/viewer.ts';
import {EditPage} from './edit-page.tsx';
import {type RoadmapDetails, type Roadmap as RoadmapType, roadmapQuery} from './queries.ts';
import {RoadmapActs} from './roadmap-acts.tsx';
import {RoadmapFigures} from './roadmap-figures.tsx';
import {StepTable} from './step-table.tsx';

/** One roadmap: what it wants, and how far that is there. */
export function RoadmapPage() {
  const {roadmapKey} = useParams({from: '/shell/roadmaps/$roadmapKey'});
  const {edit} = useSearch({from: '/shell/roadmaps/$roadmapKey'});
  const canEdit = useCan('ADMIN');
  const {data, isPending, isLoadingError, error, refetch} = useQuery(roadmapQuery(roadmapKey));
  if (isPending) return <PageSkeleton />;
  if (isLoadingError)
    return <ErrorNote title="The roadmap could not be loaded" error={error} onRetry={refetch} />;
  if (data === null) return <NoRoadmap roadmapKey={roadmapKey} />;
  const isOurs = data.roadmap.source === 'file' && !data.roadmap.isArchived;
  if (edit && canEdit && isOurs && data.text !== null)
    return <EditPage roadmap={data.roadmap} text={data.text} />;
  return <Details details={data} />;
}

function Details({details}: {details: RoadmapDetails}) {
  const {roadmap, steps} = details;
  const {title, key, category, description} = roadmap;
  return (
    <Stack>
      <PageHeader title={title} actions={<RoadmapActs details={details} />}>
        {key}
        {category !== '' && ` · ${category}`} · changed <Time value={roadmap.updatedAt} />
      </PageHeader>
      {description !== '' && (
        <Text maw={760} style={{whiteSpace: 'pre-line'}}>
          {description}
        </Text>
      )}
      <Standing roadmap={roadmap} />
      <RoadmapFigures roadmap={roadmap} />
      <StepTable roadmap={roadmap} steps={steps} />
    </Stack>
  );
}

/** Why the roadmap cannot be changed as it is, where that is so. */
function Standing({roadmap}: {roadmap: RoadmapType}) {
  const canEdit = useCan('ADMIN');
  if (roadmap.archivedAt !== null)
    return (
      <Alert color="yellow" variant="light" title="This roadmap is archived">
        <ActorName id={roadmap.archivedBy ?? ''} />, <Time value={roadmap.archivedAt} />
        {roadmap.archiveReason !== null && `: ${roadmap.archiveReason}`}. No run fills its cells, unless
        another roadmap wants them. Its lessons are still there, and learners get them.
      </Alert>
    );
  if (roadmap.source === 'application' && canEdit)
    return (
      <Alert color="blue" variant="light" title="This roadmap is the learning application’s own">
        It is changed there, and read only here. After a change there,{' '}
        <code>npx preheat import --from-application</code> takes it over.
      </Alert>
    );
  return null;
}

const NoRoadmap = ({roadmapKey}: {roadmapKey: string}) => (
  <>
    <PageHeader title="Roadmap" />
    <EmptyState
      title="There is no such roadmap"
      action={<ButtonLink to="/roadmaps">Go to the roadmaps</ButtonLink>}
    >
      None has the key “{roadmapKey}”. The address may be old or mistyped.
    </EmptyState>
  </>
);

const PageSkeleton = () => (
  <Stack aria-busy aria-label="The roadmap is being loaded">
    <Skeleton h={34} w={280} />
    <Skeleton h={78} />
    <Skeleton h={320} />
  </Stack>
);
