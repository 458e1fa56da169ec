import {Skeleton, Text, useComputedColorScheme} from '@mantine/core';
import {useEffect, useMemo, useState} from 'react';
import {Code} from './code.tsx';
import {Fold} from './fold.tsx';
import {drawable, type Picture} from './mermaid-text.ts';
import classes from './mermaid.module.css';

type Drawn = {of: string} & ({kind: 'picture'; picture: Picture} | {kind: 'broken'; why: string});

/**
 * A diagram as a picture in which nothing can run; its text where it cannot be drawn.
 *
 * @param alt what it shows, for those who do not see it
 */
export function Mermaid({text, alt}: {text: string; alt?: string}) {
  const drawn = useDrawing(text);
  if (drawn === null) return <Skeleton h={180} my="sm" role="img" aria-label="The diagram is being drawn" />;
  if (drawn.kind === 'broken')
    return (
      <div className={classes['broken']}>
        <Text size="sm" c="var(--preheat-soft)">
          The diagram cannot be drawn: {drawn.why}
        </Text>
        <Code code={text} label="mermaid" />
      </div>
    );
  const {address, width, height} = drawn.picture;
  return (
    <div className={classes['frame']}>
      <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Diagram">
        <img
          src={address}
          alt={alt?.trim() || 'Diagram; its text stands below.'}
          width={width}
          height={height}
          style={{minWidth: Math.min(width, 420)}}
        />
      </div>
      <Fold summary="Text of the diagram">
        <Code code={text} label="mermaid" />
      </Fold>
    </div>
  );
}

/** Null while it is being drawn. */
function useDrawing(source: string): Drawn | null {
  const isDark = useComputedColorScheme('light', {getInitialValueInEffect: false}) === 'dark';
  const of = `${isDark}:${source}`;
  const given = useMemo(() => drawable(source), [source]);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    if (given.kind === 'refused') return;
    let isWanted = true;
    void import('./mermaid-draw.ts')
      .then(async ({draw}) => draw(given.text, {isDark}))
      .then(
        (picture): Drawn => ({of, kind: 'picture', picture}),
        (error: unknown): Drawn => ({of, kind: 'broken', why: faultOf(error)}),
      )
      .then(result => isWanted && setDrawn(result));
    return () => {
      isWanted = false;
    };
  }, [given, isDark, of]);
  if (given.kind === 'refused') return {of, kind: 'broken', why: given.why};
  return drawn?.of === of ? drawn : null;
}

/** Where the text goes wrong, in a line. */
const faultOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.slice(0, 200) ||
  'it is broken.';
