import {useDebouncedCallback} from '@mantine/hooks';
import {type ChangeEvent, useEffect, useRef, useState} from 'react';

/** Long enough to type a word, short enough to see what it finds. */
const TYPING_MS = 300;

/**
 * A field whose text stands in the address: what is typed is taken over after a moment, or once the field is left, and
 * what the address says, by a link or the browser's back button, stands in the field.
 */
export function useTyped(value: string, onSettled: (value: string) => void) {
  /** What stands in the field while somebody types; null: what the address says. */
  const [typed, setTyped] = useState<string | null>(null);
  /** What was taken over since the field was entered: more may have been typed when the address says so. */
  const sent = useRef(new Set<string>());
  const settle = useDebouncedCallback((text: string) => {
    sent.current.add(text.trim());
    onSettled(text.trim());
  }, TYPING_MS);
  useEffect(() => {
    if (sent.current.has(value)) return;
    settle.cancel();
    setTyped(null);
  }, [value, settle]);
  return {
    value: typed ?? value,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.currentTarget.value);
      settle(event.currentTarget.value);
    },
    // Whatever is pressed next, such as what clears the filters, comes after what was typed.
    onBlur: () => {
      settle.flush();
      sent.current.clear();
      setTyped(null);
    },
  };
}
