import {CellStateMark} from '../../components/cell-state-mark.tsx';
import {CELL_STATE_TEXTS, CELL_STATES} from '../../components/cell-state.ts';
import classes from './coverage.module.css';
import {MakingMark} from './making-mark.tsx';
import {VerifiedTick} from './verified-tick.tsx';
import {BEING_MADE, MARK_TEXTS} from './words.ts';

/** What the marks mean. */
export const Legend = () => (
  <ul className={classes['legend']} aria-label="Marks">
    {CELL_STATES.map(state => (
      <li key={state} title={CELL_STATE_TEXTS[state].meaning}>
        <CellStateMark state={state} size={12} isDecorative />
        {CELL_STATE_TEXTS[state].label}
      </li>
    ))}
    <li title={MARK_TEXTS.verified.meaning}>
      <VerifiedTick />
      {MARK_TEXTS.verified.label}
    </li>
    <li title={BEING_MADE.meaning}>
      <MakingMark />
      {BEING_MADE.label}
    </li>
  </ul>
);
