import {Alert, Button, Group, Kbd, Text} from '@mantine/core';
import {UNDO_MS} from '../../lib/undo.ts';
import {useNow} from '../../lib/use-now.ts';
import type {Desk} from './use-desk.ts';
import {STATUS_TEXTS} from './verdict.ts';

/** The last verdict, and the way to take it back for as long as there is one. */
export function UndoBar({desk}: {desk: Desk}) {
  const nowMs = useNow(15_000);
  const {last} = desk;
  if (last === null) return null;
  const {label} = STATUS_TEXTS[last.verdict.status];
  return (
    <Alert
      variant="light"
      color="gray"
      mb="md"
      py={8}
      role="region"
      aria-label="Your last verdict"
      styles={{message: {color: 'var(--mantine-color-text)'}}}
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          <Text span fw={650} size="sm">
            {label}:
          </Text>{' '}
          {last.item.title} ·{' '}
          <Text span size="sm" c="var(--preheat-soft)">
            {left(last.atMs + UNDO_MS - nowMs)}
          </Text>
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={desk.isBusy}
          onClick={desk.undo}
          aria-keyshortcuts="U"
          rightSection={
            <Kbd size="xs" aria-hidden>
              U
            </Kbd>
          }
        >
          Undo
        </Button>
      </Group>
    </Alert>
  );
}

/** How long it can be taken back, in whole minutes: nobody needs to watch it run. */
function left(ms: number): string {
  // A verdict may be newer than the last look at the clock.
  const minutes = Math.min(Math.ceil(ms / 60_000), UNDO_MS / 60_000);
  if (minutes <= 1) return 'can be undone for less than a minute';
  return `can be undone for ${minutes} minutes`;
}
