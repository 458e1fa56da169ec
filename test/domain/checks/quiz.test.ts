import {expect, test} from 'vitest';
import {checkQuizOptions} from '../../../domain/checks/quiz.ts';
import {ANSWER_SCHEMAS} from '../../../domain/content/index.ts';
import {sampleAnswers} from '../content/sample-answers.ts';

function messagesOf(options: string[]): string[] {
  const {quiz, ...answer} = sampleAnswers.mixed();
  const items = quiz.map((item, index) => (index === 2 ? {...item, options} : item));
  return checkQuizOptions(ANSWER_SCHEMAS.mixed.parse({...answer, quiz: items})).map(({message}) => message);
}

test.each([
  ['blanks', ['a b', ' a\n b ', 'c', 'd']],
  ['backticks', ['`f(x)`', 'f(x)', 'c', 'd']],
  ['a full stop', ['The first', 'The first.', 'c', 'd']],
])('options that differ in %s alone look the same', (_, options) => {
  expect(messagesOf(options)).toEqual(['quiz[2].options are not all different.']);
});

test.each([
  ['case', ['name', 'Name', 'NAME', '_name']],
  ['a sign of code', ['1', '1.', '.', '..']],
])('options may differ in %s alone', (_, options) => {
  expect(messagesOf(options)).toEqual([]);
});

test.each([
  ['brackets', ['A) x', 'B) y', 'C) z', 'D) w']],
  ['two brackets', ['(a) x', '(b) y', '(c) z', '(d) w']],
  ['full stops', ['A. x', 'B. y', 'C. z', 'D. w']],
  ['colons', ['A: x', 'B: y', 'C: z', 'D: w']],
  ['dashes', ['A - x', 'B - y', 'C – z', 'D — w']],
  ['bold', ['**A.** x', '**B.** y', '**C**. z', '**D**) w']],
  ['numbers', ['1. x', '2. y', '3) z', '4) w']],
])('options with letters of their own: %s', (_, options) => {
  expect(messagesOf(options)).toEqual(['quiz[2].options begin with letters or numbers of their own.']);
});

test.each([
  ['one of them only', ['A) x', 'y', 'z', 'w']],
  ['in another order', ['B) x', 'A) y', 'C) z', 'D) w']],
  ['nothing after the letter', ['A', 'B', 'C', 'D']],
  ['words that begin so', ['A dog', 'B cells', 'C code', 'D flat']],
  ['methods', ['a.x', 'b.y', 'c.z', 'd.w']],
])('letters that belong to the options: %s', (_, options) => {
  expect(messagesOf(options)).toEqual([]);
});
