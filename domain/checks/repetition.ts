import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

/** A loop is found where a text repeats a piece of at most 100 characters over 400. */
const LOOP_WINDOW_CHARS = 400;
const LOOP_UNIT_CHARS = 100;
/** Windows in a row that may hold nothing but marks or blanks: about 1,000 characters. */
const MAX_MARK_WINDOWS = 3;

/** Below so many units a share says nothing: parallel sentences are normal in short texts. */
const MIN_UNITS = 10;
const MAX_REPEATED_SENTENCES = 0.3;
/** Code repeats itself more than prose: closing tags, rows of data. */
const MAX_REPEATED_LINES = 0.6;

/** Texts that say the same again and again: a model caught in a token loop, or filling up space. */
export function checkRepetition(texts: readonly DraftText[]): Finding[] {
  return [...checkLoops(texts), ...checkSentences(texts), ...checkCodeLines(texts)];
}

function checkLoops(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text}): Finding[] => {
    const unit = loopUnit(text);
    return unit === null ? [] : [finding(`${path} repeats "${excerpt(unit)}" over and over.`)];
  });
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

/** Over the whole draft: a filler sentence turns up in many fields. Options repeat on purpose ("It raises an error"). */
function checkSentences(texts: readonly DraftText[]): Finding[] {
  const sentences = texts
    .filter(({key}) => key !== 'options')
    .flatMap(({prose}) => prose.split(/(?<=[.!?])\s+|\n+/))
    .map(sentence => sentence.trim())
    .filter(sentence => sentence.length >= 25);
  const share = repeatedShare(sentences);
  if (share <= MAX_REPEATED_SENTENCES) return [];
  return [finding(`${Math.round(share * 100)} % of the sentences repeat an earlier one word for word.`)];
}

function checkCodeLines(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text, isCode}): Finding[] => {
    if (!isCode) return [];
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
