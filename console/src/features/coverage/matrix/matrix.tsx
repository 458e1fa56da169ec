import {useNavigate} from '@tanstack/react-router';
import {useEffect, useMemo, useRef, useState} from 'react';
import type {MatrixRoadmap, MatrixWish} from '../queries.ts';
import type {Selection} from '../selection/selection.ts';
import {CellPopover, type OpenedCell} from './cell-popover.tsx';
import type {Place} from './keys.ts';
import {MatrixHead} from './matrix-head.tsx';
import {MatrixRow} from './matrix-row.tsx';
import classes from './matrix.module.css';
import type {IsOpen, Row} from './rows.ts';
import {selectedIn} from './selected-in.ts';
import {Tip, type TipHandle} from './tip.tsx';
import {useActive} from './use-active.ts';
import {useGridEvents} from './use-grid-events.ts';
import {useLoaded} from './use-loaded.ts';
import {useRowHeight} from './use-row-height.ts';
import {useRows} from './use-rows.ts';
import {useSelect} from './use-select.ts';
import {useWindow} from './use-window.ts';

type MatrixProps = {
  roadmaps: readonly MatrixRoadmap[];
  wish: MatrixWish;
  /** Changes whenever the matrix was loaded: its rows are, too, then. */
  version: number;
  isPartial: boolean;
  isOpen: IsOpen;
  setOpen: (key: string, isOpen: boolean) => void;
  /** Whether cells can be selected to act on them. */
  canSelect: boolean;
  /** Whether a tap selects what it would open otherwise. */
  isSelecting: boolean;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** Whether the person may look at lessons. */
  canOpenLessons: boolean;
  onFill: (cellId: number) => void;
};

const KEYS = 'Arrow keys go and open; Enter opens a lesson.';
const KEYS_OF_ADMINS = `${KEYS} Space selects a cell, Shift-Space a row, Ctrl-Space a column.`;

/** Roadmaps, steps and lessons by style, as a tree in a grid with one tab stop. */
export function Matrix(props: MatrixProps) {
  const {roadmaps, wish, version, isPartial, isOpen, setOpen, canSelect, selection, onSelect} = props;
  const navigate = useNavigate();
  const grid = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const tip = useRef<TipHandle>(null);
  const [opened, setOpened] = useState<OpenedCell | null>(null);
  const {loaded, revision, load, want, ahead} = useLoaded(wish, version);
  const rows = useRows(roadmaps, loaded, {isOpen, revision});
  const rowHeight = useRowHeight();
  const active = useActive(rows, grid);
  const {place, go} = active;
  const {items, heightPx, pageRowCount, showRow} = useWindow(rows, {
    rowHeight,
    activeIndex: place.index,
    body,
  });
  const select = useSelect({wish, loaded, load, selection, onSelect});
  const isCompared = wish.comparedWith !== undefined;

  const inSight = useMemo(() => {
    const open = items.flatMap(({index}) => {
      const row = rows[index];
      return row && (row.level > 1 || ('isOpen' in row && row.isOpen)) ? [row.roadmapKey] : [];
    });
    return [...new Set(open)];
  }, [items, rows]);
  useEffect(() => want(inSight), [want, inSight, revision]);

  const move = (to: Place) => {
    setOpened(null);
    showRow(to.index);
    go(to);
  };
  const enter = (row: Row, column: number, element: HTMLElement | null) => {
    if (row.kind === 'roadmap' || row.kind === 'step') setOpen(row.key, !row.isOpen);
    // What failed is asked for again.
    if (row.kind === 'wait') void load(row.roadmapKey);
    const cell = row.kind === 'lesson' ? row.cells[column - 1] : null;
    if (!cell || row.kind !== 'lesson') return;
    tip.current?.hide();
    if (cell.lessonId !== null && props.canOpenLessons) {
      const lesson = String(cell.lessonId);
      void navigate({to: '.', search: was => ({...was, lesson}), resetScroll: false});
    } else if (element) setOpened({row, cell, element});
  };
  /** The focus goes back to the cell. */
  const closePopover = () => {
    setOpened(null);
    opened?.element.focus({preventScroll: true});
  };
  const events = useGridEvents({
    rows,
    active,
    select,
    tip,
    pageRowCount,
    canSelect,
    isSelecting: props.isSelecting,
    isCompared,
    isPartial,
    setOpen,
    move,
    enter,
    load,
    ahead,
  });

  return (
    <div
      ref={grid}
      role="treegrid"
      aria-label="Coverage by roadmap, lesson and style"
      aria-description={canSelect ? KEYS_OF_ADMINS : KEYS}
      aria-rowcount={rows.length + 1}
      aria-colcount={5}
      {...(canSelect && {'aria-multiselectable': true})}
      className={classes['grid']}
      style={{'--row-height': `${rowHeight}px`} as React.CSSProperties}
      {...events}
    >
      <MatrixHead
        canSelect={canSelect}
        selection={selection}
        onColumn={select.column}
        onAll={() => (selection.kind === 'matching' ? select.none() : select.all())}
      />
      <div ref={body} role="rowgroup" className={classes['body']} style={{height: heightPx}}>
        {items.map(({index}) => {
          const row = rows[index];
          if (!row) return null;
          const {some, all} = selectedIn(row, loaded.get(row.roadmapKey), selection);
          return (
            <MatrixRow
              key={row.key}
              row={row}
              index={index}
              top={index * rowHeight}
              activeColumn={index === place.index ? place.column : -1}
              someSelected={some}
              allSelected={all}
              canSelect={canSelect}
              isCompared={isCompared}
              isPartial={isPartial}
            />
          );
        })}
      </div>
      <Tip ref={tip} />
      {opened && (
        <CellPopover
          opened={opened}
          onClose={closePopover}
          {...(canSelect && {
            onFill: cellId => {
              closePopover();
              props.onFill(cellId);
            },
          })}
        />
      )}
    </div>
  );
}
