import {Button, Collapse, Group, Table, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconArrowBackUp} from '@tabler/icons-react';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {ActorName} from '../../components/actor-name.tsx';
import {AnchorLink, PanelLink} from '../../components/links.tsx';
import {Time} from '../../components/time.tsx';
import type {LessonId} from '../../lib/graphql.ts';
import {count, plural} from '../../lib/format.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {isUndoable, undoableMs} from './bulk-undo.ts';
import {type BulkCommand, undoBulk} from './queries.ts';

/** So many lessons a message names. */
const NAMED = 10;

const DONE: Record<BulkCommand['act'], string> = {
  promote: 'made live',
  retire: 'retired',
  restore: 'restored',
};

/** An act on many lessons: what became of each, and, for ten minutes, the way back. */
export function BulkRow({command, isOpenAtFirst}: {command: BulkCommand; isOpenAtFirst: boolean}) {
  const [isOpen, {toggle}] = useDisclosure(isOpenAtFirst);
  const {bulkCommandId, act, doneCount, items, reason, undoneAt, undoneBy} = command;
  const leftCount = items.length - doneCount;
  return (
    <div style={{borderTop: '1px solid var(--preheat-line)', padding: '8px 0'}}>
      <Group justify="space-between" gap="sm">
        <div style={{minWidth: 0, flex: '1 1 260px'}}>
          <Text fw={500} size="sm">
            {plural(doneCount, 'lesson')} {DONE[act]}
            {leftCount > 0 && `, ${count(leftCount)} left as they were`}
          </Text>
          <Text size="xs" c="var(--preheat-soft)" component="div">
            <ActorName id={command.actor} />, <Time value={command.doneAt} />
            {reason !== null && ` · “${reason}”`}
            {undoneAt !== null && (
              <>
                {' '}
                · undone by <ActorName id={undoneBy ?? ''} />, <Time value={undoneAt} />
              </>
            )}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            aria-label={`What became of each, act ${bulkCommandId}`}
            onClick={toggle}
          >
            What became of each
          </Button>
          <Undo command={command} />
        </Group>
      </Group>
      <Collapse expanded={isOpen}>{isOpen && <Items command={command} />}</Collapse>
    </div>
  );
}

function Undo({command}: {command: BulkCommand}) {
  const queryClient = useQueryClient();
  const undoing = useMutation({
    mutationFn: async () => undoBulk(command.bulkCommandId),
    onSuccess: async outcome => {
      notifyOutcome('It is not undone', {
        ...outcome,
        message: outcome.message + leftText(outcome.leftLessonIds),
      });
      await queryClient.invalidateQueries();
    },
    onError: notifyError('It is not undone'),
  });
  const nowMs = Date.now();
  if (!isUndoable(command, nowMs)) return null;
  const minutes = Math.ceil(undoableMs(command, nowMs) / 60_000);
  return (
    <Button
      size="xs"
      leftSection={<IconArrowBackUp size={16} aria-hidden />}
      loading={undoing.isPending}
      onClick={() => undoing.mutate()}
    >
      Undo ({minutes} min left)
    </Button>
  );
}

/** A person may want to look at these. */
const leftText = (lessonIds: readonly LessonId[]): string => {
  if (lessonIds.length === 0) return '';
  const named = lessonIds.slice(0, NAMED).join(', ');
  return ` Left: lesson ${named}${lessonIds.length > NAMED ? ' …' : ''}.`;
};

const Items = ({command: {items}}: {command: BulkCommand}) => (
  <Table.ScrollContainer minWidth={360} mah={320}>
    <Table aria-label="What became of each lesson">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Lesson</Table.Th>
          <Table.Th>Cell</Table.Th>
          <Table.Th>What became of it</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map(({lessonId, cellId, isDone, message}) => (
          <Table.Tr key={lessonId}>
            <Table.Td>
              <PanelLink lessonId={lessonId} size="sm">
                {lessonId}
              </PanelLink>
            </Table.Td>
            <Table.Td>
              <AnchorLink to="/audit" search={{cell: cellId}} size="sm">
                {cellId}
              </AnchorLink>
            </Table.Td>
            <Table.Td>{isDone ? 'Done' : `Left: ${message}`}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);
