import {Badge} from '@mantine/core';
import {
  IconCheck,
  IconHourglass,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconQuestionMark,
} from '@tabler/icons-react';
import {runStateOf, type RunStateName} from './run-words.ts';

const ICONS = {
  running: [IconPlayerPlay, 'var(--preheat-placeholder)'],
  waiting: [IconHourglass, 'var(--preheat-stale)'],
  paused: [IconPlayerPause, 'var(--preheat-stale)'],
  finished: [IconCheck, 'var(--preheat-served)'],
  stopped: [IconPlayerStop, 'var(--preheat-rejected)'],
  lost: [IconQuestionMark, 'var(--preheat-rejected)'],
} as const satisfies Record<RunStateName, unknown>;

/** The state of a run as a word and a sign. */
export function RunState({state}: {state: string}) {
  const {name, label} = runStateOf(state);
  const [Icon, color] = ICONS[name];
  return (
    <Badge
      variant="default"
      size="lg"
      tt="none"
      fw={600}
      leftSection={<Icon size={14} aria-hidden style={{color, display: 'block'}} />}
    >
      {label}
    </Badge>
  );
}
