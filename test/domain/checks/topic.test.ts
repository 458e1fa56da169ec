import {expect, test} from 'vitest';
import {checkTopic} from '../../../domain/checks/topic.ts';
import {ANSWER_SCHEMAS} from '../../../domain/content/index.ts';
import {sampleAnswers, sampleRequest} from '../content/sample-answers.ts';

function isWarnedOf(stepTitle: string, title: string): boolean {
  const answer = ANSWER_SCHEMAS.video.parse({...sampleAnswers.video(), title, summary: 'x'.repeat(60)});
  return checkTopic(sampleRequest('video', {stepTitle}), answer).length > 0;
}

test.each([
  ['Writing Tests', 'Testing bread'],
  ['Variables', 'What is a variable?'],
  ['C++ Basics', 'Your first C++ program'],
  ['Переменные', 'Переменная и её имя'],
  ['Introduction', 'Anything at all'],
  ['🐍', 'Anything at all'],
])('a lesson for %s may be called %s', (stepTitle, title) => {
  expect(isWarnedOf(stepTitle, title)).toBe(false);
});

test.each([
  ['SQL Joins', 'Baking bread'],
  ['Introduction to Docker', 'An introduction to bread'],
  ['Go', 'Google and you'],
])('a lesson for %s should not be called %s', (stepTitle, title) => {
  expect(isWarnedOf(stepTitle, title)).toBe(true);
});
