import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseRoadmapFile} from '../../../domain/roadmaps/parse.ts';
import type {Roadmap} from '../../../domain/roadmaps/roadmap.ts';
import {roadmapText} from '../../../domain/roadmaps/roadmap-text.ts';
import {DIFFICULTIES, STYLES} from '../../../domain/styles.ts';

test('a roadmap is written in the documented format, without what goes without saying', () => {
  const text = roadmapText({
    id: 'python',
    title: 'Python',
    description: '',
    category: 'Programming languages',
    steps: [
      {
        title: 'Python Variables',
        description: '',
        difficulty: 'beginner',
        lessonCount: 1,
        styles: [...STYLES],
      },
      {
        title: 'Python asyncio: Waiting',
        description: 'Two\nlines.',
        difficulty: 'advanced',
        lessonCount: 2,
        styles: ['hands_on', 'reading'],
      },
    ],
  });

  expect(text).toBe(`id: python
title: Python
category: Programming languages
steps:
  - title: Python Variables
    difficulty: beginner
  - title: "Python asyncio: Waiting"
    description: |-
      Two
      lines.
    difficulty: advanced
    lessons: 2
    styles: [hands_on, reading]
`);
});

/** What a title may hold: one line, nothing at its ends, no control characters, no half pairs. */
const title = fc
  .oneof(
    fc.string({unit: 'binary', minLength: 1, maxLength: 200}),
    fc.constantFrom(
      '2048',
      'true',
      'null',
      '~',
      '- a',
      '# b',
      'a # b',
      'a: b',
      '*x',
      '&y',
      '"q',
      "'s",
      '%z',
      '---',
      '...',
      '😀',
      '日本',
    ),
    fc.lorem({maxCount: 40}),
  )
  .map(text =>
    text
      .replaceAll(/[\p{Cc}\u2028\u2029\ufffd]/gu, '')
      .trim()
      .slice(0, 120),
  )
  .filter(text => text !== '' && text.isWellFormed());

const description = fc
  .oneof(
    fc.string({unit: 'binary', maxLength: 200}),
    fc
      .array(fc.constantFrom('word', ' ', '\n', '\t', '\r\n', '#', ': ', '  indented', 'a'.repeat(130)), {
        maxLength: 20,
      })
      .map(parts => parts.join('')),
    fc.lorem({maxCount: 60}),
  )
  .map(text => text.replaceAll(/[^\P{Cc}\n\r\t]|\ufffd/gu, '').trim())
  .filter(text => text.isWellFormed());

const step = fc.record({
  title,
  description,
  difficulty: fc.constantFrom(...DIFFICULTIES),
  lessonCount: fc.integer({min: 1, max: 50}),
  styles: fc.subarray([...STYLES], {minLength: 1}),
});

const roadmap: fc.Arbitrary<Roadmap> = fc.record({
  id: fc.constantFrom('a', 'true', '1', 'null', 'c-plus-plus'),
  title,
  description,
  category: title,
  steps: fc.uniqueArray(step, {minLength: 1, maxLength: 6, selector: ({title: name}) => name}),
});

test('what is read from it is the same roadmap', () => {
  fc.assert(
    fc.property(roadmap, given => {
      expect(parseRoadmapFile(roadmapText(given), 'a.yaml')).toEqual({roadmaps: [given], problems: []});
    }),
    {numRuns: 500},
  );
});
