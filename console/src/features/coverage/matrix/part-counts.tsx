import {CellStateMark} from '../../../components/cell-state-mark.tsx';
import {count} from '../../../lib/format.ts';
import {isServed} from '../words.ts';
import type {Part} from './rows.ts';
import classes from './matrix.module.css';

/** So many have room. The rest is told on hover and focus. */
const MAX_STATES = 3;

/** The cells of a column, counted: how many are served, and each other state by its mark and number. */
export function PartCounts({part, isPartial}: {part: Part; isPartial: boolean}) {
  const {states} = part;
  const named = states.filter(({state}) => isPartial || state !== 'served');
  return (
    <span className={classes['part']} aria-hidden>
      <span className={classes['counts']}>
        {!isPartial && `${count(part.servedCount)}/${count(part.cellCount)}`}
        {named.slice(0, MAX_STATES).map(({state, cellCount}) => (
          <span key={state} className={classes['count']}>
            <CellStateMark state={state} size={11} isDecorative />
            {count(cellCount)}
          </span>
        ))}
        {named.length > MAX_STATES && '…'}
      </span>
      <span className={classes['bar']} style={{background: barOf(states, part.cellCount)}} />
    </span>
  );
}

/**
 * A bar of one element: a part of its length for each state, with a gap between them, and thick where learners have a
 * lesson, so that it can be read without colours.
 */
function barOf(states: Part['states'], total: number): string {
  let done = 0;
  const stops = states.map(({state, cellCount}) => {
    const from = done.toFixed(2);
    done += (cellCount / total) * 100;
    const to = done.toFixed(2);
    return `var(--preheat-${state}) ${from}% calc(${to}% - 1px), transparent calc(${to}% - 1px) ${to}%`;
  });
  // They are the first ones.
  const servedStops = stops.slice(0, states.filter(({state}) => isServed(state)).length);
  const half = (colors: string[], at: 'top' | 'bottom') =>
    `linear-gradient(to right, ${[...colors, 'transparent 0 100%'].join(', ')}) ${at} / 100% 50% no-repeat`;
  return `${half(servedStops, 'top')}, ${half(stops, 'bottom')}`;
}
