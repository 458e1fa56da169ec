import {franc, francAll} from 'franc-min';
import type {Finding} from '../findings.ts';
import type {DraftText} from './draft-texts.ts';

/** Below so many characters no text tells its language for certain; other scripts tell it sooner. */
const MIN_CHARS = {latin: 200, otherScripts: 100};

/** Of English prose about a third are these words; other languages have some of them by chance ("a", "an", "on"). */
const ENGLISH_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be but by can each for from has have how if in into is it its not of on only or so than ' +
    'that the their then there they this to use what when which will with you your'
  ).split(' '),
);
const MIN_ENGLISH_SHARE = 0.1;

/** Tables of data. */
const TABLE_ROW = /^[^\S\n]*\|.*$/gm;

/** Words that are code though nobody put them between backticks. */
const NO_WORD = /\d|\p{Ll}\p{Lu}|\p{L}[_./:@\\=(){}<>#$%^&*+-]\p{L}/u;

/** How far into the structure parts are judged by themselves: `exercises`, `exercises[0]`, `exercises[0].hints`. */
const MAX_DEPTH = 4;

/** How many words, and how many of them are among the frequent ones of English. */
type WordCounts = {wordCount: number; englishCount: number};

/** The prose of a part. */
type Part = WordCounts & {path: string; proses: string[]};

/** The lesson, or a part of it that is long enough to tell, is in another language than English. */
export function checkLanguage(texts: readonly DraftText[]): Finding[] {
  const foreign: {path: string; language: string}[] = [];
  for (const part of lessonParts(texts)) {
    if (foreign.some(({path}) => isWithin(part.path, path))) continue;
    const language = foreignLanguage(part);
    if (language !== null) foreign.push({path: part.path, language});
  }
  return foreign.map(({path, language}) => ({
    check: 'language',
    severity: 'error',
    message: `${path || 'The lesson'} is written in ${language} instead of English.`,
  }));
}

/** The whole lesson, and each of its parts before those inside it. */
function lessonParts(texts: readonly DraftText[]): Part[] {
  const parts = new Map<string, Part>();
  for (const {path: leaf, prose} of texts) {
    const {wordCount, englishCount} = countWords(prose);
    for (const end of partEnds(leaf)) {
      const path = leaf.slice(0, end);
      let part = parts.get(path);
      if (part === undefined) parts.set(path, (part = {path, proses: [], wordCount: 0, englishCount: 0}));
      part.proses.push(prose);
      part.wordCount += wordCount;
      part.englishCount += englishCount;
    }
  }
  return Array.from(parts.values());
}

/** Where the paths of the parts end in which a leaf lies. */
function partEnds(leaf: string): number[] {
  const ends = [0];
  for (let at = 0; at < leaf.length && ends.length <= MAX_DEPTH; at += 1) {
    if (leaf[at] === '.' || leaf[at] === '[') ends.push(at);
  }
  if (ends.length <= MAX_DEPTH) ends.push(leaf.length);
  return ends;
}

/** The longest of the frequent words. */
const MAX_ENGLISH_CHARS = Math.max(...Array.from(ENGLISH_WORDS, ({length}) => length));

/** Reads most words letter by letter: a pattern for each takes three times as long. */
function countWords(prose: string): WordCounts {
  const text = withoutTables(prose);
  const counts = {wordCount: 0, englishCount: 0};
  for (let start = 0; start < text.length; start += 1) {
    let end = start;
    while (isLowerCase(text.charCodeAt(end)) || (end === start && isUpperCase(text.charCodeAt(end))))
      end += 1;
    const lettersEnd = end;
    while (isMark(text.charCodeAt(end))) end += 1;
    const isOneWord = lettersEnd > start && (end === text.length || isBlank(text.charCodeAt(end)));
    if (isOneWord) {
      counts.wordCount += 1;
      const isEnglish =
        lettersEnd - start <= MAX_ENGLISH_CHARS &&
        ENGLISH_WORDS.has(text.slice(start, lettersEnd).toLowerCase());
      if (isEnglish) counts.englishCount += 1;
    } else {
      while (end < text.length && !isBlank(text.charCodeAt(end))) end += 1;
      addWords(text.slice(start, end), counts);
    }
    start = end;
  }
  return counts;
}

/** The same for anything between two blanks. */
function addWords(text: string, counts: WordCounts): void {
  if (text === '') return;
  const words = proseWords(text)
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu);
  for (const word of words ?? []) {
    counts.wordCount += 1;
    if (ENGLISH_WORDS.has(word)) counts.englishCount += 1;
  }
}

function isLowerCase(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isUpperCase(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

/** Of ASCII; others stand within what is read by patterns. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** `.`, `,`, `:`, `;`, `!`, `?`, `)` */
function isMark(code: number): boolean {
  return (
    code === 0x2e ||
    code === 0x2c ||
    code === 0x3a ||
    code === 0x3b ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x29
  );
}

function withoutTables(prose: string): string {
  return prose.includes('|') ? prose.replace(TABLE_ROW, ' ') : prose;
}

/** Word by word: one pattern over all takes quadratic time on a long run without a blank. */
function proseWords(prose: string): string {
  return withoutTables(prose).replace(/\S+/g, word => (NO_WORD.test(word) ? ' ' : word));
}

function isWithin(path: string, outer: string): boolean {
  return outer === '' || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/**
 * The name of the language, or null for English and where it is not certain. Lists of names have few of English's
 * words too, but look like another language in each half.
 */
function foreignLanguage({proses, wordCount, englishCount}: Part): string | null {
  if (englishCount >= wordCount * MIN_ENGLISH_SHARE || !isLongEnough(proses)) return null;
  const text = proses.map(proseWords).join('\n').replace(/\s+/g, ' ').trim();
  if (!isLatin(text)) return text.length < MIN_CHARS.otherScripts ? null : languageName(franc(text));
  if (text.length < MIN_CHARS.latin) return null;
  const half = Math.floor(text.length / 2);
  const language = clearLanguage(text.slice(0, half));
  if (language === null || language !== clearLanguage(text.slice(half))) return null;
  return languageName(language);
}

/** Of Spanish or German prose English gets 0.7 to 0.85; terse English next to nothing behind another language. */
const MAX_ENGLISH_SCORE = 0.99;

/** Whether as much as the shortest text that tells its language may be left once what is no word is taken out. */
function isLongEnough(proses: readonly string[]): boolean {
  const charCount = proses.reduce((sum, {length}) => sum + length, proses.length - 1);
  return charCount >= Math.min(MIN_CHARS.latin, MIN_CHARS.otherScripts);
}

/** The language that the trigrams of a text tell; null where it may as well be English. */
function clearLanguage(text: string): string | null {
  const [[language] = ['und'], ...others] = francAll(text);
  if (language === 'eng' || language === 'und') return null;
  const [, englishScore] = others.find(([other]) => other === 'eng') ?? ['eng', 0];
  return englishScore > MAX_ENGLISH_SCORE ? null : language;
}

function isLatin(text: string): boolean {
  const letters = text.match(/[\p{L}\p{M}]/gu) ?? [];
  return letters.filter(letter => /\p{Script=Latin}/u.test(letter)).length >= letters.length / 2;
}

const LANGUAGE_NAMES = new Intl.DisplayNames('en', {type: 'language'});

function languageName(iso639: string): string {
  return iso639 === 'und' ? 'another language' : (LANGUAGE_NAMES.of(iso639) ?? iso639);
}
