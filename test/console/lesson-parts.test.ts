import {assert, constantFrom, dictionary, jsonValue, oneof, property, string} from 'fast-check';
import {expect, test} from 'vitest';
import {isStandIn, lessonParts} from '../../console/src/components/lesson-parts.ts';

const keys = (content: unknown, style = 'reading') => lessonParts(content, style).map(({key}) => key);

test('each style has its own order', () => {
  const quiz = [{question: 'Which?', options: ['a', 'b'], correct_answer: 'A', explanation: ''}];
  expect(
    keys(
      {quiz, exercises: [{title: 'One'}], introduction: {text: 'Text', key_concepts: ['c']}, summary: 'S'},
      'hands_on',
    ),
  ).toEqual(['summary', 'introduction', 'introduction.key_concepts', 'exercises', 'quiz']);
  expect(keys({quiz, content: 'Text', key_takeaways: ['t'], diagrams: [{mermaid_code: 'graph TD'}]})).toEqual(
    ['content', 'diagrams', 'key_takeaways', 'quiz'],
  );
  expect(
    keys(
      {study_guide: 'Guide', key_concepts: ['c'], video: {title: 'V'}, timestamps: [{time: '1:00'}]},
      'video',
    ),
  ).toEqual(['video', 'timestamps', 'key_concepts', 'study_guide']);
});

test('a mixed lesson says its text twice and is shown once; another text is shown as well', () => {
  expect(keys({text_introduction: 'Same', text_content: 'Same'}, 'mixed')).toEqual(['text_introduction']);
  expect(keys({text_introduction: 'One', text_content: 'Two'}, 'mixed')).toEqual([
    'text_introduction',
    'text_content',
  ]);
});

test('what no reader knows, and what has another shape than its key promises, comes last as it is stored', () => {
  expect(lessonParts({invented: {a: 1}, quiz: 'no quiz', content: 'Text', summary: ''}, 'reading')).toEqual([
    {key: 'content', heading: 'Article', kind: 'text', text: 'Text'},
    {key: 'quiz', heading: 'quiz', kind: 'rest', value: 'no quiz'},
    {key: 'invented', heading: 'invented', kind: 'rest', value: {a: 1}},
  ]);
  // One broken question: the whole quiz is shown as it is, rather than a quiz with a hole.
  expect(lessonParts({quiz: [{question: 'Q', options: ['a', 'b']}, 7]}, 'reading')).toMatchObject([
    {kind: 'rest'},
  ]);
});

test('a video of the application has an address by its id; a script is none', () => {
  const address = (video: object) => {
    const [part] = lessonParts({video}, 'video');
    return part?.kind === 'video' ? part.video.address : part;
  };
  expect(address({video_id: 'abc123XYZ_-'})).toBe('https://www.youtube.com/watch?v=abc123XYZ_-');
  expect(address({video_url: 'https://example.org/v'})).toBe('https://example.org/v');
  expect(address({video_url: 'javascript:alert(1)', video_id: '"><script>'})).toBe(null);
});

test('a fence around code that should be plain is taken away', () => {
  const [part] = lessonParts({code_examples: [{code: '```python\nprint(1)\n```'}]}, 'reading');
  expect(part).toMatchObject({kind: 'code', examples: [{code: 'print(1)'}]});
});

test('content that is a text, JSON in a text, a list, or nothing', () => {
  expect(lessonParts('Words.', 'reading')).toMatchObject([{kind: 'text', text: 'Words.'}]);
  expect(lessonParts('{"content": "Words."}', 'reading')).toMatchObject([{kind: 'text', text: 'Words.'}]);
  expect(lessonParts('{"content": ', 'reading')).toMatchObject([{kind: 'text', text: '{"content": '}]);
  expect(lessonParts([1, 2], 'reading')).toMatchObject([{kind: 'rest', value: [1, 2]}]);
  expect([null, undefined, {}, '', []].map(content => lessonParts(content, 'reading'))).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
});

test('a stand-in of the application is known', () => {
  expect([isStandIn({is_fallback: true}), isStandIn({is_fallback: 'yes'}), isStandIn(null)]).toEqual([
    true,
    false,
    false,
  ]);
});

/** The keys of a content that must show: not those of the columns, and not those with nothing in them. */
const expected = (content: Record<string, unknown>): string[] =>
  Object.entries(content)
    .filter(([key, value]) => {
      const isColumn = ['type', 'lesson_type', 'title', 'estimated_duration', 'is_fallback'].includes(key);
      const isEmptyObject = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
      const isEmptyText = typeof value === 'string' && value.trim() === '';
      return !isColumn && value !== null && !isEmptyObject && !isEmptyText;
    })
    .map(([key]) => key);

test('whatever stands there, nothing is lost and nothing breaks', () => {
  const known = [
    'summary',
    'quiz',
    'exercises',
    'video',
    'introduction',
    'diagrams',
    'content',
    'hero_image',
  ];
  const key = oneof(
    constantFrom(...known),
    string().filter(text => !text.includes('.')),
  );
  assert(
    property(
      dictionary(key, jsonValue()),
      constantFrom('hands_on', 'video', 'reading', 'mixed', '?'),
      (content, style) => {
        const shown = lessonParts(content, style).map(part => part.key.split('.', 1)[0] ?? '');
        expect([...new Set(shown)].toSorted()).toEqual(expected(content).toSorted());
      },
    ),
  );
  expect.hasAssertions();
});
