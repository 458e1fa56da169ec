import {expect, test} from 'vitest';
import {type ComparedLesson, diffLessons} from '../../domain/lesson-diff.ts';

const LESSON: ComparedLesson = {
  title: 'Loops',
  description: 'About loops.',
  difficultyLevel: 'beginner',
  estimatedDuration: 30,
  content: {text: 'One.\nTwo.', steps: [{title: 'First', minutes: 5}]},
};

const changed = (changes: Partial<ComparedLesson>) =>
  diffLessons(LESSON, {...LESSON, ...changes}).map(({field, hunks}) => ({
    field,
    lines: hunks.flatMap(({lines}) =>
      lines.filter(({kind}) => kind !== 'same').map(({kind, text}) => `${kind} ${text}`),
    ),
  }));

test('equal lessons differ nowhere', () => {
  expect(changed({})).toEqual([]);
});

test.each([
  [{title: 'Loops again'}, 'title', ['removed Loops', 'added Loops again']],
  [{description: ''}, 'description', ['removed About loops.']],
  [{difficultyLevel: 'advanced'}, 'difficultyLevel', ['removed beginner', 'added advanced']],
  [{estimatedDuration: 45}, 'estimatedDuration', ['removed 30', 'added 45']],
])('a column that differs is named (%j)', (changes, field, lines) => {
  expect(changed(changes)).toEqual([{field, lines}]);
});

test('a text of the content differs by its lines; a key that is gone, or new, by all of them', () => {
  expect(changed({content: {text: 'One.\nThree.', exercises: ['Try.']}})).toEqual([
    {field: 'content.text', lines: ['removed Two.', 'added Three.']},
    {
      field: 'content.steps',
      lines: ['removed -', 'removed   title:', 'removed     First', 'removed   minutes:', 'removed     5'],
    },
    {field: 'content.exercises', lines: ['added -', 'added   Try.']},
  ]);
});

test('an item put first leaves those after it as they are', () => {
  const content = {
    text: 'One.\nTwo.',
    steps: [
      {title: 'Zero', minutes: 1},
      {title: 'First', minutes: 5},
    ],
  };
  const [steps] = changed({content});
  expect(steps?.lines.toSorted()).toEqual([
    'added     1',
    'added     Zero',
    'added   minutes:',
    'added   title:',
    'added -',
  ]);
});

test.each([
  ['a text', ['added a text']],
  [
    ['a', null],
    ['added -', 'added   a', 'added -', 'added   null'],
  ],
])('content that is no object is compared as a whole (%j)', (content, lines) => {
  const found = diffLessons({...LESSON, content: ''}, {...LESSON, content});
  expect(
    found.map(({field, hunks}) => ({
      field,
      lines: hunks.flatMap(h => h.lines.map(l => `${l.kind} ${l.text}`)),
    })),
  ).toEqual([{field: 'content', lines}]);
});
