import {expect, test} from 'vitest';
import {
  lessonTitle,
  lowerFirst,
  opening,
  pointSection,
  shorten,
} from '../../../../dev/gemini/lesson/prose.ts';
import {readSubject} from '../../../../dev/gemini/lesson/subject.ts';
import type {LessonSubject} from '../../../../dev/gemini/lesson/subject.ts';
import {STYLES} from '../../../../domain/styles.ts';
import {lessonBlock} from '../given.ts';

const subject = (request: {[name: string]: unknown} = {}) =>
  readSubject(lessonBlock(request)) as LessonSubject;

test('a title says which part it is where there are several', () => {
  expect(lessonTitle(subject({lesson_number: 2}))).toBe('Python Variables: a close reading, part 2 of 2');
  expect(lessonTitle(subject({lesson_count: 1}))).toBe('Python Variables: a close reading');
  expect(lessonTitle(subject({step_title: 'x'.repeat(300)})).length).toBeLessThan(255);
});

test('an opening names subject, aim, roadmap and level', () => {
  const text = opening(subject({step_description: 'Give names to values'}));
  expect(text).toContain('This article on Python Variables');
  expect(text).toContain('in one sentence: give names to values.');
  expect(text).toContain('the roadmap Python.');
  expect(text).toContain('You need no earlier knowledge');
  expect(text).not.toContain('part 1');
});

test('an opening leaves out what it was not told, and says of a later part that it is one', () => {
  const text = opening(
    subject({step_description: '', roadmap_title: '', difficulty: 'unheard of', lesson_number: 2}),
  );
  expect(text).not.toMatch(/one sentence|roadmap|undefined| {2}/);
  expect(text).toMatch(/You need no earlier knowledge .*This is part 2 of 2: /);
});

test('each style speaks in its own voice', () => {
  const texts = STYLES.flatMap(style => [
    opening(subject({style})),
    ...pointSection(subject({style}), ['Give names']),
    ...pointSection(subject({style, lesson_number: 2}), ['Give names']),
  ]).filter(text => text !== '## Give names');
  expect(texts).toHaveLength(12);
  expect(new Set(texts).size).toBe(12);
});

test('there is no section on a part where there is none', () => {
  expect(pointSection(subject(), [])).toEqual([]);
});

test.each([
  ['short', 10, 'short'],
  ['one two three', 9, 'one two'],
  ['one two, three', 9, 'one two'],
  ['unbreakable', 5, 'unbre'],
  ['a unbreakable', 8, 'a unbrea'],
  ['abc🎉', 4, 'abc'],
])('%j in at most %i characters is %j', (text, maxChars, short) => {
  expect(shorten(text, maxChars)).toBe(short);
});

test.each([
  ['Give names', 'give names'],
  ['A name', 'a name'],
  ['SQL joins', 'SQL joins'],
  ['iPhone', 'iPhone'],
  ['', ''],
])('%j inside of a sentence is %j', (text, inside) => {
  expect(lowerFirst(text)).toBe(inside);
});
