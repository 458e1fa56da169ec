import type {Finding} from '../findings.ts';
import {REQUEST_CLOSES, REQUEST_OPENS, repairPrompt, systemPrompt} from '../prompts/index.ts';
import {STYLES, type Style} from '../styles.ts';
import type {DraftText} from './draft-texts.ts';

/** Shorter sentences of our own prompts might stand in a lesson by chance. */
const MIN_MARK_CHARS = 45;

/** The names under which a prompt gives the request; one of them alone may be a column of somebody's table. */
const REQUEST_KEYS = ['step_title', 'step_description', 'lesson_number', 'lesson_count', 'roadmap_title'];
const MAX_REQUEST_KEYS = 1;

/** The fence, and each longer sentence of all our prompts. */
const MARKS: readonly string[] = [
  ...new Set([REQUEST_OPENS, REQUEST_CLOSES, ...STYLES.flatMap(promptSentences)].map(comparable)),
];

/** Text of our own prompts, whatever its case and line breaks. */
export function checkPromptLeak(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text}): Finding[] => {
    const said = comparable(text);
    const keys = REQUEST_KEYS.filter(key => said.includes(key));
    const mark =
      MARKS.find(one => said.includes(one)) ?? (keys.length > MAX_REQUEST_KEYS ? keys.join(', ') : null);
    return mark === null
      ? []
      : [{check: 'prompt-leak', severity: 'error', message: `${path} repeats the prompt: "${mark}".`}];
  });
}

function promptSentences(style: Style): string[] {
  const request = {
    stepTitle: '',
    stepDescription: '',
    difficulty: 'beginner',
    lessonNumber: 1,
    lessonCount: 1,
    style,
    roadmapTitle: '',
    category: '',
  } as const;
  const {user} = repairPrompt(request, {answerText: '', findings: []});
  return `${systemPrompt(style)}\n${user}`
    .split(/\n(?:- )?|(?<=[.:]) /)
    .filter(sentence => sentence.length >= MIN_MARK_CHARS);
}

function comparable(text: string): string {
  return text.replace(/\s+/g, ' ').toLowerCase();
}
