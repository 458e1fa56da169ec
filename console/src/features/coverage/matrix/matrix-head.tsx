import {STYLE_LABELS, STYLES} from '../../../components/cell-state.ts';
import type {Selection} from '../selection/selection.ts';
import classes from './matrix.module.css';

const TITLES = 'Roadmap, step, lesson';

/** The names of the columns; who may act on cells selects all that match in one, or in all. */
export function MatrixHead({
  canSelect,
  selection,
  onColumn,
  onAll,
}: {
  canSelect: boolean;
  selection: Selection;
  onColumn: (column: number) => void;
  onAll: () => void;
}) {
  const styles = selection.kind === 'matching' ? selection.styles : [];
  const isAll = styles.length === STYLES.length;
  return (
    <div role="rowgroup" className={classes['headGroup']}>
      <div role="row" aria-rowindex={1} className={classes['head']}>
        <div role="columnheader" aria-colindex={1} aria-label={TITLES} className={classes['headCell']}>
          {canSelect && (
            <Pick
              label="Select all that match"
              isPicked={isAll}
              isMixed={!isAll && styles.length > 0}
              onPick={onAll}
            />
          )}
          {TITLES}
        </div>
        {STYLES.map((style, column) => (
          <div
            key={style}
            role="columnheader"
            aria-colindex={column + 2}
            aria-label={STYLE_LABELS[style]}
            className={classes['headCell']}
          >
            {canSelect && (
              <Pick
                label={`Select all that match in ${STYLE_LABELS[style]}`}
                isPicked={styles.includes(style)}
                isMixed={false}
                onPick={() => onColumn(column)}
              />
            )}
            {STYLE_LABELS[style]}
          </div>
        ))}
      </div>
    </div>
  );
}

type PickProps = {label: string; isPicked: boolean; isMixed: boolean; onPick: () => void};

/** Not in the tab order: the grid is one stop, and has keys for this. */
const Pick = ({label, isPicked, isMixed, onPick}: PickProps) => (
  <input
    type="checkbox"
    tabIndex={-1}
    className={classes['pick']}
    aria-label={label}
    checked={isPicked}
    onChange={onPick}
    ref={box => {
      if (box) box.indeterminate = isMixed;
    }}
  />
);
