import type {ResultOf} from '../lib/graphql.ts';
import {graphql} from '../lib/graphql.ts';

const StatesDocument = graphql(`
  query States($filter: CellFilter) {
    cells(filter: $filter) {
      nodes {
        state
        style
      }
    }
  }
`);

type Node = ResultOf<typeof StatesDocument>['cells']['nodes'][number];
export type CellState = Node['state'];
export type Style = Node['style'];

/** In the order in which they are shown: what is in order first, then what a person has to look at. */
export const CELL_STATES: readonly CellState[] = [
  'served',
  'stale',
  'missing',
  'placeholder',
  'rejected',
  'quarantined',
];

/** In which a run fills a cell. Not what is in quarantine, unless asked to: the same prompt failed the checks there. */
export const FILLABLE = [
  'missing',
  'placeholder',
  'rejected',
  'stale',
] as const satisfies readonly CellState[];

export const STYLES: readonly Style[] = ['hands_on', 'video', 'reading', 'mixed'];

export const STYLE_LABELS: Record<Style, string> = {
  hands_on: 'Hands-on',
  video: 'Video',
  reading: 'Reading',
  mixed: 'Mixed',
};

/** What each state is called, and what it means. */
export const CELL_STATE_TEXTS: Record<CellState, {label: string; meaning: string}> = {
  served: {label: 'Served', meaning: 'Learners get a good lesson.'},
  stale: {label: 'Stale', meaning: 'Learners get a lesson that should be made anew.'},
  missing: {label: 'Missing', meaning: 'There is no lesson.'},
  placeholder: {label: 'Placeholder', meaning: 'There is only a stand-in.'},
  rejected: {label: 'Rejected', meaning: 'A mentor rejected the only lesson.'},
  quarantined: {label: 'Quarantined', meaning: 'A draft failed the checks and waits for a person.'},
};
