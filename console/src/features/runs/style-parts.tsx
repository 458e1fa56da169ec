import {Group, Stack, Text, Title} from '@mantine/core';
import {STYLE_LABELS} from '../../components/cell-state.ts';
import {count} from '../../lib/format.ts';
import type {RunDetails} from './queries.ts';
import {RunBar, wordsOf} from './run-bar.tsx';
import {sharesOfPart} from './shares.ts';

/** How far a run is with each style. */
export function StyleParts({parts}: {parts: RunDetails['byStyle']}) {
  if (parts.length === 0) return null;
  return (
    <section aria-labelledby="run-styles">
      <Title order={2} id="run-styles" mb="xs">
        By style
      </Title>
      <Stack gap="sm">
        {parts.map(part => {
          const shares = sharesOfPart(part);
          return (
            <Stack key={part.style} gap={3}>
              <Group justify="space-between" gap="xs">
                <Text size="sm" fw={600}>
                  {STYLE_LABELS[part.style]}
                </Text>
                <Text size="sm">
                  {wordsOf(shares)} of {count(part.wantedCount)}
                </Text>
              </Group>
              <RunBar shares={shares} label={STYLE_LABELS[part.style]} isThin />
            </Stack>
          );
        })}
      </Stack>
    </section>
  );
}
