import {storableText} from '../storable-text.ts';
import {splitMarkdown, type Fence} from './markdown.ts';

/** One text of a draft, wherever it stands. */
export type DraftText = {
  /** For people: `exercises[0].hints[2]`. */
  path: string;
  /** The nearest property name: `hints`. */
  key: string;
  text: string;
  isCode: boolean;
  /** What is neither code nor between backticks; empty for code. */
  prose: string;
  /** The fenced blocks of Markdown; none for code. */
  fences: Fence[];
  /** Whether every fence that opens in the text closes again. */
  isFenceBalanced: boolean;
};

const CODE_KEYS: ReadonlySet<string> = new Set([
  'starter_code',
  'solution',
  'code',
  'starter_template',
  'expected_output',
  'mermaid_code',
]);

/**
 * All texts of an answer, whether or not it fits its schema, so that one repair can be told everything. A stack of
 * its own instead of recursion: a model caught in a loop can nest tens of thousands of brackets.
 */
export function draftTexts(answer: unknown): DraftText[] {
  const texts: DraftText[] = [];
  const open: {path: string; key: string; value: unknown}[] = [{path: '', key: '', value: answer}];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const {path, key, value} = next;
    if (typeof value === 'string') {
      texts.push(draftText(path, key, value));
    } else if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--) {
        open.push({path: `${path}[${index}]`, key, value: value[index]});
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, child] of Object.entries(value).toReversed()) {
        open.push({path: path === '' ? name : `${path}.${name}`, key: name, value: child});
      }
    }
  }
  return texts;
}

function draftText(path: string, key: string, text: string): DraftText {
  const {prose, fences, isFenceBalanced} = splitMarkdown(text);
  const isCode = CODE_KEYS.has(key);
  return {path, key, text, isCode, prose: isCode ? '' : prose, fences: isCode ? [] : fences, isFenceBalanced};
}

/** A piece of a draft for a message: short, on one line, and storable where the piece is not. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return storableText(line.length <= 80 ? line : `${line.slice(0, 79)}…`);
}
