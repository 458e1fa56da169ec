import {Button, Group, Skeleton, Stack, Table, Text} from '@mantine/core';
import {keepPreviousData, useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {ActorName} from '../../components/actor-name.tsx';
import {STYLE_LABELS, type Style} from '../../components/cell-state.ts';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {PanelLink} from '../../components/links.tsx';
import {Time} from '../../components/time.tsx';
import {count, percent} from '../../lib/format.ts';
import {type QueueItem, queueQuery} from './moderator-queries.ts';
import {lessons} from './progress-line.tsx';
import {whyQueued} from './why.ts';

const STEP = 20;
const MAX = 200;

/** The lessons that come next, whoever holds or skipped what. */
export function QueueHead() {
  const [first, setFirst] = useState(STEP);
  const queue = useQuery({...queueQuery(first), placeholderData: keepPreviousData});
  if (queue.isPending) return <Skeleton h={200} />;
  if (queue.isLoadingError)
    return <ErrorNote title="The queue could not be loaded" error={queue.error} onRetry={queue.refetch} />;
  const {items, refreshedAt, itemCount} = queue.data;
  if (items.length === 0)
    return <EmptyState title="No lesson waits">The order is counted anew with each run.</EmptyState>;
  return (
    <Stack gap="xs">
      <Text size="sm" c="var(--preheat-soft)">
        {refreshedAt === null ? (
          'The order was never counted.'
        ) : (
          <>
            {lessons(itemCount)} when the order was counted, <Time value={refreshedAt} />. One claim of ten is
            given by chance instead.
          </>
        )}
      </Text>
      <Table.ScrollContainer minWidth={880}>
        <Table verticalSpacing={8} aria-label="Head of the queue">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Lesson</Table.Th>
              <Table.Th>Why it stands here</Table.Th>
              <Table.Th className="number">Demand</Table.Th>
              <Table.Th className="number">Served for</Table.Th>
              <Table.Th className="number">Chance of fault</Table.Th>
              <Table.Th className="number">Harm</Table.Th>
              <Table.Th>Held by</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(item => (
              <Row key={item.lessonId} item={item} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {items.length === first && first < MAX && (
        <Group justify="center">
          <Button
            size="xs"
            variant="default"
            loading={queue.isFetching}
            onClick={() => setFirst(Math.min(first * 2, MAX))}
          >
            Show more
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Row({item}: {item: QueueItem}) {
  return (
    <Table.Tr>
      <Table.Td maw={300}>
        <PanelLink lessonId={item.lessonId} size="sm">
          {item.title || 'Untitled'}
        </PanelLink>
        <Text size="xs" c="var(--preheat-soft)">
          {item.stepTitle} · lesson {item.lessonNumber} · {STYLE_LABELS[item.style as Style] ?? item.style}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{whyQueued(item).join('; ') || 'it was not reviewed yet'}</Text>
      </Table.Td>
      <Table.Td className="number">×{item.demand.toFixed(1)}</Table.Td>
      <Table.Td className="number">{item.ageDays === 0 ? 'today' : `${count(item.ageDays)} d`}</Table.Td>
      <Table.Td className="number">{percent(item.pBad)}</Table.Td>
      <Table.Td className="number">{item.harm.toFixed(2)}</Table.Td>
      <Table.Td>{item.heldBy === null ? '–' : <ActorName id={item.heldBy} />}</Table.Td>
    </Table.Tr>
  );
}
