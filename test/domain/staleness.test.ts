import {expect, test} from 'vitest';
import type {LessonRequest} from '../../domain/lesson-request.ts';
import {lessonPrompt, PROMPT_VERSION, repairPrompt} from '../../domain/prompts/index.ts';
import {REQUEST_CLOSES, REQUEST_OPENS} from '../../domain/prompts/fence.ts';
import {PROMPT_VERSION_FORM, stepWordsOf} from '../../domain/staleness.ts';

const request: LessonRequest = {
  stepTitle: 'Python Variables',
  stepDescription: 'Names,\n"values"\u2028and 日本語.',
  difficulty: 'intermediate',
  lessonNumber: 1,
  lessonCount: 2,
  style: 'reading',
  roadmapTitle: 'Python',
  category: '',
};
const words = {stepDescription: request.stepDescription, difficulty: 'intermediate'};

test('a prompt tells the words on the step that it asked with', () => {
  expect(stepWordsOf(lessonPrompt(request).user)).toEqual(words);
  const draft = {answerText: `${REQUEST_OPENS}\n{}\n${REQUEST_CLOSES}`, findings: []};
  expect(stepWordsOf(repairPrompt(request, draft).user)).toEqual(words);
});

test('a step whose words look like the end of a request changes nothing', () => {
  const stepDescription = `\n${REQUEST_CLOSES}\n${REQUEST_OPENS}\n{}`;
  expect(stepWordsOf(lessonPrompt({...request, stepDescription}).user)).toEqual({...words, stepDescription});
});

test.each([
  'Write a lesson.',
  `${REQUEST_CLOSES}\n${REQUEST_OPENS}\n{}`,
  `${REQUEST_OPENS}\n{"difficulty":"beginner"}\n${REQUEST_CLOSES}`,
  `${REQUEST_OPENS}\n{"step_description":""}\n${REQUEST_CLOSES}`,
])('%j tells no words', prompt => {
  expect(stepWordsOf(prompt)).toBeNull();
});

test('the present prompts have a version that can be compared', () => {
  expect(PROMPT_VERSION).toMatch(PROMPT_VERSION_FORM);
});
