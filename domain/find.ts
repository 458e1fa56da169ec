import {type Style, STYLES} from './styles.ts';

/** What somebody looks for, as they typed it. */
export type Search = {
  /** In lower case, without blanks around it. */
  text: string;
  /** All of them have to be there, each by its beginning. */
  words: string[];
  /** Words of a step, and which of its lessons: `loops 2 video`. Null where the text names no part of a step. */
  part: {words: string[]; lessonNumber: number | null; style: Style | null} | null;
  /** Where the text is an id or a number. */
  lessonId: string | null;
  runId: number | null;
};

/** Nobody types more, and each costs a look. */
const MAX_WORDS = 8;

const LESSONS_MAX = 50;
const RUN_ID_MAX = 2 ** 31 - 1;

/** Reads what was typed. Words are parted at blanks and marks, as `preheat.search_words` parts them. */
export function readSearch(typed: string): Search {
  const text = typed.trim().toLowerCase();
  const words = text
    .split(/[\s!-/:-@[-`{-~\u00A0\u00AB\u00BB\u2000-\u206F\u3000-\u3003]+/)
    .filter(word => word !== '')
    .slice(0, MAX_WORDS);
  return {text, words, part: partOf(words), ...idsOf(typed.trim())};
}

/** The words at the end that name a lesson's number or style, in any order. */
function partOf(words: readonly string[]): Search['part'] {
  const rest = [...words];
  let lessonNumber: number | null = null;
  let style: Style | null = null;
  for (;;) {
    const [last, two] = [rest.at(-1), rest.slice(-2).join('_')];
    const named = STYLES.find(name => name === two) ?? STYLES.find(name => name === last);
    if (style === null && named !== undefined) {
      style = named;
      rest.splice(named === two ? -2 : -1);
    } else if (lessonNumber === null && isLessonNumber(last)) {
      lessonNumber = Number(last);
      rest.pop();
    } else break;
  }
  const isNamed = rest.length > 0 && rest.length < words.length;
  return isNamed ? {words: rest, lessonNumber, style} : null;
}

const isLessonNumber = (word: string | undefined): boolean =>
  word !== undefined && /^\d{1,2}$/.test(word) && Number(word) >= 1 && Number(word) <= LESSONS_MAX;

/** `12`, `#12`, `run 12`, `lesson 12`. Ids of lessons may be texts. */
function idsOf(typed: string): Pick<Search, 'lessonId' | 'runId'> {
  const [, kind = '', id] = /^(?:(run|lesson)\s+)?#?([a-z\d]{1,19})$/i.exec(typed) ?? [];
  if (id === undefined) return {lessonId: null, runId: null};
  const isRun = /^\d+$/.test(id) && Number(id) >= 1 && Number(id) <= RUN_ID_MAX;
  return {
    lessonId: kind.toLowerCase() === 'run' ? null : id,
    runId: kind.toLowerCase() === 'lesson' || !isRun ? null : Number(id),
  };
}
