import {Badge} from '@mantine/core';
import type {ReactNode} from 'react';

const COLORS = {
  good: 'var(--preheat-served)',
  bad: 'var(--preheat-rejected)',
  warning: 'var(--preheat-stale)',
  plain: 'var(--preheat-soft)',
} as const;

export type Tone = keyof typeof COLORS;

/** A short word about something, in its own frame. The word says it; the colour only repeats it. */
export function Tag({children, tone = 'plain'}: {children: ReactNode; tone?: Tone}) {
  return (
    <Badge variant="outline" color={COLORS[tone]} tt="none" fw={600}>
      {children}
    </Badge>
  );
}
