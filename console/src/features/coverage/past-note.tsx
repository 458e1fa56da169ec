import {Alert, Button, Group, Text} from '@mantine/core';
import {dateTime} from '../../lib/format.ts';

/** That the matrix is one of the past: nobody should act on what is no longer so. */
export const PastNote = ({asOf, onNow}: {asOf: string; onNow: () => void}) => (
  <Alert variant="light" color="gray" mb="sm" py={8}>
    <Group justify="space-between" gap="xs">
      <Text size="sm">
        The matrix is as of <b>{dateTime(asOf)}</b>. The figures above are those of now.
      </Text>
      <Button size="compact-sm" variant="default" onClick={onNow}>
        Back to now
      </Button>
    </Group>
  </Alert>
);
