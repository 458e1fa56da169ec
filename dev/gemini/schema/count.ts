import type {Count} from './node.ts';

const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const NUMBER = `(\\d+|${WORDS.join('|')})`;
// "Two or three sentences" speaks of an item, not of the list.
const NOT_A_LENGTH = String.raw`(?!\s*(?:words?|sentences?|characters?|minutes?|lines?|paragraphs?)\b)\b`;

const EXACTLY = new RegExp(`\\bexactly ${NUMBER}\\b${NOT_A_LENGTH}`, 'i');
const RANGE = new RegExp(`\\b${NUMBER}\\s*(?:to|or|-|–)\\s*${NUMBER}\\b${NOT_A_LENGTH}`, 'i');
const AT_LEAST = new RegExp(`\\bat least ${NUMBER}\\b${NOT_A_LENGTH}`, 'i');

/** How many items a description asks for: "exactly four", "3 to 5 items", "at least two"; null if it does not say. */
export function countInWords(description: string): Count | null {
  const exact = EXACTLY.exec(description);
  if (exact) return {min: numberOf(exact[1]), max: numberOf(exact[1])};
  const range = RANGE.exec(description);
  if (range) return {min: numberOf(range[1]), max: numberOf(range[2])};
  const least = AT_LEAST.exec(description);
  return least ? {min: numberOf(least[1]), max: Infinity} : null;
}

function numberOf(word = ''): number {
  const position = WORDS.indexOf(word.toLowerCase());
  return position === -1 ? Number(word) : position;
}
