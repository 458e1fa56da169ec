import {memo} from 'react';
import {CellStateMark} from '../../../components/cell-state-mark.tsx';
import {STYLES} from '../../../components/cell-state.ts';
import {plural} from '../../../lib/format.ts';
import {MakingMark} from '../making-mark.tsx';
import {VerifiedTick} from '../verified-tick.tsx';
import {CHANGE_TEXTS} from '../words.ts';
import type {MatrixCell} from '../queries.ts';
import {cellName, changeIn, partName, wordOf} from './cell-words.ts';
import {PartCounts} from './part-counts.tsx';
import type {LessonRow, RoadmapRow, Row, StepRow} from './rows.ts';
import classes from './matrix.module.css';

export type RowProps = {
  row: Row;
  index: number;
  top: number;
  /** The column that Tab leads to; -1: none of this row. */
  activeColumn: number;
  /** Bits by column: in which something is selected, and in which all is. */
  someSelected: number;
  allSelected: number;
  canSelect: boolean;
  isCompared: boolean;
  isPartial: boolean;
};

/**
 * A row of the matrix. What happens on it the grid hears, not the row: there may be many of them, drawn while somebody
 * scrolls, and most are drawn once.
 */
export const MatrixRow = memo(function MatrixRow(props: RowProps) {
  const {row, index, top} = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={row.level}
      {...('isOpen' in row && {'aria-expanded': row.isOpen})}
      className={classes['row']}
      data-kind={row.kind}
      data-row={row.key}
      style={{transform: `translateY(${top}px)`}}
    >
      {row.kind === 'wait' ? (
        <Waiting fault={row.fault} isActive={props.activeColumn >= 0} />
      ) : (
        <TitleCell {...props} row={row} />
      )}
      {row.kind === 'lesson' && <LessonCells {...props} row={row} />}
      {(row.kind === 'roadmap' || row.kind === 'step') && <PartCells {...props} row={row} />}
    </div>
  );
});

function Waiting({fault, isActive}: {fault: string | null; isActive: boolean}) {
  return (
    <div
      role="gridcell"
      aria-colindex={1}
      aria-colspan={5}
      tabIndex={isActive ? 0 : -1}
      className={classes['wait']}
      data-col={0}
    >
      {fault === null ? (
        <span className={classes['bone']} aria-label="Loading" role="img" />
      ) : (
        <>
          <span>These rows could not be loaded: {fault}</span>
          <button type="button" tabIndex={-1} data-again>
            Try again
          </button>
        </>
      )}
    </div>
  );
}

const ALL_COLUMNS = 2 ** STYLES.length - 1;

function TitleCell({
  row,
  activeColumn,
  someSelected,
  allSelected,
  canSelect,
}: RowProps & {row: Exclude<Row, {kind: 'wait'}>}) {
  const there = bitsThere(row);
  const isAll = there !== 0 && (allSelected & there) === there;
  return (
    <div
      role="rowheader"
      aria-colindex={1}
      aria-label={row.title}
      tabIndex={activeColumn === 0 ? 0 : -1}
      className={classes['title']}
      data-level={row.level}
      data-col={0}
    >
      {canSelect && (
        <input
          type="checkbox"
          className={classes['pick']}
          tabIndex={-1}
          data-pick
          aria-label={`Select ${row.title}`}
          checked={isAll}
          readOnly
          ref={box => {
            if (box) box.indeterminate = !isAll && (someSelected & ALL_COLUMNS) !== 0;
          }}
        />
      )}
      {row.kind !== 'lesson' && (
        <svg
          viewBox="0 0 16 16"
          className={classes['chevron']}
          {...(row.isOpen && {'data-open': true})}
          aria-hidden
        >
          <path d="M6 3.5l4.500 4.500L6 12.500" fill="none" stroke="currentColor" strokeWidth="1.600" />
        </svg>
      )}
      <span className={classes['titleText']}>{row.title}</span>
      {row.kind === 'roadmap' && (
        <span className={classes['note']} data-note={plural(row.stepCount, 'step')} aria-hidden />
      )}
    </div>
  );
}

const bitsThere = (row: Exclude<Row, {kind: 'wait'}>): number =>
  (row.kind === 'lesson' ? row.cells : row.parts).reduce<number>(
    (bits, one, column) => (one === null ? bits : bits | (1 << column)),
    0,
  );

function PartCells({
  row,
  activeColumn,
  someSelected,
  allSelected,
  canSelect,
  isPartial,
}: RowProps & {row: RoadmapRow | StepRow}) {
  return STYLES.map((style, column) => {
    const part = row.parts[column] ?? null;
    const [some, all] = [(someSelected >> column) & 1, (allSelected >> column) & 1];
    return (
      <div
        key={style}
        role="gridcell"
        aria-colindex={column + 2}
        tabIndex={activeColumn === column + 1 ? 0 : -1}
        className={classes['cell']}
        data-col={column + 1}
        {...(part === null && {'data-empty': true})}
        {...(canSelect && part !== null && {'aria-selected': all === 1})}
        {...(some === 1 && {'data-selected': all === 1 ? 'true' : 'mixed'})}
      >
        {/* Not a label: what is seen would have to stand in it, and "24/25" is not what should be heard. */}
        <span className={classes['heard']}>{partName(style, part, isPartial)}</span>
        {part !== null && <PartCounts part={part} isPartial={isPartial} />}
        {part !== null && canSelect && <span className={classes['cellPick']} data-pick aria-hidden />}
      </div>
    );
  });
}

function LessonCells({row, activeColumn, someSelected, canSelect, isCompared}: RowProps & {row: LessonRow}) {
  return STYLES.map((style, column) => {
    const cell = row.cells[column] ?? null;
    const isSelected = ((someSelected >> column) & 1) === 1;
    return (
      <div
        key={style}
        role="gridcell"
        aria-colindex={column + 2}
        tabIndex={activeColumn === column + 1 ? 0 : -1}
        className={classes['cell']}
        data-col={column + 1}
        {...(cell === null
          ? {'data-empty': true, 'aria-label': partName(style, null, false)}
          : {'aria-label': cellName(cell, isCompared)})}
        {...(cell?.matches === false && {'data-dim': true})}
        {...(canSelect && cell !== null && {'aria-selected': isSelected})}
        {...(isSelected && {'data-selected': 'true'})}
      >
        {cell !== null && <CellFace cell={cell} isCompared={isCompared} />}
        {cell !== null && canSelect && <span className={classes['cellPick']} data-pick aria-hidden />}
      </div>
    );
  });
}

/** A cell as it is seen: its mark and, unless it is plainly served or only stands beside what matches, a word. */
function CellFace({cell, isCompared}: {cell: MatrixCell; isCompared: boolean}) {
  const change = changeIn(cell, isCompared);
  const word = wordOf(cell);
  return (
    <>
      <CellStateMark state={cell.state} isDecorative />
      {cell.marks.includes('verified') && <VerifiedTick />}
      {cell.isBeingMade && <MakingMark />}
      {cell.matches && change === null && word !== null && <span className={classes['word']}>{word}</span>}
      {change !== null && <span className={classes['change']}>{CHANGE_TEXTS[change].label}</span>}
    </>
  );
}
