import {type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef} from 'react';
import {actOf, type KeyAct, type Place} from './keys.ts';
import type {Row} from './rows.ts';
import {tellPlace} from './tell-place.ts';
import type {TipHandle} from './tip.tsx';
import type {useActive} from './use-active.ts';
import type {useSelect} from './use-select.ts';

const HOVER_MS = 250;
const AHEAD_MS = 80;

type GridOptions = {
  rows: readonly Row[];
  active: ReturnType<typeof useActive>;
  select: ReturnType<typeof useSelect>;
  tip: RefObject<TipHandle | null>;
  pageRowCount: number;
  canSelect: boolean;
  /** Whether a tap selects what it would open otherwise. */
  isSelecting: boolean;
  isCompared: boolean;
  isPartial: boolean;
  setOpen: (key: string, isOpen: boolean) => void;
  /** Goes to a place and shows it. */
  move: (to: Place) => void;
  /** Opens what stands there. */
  enter: (row: Row, column: number, element: HTMLElement | null) => void;
  load: (roadmapKey: string) => unknown;
  ahead: (roadmapKey: string) => void;
};

/** What an event is about: a row, and its cell where it is about one. */
type At = {row: Row; index: number; column: number; cell: HTMLElement | null; target: Element};

/** The grid hears what happens in it; thousands of cells hear nothing. */
export function useGridEvents(options: GridOptions) {
  const {rows, active, select, tip, canSelect, isSelecting, setOpen, move, enter, load} = options;
  const {place, indexOf, go} = active;
  const aheadTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(aheadTimer.current), []);

  const atOf = (target: EventTarget): At | null => {
    if (!(target instanceof Element)) return null;
    const key = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    const index = key === undefined ? undefined : indexOf(key);
    const row = index === undefined ? undefined : rows[index];
    if (index === undefined || !row) return null;
    const cell = target.closest<HTMLElement>('[data-col]');
    // What stands for a row that is still to come is one cell, in whatever column the focus is.
    const column = row.kind === 'wait' ? place.column : Number(cell?.dataset['col'] ?? 0);
    return {row, index, cell, column, target};
  };

  const toggle = ({row}: At, column: number) => select.toggle([row], column === 0 ? undefined : [column - 1]);

  const tell = ({row, column, cell}: At, delayMs: number) => {
    const told = cell && tellPlace(row, column, cell, options);
    if (told) tip.current?.show(cell, told, delayMs);
    else tip.current?.hide();
  };

  /** Whoever stays at a roadmap may open it. */
  const lookAhead = ({row}: At) => {
    clearTimeout(aheadTimer.current);
    if (row.kind === 'roadmap' && !row.isOpen)
      aheadTimer.current = setTimeout(() => options.ahead(row.roadmapKey), AHEAD_MS);
  };

  const carryOut = (act: KeyAct, at: At) => {
    const {row, index, column} = at;
    if (act.do !== 'go' || !act.extend) select.endStretch();
    switch (act.do) {
      case 'turn':
        return setOpen(row.key, act.isOpen);
      case 'enter':
        return enter(row, column, at.cell);
      case 'go':
        if (act.extend && canSelect) void select.extend(rows, {index, column}, act.to);
        return move(act.to);
      case 'select':
        if (act.what === 'all') return select.all();
        if (act.what === 'column' && column > 0) return select.column(column - 1);
        return toggle(at, act.what === 'cell' ? column : 0);
    }
  };

  return {
    onKeyDown(event: KeyboardEvent) {
      const at = atOf(event.target);
      if (!at || at.target.closest('button')) return;
      const {row, index, column} = at;
      const facts = {isOpen: 'isOpen' in row ? row.isOpen : null, parentIndex: parentOf(rows, index)};
      const grid = {rowCount: rows.length, pageRowCount: options.pageRowCount, canSelect};
      const act = actOf(event, {index, column}, grid, facts);
      if (act === null) return;
      event.preventDefault();
      carryOut(act, at);
    },
    onMouseDown(event: MouseEvent) {
      // The focus stays where the range begins until the click has come, and no text is selected up to here.
      if (canSelect && event.shiftKey) event.preventDefault();
    },
    onClick(event: MouseEvent) {
      const at = atOf(event.target);
      if (!at?.cell) return;
      const {row, index, column, target, cell} = at;
      if (target.closest('[data-again]')) {
        load(row.roadmapKey);
        return;
      }
      go({index, column});
      const isPick = target.closest('[data-pick]') !== null;
      const isMeant = isPick || event.ctrlKey || event.metaKey || (isSelecting && column > 0);
      if (canSelect && event.shiftKey) {
        void select.extend(rows, active.isFresh ? {index, column} : place, {index, column});
        return;
      }
      select.endStretch();
      if (canSelect && isMeant) toggle(at, column);
      else if (column > 0 || row.kind !== 'lesson') enter(row, column, cell);
    },
    onFocus(event: FocusEvent) {
      const at = atOf(event.target);
      if (!at?.cell) return;
      active.note(at.cell);
      if (at.index !== place.index || at.column !== place.column) go(at, true);
      lookAhead(at);
      if (at.cell.matches(':focus-visible')) tell(at, 0);
    },
    onBlur(event: FocusEvent) {
      if (event.target.isConnected) active.note(null);
      tip.current?.hide();
    },
    onMouseOver(event: MouseEvent) {
      const at = atOf(event.target);
      if (!at?.cell) return;
      tell(at, HOVER_MS);
      lookAhead(at);
    },
    onMouseLeave() {
      clearTimeout(aheadTimer.current);
      tip.current?.hide();
    },
  };
}

/** The row above of which this one is a part. */
function parentOf(rows: readonly Row[], index: number): number | null {
  const level = rows[index]?.level ?? 1;
  for (let above = index - 1; above >= 0; above -= 1) if ((rows[above]?.level ?? 1) < level) return above;
  return null;
}
