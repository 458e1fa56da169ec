import {useDebouncedCallback} from '@mantine/hooks';
import {type ChangeEvent, useEffect, useState} from 'react';

/** Long enough to type a word, short enough to see what it finds. */
const TYPING_MS = 300;

/**
 * A field whose text stands in the address: what is typed is taken over after a moment, and what the address says, by a
 * link or the browser's back button, stands in the field.
 */
export function useTyped(value: string, onSettled: (value: string) => void) {
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback((text: string) => onSettled(text.trim()), TYPING_MS);
  useEffect(() => {
    // What was typed since is not taken back by the address it leads to.
    setTyped(before => (before.trim() === value ? before : value));
  }, [value]);
  return {
    value: typed,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.currentTarget.value);
      settle(event.currentTarget.value);
    },
  };
}
