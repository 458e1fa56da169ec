import {Alert, Button, Group, Text} from '@mantine/core';
import {messageOf} from '../lib/api-error.ts';

/** What could not be loaded, why, and a way to try again. */
export function ErrorNote({title, error, onRetry}: {title: string; error: unknown; onRetry?: () => unknown}) {
  return (
    <Alert color="red" title={title} role="alert" variant="light">
      <Group justify="space-between">
        <Text size="sm">{messageOf(error)}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={() => void onRetry()}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
