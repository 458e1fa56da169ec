import {Paper, Text} from '@mantine/core';
import {type Ref, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState} from 'react';
import {createPortal} from 'react-dom';
import type {Told} from './cell-words.ts';

/** Shows and hides the one tooltip of the matrix: one for each cell would be one for each of 50,000. */
export type TipHandle = {
  /** @param delayMs 0 for what is focused */
  show: (element: HTMLElement, told: Told, delayMs: number) => void;
  hide: () => void;
};

const GAP_PX = 6;
const LINGER_MS = 120;

/** Says on hover and focus what a place of the matrix holds. Escape hides it; the pointer may rest on it. */
export function Tip({ref}: {ref: Ref<TipHandle>}) {
  const id = useId();
  const [shown, setShown] = useState<{element: HTMLElement; told: Told} | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useImperativeHandle(ref, () => ({
    show(element, told, delayMs) {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setShown({element, told}), delayMs);
    },
    hide() {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setShown(null), LINGER_MS);
    },
  }));

  useEffect(() => {
    if (!shown) return;
    const {element} = shown;
    const close = () => setShown(null);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    element.setAttribute('aria-describedby', id);
    window.addEventListener('scroll', close, {passive: true});
    window.addEventListener('keydown', onKey);
    return () => {
      element.removeAttribute('aria-describedby');
      window.removeEventListener('scroll', close);
      window.removeEventListener('keydown', onKey);
    };
  }, [shown, id]);
  useEffect(() => () => clearTimeout(timer.current), []);

  useLayoutEffect(() => {
    if (!shown || !box.current) return;
    const of = shown.element.getBoundingClientRect();
    const {offsetWidth: width, offsetHeight: height} = box.current;
    const isAbove = of.bottom + GAP_PX + height > window.innerHeight;
    const left = Math.max(8, Math.min(of.left, document.documentElement.clientWidth - width - 8));
    box.current.style.left = `${left}px`;
    box.current.style.top = `${isAbove ? Math.max(8, of.top - GAP_PX - height) : of.bottom + GAP_PX}px`;
  }, [shown]);

  if (!shown) return null;
  // Not by Mantine's Portal, which is there a moment later: what is in it could not be measured and placed.
  return createPortal(
    <Paper
      ref={box}
      id={id}
      role="tooltip"
      withBorder
      shadow="md"
      px="sm"
      py={6}
      maw={340}
      style={{position: 'fixed', zIndex: 250}}
      onMouseEnter={() => clearTimeout(timer.current)}
      onMouseLeave={() => setShown(null)}
    >
      <Text size="sm" fw={600}>
        {shown.told.title}
      </Text>
      {shown.told.lines.map(line => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Paper>,
    document.body,
  );
}
