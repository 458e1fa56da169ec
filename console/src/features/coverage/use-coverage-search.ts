import {useNavigate, useSearch} from '@tanstack/react-router';
import {useCallback, useMemo} from 'react';
import {optional} from '../../lib/search.ts';
import {type CoverageSearch, coverageSearch} from './search.ts';

/** A change of what the page shows; what becomes undefined no longer narrows. */
export type Change = {[Key in keyof CoverageSearch]?: CoverageSearch[Key] | undefined};

/** Nothing narrows, and the time is now. */
export const CLEARED = {
  roadmapKeys: undefined,
  text: undefined,
  states: undefined,
  styles: undefined,
  marks: undefined,
  minAgeDays: undefined,
  asOf: undefined,
  comparedWith: undefined,
  changes: undefined,
} satisfies Record<keyof CoverageSearch, undefined>;

/** What the address asks for, and the way to change it. */
export function useCoverageSearch() {
  const given = useSearch({from: '/shell/'});
  const navigate = useNavigate();
  // A lesson that is opened beside the page changes the address, and nothing of what the page shows.
  const text = JSON.stringify(coverageSearch(given));
  const search = useMemo(() => JSON.parse(text) as CoverageSearch, [text]);

  /** @param replace without a step in the browser's history: for what is typed */
  const change = useCallback(
    (changes: Change, {replace = false} = {}) => {
      void navigate({
        to: '/',
        search: was => ({
          ...(was.lesson !== undefined && {lesson: was.lesson}),
          ...optional({...coverageSearch(was), ...changes}),
        }),
        replace,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return {search, change};
}
