import {expect, test} from 'vitest';
import {TASKS} from '../../../../dev/gemini/lesson/code/snippet.ts';
import {DIAGRAM_TYPES} from '../../../../dev/gemini/lesson/diagrams.ts';
import {FACETS} from '../../../../dev/gemini/lesson/facets/index.ts';
import {planLesson} from '../../../../dev/gemini/lesson/plan.ts';
import {readSubject} from '../../../../dev/gemini/lesson/subject.ts';
import type {LessonSubject} from '../../../../dev/gemini/lesson/subject.ts';
import {lessonBlock} from '../given.ts';

/** How many facets the lessons of a style use. */
const USED = {hands_on: 4, mixed: 5, video: 6, reading: 8} as const;
const USING = Object.keys(USED) as (keyof typeof USED)[];

const plan = (style: string, lesson_number = 1, step_title = 'Python Variables') =>
  planLesson(
    readSubject(
      lessonBlock({
        style,
        lesson_number,
        step_title,
        step_description: 'Name the values, and change their names.',
      }),
    ) as LessonSubject,
  );
const facets = (style: keyof typeof USED, lessonNumber: number): string[] =>
  plan(style, lessonNumber)
    .facets.slice(0, USED[style])
    .map(({word}) => word);

test('the four lessons of a step have no facet and no exercise in common', () => {
  const words = USING.flatMap(style => facets(style, 1));
  expect(new Set(words).size).toBe(words.length);
  const exercises = [...plan('hands_on').tasks.slice(0, 3), ...plan('mixed').tasks.slice(0, 2)];
  expect(new Set(exercises).size).toBe(5);
  const diagrams = [...plan('reading').diagrams.slice(0, 2), plan('mixed').diagrams[0]];
  expect(new Set(diagrams).size).toBe(3);
});

test('a second and third lesson meet each earlier one at few facets', () => {
  for (const [earlier, later] of [
    [1, 2],
    [1, 3],
    [2, 3],
  ] as const) {
    for (const style of USING) {
      const before = new Set(facets(style, earlier));
      for (const other of USING) {
        const common = facets(other, later).filter(word => before.has(word)).length;
        expect(common / (USED[style] + USED[other] - common)).toBeLessThanOrEqual(0.2);
      }
    }
  }
});

test('a second lesson has at most one exercise of any earlier one', () => {
  const exercises = {hands_on: 3, mixed: 2} as const;
  for (const style of ['hands_on', 'mixed'] as const) {
    const first = new Set(plan(style).tasks.slice(0, exercises[style]));
    for (const other of ['hands_on', 'mixed'] as const) {
      const common = plan(other, 2)
        .tasks.slice(0, exercises[other])
        .filter(task => first.has(task));
      expect(common.length).toBeLessThanOrEqual(1);
    }
  }
});

test.each([1, 2, 3, 14, 15, 1_000_000])('lesson %i has all there is, each once', lessonNumber => {
  const {facets: all, tasks, diagrams} = plan('reading', lessonNumber);
  expect(new Set(all)).toEqual(new Set(FACETS));
  expect(new Set(tasks)).toEqual(new Set(TASKS));
  expect(new Set(diagrams)).toEqual(new Set(DIAGRAM_TYPES));
});

test('the lessons of a step take turns with the parts of its description', () => {
  expect(plan('video', 1).points).toEqual(['Name the values', 'change their names']);
  expect(plan('video', 2).points).toEqual(['change their names', 'Name the values']);
  expect(plan('video', 3).points).toEqual(plan('video', 1).points);
});

test('another step begins elsewhere, and an unknown style like a reading', () => {
  expect(plan('mixed', 1, 'Python Loops').facets).not.toEqual(plan('mixed').facets);
  expect(plan('podcast')).toEqual(plan('reading'));
});
