import {Group, Progress, Text} from '@mantine/core';
import {percent} from '../../lib/format.ts';

/** How much of something is served, as a bar and as a figure. */
export function Share({share, w = 110}: {share: number; w?: number | string}) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={share * 100} w={w} color="var(--preheat-served)" aria-hidden />
      <Text size="sm" miw={44} className="number">
        {percent(share)}
      </Text>
    </Group>
  );
}
