/**
 * Whatever is not seen on a page: control and format characters (those that turn text around, and tags), halves of
 * pairs, selectors of variants, fillers.
 */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Marks above one letter: no script needs more, and a pile of them covers the lines around it. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** What is far too long is cut before all else: each pass over it takes its time. */
const MAX_READ_CHARS = 20_000;

/**
 * Text of other people as it may stand in a prompt: composed, without what no reader sees, on one line, and cut to
 * `maxChars` UTF-16 units with an ellipsis.
 */
export function cleanText(text: string, maxChars: number): string {
  const seen = text
    .slice(0, MAX_READ_CHARS)
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(PILED_MARKS, '$1')
    .replace(/ +/g, ' ')
    .trim();
  if (seen.length <= maxChars) return seen;
  return `${seen
    .slice(0, maxChars - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/** The same for a text of several lines, which stay. */
export function cleanLines(text: string, maxChars: number): string {
  const lines = text
    .split(/\r\n?|[\n\u0085\u2028\u2029]/)
    .map(line => cleanText(line, maxChars))
    .filter(line => line !== '');
  const whole = lines.join('\n');
  return whole.length <= maxChars ? whole : cleanText(whole, maxChars);
}

/** Scripts that write a word in one or two characters, and no blanks. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const DENSE_WEIGHT = 3;

/** How much a text says at most, in letters and digits of an alphabet. */
export function letterWeight(text: string): number {
  let weight = 0;
  for (const [letter] of text.matchAll(/[\p{L}\p{N}]/gu)) weight += DENSE.test(letter) ? DENSE_WEIGHT : 1;
  return weight;
}

/** Below these a comment is noise: "bad", "!!!", "aaaaaaaaaa". */
const MIN_WEIGHT = 8;
const MIN_DIFFERENT = 4;

/** Whether a text says anything that a lesson could be made better by. */
export function saysSomething(text: string): boolean {
  const letters = text.toLowerCase().match(/[\p{L}\p{N}]/gu) ?? [];
  return letterWeight(text) >= MIN_WEIGHT && new Set(letters).size >= MIN_DIFFERENT;
}
