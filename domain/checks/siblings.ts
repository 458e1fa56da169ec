import type {Finding} from '../findings.ts';
import type {DraftText} from './draft-texts.ts';

/** Another lesson of the same step. */
export type Sibling = {
  /** For people: `reading, lesson 2`. */
  label: string;
  fingerprint: readonly number[];
};

/** The estimate of a similarity s is off by about √(s(1 − s) / 128): at most 0.044, one time in three. */
const BIN_BITS = 7;
const SHINGLE_WORDS = 3;

/** What a bin holds into which no run of words falls; all that do stay below it. */
const EMPTY = 0x7fffffff;

/**
 * The most that two lessons of a step may share. Written for themselves they share little: the emulator's, put
 * together from parts, 0.05 as a rule and at most 0.21. A copy shares 0.75 where each 20th word is another one, 0.57
 * at each 10th, and 0.45 at each seventh.
 */
const MAX_SIMILARITY = 0.4;

/**
 * What a lesson's prose says, in numbers that can be compared: all its runs of three words are hashed into 128 bins,
 * and each bin keeps its lowest value (one-permutation MinHash; Li, Owen and Zhang 2012). They fit into Postgres's
 * integer[]. Always the same for the same texts.
 */
export function fingerprint(texts: readonly DraftText[]): number[] {
  const text = texts.map(({prose}) => prose.toLowerCase()).join(' ');
  const {starts, ends} = wordsOf(text);
  const lowest = Array.from({length: 2 ** BIN_BITS}, () => EMPTY);
  const lastStart = Math.max(0, starts.length - SHINGLE_WORDS);
  for (let first = 0; first <= lastStart; first += 1) {
    const hash = mix(hashShingle(text, {starts, ends}, first));
    const bin = hash >>> (32 - BIN_BITS);
    const value = hash & (2 ** (32 - BIN_BITS) - 1);
    if (value < (lowest[bin] ?? EMPTY)) lowest[bin] = value;
  }
  return lowest;
}

/** A lesson that mostly repeats another one of its step in other clothes. */
export function checkSiblings(own: readonly number[], siblings: readonly Sibling[]): Finding[] {
  const [closest] = siblings
    .map(({label, fingerprint: other}) => ({label, similarity: similarity(own, other)}))
    .toSorted((a, b) => b.similarity - a.similarity);
  if (closest === undefined || closest.similarity <= MAX_SIMILARITY) return [];
  const message =
    `About ${Math.round(closest.similarity * 100)} % of the lesson repeats its sibling "${closest.label}": ` +
    'write it anew, with other examples and questions, for its own style and number.';
  return [{check: 'near-duplicate', severity: 'error', message}];
}

/** The estimated share of runs of words that two lessons have in common. One of another length was made otherwise. */
export function similarity(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return 0;
  let sameCount = 0;
  let filledCount = 0;
  for (const [bin, value] of one.entries()) {
    if (value === EMPTY && other[bin] === EMPTY) continue;
    filledCount += 1;
    if (value === other[bin]) sameCount += 1;
  }
  return filledCount === 0 ? 0 : sameCount / filledCount;
}

/** Where the words of a text begin, and behind which unit they end. */
type Words = {starts: number[]; ends: number[]};

const WORD_CHAR = /[\p{L}\p{N}]/u;

/** Where each run of letters and digits stands. A pattern over the whole takes three times as long. */
function wordsOf(text: string): Words {
  const starts: number[] = [];
  const ends: number[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // A letter beyond the 16 bits of one unit has two.
    const units = code < 0xd800 || code > 0xdbff ? 1 : 2;
    if (isAsciiWord(code) || (code > 0x7f && WORD_CHAR.test(text.slice(at, at + units)))) {
      if (start < 0) start = at;
      at += units - 1;
    } else if (start >= 0) {
      starts.push(start);
      ends.push(at);
      start = -1;
    }
  }
  if (start >= 0) {
    starts.push(start);
    ends.push(text.length);
  }
  return {starts, ends};
}

/** Of text in lower case. */
function isAsciiWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

const BLANK = 0x20;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the UTF-16 units of some words from `first` on, with a blank between them. */
function hashShingle(text: string, {starts, ends}: Words, first: number): number {
  let hash = 0x811c9dc5;
  for (let word = first; word < first + SHINGLE_WORDS && word < starts.length; word += 1) {
    if (word > first) hash = Math.imul(hash ^ BLANK, FNV_PRIME);
    for (let at = starts[word]!; at < ends[word]!; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    }
  }
  return hash;
}

/** The finalizer of MurmurHash3: FNV-1a alone leaves the upper bits of like texts alike. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
