import {type QuizItem, quizItem} from './quiz-items.ts';
import {webAddress} from './safe-link.ts';

export type Video = {title: string; address: string | null; channel: string; durationMinutes: number | null};
export type Exercise = {
  title: string;
  difficulty: string;
  objective: string;
  instructions: string;
  starterCode: string;
  expectedOutput: string;
  hints: string[];
  solution: string;
};
export type Project = {
  title: string;
  description: string;
  estimatedTime: string;
  requirements: string[];
  starterTemplate: string;
};
export type Diagram = {title: string; description: string; text: string};
export type CodeExample = {title: string; language: string; code: string; explanation: string};
type Moment = {time: string; description: string};

/** A part of a lesson as it is shown, in its order. `rest` is what no reader knows, as it is stored. */
export type LessonPart = {key: string; heading: string} & (
  | {kind: 'text'; text: string}
  | {kind: 'list'; items: string[]}
  | {kind: 'notice'; text: string}
  | {kind: 'picture'; address: string; author: string}
  | {kind: 'video'; video: Video}
  | {kind: 'moments'; moments: Moment[]}
  | {kind: 'exercises'; exercises: Exercise[]}
  | {kind: 'project'; project: Project}
  | {kind: 'diagrams'; diagrams: Diagram[]}
  | {kind: 'code'; examples: CodeExample[]}
  | {kind: 'quiz'; items: QuizItem[]}
  | {kind: 'rest'; value: unknown}
);

type Fields = Record<string, unknown>;
type Read = (value: unknown) => LessonPart | LessonPart[] | null;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a field; empty where there is none. Numbers are written out. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Whether all of a list are texts. */
const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

const textList = (value: unknown): string[] => (areTexts(value) ? value : []);

/** Each item read; null where one of them cannot be, so that all is shown as it is stored. */
function all<T>(value: unknown, read: (item: unknown) => T | null): T[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const found = value.map(read);
  return found.every(item => item !== null) ? found : null;
}

const text =
  (key: string, heading: string): Read =>
  value =>
    typeof value === 'string' ? {key, heading, kind: 'text', text: value} : null;

const list =
  (key: string, heading: string): Read =>
  value =>
    areTexts(value) ? {key, heading, kind: 'list', items: value} : null;

function exercise(value: unknown): Exercise | null {
  if (!isFields(value)) return null;
  return {
    title: textOf(value['title']),
    difficulty: textOf(value['difficulty']),
    objective: textOf(value['learning_objective']),
    instructions: textOf(value['instructions']),
    starterCode: textOf(value['starter_code']),
    expectedOutput: textOf(value['expected_output']),
    hints: typeof value['hints'] === 'string' ? [value['hints']] : textList(value['hints']),
    solution: textOf(value['solution']),
  };
}

function video(value: unknown): Video | null {
  if (!isFields(value)) return null;
  const id = textOf(value['video_id']);
  const known = webAddress(value['video_url']) ?? webAddress(value['embed_url']);
  return {
    title: textOf(value['title']),
    address: known ?? (/^[\w-]{6,20}$/.test(id) ? `https://www.youtube.com/watch?v=${id}` : null),
    channel: textOf(value['channel']),
    durationMinutes: numberOf(value['duration_minutes']),
  };
}

const moment = (value: unknown): Moment | null =>
  isFields(value) ? {time: textOf(value['time']), description: textOf(value['description'])} : null;

function diagram(value: unknown): Diagram | null {
  if (!isFields(value) || typeof value['mermaid_code'] !== 'string') return null;
  return {
    title: textOf(value['title']),
    description: textOf(value['description']),
    text: withoutFence(value['mermaid_code']),
  };
}

function codeExample(value: unknown): CodeExample | null {
  if (!isFields(value) || typeof value['code'] !== 'string') return null;
  return {
    title: textOf(value['title']),
    language: textOf(value['language']),
    code: withoutFence(value['code']),
    explanation: textOf(value['explanation']),
  };
}

function project(value: unknown): Project | null {
  if (!isFields(value)) return null;
  return {
    title: textOf(value['title']),
    description: textOf(value['description']),
    estimatedTime: textOf(value['estimated_time']),
    requirements: textList(value['requirements']),
    starterTemplate: textOf(value['starter_template']),
  };
}

/** Models wrap code in a fence though they are told not to. */
function withoutFence(code: string): string {
  return (
    /^\s*(?<fence>```|~~~)[^\n]*\n(?<inside>[\s\S]*?)\n?\k<fence>\s*$/.exec(code)?.groups?.['inside'] ?? code
  );
}

const listOf =
  <T>(read: (item: unknown) => T | null, part: (items: T[]) => LessonPart): Read =>
  value => {
    const items = all(value, read);
    return items === null ? null : part(items);
  };

/** An introduction is a text with its concepts, or a text alone. */
const introduction: Read = value => {
  if (typeof value === 'string')
    return {key: 'introduction', heading: 'Introduction', kind: 'text', text: value};
  if (!isFields(value)) return null;
  const {text: words, key_concepts: concepts, ...rest} = value;
  const parts: LessonPart[] = [];
  if (typeof words === 'string')
    parts.push({key: 'introduction', heading: 'Introduction', kind: 'text', text: words});
  if (areTexts(concepts))
    parts.push({key: 'introduction.key_concepts', heading: 'Key concepts', kind: 'list', items: concepts});
  if (Object.keys(rest).length > 0)
    parts.push({key: 'introduction.rest', heading: 'More of the introduction', kind: 'rest', value: rest});
  return parts.length > 0 ? parts : null;
};

const heroImage: Read = value => {
  const address = isFields(value) ? webAddress(value['url']) : undefined;
  if (!isFields(value) || address === undefined) return null;
  const attribution = value['attribution'];
  const author = isFields(attribution) ? textOf(attribution['author']) : '';
  return {key: 'hero_image', heading: 'Image', kind: 'picture', address, author};
};

const videoPart =
  (key: string): Read =>
  value => {
    const found = video(value);
    return found === null ? null : {key, heading: 'Video', kind: 'video', video: found};
  };

const exercises = listOf(exercise, found => ({
  key: 'exercises',
  heading: 'Exercises',
  kind: 'exercises',
  exercises: found,
}));
const moments = (key: string): Read =>
  listOf(moment, found => ({key, heading: 'Moments of the video', kind: 'moments', moments: found}));

/** How each key of a lesson is shown, for all styles and both ages of the application. */
const READERS: Record<string, Read> = {
  error_note: value =>
    typeof value === 'string' ? {key: 'error_note', heading: 'Note', kind: 'notice', text: value} : null,
  error: value =>
    typeof value === 'string' ? {key: 'error', heading: 'Error', kind: 'notice', text: value} : null,
  summary: text('summary', 'Summary'),
  hero_image: heroImage,
  learning_objectives: list('learning_objectives', 'What one learns'),
  introduction,
  text_introduction: text('text_introduction', 'Text'),
  text_content: text('text_content', 'Text'),
  content: text('content', 'Article'),
  key_concepts: list('key_concepts', 'Key concepts'),
  video: videoPart('video'),
  video_reference: videoPart('video_reference'),
  video_search_query: text('video_search_query', 'Words to search a video with'),
  video_summary: text('video_summary', 'What the video says'),
  video_key_concepts: list('video_key_concepts', 'Key concepts of the video'),
  video_timestamps: moments('video_timestamps'),
  timestamps: moments('timestamps'),
  study_guide: text('study_guide', 'Study guide'),
  note: text('note', 'Note'),
  diagrams: listOf(diagram, diagrams => ({key: 'diagrams', heading: 'Diagrams', kind: 'diagrams', diagrams})),
  code_examples: listOf(codeExample, examples => ({
    key: 'code_examples',
    heading: 'Code examples',
    kind: 'code',
    examples,
  })),
  exercises,
  practice_project: value => {
    const found = project(value);
    return found && {key: 'practice_project', heading: 'Project', kind: 'project', project: found};
  },
  key_takeaways: list('key_takeaways', 'To take away'),
  quiz: listOf(quizItem, items => ({key: 'quiz', heading: 'Quiz', kind: 'quiz', items})),
};

/** Said elsewhere on the page, or of no use to a reader of the lesson. */
const COLUMNS = new Set(['type', 'lesson_type', 'title', 'estimated_duration', 'is_fallback']);

/** What each style puts before the rest, which follows in the readers' order. */
const ORDER: Record<string, readonly string[]> = {
  hands_on: ['summary', 'introduction', 'key_concepts', 'exercises', 'practice_project'],
  video: [
    'summary',
    'video',
    'video_reference',
    'video_search_query',
    'timestamps',
    'key_concepts',
    'study_guide',
  ],
  reading: ['summary', 'hero_image', 'content', 'diagrams', 'code_examples', 'key_takeaways'],
  mixed: [
    'summary',
    'text_introduction',
    'text_content',
    'key_concepts',
    'video',
    'video_summary',
    'exercises',
  ],
};

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);

/**
 * The parts of a lesson's content in the order of its style. Whatever stands there: what has another shape than its key
 * promises, and what no reader knows, comes last as it is stored.
 */
export function lessonParts(content: unknown, style: string): LessonPart[] {
  const given = decoded(content);
  if (isEmpty(given)) return [];
  if (typeof given === 'string') return [{key: 'content', heading: 'Text', kind: 'text', text: given}];
  if (!isFields(given)) return [{key: 'content', heading: 'Content', kind: 'rest', value: given}];
  const known = [...new Set([...(ORDER[style] ?? []), ...Object.keys(READERS)])];
  const [parts, rest]: [LessonPart[], LessonPart[]] = [[], []];
  for (const key of known) {
    const value = given[key];
    // Lessons of the style `mixed` say their text twice.
    if (isEmpty(value) || (key === 'text_content' && value === given['text_introduction'])) continue;
    const read = READERS[key]?.(value) ?? null;
    if (read === null) rest.push({key, heading: key, kind: 'rest', value});
    else parts.push(...[read].flat());
  }
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(READERS, key) && !COLUMNS.has(key) && !isEmpty(value))
      rest.push({key, heading: key, kind: 'rest', value});
  }
  return [...parts, ...rest];
}

/** Whether the application says that this is a stand-in. */
export const isStandIn = (content: unknown): boolean => {
  const given = decoded(content);
  return isFields(given) && given['is_fallback'] === true;
};

/** Some rows hold JSON as a text. */
function decoded(content: unknown): unknown {
  if (typeof content !== 'string' || !/^\s*[[{"]/.test(content)) return content;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}
