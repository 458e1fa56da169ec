import {all, areTexts, isFields, textOf} from './lesson-fields.ts';
import {codeExample, diagram, exercise, moment, project, video} from './lesson-items.ts';
import type {LessonPart} from './lesson-shapes.ts';
import {quizItem} from './quiz-items.ts';
import {webAddress} from './safe-link.ts';

/** The parts that a field is shown as; null where it has another shape than its key promises. */
type Read = (value: unknown) => LessonPart | LessonPart[] | null;

const text =
  (key: string, heading: string): Read =>
  value =>
    typeof value === 'string' ? {key, heading, kind: 'text', text: value} : null;

const list =
  (key: string, heading: string): Read =>
  value =>
    areTexts(value) ? {key, heading, kind: 'list', items: value} : null;

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
export const READERS: Record<string, Read> = {
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
