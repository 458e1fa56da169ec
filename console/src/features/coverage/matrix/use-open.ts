import {useCallback, useState} from 'react';
import type {IsOpen} from './rows.ts';

type Opened = {byDefault: boolean; choices: ReadonlyMap<string, boolean>};

/**
 * Which rows are open: what the person chose, else what holds of all.
 *
 * @param isFew whether there are so few roadmaps that they are open from the start
 */
export function useOpen(isFew: boolean): {
  isOpen: IsOpen;
  isAllOpen: boolean;
  setOpen: (key: string, isOpen: boolean) => void;
  setAll: (isOpen: boolean) => void;
} {
  const [{byDefault, choices}, set] = useState<Opened>({byDefault: false, choices: new Map()});
  const isAllOpen = byDefault || isFew;
  return {
    isAllOpen,
    isOpen: useCallback(key => choices.get(key) ?? isAllOpen, [choices, isAllOpen]),
    setOpen: useCallback((key, isOpen) => {
      set(was => ({...was, choices: new Map(was.choices).set(key, isOpen)}));
    }, []),
    setAll: useCallback(isOpen => set({byDefault: isOpen, choices: new Map()}), []),
  };
}
