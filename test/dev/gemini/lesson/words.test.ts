import {expect, test} from 'vitest';
import {FACETS} from '../../../../dev/gemini/lesson/facets/index.ts';
import {readSubject} from '../../../../dev/gemini/lesson/subject.ts';
import type {LessonSubject} from '../../../../dev/gemini/lesson/subject.ts';
import {subjectWords} from '../../../../dev/gemini/lesson/words.ts';
import {lessonBlock} from '../given.ts';

const words = (step_title: string, step_description: string, turn = 0) =>
  subjectWords(readSubject(lessonBlock({step_title, step_description})) as LessonSubject, FACETS, turn);

test('they are the telling words of title and description, in their order', () => {
  expect(
    words('Python Functions', 'Write a function that returns what it computes, and name it well.'),
  ).toEqual(['python', 'functions', 'function', 'returns']);
});

test('a turn begins at a later word, and comes round', () => {
  const [first, second, ...rest] = words('Alpha beta gamma delta', 'Alpha.');
  expect(words('Alpha beta gamma delta', 'Alpha.', 1)).toEqual([second, ...rest, first]);
  expect(words('Alpha beta gamma delta', 'Alpha.', 4)).toEqual([first, second, ...rest]);
});

test('a long description is taken from its beginning, whatever the turn', () => {
  const said = 'apple banana cherry damson elder figs grape hazel iris juniper kiwi lemon';
  const taken = Array.from({length: 20}, (_none, turn) => words('', said, turn)).flat();
  expect(new Set(taken)).toEqual(new Set(said.split(' ').slice(0, 8)));
});

test('where the step has too few, the lesson’s own follow, and none comes twice', () => {
  expect(words('Order', 'Say what the order is.')).toEqual(['order', 'purpose', 'vocabulary', 'example']);
  expect(words('日本語', '')).toEqual(['purpose', 'vocabulary', 'example', 'comparison']);
});

test('only whole words of a to z are taken, and none that a format reads as something else', () => {
  expect(words("naïve re-entrant don’t it's true null x", 'snake_case and false positives')).toEqual([
    'positives',
    'purpose',
    'vocabulary',
    'example',
  ]);
});
