import {CELL_STATE_TEXTS, type CellState} from './cell-state.ts';

/** A shape for each state, so that none is told by its colour alone. */
const SHAPES: Record<CellState, React.ReactNode> = {
  served: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  stale: (
    <>
      <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2.75a5.25 5.25 0 0 1 0 10.5z" fill="currentColor" />
    </>
  ),
  missing: <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  placeholder: (
    <rect
      x="2.75"
      y="2.75"
      width="10.5"
      height="10.5"
      rx="1.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.5 2"
    />
  ),
  rejected: (
    <path d="M3.500 3.500l9 9m0-9l-9 9" stroke="currentColor" strokeWidth="2.250" strokeLinecap="round" />
  ),
  quarantined: (
    <path
      d="M8 2.250L14.250 13.500H1.750z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.600"
      strokeLinejoin="round"
    />
  ),
};

/** The state of a cell as a mark. It bears its name for those who do not see it, unless the words stand beside it. */
export function CellStateMark({
  state,
  size = 14,
  isDecorative = false,
}: {
  state: CellState;
  size?: number;
  isDecorative?: boolean;
}) {
  const label = isDecorative
    ? {'aria-hidden': true}
    : {role: 'img', 'aria-label': CELL_STATE_TEXTS[state].label};
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      // Nothing reaches beyond it: to cut each of hundreds of marks off costs the browser more than to draw them.
      style={{color: `var(--preheat-${state})`, flex: 'none', overflow: 'visible'}}
      {...label}
    >
      {SHAPES[state]}
    </svg>
  );
}
