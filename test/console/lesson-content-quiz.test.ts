import {expect, test} from 'vitest';
import {quizItem} from '../../console/src/components/quiz-items.ts';

const item = (changes: object) =>
  quizItem({question: 'Which?', options: ['red', 'green', 'blue'], explanation: 'Because.', ...changes});

test.each([
  ['a letter', {correct_answer: 'B'}, 1],
  ['a small letter', {correct_answer: 'c'}, 2],
  ['a letter with its option', {correct_answer: 'B) green'}, 1],
  ['the text of the option', {correct_answer: 'green'}, 1],
  ['a place', {correct_answer: 2}, 2],
  ['under the later name', {correct: 'A'}, 0],
  ['a letter beyond the options', {correct_answer: 'D'}, null],
  ['a place beyond the options', {correct_answer: 3}, null],
  ['a word that no option is', {correct_answer: 'none of these'}, null],
  ['nothing', {}, null],
])('the right answer as %s', (_name, changes, answer) => {
  expect(item(changes)?.answer).toBe(answer);
});

test('options as an object, and numbers as options', () => {
  expect(item({options: {A: 'x', B: 'y'}, correct_answer: 'B'})).toMatchObject({
    options: ['x', 'y'],
    answer: 1,
  });
  expect(item({options: [1, 2]})?.options).toEqual(['1', '2']);
});

test('what is no question is none', () => {
  expect([
    item({question: ''}),
    item({options: ['one']}),
    item({options: [{}, {}]}),
    quizItem(null),
    quizItem('q'),
  ]).toEqual([null, null, null, null, null]);
});
