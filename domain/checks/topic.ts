import type {LessonAnswer} from '../content/index.ts';
import type {Finding} from '../findings.ts';
import type {LessonRequest} from '../lesson-request.ts';
import {draftTexts} from './draft-texts.ts';

/** Words of titles that say nothing of the subject. */
const GENERAL_WORDS: ReadonlySet<string> = new Set(
  (
    'an and as at by for from how in into is it of on or part step steps the to using what why with your ' +
    'advanced basic basics essentials first fundamentals getting intro introduction lesson overview started working'
  ).split(' '),
);

/** Shorter words of a description say little of a subject. */
const MIN_DESCRIPTION_WORD_CHARS = 5;

/** Fewer words of a subject prove nothing by their absence. */
const MIN_SUBJECT_WORDS = 5;

/**
 * The least share of a subject's words that its lesson uses somewhere. Over the corpus in test/, lessons whose title and
 * summary name nothing of their step use half of its words or more, but for one; of the emulator's lessons on bread in
 * the place of the starter steps, four in five use fewer.
 */
const MIN_SUBJECT_SHARE = 0.45;

/** Words that an English description has; one in another language tells nothing about the words of an English lesson. */
const ENGLISH = /\b(?:the|and|of|to|with)\b/i;

/**
 * A lesson whose title and summary share no word with its step is likely about something else: a warning. Where hardly
 * a word of the step's title and description stands anywhere in it, it certainly is: an error.
 */
export function checkTopic(request: LessonRequest, answer: LessonAnswer): Finding[] {
  const wanted = titleWords(request);
  if (wanted.length === 0 || wanted.some(isAmong(wordsOf(`${answer.title} ${answer.summary}`)))) return [];
  if (isElsewhere(request, answer)) {
    const message = `The lesson is not about "${request.stepTitle}": it uses hardly a word of that step's title and description.`;
    return [{check: 'topic', severity: 'error', message}];
  }
  const message = `Neither title nor summary says a word of the step's title "${request.stepTitle}".`;
  return [{check: 'topic', severity: 'warning', message}];
}

/** What sets the step apart: not the words that the whole roadmap shares, unless there are no others. */
function titleWords({stepTitle, roadmapTitle}: LessonRequest): string[] {
  const words = wordsOf(stepTitle).filter(word => !GENERAL_WORDS.has(word));
  const own = words.filter(word => !wordsOf(roadmapTitle).includes(word));
  return own.length > 0 ? own : words;
}

function isElsewhere(request: LessonRequest, answer: LessonAnswer): boolean {
  if (!ENGLISH.test(request.stepDescription)) return false;
  const described = wordsOf(request.stepDescription).filter(
    word => word.length >= MIN_DESCRIPTION_WORD_CHARS && !wordsOf(request.roadmapTitle).includes(word),
  );
  const subject = [...new Set([...titleWords(request), ...described])];
  const used = subject.filter(isAmong(draftTexts(answer).flatMap(({text}) => wordsOf(text))));
  return subject.length >= MIN_SUBJECT_WORDS && used.length / subject.length < MIN_SUBJECT_SHARE;
}

function isAmong(others: readonly string[]): (word: string) => boolean {
  return word => others.some(other => isSameWord(word, other));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}+#]{2,}/gu) ?? [];
}

/** Three quarters of a longer word decide (variable, variables); Go is not Google. */
function isSameWord(word: string, other: string): boolean {
  return word.length <= 3 ? other === word : other.startsWith(word.slice(0, Math.ceil(word.length * 0.75)));
}
