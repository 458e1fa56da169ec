const STATES = {
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  lost: 'Lost',
} as const;

export type RunStateName = keyof typeof STATES;

/** The state of a run as the API names it, and in a word; one that is not known is shown as it is. */
export function runStateOf(state: string): {name: RunStateName; label: string} {
  return state in STATES
    ? {name: state as RunStateName, label: STATES[state as RunStateName]}
    : {name: 'lost', label: state};
}

const KINDS: Record<string, string> = {
  start: 'First start',
  manual: 'Started by hand',
  nightly: 'Nightly',
  regeneration: 'Regeneration',
};

/** What began a run. */
export const runKind = (kind: string): string => KINDS[kind] ?? kind;
