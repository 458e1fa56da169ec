import {expect, test} from 'vitest';
import {planLesson} from '../../../../dev/gemini/lesson/plan.ts';
import {quizMaterial} from '../../../../dev/gemini/lesson/quiz.ts';
import {readSubject} from '../../../../dev/gemini/lesson/subject.ts';
import type {LessonSubject} from '../../../../dev/gemini/lesson/subject.ts';
import {createRandom} from '../../../../dev/gemini/random.ts';
import {STYLES} from '../../../../domain/styles.ts';
import {lessonBlock} from '../given.ts';

type Item = {
  question: string;
  options: string[];
  correct_answer: string;
  correct: string;
  explanation: string;
};

function quiz(request: {[name: string]: unknown} = {}, count = 8, seed = 1): Item[] {
  const subject = readSubject(lessonBlock(request)) as LessonSubject;
  return quizMaterial(subject, planLesson(subject), count, createRandom(seed)) as unknown as Item[];
}

test('the letter points to the right option, and the explanation names it', () => {
  const subject = readSubject(lessonBlock()) as LessonSubject;
  const {facets} = planLesson(subject);
  const [, ...items] = quiz();
  expect(items).toHaveLength(7);
  for (const [index, {question, options, correct_answer: letter, correct, explanation}] of items.entries()) {
    expect(question).toBe(facets[index]?.question('Python Variables'));
    expect(new Set(options)).toEqual(new Set([facets[index]?.right, ...(facets[index]?.wrong ?? [])]));
    expect(options).toHaveLength(4);
    expect(options['ABCD'.indexOf(letter)]).toBe(facets[index]?.right);
    expect(correct).toBe(letter);
    expect(explanation).toMatch(new RegExp(`^${letter} is right: [a-z]`));
  }
});

test('every letter comes up equally often, in an order that depends on the seed', () => {
  const orders = Array.from({length: 20}, (_none, seed) =>
    quiz({}, 8, seed).map(item => item.correct_answer),
  );
  for (const letters of orders) expect(letters.toSorted().join('')).toBe('AABBCCDD');
  expect(new Set(orders.map(letters => letters.join(''))).size).toBeGreaterThan(15);
});

test('one question is about the step’s own description, and asked otherwise in each style', () => {
  const questions = STYLES.map(style => {
    const [own] = quiz({style, step_description: 'Give names to values, and change their names.'});
    expect(own?.options['ABCD'.indexOf(own.correct_answer)]).toBe('Change their names');
    return own?.question;
  });
  expect(new Set(questions).size).toBe(4);
});

test('a step without a description has none', () => {
  const subject = readSubject(lessonBlock({step_description: ''})) as LessonSubject;
  expect(quiz({step_description: ''})[0]?.question).toBe(
    planLesson(subject).facets[0]?.question('Python Variables'),
  );
});

test.each([0, 1, 5, 12])('there are as many questions as were asked for: %i', count => {
  expect(quiz({}, count)).toHaveLength(count);
});
