import {Group, Stack, Table, Text} from '@mantine/core';
import {useInfiniteQuery} from '@tanstack/react-query';
import {ActorName} from '../../components/actor-name.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {AnchorLink, ButtonLink, PanelLink} from '../../components/links.tsx';
import {MoreButton} from '../../components/more-button.tsx';
import {RowsSkeleton} from '../../components/rows-skeleton.tsx';
import {Time} from '../../components/time.tsx';
import {actionLabel} from './actions.ts';
import {Changes} from './changes-view.tsx';
import {type AuditEvent, auditEventsQuery} from './queries.ts';
import {type AuditSearch, isNarrowed} from './search.ts';

/** The events that fit the filters, page after page. */
export function EventList({search}: {search: AuditSearch}) {
  const list = useInfiniteQuery(auditEventsQuery(search));
  if (list.isPending) return <RowsSkeleton label="The log is being loaded" rowCount={10} />;
  if (list.isLoadingError)
    return <ErrorNote title="The log could not be loaded" error={list.error} onRetry={list.refetch} />;
  const events = list.data.pages.flatMap(({nodes}) => nodes);
  if (events.length === 0) return <NoEvents isNarrow={isNarrowed(search)} />;
  return (
    <Stack>
      <Table.ScrollContainer minWidth={760}>
        <Table aria-label="Events" layout="fixed" highlightOnHover={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={120}>When</Table.Th>
              <Table.Th w={150}>Who</Table.Th>
              <Table.Th w={250}>Did what</Table.Th>
              <Table.Th>What changed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {events.map(event => (
              <EventRow key={event.auditEventId} event={event} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <MoreButton query={list} what="events" />
    </Stack>
  );
}

function EventRow({event}: {event: AuditEvent}) {
  const {at, actor, actorRole, action, reason} = event;
  return (
    <Table.Tr style={{verticalAlign: 'top'}}>
      <Table.Td>
        <Time value={at} />
      </Table.Td>
      <Table.Td>
        <AnchorLink to="/audit" search={{actor}} size="sm" title="Only what they did">
          <ActorName id={actor} />
        </AnchorLink>
        <Text size="xs" c="var(--preheat-soft)">
          {actorRole}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={500}>
          {actionLabel(action)}
        </Text>
        <Subjects event={event} />
        {reason !== null && (
          <Text size="sm" style={{overflowWrap: 'anywhere', whiteSpace: 'pre-line'}}>
            “{reason}”
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Changes event={event} />
      </Table.Td>
    </Table.Tr>
  );
}

/** What the act was about, each with a way to it. */
function Subjects({event: {lessonId, cellId, runId}}: {event: AuditEvent}) {
  return (
    <Group gap={8}>
      {lessonId !== null && (
        <PanelLink lessonId={lessonId} size="sm">
          lesson {lessonId}
        </PanelLink>
      )}
      {cellId !== null && (
        <AnchorLink to="/audit" search={{cell: cellId}} size="sm">
          cell {cellId}
        </AnchorLink>
      )}
      {runId !== null && (
        <AnchorLink to="/runs/$runId" params={{runId: String(runId)}} size="sm">
          run {runId}
        </AnchorLink>
      )}
    </Group>
  );
}

const NoEvents = ({isNarrow}: {isNarrow: boolean}) =>
  isNarrow ? (
    <EmptyState
      title="Nothing fits the filters"
      action={
        <ButtonLink variant="default" to="/audit" search={{}}>
          Clear the filters
        </ButtonLink>
      }
    >
      Nobody did such a thing, or not in this time.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing was done yet">
      What people change here, at a terminal or in the learning application’s name is written down, with who
      and when.
    </EmptyState>
  );
