import type {Finding} from '../findings.ts';
import {REQUEST_CLOSES, REQUEST_OPENS, repairPrompt, systemPrompt} from '../prompts/index.ts';
import {STYLES, type Style} from '../styles.ts';
import type {DraftText} from './draft-texts.ts';

/** Shorter sentences of our own prompts might stand in a lesson by chance. */
const MIN_MARK_CHARS = 45;

/** The names under which a prompt gives the request; one of them alone may be a column of somebody's table. */
const REQUEST_KEYS = ['step_title', 'step_description', 'lesson_number', 'lesson_count', 'roadmap_title'];
const MAX_REQUEST_KEYS = 1;

/** Stands in no mark, and is not taken for a blank. */
const SEPARATOR = '\0';

const FENCES = [REQUEST_OPENS, REQUEST_CLOSES].map(comparable);

/** Each longer sentence of all our prompts. */
const SENTENCES = [...new Set(STYLES.flatMap(promptSentences).map(comparable))];

const MARKS: readonly string[] = [...FENCES, ...SENTENCES];

/** So long that hardly any other text has such a piece of our prompts. */
const PIECE_CHARS = 16;
/** Wherever a sentence stands, a whole piece of it begins at a multiple of this. */
const STRIDE = Math.min(...SENTENCES.map(({length}) => length)) - PIECE_CHARS + 1;

/** Every piece of a sentence. */
const PIECES: ReadonlySet<string> = new Set(
  SENTENCES.flatMap(mark =>
    Array.from({length: mark.length - PIECE_CHARS + 1}, (_none, at) => mark.slice(at, at + PIECE_CHARS)),
  ),
);

/** Text of our own prompts, whatever its case and line breaks. */
export function checkPromptLeak(texts: readonly DraftText[]): Finding[] {
  if (!mayLeak(comparable(texts.map(({text}) => text).join(SEPARATOR)))) return [];
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

/** One look at all texts of a draft: hardly any has a leak, and to look for each mark takes five times as long. */
function mayLeak(said: string): boolean {
  if (FENCES.some(fence => said.includes(fence))) return true;
  if (REQUEST_KEYS.filter(key => said.includes(key)).length > MAX_REQUEST_KEYS) return true;
  for (let at = 0; at < said.length; at += STRIDE) {
    if (PIECES.has(said.slice(at, at + PIECE_CHARS))) return true;
  }
  return false;
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

/** Most blanks are one already: to leave them alone takes a quarter of the time. */
function comparable(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ').toLowerCase();
}
