import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['starter_code', 'starter_template', 'expected_output']);

/** A field that says nothing, though it is there. */
export function checkBlankTexts(texts: readonly DraftText[]): Finding[] {
  return texts
    .filter(({key, text}) => text.trim() === '' && !MAY_BE_EMPTY.has(key))
    .map(({path}) => ({check: 'empty-text', severity: 'error', message: `${path} is empty.`}));
}

/** Characters that Postgres cannot store in jsonb (NUL, halves of surrogate pairs) or that no text needs. */
export function checkCharacters(texts: readonly DraftText[]): Finding[] {
  return texts
    .filter(({text}) => /[^\P{Cc}\t\n\r]/u.test(text) || !text.isWellFormed())
    .map(({path}) => ({
      check: 'characters',
      severity: 'error',
      message: `${path} holds control characters or broken Unicode.`,
    }));
}

/** A code block that never ends swallows the rest of the lesson on the page. */
export function checkFences(texts: readonly DraftText[]): Finding[] {
  return texts
    .filter(({isFenceBalanced}) => !isFenceBalanced)
    .map(({path, text}) => ({
      check: 'code-fences',
      severity: 'error',
      message: `${path} opens a code fence that it does not close: "${excerpt(text)}".`,
    }));
}
