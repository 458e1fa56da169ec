import {Button, Group, Paper, Text} from '@mantine/core';
import {plural} from '../../lib/format.ts';

/** What can be done with the cells that are selected. */
export function SelectionBar({
  count,
  isDisabled,
  onClear,
  onRetry,
}: {
  count: number;
  isDisabled: boolean;
  onClear: () => void;
  onRetry: () => void;
}) {
  return (
    // What sticks is the outer one: the inner one could not leave it.
    <div role="status" style={{position: 'sticky', bottom: 12, zIndex: 50}}>
      {count > 0 && (
        <Paper withBorder shadow="md" p="xs" mt="md">
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={600}>
              {plural(count, 'cell')} selected
            </Text>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={onClear}>
                Select none
              </Button>
              <Button size="xs" disabled={isDisabled} onClick={onRetry}>
                Try {plural(count, 'cell')} again
              </Button>
            </Group>
          </Group>
        </Paper>
      )}
    </div>
  );
}
