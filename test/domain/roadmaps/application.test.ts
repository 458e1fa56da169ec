import {expect, test} from 'vitest';
import {type ApplicationModule, roadmapsOfApplication} from '../../../domain/roadmaps/application.ts';

const module = (changes: Partial<ApplicationModule> = {}): ApplicationModule => ({
  title: 'Loops',
  description: '',
  difficulty: 'beginner',
  lessons: [],
  ...changes,
});

const lesson = (changes: Partial<ApplicationModule['lessons'][number]> = {}) => ({
  title: 'For loops',
  lessonNumber: 1,
  style: 'reading',
  description: '',
  ...changes,
});

const convert = (...modules: ApplicationModule[]) =>
  roadmapsOfApplication(
    [{roadmapId: 'aB3', roadmapTitle: 'Python', roadmapDescription: ' The way. ', modules}],
    'app:',
  );

const stepsOf = (...modules: ApplicationModule[]) => convert(...modules).roadmaps[0]?.steps;

test('a module without lessons is a step of one lesson in all styles', () => {
  expect(convert(module({description: ' Again and again. '}))).toEqual({
    problems: [],
    roadmaps: [
      {
        id: 'app:aB3',
        title: 'Python',
        description: 'The way.',
        category: 'General',
        steps: [
          {
            title: 'Loops',
            description: 'Again and again.',
            difficulty: 'beginner',
            lessonCount: 1,
            styles: ['hands_on', 'video', 'reading', 'mixed'],
          },
        ],
      },
    ],
  });
});

test('each lesson of a module is a step with its own title, number and style', () => {
  const lessons = [
    lesson({description: 'How they end.'}),
    lesson({title: 'While loops', lessonNumber: 2, style: 'mixed'}),
  ];
  expect(stepsOf(module({difficulty: 'advanced', lessons}))).toMatchObject([
    {
      title: 'For loops',
      description: 'How they end.',
      difficulty: 'advanced',
      firstLesson: 1,
      lessonCount: 1,
      styles: ['reading'],
    },
    {title: 'While loops', firstLesson: 2, lessonCount: 2, styles: ['mixed']},
  ]);
});

test('lessons with the title of their module are the lessons of one step', () => {
  const lessons = [1, 2, 3].map(lessonNumber =>
    lesson({title: 'Loops', lessonNumber, style: lessonNumber === 2 ? 'video' : 'reading'}),
  );
  expect(stepsOf(module({description: 'Again.', lessons}))).toEqual([
    {
      title: 'Loops',
      description: 'Again.',
      difficulty: 'beginner',
      firstLesson: 1,
      lessonCount: 3,
      styles: ['video', 'reading'],
    },
  ]);
});

test('modules of the same title are one step, in the words of the first', () => {
  const second = module({description: 'Second.', lessons: [lesson({title: 'Loops', lessonNumber: 4})]});
  expect(stepsOf(module({description: 'First.'}), second)).toMatchObject([
    {
      description: 'First.',
      firstLesson: 1,
      lessonCount: 4,
      styles: ['hands_on', 'video', 'reading', 'mixed'],
    },
  ]);
});

test.each([
  ['expert', 'advanced'],
  ['Advanced ', 'advanced'],
  ['intermediate', 'intermediate'],
  ['', 'beginner'],
  ['unheard of', 'beginner'],
])('the difficulty "%s" is %s', (difficulty, expected) => {
  expect(stepsOf(module({difficulty}))).toMatchObject([{difficulty: expected}]);
});

test.each([
  ['no title', lesson({title: '  '}), 'a module or lesson has no title.'],
  ['control characters', lesson({title: 'A\tB'}), 'the title "A\\tB" has control characters.'],
  ['number 51', lesson({lessonNumber: 51}), '"For loops" is lesson 51: Preheat makes lessons 1 to 50.'],
  ['number 0', lesson({lessonNumber: 0}), '"For loops" is lesson 0: Preheat makes lessons 1 to 50.'],
  [
    'another style',
    lesson({style: 'podcast'}),
    '"For loops" has a learning style that Preheat does not know.',
  ],
])('a lesson with %s is left out and told, and the others stay', (_, faulty, problem) => {
  const {roadmaps, problems} = convert(module({lessons: [faulty, lesson({title: 'Right'})]}));
  expect(problems).toEqual([`Roadmap aB3: ${problem}`]);
  expect(roadmaps[0]?.steps).toMatchObject([{title: 'Right'}]);
});

test('a title keeps its blanks, which are in the reader’s key', () => {
  expect(stepsOf(module({title: ' Loops '}))).toMatchObject([{title: ' Loops '}]);
});

test('a roadmap without a step is none', () => {
  expect(convert()).toEqual({roadmaps: [], problems: []});
});

test('a roadmap without a title is called by its id', () => {
  const {roadmaps} = roadmapsOfApplication(
    [{roadmapId: 'aB3', roadmapTitle: '', roadmapDescription: '', modules: [module()]}],
    'app:',
  );
  expect(roadmaps).toMatchObject([{title: 'Roadmap aB3'}]);
});

test('a description is cut to what a roadmap of a file may have, not within a character', () => {
  expect(stepsOf(module({description: '😀'.repeat(2_001)}))).toMatchObject([
    {description: '😀'.repeat(2_000)},
  ]);
});
