import {type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState} from 'react';
import type {Place} from './keys.ts';
import type {Row} from './rows.ts';

type Active = {key: string | null; index: number; column: number};

/**
 * The place that Tab leads to: the matrix is one stop. It goes with its row, and stays near where that is gone. Fresh is
 * one that nobody went to yet.
 */
export function useActive(rows: readonly Row[], grid: RefObject<HTMLElement | null>) {
  const [active, setActive] = useState<Active>({key: null, index: 0, column: 0});
  const indexOf = useIndexes(rows);
  const isThere = active.key === null || rows[active.index]?.key === active.key;
  const known = isThere ? active.index : indexOf(active.key ?? '');
  const place: Place = {
    index: Math.max(0, Math.min(known ?? active.index, rows.length - 1)),
    column: active.column,
  };
  const mustFocus = useRef(false);
  const focused = useRef<HTMLElement | null>(null);

  /** @param isFocused whether it has the focus already */
  const go = useCallback(
    ({index, column}: Place, isFocused = false) => {
      mustFocus.current = !isFocused;
      setActive({key: rows[index]?.key ?? null, index, column});
    },
    [rows],
  );
  /** Which cell has the focus now; null: none of the matrix. */
  const note = useCallback((cell: HTMLElement | null) => {
    focused.current = cell;
  }, []);

  useLayoutEffect(() => {
    // A row that goes while it has the focus takes it along: it stands for what comes, or was closed.
    const isLost = focused.current?.isConnected === false && document.activeElement === document.body;
    if (!mustFocus.current && !isLost) return;
    const key = rows[place.index]?.key;
    const row = key === undefined ? null : grid.current?.querySelector(`[data-row="${CSS.escape(key)}"]`);
    const cell = row?.querySelector(`[data-col="${place.column}"]`) ?? row?.querySelector('[data-col]');
    if (!(cell instanceof HTMLElement)) return;
    mustFocus.current = false;
    focused.current = cell;
    cell.focus({preventScroll: true});
  });

  return {place, isFresh: active.key === null, indexOf, go, note};
}

/** Where rows stand, by their keys: worked out when somebody asks, for rows change often while they are loaded. */
function useIndexes(rows: readonly Row[]): (key: string) => number | undefined {
  return useMemo(() => {
    let indexes: Map<string, number> | undefined;
    return key => {
      indexes ??= new Map(rows.map((row, index) => [row.key, index]));
      return indexes.get(key);
    };
  }, [rows]);
}
