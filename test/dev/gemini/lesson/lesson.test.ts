import {expect, test} from 'vitest';
import {checkDraft} from '../../../../domain/checks/index.ts';
import {wireSchema} from '../../../../domain/content/index.ts';
import type {LessonRequest} from '../../../../domain/lesson-request.ts';
import {lessonPrompt} from '../../../../domain/prompts/index.ts';
import {STYLES} from '../../../../domain/styles.ts';
import {answerText, givenEmulator, jsonPrompt, lessonBlock} from '../given.ts';

const TITLES: readonly (readonly [string, string])[] = [
  ['Python Variables', 'Python'],
  ['SQL Joins', 'SQL'],
  ['Git Basics', 'Git'],
  ['Pods and Deployments', 'Kubernetes'],
  ['Generics', 'TypeScript'],
  ['State', 'React'],
  ['Goroutines', 'Go'],
  [`It's \\ 100% \${odd} ; # [x] "quoted" <b>x</b> \`tick\` https://nowhere.invalid/`, 'Data analysis'],
  ['日本語のタイトル🎉', 'Machine learning'],
  ['x'.repeat(255), 'Anything'],
];

function lesson(request: LessonRequest): string {
  const {system, user} = lessonPrompt(request);
  return answerText(
    givenEmulator().generate({
      ...jsonPrompt(user, wireSchema(request.style)),
      systemInstruction: {parts: [{text: system}]},
    }),
  );
}

const requests = STYLES.flatMap(style =>
  TITLES.map(([stepTitle, roadmapTitle]): [string, LessonRequest] => [
    `${style}: ${stepTitle.slice(0, 40)}`,
    {
      stepTitle,
      roadmapTitle,
      style,
      stepDescription: 'What it is, <i>and</i> why.',
      difficulty: 'beginner',
      lessonNumber: 1,
      lessonCount: 2,
      category: '',
    },
  ]),
);

test.each(requests)('a lesson passes all checks of the product, %s', (_name, request) => {
  const answer = lesson(request);
  const {findings} = checkDraft({request, answerText: answer, finishReason: 'STOP'});
  expect(findings.filter(({severity, check}) => severity === 'error' || check === 'topic')).toEqual([]);
  expect(answer.length).toBeGreaterThan(2_000);
});

test('sibling lessons say different things', () => {
  const [, request] = requests[0] ?? [];
  if (request === undefined) throw new Error('There are no requests.');
  const concepts = [1, 2].map(lessonNumber => {
    const answer = JSON.parse(lesson({...request, lessonNumber})) as {introduction: {key_concepts: string[]}};
    return answer.introduction.key_concepts;
  });
  expect(new Set(concepts.flat()).size).toBe(8);
});

test.each([
  ['flowchart', /^flowchart TD\n/],
  ['sequence', /^sequenceDiagram\n/],
  ['class', /^classDiagram\n/],
  ['er', /^erDiagram\n/],
  ['state', /^stateDiagram-v2\n/],
  ['stateDiagram', /^stateDiagram-v2\n/],
])('a diagram of the type %s is written as one, whichever was preferred', (type, start) => {
  const schema = {
    type: 'object',
    properties: {
      diagrams: {
        type: 'array',
        items: {
          type: 'object',
          properties: {type: {type: 'string', enum: [type]}, mermaid_code: {type: 'string'}},
          required: ['type', 'mermaid_code'],
        },
      },
    },
    required: ['diagrams'],
  };
  const answer = JSON.parse(answerText(givenEmulator().generate(jsonPrompt(lessonBlock(), schema)))) as {
    diagrams: {type: string; mermaid_code: string}[];
  };
  expect(answer.diagrams.map(diagram => diagram.type)).toEqual([type, type]);
  for (const diagram of answer.diagrams) expect(diagram.mermaid_code).toMatch(start);
});

test('counts follow the style where the schema does not say', () => {
  const list = {type: 'array', items: {type: 'object', properties: {title: {type: 'string'}}}};
  const schema = {
    type: 'object',
    properties: {quiz: list, exercises: list, diagrams: list},
    required: ['quiz', 'exercises', 'diagrams'],
  };
  const counts = STYLES.map(style => {
    const text = answerText(givenEmulator().generate(jsonPrompt(lessonBlock({style}), schema)));
    const {quiz, exercises, diagrams} = JSON.parse(text) as Record<string, unknown[]>;
    return [quiz?.length, exercises?.length, diagrams?.length];
  });
  expect(counts).toEqual([
    [4, 3, 2],
    [6, 3, 2],
    [8, 3, 2],
    [5, 2, 1],
  ]);
});
