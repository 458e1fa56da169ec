import {useDidUpdate, useHotkeys} from '@mantine/hooks';
import {lazy, Suspense, useEffect, useRef, useState} from 'react';
import type {Me} from '../lib/viewer.ts';

const load = async () => ({default: (await import('./palette/palette.tsx')).Palette});
const Palette = lazy(load);

let open: (() => void) | null = null;

/** Opens the palette; Ctrl-K and Cmd-K do, too. */
export const openPalette = (): void => open?.();

/** Goes anywhere and does what is done often, by typing a few letters of it. Its code comes after the shell's. */
export function CommandPalette({me}: {me: Me}) {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const before = useRef<Element>(null);
  useEffect(() => {
    // What is typed right after the keys would else go to the page below, until the code is there.
    load().catch(() => {});
  }, []);
  useEffect(() => {
    open = () => {
      before.current = document.activeElement;
      setWasOpened(true);
      setIsOpen(true);
    };
    return () => {
      open = null;
    };
  }, []);
  // The dialog's own way back does not know its first opening: it is loaded by that.
  useDidUpdate(() => {
    if (!isOpen && before.current instanceof HTMLElement) before.current.focus({preventScroll: true});
  }, [isOpen]);
  // In fields as well: who types somewhere may want to go elsewhere.
  useHotkeys([['mod+K', () => (isOpen ? setIsOpen(false) : openPalette())]], [], true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <Palette me={me} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </Suspense>
  );
}
