import type {Finding} from '../findings.ts';
import {withoutFence} from '../content/index.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['starter_code', 'starter_template', 'expected_output']);

/** A field that says nothing, though it is there. */
export function checkBlankTexts(texts: readonly DraftText[]): Finding[] {
  return texts
    .filter(one => !MAY_BE_EMPTY.has(one.key) && isBlank(one))
    .map(({path}) => ({check: 'empty-text', severity: 'error', message: `${path} is empty.`}));
}

/** Marks of Markdown alone say nothing either, but `-` may be the right option, or code. */
function isBlank({key, isCode, text}: DraftText): boolean {
  if (isCode) return withoutFence(text).trim() === '';
  return key === 'options' ? !/[^\s\p{Cf}]/u.test(text) : !/[\p{L}\p{N}\p{S}]/u.test(text);
}

/**
 * Characters that Postgres cannot store in jsonb (NUL, halves of surrogate pairs) or that no text needs: control
 * characters, and overrides of the direction of text, which make code read otherwise than it runs.
 */
export function checkCharacters(texts: readonly DraftText[]): Finding[] {
  return texts
    .filter(({text}) => /[^\P{Cc}\t\n\r]|[\u202d\u202e]/u.test(text) || !text.isWellFormed())
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
