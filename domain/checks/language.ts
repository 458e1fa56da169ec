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

/** The prose of a part, and how many of its words are among the frequent ones of English. */
type Part = {path: string; texts: string[]; wordCount: number; englishCount: number};

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
    const text = proseWords(prose);
    const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
    const englishCount = words.filter(word => ENGLISH_WORDS.has(word)).length;
    const ends = [0, ...Array.from(leaf.matchAll(/[.[]/g), ({index}) => index), leaf.length];
    for (const end of ends.slice(0, MAX_DEPTH + 1)) {
      const path = leaf.slice(0, end);
      const part = parts.get(path) ?? {path, texts: [], wordCount: 0, englishCount: 0};
      part.texts.push(text);
      part.wordCount += words.length;
      part.englishCount += englishCount;
      parts.set(path, part);
    }
  }
  return Array.from(parts.values());
}

/** Word by word: one pattern over all takes quadratic time on a long run without a blank. */
function proseWords(prose: string): string {
  return prose.replace(TABLE_ROW, ' ').replace(/\S+/g, word => (NO_WORD.test(word) ? ' ' : word));
}

function isWithin(path: string, outer: string): boolean {
  return outer === '' || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/**
 * The name of the language, or null for English and where it is not certain. Lists of names have few of English's
 * words too, but look like another language in each half.
 */
function foreignLanguage({texts, wordCount, englishCount}: Part): string | null {
  if (englishCount >= wordCount * MIN_ENGLISH_SHARE) return null;
  const text = texts.join('\n').replace(/\s+/g, ' ').trim();
  if (!isLatin(text)) return text.length < MIN_CHARS.otherScripts ? null : languageName(franc(text));
  if (text.length < MIN_CHARS.latin) return null;
  const half = Math.floor(text.length / 2);
  const language = clearLanguage(text.slice(0, half));
  if (language === null || language !== clearLanguage(text.slice(half))) return null;
  return languageName(language);
}

/** Of Spanish or German prose English gets 0.7 to 0.85; terse English next to nothing behind another language. */
const MAX_ENGLISH_SCORE = 0.99;

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
