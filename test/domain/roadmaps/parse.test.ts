import {describe, expect, test} from 'vitest';
import {parseRoadmapFile, parseRoadmapFiles} from '../../../domain/roadmaps/parse.ts';
import {formatProblem} from '../../../domain/roadmaps/problem.ts';

function problemsOf(text: string): string[] {
  return parseRoadmapFile(text, 'f.yaml').problems.map(formatProblem);
}

describe('a file without faults', () => {
  test('gives a roadmap with every field as written', () => {
    const text = `id: python-1
title: Python
description: From nothing to packages.
category: Languages
steps:
  - title: Python Variables
    description: Names for values.
    difficulty: advanced
    lessons: 50
    styles: [video, hands_on]
`;
    expect(parseRoadmapFile(text, 'f.yaml')).toEqual({
      problems: [],
      roadmaps: [
        {
          id: 'python-1',
          title: 'Python',
          description: 'From nothing to packages.',
          category: 'Languages',
          steps: [
            {
              title: 'Python Variables',
              description: 'Names for values.',
              difficulty: 'advanced',
              lessonCount: 50,
              styles: ['hands_on', 'video'],
            },
          ],
        },
      ],
    });
  });

  test('fills in what may be left out', () => {
    expect(parseRoadmapFile('title: Web & APIs\nsteps:\n  - title: a\n', 'f.yaml').roadmaps).toEqual([
      {
        id: 'web-apis',
        title: 'Web & APIs',
        description: '',
        category: 'General',
        steps: [
          {
            title: 'a',
            description: '',
            difficulty: 'beginner',
            lessonCount: 1,
            styles: ['hands_on', 'video', 'reading', 'mixed'],
          },
        ],
      },
    ]);
  });

  test('may be JSON indented with tabs and with escapes', () => {
    const {roadmaps, problems} = parseRoadmapFile(
      '{\n\t"title": "x",\n\t"steps": [{"title": "\\ud83d\\ude00 a\\/b"}]\n}',
      'f.json',
    );
    expect([problems, roadmaps[0]?.steps[0]?.title]).toEqual([[], '😀 a/b']);
  });

  test('may hold several documents, and empty ones between them count for nothing', () => {
    const text = 'title: a\nsteps: [{title: s}]\n---\n---\ntitle: b\nsteps: [{title: s}]\n';
    const {roadmaps, problems} = parseRoadmapFile(text, 'f.yaml');
    expect([problems, roadmaps.map(({id}) => id)]).toEqual([[], ['a', 'b']]);
  });

  test('may hold a list of roadmaps', () => {
    const text = 'roadmaps:\n  - title: a\n    steps: [{title: s}]\n  - title: b\n    steps: [{title: s}]\n';
    const {roadmaps, problems} = parseRoadmapFile(text, 'f.yaml');
    expect([problems, roadmaps.map(({id}) => id)]).toEqual([[], ['a', 'b']]);
  });
});

test('all problems of a file are named at once, in the order of its lines', () => {
  const text = `title: Python
catgory: x
steps:
  - title: A
    lesson: 2
    styles: [hands-on]
  - title: A
    lessons: 0
  - description: no title
`;
  expect(problemsOf(text)).toEqual([
    'f.yaml:2: catgory: is unknown: did you mean category? Known keys: id, title, description, category, steps, roadmaps',
    'f.yaml:5: steps[0].lesson: is unknown: did you mean lessons? Known keys: title, description, difficulty, lessons, styles',
    'f.yaml:6: steps[0].styles[0]: is "hands-on", which is unknown: did you mean hands_on? Use hands_on, video, reading, mixed',
    'f.yaml:7: steps[1].title: "A" is already a step at line 4: lessons are found by step title, so rename or remove one',
    'f.yaml:8: steps[1].lessons: is 0: write a whole number from 1 to 50, without quotes',
    'f.yaml:9: steps[2].title: is missing: write some text',
  ]);
});

test('one fault keeps back every roadmap of the import, also those of the other files', () => {
  const good = {fileName: 'a.yaml', text: 'title: a\nsteps: [{title: s}]'};
  const bad = {fileName: 'b.yaml', text: 'title: b\nsteps: []'};
  expect(parseRoadmapFiles([good]).roadmaps).toHaveLength(1);
  expect(parseRoadmapFiles([good, bad])).toEqual({
    roadmaps: [],
    problems: [{file: 'b.yaml', line: 2, field: 'steps', message: 'is empty: add at least one step'}],
  });
});

test('problems of several files come in the order of the files', () => {
  const files = ['z.yaml', 'a.yaml'].map(fileName => ({fileName, text: '\n\nsteps: []\ntitle: ""'}));
  expect(parseRoadmapFiles(files).problems.map(({file, line}) => `${file}:${line}`)).toEqual([
    'z.yaml:3',
    'z.yaml:4',
    'a.yaml:3',
    'a.yaml:4',
  ]);
});

test('an id may come only once in an import, whether written or made from the title', () => {
  const files = [
    {fileName: 'a.yaml', text: 'title: Go\nsteps: [{title: s}]'},
    {fileName: 'b.yaml', text: 'title: The Game of Go\nid: go\nsteps: [{title: s}]'},
  ];
  expect(parseRoadmapFiles(files).problems.map(formatProblem)).toEqual([
    'b.yaml:2: id: go is already the id of the roadmap at a.yaml:1: give one of them another id',
  ]);
});

test('a doubled id names the line of the first one, also deep in a file', () => {
  const text = `roadmaps:
  - title: Go
    id: go
    steps: [{title: s}]
  - title: go
    steps: [{title: s}]
`;
  expect(problemsOf(text)).toEqual([
    'f.yaml:5: roadmaps[1].id: go is already the id of the roadmap at f.yaml:3: give one of them another id',
  ]);
});

test('the same step title may come in two roadmaps', () => {
  const text = 'title: a\nsteps: [{title: s}]\n---\ntitle: b\nsteps: [{title: s}]';
  expect(problemsOf(text)).toEqual([]);
});

test('step titles that differ in case are two steps', () => {
  expect(problemsOf('title: a\nsteps: [{title: Sets}, {title: sets}]')).toEqual([]);
});

test.each([
  ['', 'f.yaml:1: file: holds no roadmap: add title: and steps:'],
  ['# only a comment\n', 'f.yaml:1: file: holds no roadmap: add title: and steps:'],
  ['---\n---\n', 'f.yaml:1: file: holds no roadmap: add title: and steps:'],
  ['- title: a\n', 'f.yaml:1: file: is [{"title":"a"}]: write a mapping with title: and steps:'],
  ['just text', 'f.yaml:1: file: is "just text": write a mapping with title: and steps:'],
  ['title: a', 'f.yaml:1: steps: is missing: add a list of steps, each with a title'],
  ['title: a\nsteps: b', 'f.yaml:2: steps: is "b": write a list of steps, each with a title'],
  ['roadmaps: []', 'f.yaml:1: roadmaps: is empty: add at least one roadmap'],
  ['\nroadmaps: {}', 'f.yaml:2: roadmaps: is {}: write a list of roadmaps'],
  ['roadmaps: [{title: a, steps: [{title: s}]}]\nid: x', 'f.yaml:2: id: is unknown: Known keys: roadmaps'],
  [
    'roadmaps:\n  - title: a\n    steps:\n      - b\n',
    'f.yaml:4: roadmaps[0].steps[0]: is "b": write a mapping that starts with title:',
  ],
  [
    'roadmaps:\n  - title: a\n    roadmaps: 1\n    steps: [{title: s}]',
    'f.yaml:3: roadmaps[0].roadmaps: is unknown: Known keys: id, title, description, category, steps',
  ],
])('a file of another shape says what to write: %j', (text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('a title within a list of roadmaps is looked for in its own roadmap', () => {
  const text = `roadmaps:
  - title: a
    steps: [{title: s}]
  - title: b
    steps:
      - title: s
      - title: s
`;
  expect(problemsOf(text)).toEqual([
    'f.yaml:7: roadmaps[1].steps[1].title: "s" is already a step at line 6: lessons are found by step title, so rename or remove one',
  ]);
});
