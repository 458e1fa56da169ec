import {Badge, Group, Skeleton, Stack, Table, Text} from '@mantine/core';
import {useInfiniteQuery, useQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {AnchorLink, ButtonLink} from '../../components/links.tsx';
import {MoreButton} from '../../components/more-button.tsx';
import {RowsSkeleton} from '../../components/rows-skeleton.tsx';
import {Time} from '../../components/time.tsx';
import {count} from '../../lib/format.ts';
import {useCan} from '../../lib/viewer.ts';
import {roadmapCoverageQuery, type RoadmapRow, roadmapsQuery} from './queries.ts';
import type {RoadmapsSearch} from './search.ts';
import {Share} from './share.tsx';

/** The roadmaps that fit the filters, by title, page after page. */
export function RoadmapList({search}: {search: RoadmapsSearch}) {
  const list = useInfiniteQuery(roadmapsQuery(search));
  if (list.isPending) return <RowsSkeleton label="The roadmaps are being loaded" rowCount={8} />;
  if (list.isLoadingError)
    return <ErrorNote title="The roadmaps could not be loaded" error={list.error} onRetry={list.refetch} />;
  const roadmaps = list.data.pages.flatMap(({nodes}) => nodes);
  if (roadmaps.length === 0) return <NoRoadmaps search={search} />;
  return (
    <Stack>
      <Table.ScrollContainer minWidth={720}>
        <Table aria-label="Roadmaps">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Roadmap</Table.Th>
              <Table.Th>Source</Table.Th>
              <Table.Th className="number">Steps</Table.Th>
              <Table.Th className="number">Lessons</Table.Th>
              <Table.Th className="number">Cells</Table.Th>
              <Table.Th>Covered</Table.Th>
              <Table.Th>Changed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {roadmaps.map(roadmap => (
              <Row key={roadmap.key} roadmap={roadmap} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <MoreButton query={list} what="roadmaps" />
    </Stack>
  );
}

function Row({roadmap}: {roadmap: RoadmapRow}) {
  const {key, title, source, isArchived} = roadmap;
  const coverage = useQuery(roadmapCoverageQuery);
  const total = coverage.data?.byKey.get(key)?.total;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <AnchorLink to="/roadmaps/$roadmapKey" params={{roadmapKey: key}} fw={600}>
            {title}
          </AnchorLink>
          {isArchived && <Badge variant="default">Archived</Badge>}
        </Group>
        <Text size="xs" c="var(--preheat-soft)">
          {key}
        </Text>
      </Table.Td>
      <Table.Td>{SOURCES[source]}</Table.Td>
      <Table.Td className="number">{count(roadmap.stepCount)}</Table.Td>
      <Table.Td className="number">{count(roadmap.lessonCount)}</Table.Td>
      <Table.Td className="number">{count(roadmap.cellCount)}</Table.Td>
      <Table.Td>
        {coverage.isPending ? <Skeleton h={12} w={110} /> : total ? <Share share={total.share} /> : '–'}
      </Table.Td>
      <Table.Td>
        <Time value={roadmap.updatedAt} />
      </Table.Td>
    </Table.Tr>
  );
}

const SOURCES: Record<RoadmapRow['source'], string> = {file: 'File', application: 'Application'};

function NoRoadmaps({search}: {search: RoadmapsSearch}) {
  const canImport = useCan('ADMIN');
  if (search.text !== undefined)
    return (
      <EmptyState
        title="No roadmap fits"
        action={
          <ButtonLink
            variant="default"
            to="/roadmaps"
            search={search.archived ? {archived: search.archived} : {}}
          >
            Clear the search
          </ButtonLink>
        }
      >
        None has “{search.text}” in its title or key
        {search.archived === undefined && '. Archived ones are not searched: choose “All” for these, too'}.
      </EmptyState>
    );
  if (search.archived === 'only')
    return <EmptyState title="Nothing is archived">A roadmap can be archived on its page.</EmptyState>;
  return (
    <EmptyState
      title="There is no roadmap yet"
      action={
        canImport && (
          <ButtonLink to="/roadmaps" search={{import: true}}>
            Import roadmaps
          </ButtonLink>
        )
      }
    >
      A roadmap says which lessons should exist. Without one there is nothing to make.
    </EmptyState>
  );
}
