import {useCallback, useState} from 'react';
import type {MatrixWish} from '../queries.ts';
import {NOTHING, type Selection} from './selection.ts';

/**
 * What is selected. Cells that were chosen one by one stay when the filters change; "all that match" does not, for it
 * would silently mean others.
 */
export function useSelection(wish: MatrixWish): [Selection, (selection: Selection) => void] {
  const wishText = JSON.stringify(wish);
  const [{selection, of}, set] = useState<{selection: Selection; of: string}>({
    selection: NOTHING,
    of: wishText,
  });
  const current = selection.kind === 'matching' && of !== wishText ? NOTHING : selection;
  return [current, useCallback(next => set({selection: next, of: wishText}), [wishText])];
}
