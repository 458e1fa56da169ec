import {Button, Group, Paper, Stack, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {ErrorNote} from '../../components/error-note.tsx';
import {BulkRow} from './bulk-row.tsx';
import {isUndoable} from './bulk-undo.ts';
import {bulkCommandsQuery} from './queries.ts';

const FIRST = 10;
const MOST = 50;

/**
 * Acts on many lessons, whoever did them and from wherever: those that can be taken back stand here by themselves, the
 * others when asked for.
 *
 * @param bulkCommandId one that a link is about: shown with what became of each lesson
 */
export function BulkPanel({bulkCommandId}: {bulkCommandId: number | undefined}) {
  const [first, setFirst] = useState(FIRST);
  const [isOpen, setIsOpen] = useState(false);
  const {data, isLoadingError, error, refetch, dataUpdatedAt} = useQuery(bulkCommandsQuery(first));
  if (isLoadingError)
    return <ErrorNote title="Acts on many lessons could not be loaded" error={error} onRetry={refetch} />;
  if (!data || data.length === 0) return null;
  const isDue = (id: number, command: (typeof data)[number]) =>
    id === bulkCommandId || isUndoable(command, dataUpdatedAt);
  const shown = isOpen ? data : data.filter(command => isDue(command.bulkCommandId, command));
  return (
    <Paper withBorder p="sm" mb="md" component="section" aria-label="Acts on many lessons">
      <Group justify="space-between">
        <Title order={2}>Acts on many lessons</Title>
        <Button variant="subtle" size="xs" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Show only what can be undone' : 'Show earlier ones'}
        </Button>
      </Group>
      {shown.length === 0 && (
        <Text size="sm" c="var(--preheat-soft)">
          None of the last ten minutes. An act on many lessons can be undone for ten minutes, by any
          administrator.
        </Text>
      )}
      <Stack gap={0} aria-live="polite">
        {shown.map(command => (
          <BulkRow
            key={command.bulkCommandId}
            command={command}
            isOpenAtFirst={command.bulkCommandId === bulkCommandId}
          />
        ))}
      </Stack>
      {isOpen && data.length === first && first < MOST && (
        <Button variant="default" size="xs" mt="xs" onClick={() => setFirst(MOST)}>
          Show more
        </Button>
      )}
    </Paper>
  );
}
