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
  const words = texts.flatMap(({prose}) => prose.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const lowest = Array.from({length: 2 ** BIN_BITS}, () => EMPTY);
  const lastStart = Math.max(0, words.length - SHINGLE_WORDS);
  for (let start = 0; start <= lastStart; start += 1) {
    const hash = mix(hashText(words.slice(start, start + SHINGLE_WORDS).join(' ')));
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

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
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
