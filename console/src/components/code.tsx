import {ActionIcon, CopyButton, Text, Tooltip} from '@mantine/core';
import {IconCheck, IconCopy} from '@tabler/icons-react';
import {Fragment, useEffect, useState} from 'react';
import classes from './code.module.css';
import {guessLanguage} from './guess-language.ts';
import type {CodeToken} from './highlight.ts';

/** Longer code stays plain: colouring it would hold the page up. */
const MAX_CHARACTERS = 30_000;

/**
 * Code with its colours, which come when they are loaded, and a button that copies it.
 *
 * @param language as the lesson names it; where it does not, it is guessed
 * @param label what the code is; default: the language
 */
export function Code({code, language, label}: {code: string; language?: string; label?: string}) {
  const name = language?.trim().toLowerCase() || guessLanguage(code);
  const lines = useTokens(code, name);
  const caption = label ?? name ?? 'Code';
  return (
    <div className={classes['frame']} role="group" aria-label={caption}>
      <div className={classes['bar']}>
        <Text size="xs" component="span">
          {caption}
        </Text>
        <CopyButton value={code} timeout={2_000}>
          {({copied, copy}) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                onClick={copy}
                aria-label={copied ? 'Copied' : 'Copy the code'}
              >
                {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <pre className={classes['code']} tabIndex={0}>
        <code>{lines === null ? code : <Tokens lines={lines} />}</code>
      </pre>
    </div>
  );
}

const Tokens = ({lines}: {lines: CodeToken[][]}) =>
  lines.map((line, number) => (
    // Lines and tokens of one text never change their places.
    <Fragment key={number}>
      {number > 0 && '\n'}
      {line.map(({text, light, dark}, place) => (
        <span key={place} style={{color: `light-dark(${light}, ${dark})`}}>
          {text}
        </span>
      ))}
    </Fragment>
  ));

/** The coloured parts of a text; null while they are not there, and where the language is not known. */
function useTokens(code: string, language: string | undefined): CodeToken[][] | null {
  const [done, setDone] = useState<{code: string; lines: CodeToken[][]} | null>(null);
  useEffect(() => {
    if (language === undefined || code.length > MAX_CHARACTERS) return;
    let isWanted = true;
    const show = async () => {
      const lines = await highlighted(code, language);
      if (isWanted && lines !== null) setDone({code, lines});
    };
    void show();
    return () => {
      isWanted = false;
    };
  }, [code, language]);
  return done?.code === code ? done.lines : null;
}

/** Plain code is readable: what cannot be loaded or read only goes without colours. */
async function highlighted(code: string, language: string): Promise<CodeToken[][] | null> {
  try {
    return await (await import('./highlight.ts')).highlight(code, language);
  } catch {
    return null;
  }
}
