import {describe, expect, test} from 'vitest';
import {checkTopic} from '../../../domain/checks/topic.ts';
import {ANSWER_SCHEMAS} from '../../../domain/content/index.ts';
import type {LessonRequest} from '../../../domain/lesson-request.ts';
import {sampleAnswers, sampleRequest} from '../content/sample-answers.ts';

function severitiesOf(changes: Partial<LessonRequest>, title: string, guide = 'x'.repeat(600)): string[] {
  const answer = ANSWER_SCHEMAS.video.parse({
    ...sampleAnswers.video(),
    title,
    summary: 'x'.repeat(60),
    study_guide: guide,
  });
  return checkTopic(sampleRequest('video', changes), answer).map(({severity}) => severity);
}

test.each([
  ['Writing Tests', 'Testing bread'],
  ['Variables', 'What is a variable?'],
  ['C++ Basics', 'Your first C++ program'],
  ['Переменные', 'Переменная и её имя'],
  ['Introduction', 'Anything at all'],
  ['🐍', 'Anything at all'],
])('a lesson for %s may be called %s', (stepTitle, title) => {
  expect(severitiesOf({stepTitle}, title)).toEqual([]);
});

test.each([
  ['SQL Joins', 'Baking bread'],
  ['Introduction to Docker', 'An introduction to bread'],
  ['Go', 'Google and you'],
])('a lesson for %s should not be called %s', (stepTitle, title) => {
  expect(severitiesOf({stepTitle}, title)).toEqual(['warning']);
});

test('the word that a whole roadmap shares does not set a step apart', () => {
  const request = {stepTitle: 'Docker Volumes', roadmapTitle: 'Docker'};
  expect(severitiesOf(request, 'Docker networks')).toEqual(['warning']);
  expect(severitiesOf({...request, stepTitle: 'Docker Basics'}, 'Docker networks')).toEqual([]);
  expect(severitiesOf({...request, stepTitle: 'Docker Basics'}, 'Baking bread')).toEqual(['warning']);
});

describe('a lesson without the words of its step', () => {
  const baking = {
    stepTitle: 'Baking',
    stepDescription: 'Knead the dough, shape loaves, and bring steam into your baker’s oven.',
    roadmapTitle: 'Kitchen',
  };
  const padded = (guide: string) => guide.padEnd(600, ' x');

  test('is about something else: an error', () => {
    expect(severitiesOf(baking, 'Names for values')).toEqual(['error']);
  });

  test('is one as well where the title makes the fifth word', () => {
    const stepDescription = 'Knead the dough, shape loaves.';
    expect(severitiesOf({...baking, stepDescription}, 'Names for values')).toEqual(['error']);
  });

  test('is warned of where half of them stand somewhere in it', () => {
    // Subject: baking, knead, dough, shape, loaves, bring, steam, baker.
    expect(severitiesOf(baking, 'Hot and crisp', padded('Dough, loaves, steam.'))).toEqual(['error']);
    expect(severitiesOf(baking, 'Hot and crisp', padded('Dough, loaves, steam, baker.'))).toEqual([
      'warning',
    ]);
  });

  test.each([
    ['none', ''],
    ['one of a few words', 'Knead the dough and wait.'],
    ['one in another language', 'Teig kneten, Laibe formen, Dampf erzeugen, schwaden, einschießen, backen.'],
    ['one of short words', 'How to bake, in an oven, with a lot of heat and salt and time.'],
    ['one that repeats itself', 'Knead, knead, knead and knead the dough.'],
    ['one of the roadmap’s words', 'Kitchen matters of several kinds, with tools and habits.'],
  ])('is warned of where the description says little: %s', (_, stepDescription) => {
    const request = {
      ...baking,
      roadmapTitle: 'Kitchen matters: several kinds, tools, habits',
      stepDescription,
    };
    expect(severitiesOf(request, 'Names for values')).toEqual(['warning']);
  });
});
