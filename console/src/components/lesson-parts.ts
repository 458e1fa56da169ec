import {isEmpty, isFields} from './lesson-fields.ts';
import {READERS} from './lesson-readers.ts';
import type {LessonPart} from './lesson-shapes.ts';

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
