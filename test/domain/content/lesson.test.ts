import {expect, test} from 'vitest';
import {ANSWER_SCHEMAS, assembleLesson} from '../../../domain/content/index.ts';
import {STYLES} from '../../../domain/styles.ts';
import {sampleAnswers, sampleRequest} from './sample-answers.ts';

const COMMON_KEYS = ['type', 'lesson_type', 'title', 'summary', 'estimated_duration', 'research_metadata'];

/** The reader's own keys (its generators as observed), and `video_search_query`, which is ours. */
const STYLE_KEYS = {
  hands_on: ['introduction', 'exercises', 'practice_project', 'quiz'],
  video: ['video', 'key_concepts', 'timestamps', 'study_guide', 'quiz', 'video_search_query'],
  reading: ['content', 'diagrams', 'code_examples', 'key_takeaways', 'quiz', 'hero_image'],
  mixed: [
    'text_content',
    'text_introduction',
    'key_concepts',
    'video',
    'video_summary',
    'video_key_concepts',
    'video_timestamps',
    'exercises',
    'diagrams',
    'quiz',
  ],
};

function lessonOf(style: (typeof STYLES)[number], changes: object = {}) {
  const answer = ANSWER_SCHEMAS[style].parse({...sampleAnswers[style](), ...changes});
  return assembleLesson(sampleRequest(style, {difficulty: 'advanced'}), answer);
}

test.each(STYLES)("a %s lesson has exactly the reader's keys", style => {
  expect(Object.keys(lessonOf(style).content).toSorted()).toEqual(
    [...COMMON_KEYS, ...STYLE_KEYS[style]].toSorted(),
  );
});

test.each([
  ['hands_on', 45],
  ['video', 30],
  ['reading', 30],
  ['mixed', 60],
] as const)('a %s lesson is planned for %i minutes, in the column and in the content', (style, minutes) => {
  const lesson = lessonOf(style);
  expect([lesson.estimatedDurationMinutes, lesson.content['estimated_duration']]).toEqual([minutes, minutes]);
});

test('the columns repeat the content, and the difficulty is that of the request', () => {
  const {content, title, description, difficulty, researchMetadata} = lessonOf('reading');
  expect({title, description, difficulty}).toEqual({
    title: content['title'],
    description: content['summary'],
    difficulty: 'advanced',
  });
  expect(researchMetadata).toEqual({source_type: 'ai_only', research_time: 0, sources_used: []});
  expect(content['research_metadata']).toEqual(researchMetadata);
  expect([content['type'], content['lesson_type']]).toEqual(['reading', 'reading']);
});

test('a title of more than 255 characters is cut by characters as Postgres counts them', () => {
  const {title, content} = lessonOf('video', {title: '🐍'.repeat(300)});
  expect(Array.from(title)).toHaveLength(255);
  expect(title.isWellFormed()).toBe(true);
  expect(content['title']).toBe(title);
});

test('a title of 255 characters stays whole', () => {
  const title = '🐍'.repeat(255);
  expect(lessonOf('video', {title}).title).toBe(title);
});

test('exercises are numbered from 1', () => {
  expect(lessonOf('hands_on').content['exercises']).toMatchObject([{number: 1}, {number: 2}, {number: 3}]);
});

test('a video that the model invents does not reach the lesson', () => {
  const invented = {
    video: {video_url: 'https://www.youtube.com/watch?v=invented'},
    timestamps: [{time: '0:01'}],
  };
  expect(lessonOf('video', invented).content).toMatchObject({video: null, timestamps: []});
});

test('a hero image that the model invents does not reach the lesson', () => {
  expect(lessonOf('reading', {hero_image: {url: 'invented'}}).content['hero_image']).toBeNull();
});

test('a mixed lesson stores its text under both keys and has no video', () => {
  const {content} = lessonOf('mixed');
  expect(content['text_content']).toBe(sampleAnswers.mixed().text_introduction);
  expect(content).toMatchObject({
    video: null,
    video_summary: '',
    video_key_concepts: [],
    video_timestamps: [],
  });
});

test('code loses the Markdown fence around it', () => {
  const fenced = {
    title: 'T',
    language: 'python',
    code: '```python\nx = 1\n```',
    explanation: 'One name is bound to one value on this very line.',
  };
  expect(lessonOf('reading', {code_examples: [fenced]}).content['code_examples']).toMatchObject([
    {code: 'x = 1'},
  ]);
});
