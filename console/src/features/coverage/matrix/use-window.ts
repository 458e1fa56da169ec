import {useWindowVirtualizer} from '@tanstack/react-virtual';
import {defaultRangeExtractor, type VirtualItem} from '@tanstack/react-virtual';
import {type RefObject, useCallback, useLayoutEffect, useRef, useState} from 'react';
import type {Row} from './rows.ts';

/** Of the page's head and of the matrix's own, which stay at the top. */
const STICKY_PX = 92;
/** What stands at the bottom while something is selected. */
const BAR_PX = 96;
const OVERSCAN = 10;

type Windowed = {
  items: VirtualItem[];
  heightPx: number;
  /** Where the first row begins, from the top of the document. */
  topPx: number;
  /** How many rows are seen at once. */
  pageRowCount: number;
  showRow: (index: number) => void;
};

/**
 * Which rows are drawn: those in sight, some around them, and the one that has the focus, which would be lost with it.
 * The page scrolls, not the matrix.
 */
export function useWindow(
  rows: readonly Row[],
  {
    rowHeight,
    activeIndex,
    body,
  }: {rowHeight: number; activeIndex: number; body: RefObject<HTMLElement | null>},
): Windowed {
  const topPx = useTop(body);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    // No keys of rows here: another function for them at each drawing would have all 13,000 places worked out anew.
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: topPx,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: BAR_PX,
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const inSight = defaultRangeExtractor(range);
        return activeIndex < 0 || inSight.includes(activeIndex) || activeIndex >= range.count
          ? inSight
          : [...inSight, activeIndex].toSorted((a, b) => a - b);
      },
      [activeIndex],
    ),
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useSteady(rows, {rowHeight, topPx});
  return {
    items: virtualizer.getVirtualItems(),
    heightPx: rows.length * rowHeight,
    topPx,
    pageRowCount: Math.max(1, Math.floor((window.innerHeight - STICKY_PX - BAR_PX) / rowHeight)),
    showRow: index => virtualizer.scrollToIndex(index, {align: 'auto'}),
  };
}

/** Where an element begins in the document, also after what stands above it has grown. */
function useTop(body: RefObject<HTMLElement | null>): number {
  const [topPx, setTop] = useState(0);
  useLayoutEffect(() => {
    const look = () => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  return topPx;
}

/** Keeps what is seen where it is when rows come or go above it. */
function useSteady(rows: readonly Row[], {rowHeight, topPx}: {rowHeight: number; topPx: number}): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const firstIndex = Math.floor((window.scrollY + STICKY_PX - topPx) / rowHeight);
    const first = old[firstIndex];
    if (old === rows || !first) return;
    const shift = shiftOf(old, rows, first, firstIndex);
    if (shift !== 0) window.scrollBy({top: shift * rowHeight, behavior: 'instant'});
  }, [rows, rowHeight, topPx]);
}

/** By how many rows one has moved; where it is gone, by how many its roadmap has. */
function shiftOf(
  old: readonly Row[],
  rows: readonly Row[],
  {key, roadmapKey}: Row,
  oldIndex: number,
): number {
  const index = rows.findIndex(row => row.key === key);
  if (index >= 0) return index - oldIndex;
  const isHead = (row: Row) => row.kind === 'roadmap' && row.roadmapKey === roadmapKey;
  const [from, to] = [old.findIndex(isHead), rows.findIndex(isHead)];
  return from < 0 || to < 0 ? 0 : to - from;
}
