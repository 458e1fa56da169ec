import {Stack, Text, Title} from '@mantine/core';
import type {ReactNode} from 'react';

/** Why nothing is shown, and what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <Title order={2}>{title}</Title>
      {children !== undefined && (
        <Text maw={520} c="var(--preheat-soft)" component="div">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
