import {count} from '../lib/format.ts';
import type {VariablesOf} from '../lib/graphql.ts';
import {graphql} from '../lib/graphql.ts';
import {optional} from '../lib/search.ts';
import type {CellState, Style} from './cell-state.ts';
import {CELL_STATE_TEXTS, FILLABLE, STYLE_LABELS, STYLES} from './cell-state.ts';

export const QuoteDocument = graphql(`
  query Quote($filter: RunFilter, $maxUsd: Float) {
    quote(filter: $filter, maxUsd: $maxUsd) {
      success
      message
      quote {
        cellCount
        maxUsd
        basedOnLessons
        beyondMaxUsd
        beyondUsdToday
        beyondRequestsToday
        usd {
          low
          high
        }
        minutes {
          low
          high
        }
      }
    }
  }
`);

/** Which cells a run fills, as the API takes it. */
export type RunFilter = NonNullable<VariablesOf<typeof QuoteDocument>['filter']>;

/** The states of which cells are offered to be filled, in the order in which they are shown. */
export const OFFERED_STATES = [...FILLABLE, 'quarantined'] as const satisfies readonly CellState[];

export type OfferedState = (typeof OFFERED_STATES)[number];

export type RunOrder = 'walk' | 'demand';

/** What a person chooses of a run in a form; nothing chosen of roadmaps or styles is all of them. */
export type RunChoice = {
  states: OfferedState[];
  roadmapKeys: string[];
  styles: Style[];
  order: RunOrder;
  limit: number | null;
};

/** As a run goes that is told nothing. */
export const USUAL_CHOICE: RunChoice = {
  states: [...FILLABLE],
  roadmapKeys: [],
  styles: [],
  order: 'walk',
  limit: null,
};

/** The filter of a choice; null where no state is chosen, for then no cell could be meant. */
export function filterOf({states, roadmapKeys, styles, order, limit}: RunChoice): RunFilter | null {
  if (states.length === 0) return null;
  return {
    states: [...states],
    order,
    ...optional({
      roadmapKeys: roadmapKeys.length > 0 ? [...roadmapKeys] : undefined,
      styles: styles.length > 0 && styles.length < STYLES.length ? [...styles] : undefined,
      limit: limit ?? undefined,
    }),
  };
}

/** What the API says of a filter, null for what does not narrow. */
type RunFilterValues = {
  states: readonly CellState[] | null;
  roadmapKeys: readonly string[] | null;
  styles: readonly Style[] | null;
  order: RunOrder | null;
  limit: number | null;
};

/** The choice that a filter stands for. */
export function choiceOf({states, roadmapKeys, styles, order, limit}: RunFilterValues): RunChoice {
  return {
    states: states === null ? USUAL_CHOICE.states : OFFERED_STATES.filter(state => states.includes(state)),
    roadmapKeys: [...(roadmapKeys ?? [])],
    styles: [...(styles ?? [])],
    order: order ?? 'walk',
    limit,
  };
}

/**
 * A key for one run: sent twice, it is still one run. `crypto.randomUUID` is missing on pages that come over plain HTTP
 * from another machine.
 */
export function newRunKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The sum in a field for dollars; null where none above 0 stands there. While one types, the field gives text, as for
 * `2.50` and `5.`, and Enter sends a form before the field has made a number of it.
 */
export function dollarsOf(value: number | string): number | null {
  const dollars = Number(value);
  return dollars > 0 && Number.isFinite(dollars) ? dollars : null;
}

/** What is wrong in a field for a cap; null where nothing is. What is no sum must not pass for no cap: only nothing does. */
export const capFault = (value: number | string): string | null =>
  value === '' || dollarsOf(value) !== null ? null : 'Enter a sum above $0, or empty the field for no cap.';

/** missing, placeholder and stale */
function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A choice in a sentence. Roadmaps are named by their keys unless their titles are given. */
export function choiceText(
  {states, roadmapKeys, styles, order, limit}: RunChoice,
  titles: Readonly<Record<string, string>> = {},
): string {
  const what = `${listed(states.map(state => CELL_STATE_TEXTS[state].label.toLowerCase()))} cells`;
  const where =
    roadmapKeys.length === 0 ? 'all roadmaps' : listed(roadmapKeys.map(key => titles[key] ?? key));
  const isAllStyles = styles.length === 0 || styles.length === STYLES.length;
  const which = isAllStyles ? '' : `, ${listed(styles.map(style => STYLE_LABELS[style].toLowerCase()))} only`;
  const first = order === 'demand' ? '; what learners ask for most comes first' : '';
  const most = limit === null ? '' : `; at most ${count(limit)} cells`;
  const text = `${what} of ${where}${which}${first}${most}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
