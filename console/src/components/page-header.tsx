import {Group, Text, Title} from '@mantine/core';
import {type ReactNode, useEffect} from 'react';

/** A page's title, which the window bears too, what it shows in a line, and what can be done on it. */
export function PageHeader({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Preheat`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <div>
        <Title order={1}>{title}</Title>
        {children !== undefined && (
          <Text size="sm" c="var(--preheat-soft)" component="div">
            {children}
          </Text>
        )}
      </div>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
