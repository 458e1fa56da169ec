import {useMediaQuery} from '@mantine/hooks';
import {useState} from 'react';

/** In rem: people who have their text larger have their rows higher. */
const ROW_HEIGHT = {wide: 2.375, narrow: 3.75};

/** Where a row has its title above its columns; as in matrix.module.css. */
const NARROW = '(max-width: 47.99em)';

/** Whether a row has its title above its columns. */
export const useIsNarrow = (): boolean => useMediaQuery(NARROW, false, {getInitialValueInEffect: false});

/** The height of each row, in pixels. */
export function useRowHeight(): number {
  const isNarrow = useIsNarrow();
  // Once: asking for it makes the browser work out the page's styles.
  const [remPx] = useState(
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
  );
  return Math.round(remPx * (isNarrow ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide));
}
