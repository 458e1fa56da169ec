import type {LessonAnswer} from '../content/index.ts';
import type {Finding} from '../findings.ts';
import type {LessonRequest} from '../lesson-request.ts';

/** Words of titles that say nothing of the subject. */
const GENERAL_WORDS: ReadonlySet<string> = new Set(
  (
    'an and as at by for from how in into is it of on or part step steps the to using what why with your ' +
    'advanced basic basics essentials first fundamentals getting intro introduction lesson overview started working'
  ).split(' '),
);

/** A lesson whose title and summary share no word with its step is likely about something else. */
export function checkTopic(request: LessonRequest, answer: LessonAnswer): Finding[] {
  const wanted = wordsOf(request.stepTitle).filter(word => !GENERAL_WORDS.has(word));
  const said = wordsOf(`${answer.title} ${answer.summary}`);
  if (wanted.length === 0 || wanted.some(word => said.some(other => isSameWord(word, other)))) return [];
  const message = `Neither title nor summary says a word of the step's title "${request.stepTitle}".`;
  return [{check: 'topic', severity: 'warning', message}];
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}+#]{2,}/gu) ?? [];
}

/** Three quarters of a longer word decide (variable, variables); Go is not Google. */
function isSameWord(word: string, other: string): boolean {
  return word.length <= 3 ? other === word : other.startsWith(word.slice(0, Math.ceil(word.length * 0.75)));
}

/** Said with every video lesson until videos are searched for. */
export function checkVideo(request: LessonRequest): Finding[] {
  if (request.style !== 'video') return [];
  const message = 'The lesson has a study guide and words to search for, but no video.';
  return [{check: 'video-missing', severity: 'warning', message}];
}
