import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

/** A loop is found where a text repeats a piece of at most 100 characters over 400. */
const LOOP_WINDOW_CHARS = 400;
const LOOP_UNIT_CHARS = 100;
/** Windows in a row that may hold nothing but marks or blanks: about 1,000 characters. */
const MAX_MARK_WINDOWS = 3;

/** Below so many units a share says nothing: parallel sentences are normal in short texts. */
const MIN_UNITS = 10;
const MIN_SENTENCE_CHARS = 25;
const MAX_REPEATED_SENTENCES = 0.3;
/** Code repeats itself more than prose: closing tags, rows of data. */
const MAX_REPEATED_LINES = 0.6;

/**
 * How often the same may stand in a draft, word for word: a refrain is fine, a filler is not. Options repeat on purpose
 * ("It raises an error").
 */
const MAX_SAME_TEXTS = 2;
const MAX_SAME_SENTENCES = 4;
const MAX_SAME_PARAGRAPHS = 1;
const MIN_PARAGRAPH_CHARS = 150;

/** A word ten times in a row. All but the first and the last of them have a blank or a comma on both sides. */
const WORD_LOOP = /(?<!\p{L})(\p{L}{2,})(?:[\s,]+\1(?!\p{L})){9}/iu;
const LOOP_INNER_WORDS = 8;

/** Texts that say the same again and again: a model caught in a token loop, or filling up space. */
export function checkRepetition(texts: readonly DraftText[]): Finding[] {
  return [...checkLoops(texts), ...checkProse(texts), ...checkCodeLines(texts)];
}

function checkLoops(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text, prose}): Finding[] => {
    const unit = loopUnit(text) ?? (mayLoop(prose) ? WORD_LOOP.exec(prose)?.[1] : null) ?? null;
    return unit === null ? [] : [finding(`${path} repeats "${excerpt(unit)}" over and over.`)];
  });
}

/** Whether eight words in a row are equally long, as hardly ever in prose: quicker to see than that they are the same. */
function mayLoop(prose: string): boolean {
  let length = 0;
  let lastLength = 0;
  let inRow = 0;
  for (let at = 0; at < prose.length; at += 1) {
    if (!isSeparator(prose, at)) {
      length += 1;
    } else if (length > 0) {
      inRow = length === lastLength ? inRow + 1 : 1;
      if (inRow === LOOP_INNER_WORDS) return true;
      lastLength = length;
      length = 0;
    }
  }
  return false;
}

function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code > 0x7f) return /\s/.test(text.charAt(at));
  return code === 0x20 || code === 0x2c || (code >= 0x09 && code <= 0x0d);
}

/**
 * The piece that a text repeats, or null. Where the beginning of a window comes again after `shift` characters and
 * the window ends no sooner than one more beginning, the window has that period. Looking at every second half
 * window keeps it linear. Rules and indentation repeat one mark for a line or two; only far longer ones are loops.
 */
export function loopUnit(text: string): string | null {
  let markWindows = 0;
  for (let start = 0; start + LOOP_WINDOW_CHARS <= text.length; start += LOOP_WINDOW_CHARS / 2) {
    const window = text.slice(start, start + LOOP_WINDOW_CHARS);
    const shift = window.indexOf(window.slice(0, LOOP_WINDOW_CHARS - LOOP_UNIT_CHARS), 1);
    if (shift < 0) {
      markWindows = 0;
      continue;
    }
    const unit = window.slice(0, shift);
    markWindows += 1;
    if (/[\p{L}\p{N}]/u.test(unit) || markWindows > MAX_MARK_WINDOWS) return unit;
  }
  return null;
}

/** Over the whole draft: a filler sentence turns up in many fields. One finding tells enough. */
function checkProse(texts: readonly DraftText[]): Finding[] {
  const proses = texts.filter(({key}) => key !== 'options').map(({prose}) => prose);
  const sentences = unitsOf(proses, sentencesOf, MIN_SENTENCE_CHARS);
  for (const {what, units, maxCount} of [
    {what: 'text', units: unitsOf(proses, text => [text], MIN_SENTENCE_CHARS), maxCount: MAX_SAME_TEXTS},
    {what: 'sentence', units: sentences, maxCount: MAX_SAME_SENTENCES},
    {
      what: 'paragraph',
      units: unitsOf(proses, paragraphsOf, MIN_PARAGRAPH_CHARS),
      maxCount: MAX_SAME_PARAGRAPHS,
    },
  ]) {
    const [unit, count] = mostFrequent(units);
    if (count > maxCount) {
      return [finding(`The same ${what} stands in the lesson ${count} times: "${excerpt(unit)}".`)];
    }
  }
  const share = repeatedShare(sentences);
  if (share <= MAX_REPEATED_SENTENCES) return [];
  return [finding(`${Math.round(share * 100)} % of the sentences repeat an earlier one word for word.`)];
}

function mostFrequent(units: readonly string[]): [unit: string, count: number] {
  const counts = new Map<string, number>();
  let most: [string, number] = ['', 0];
  for (const unit of units) {
    const count = (counts.get(unit) ?? 0) + 1;
    counts.set(unit, count);
    if (count > most[1]) most = [unit, count];
  }
  return most;
}

/** Pieces of prose that are long enough to count. */
function unitsOf(proses: readonly string[], split: (text: string) => string[], minChars: number): string[] {
  return proses
    .filter(prose => prose.length >= minChars)
    .flatMap(split)
    .map(unit => unit.trim())
    .filter(unit => unit.length >= minChars);
}

function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/);
}

/** Sentences, and items of lists without their marks and numbers. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).map(sentence => sentence.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ''));
}

/** An output may well say the same many times. */
function checkCodeLines(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, key, text, isCode}): Finding[] => {
    if (!isCode || key === 'expected_output') return [];
    const lines = text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line.length >= 12);
    const share = repeatedShare(lines);
    return share <= MAX_REPEATED_LINES
      ? []
      : [finding(`${Math.round(share * 100)} % of the lines of ${path} repeat an earlier one.`)];
  });
}

function repeatedShare(units: readonly string[]): number {
  return units.length < MIN_UNITS ? 0 : 1 - new Set(units).size / units.length;
}

function finding(message: string): Finding {
  return {check: 'repetition', severity: 'error', message};
}
