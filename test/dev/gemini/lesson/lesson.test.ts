import {expect, test} from 'vitest';
import {starterRoadmaps} from '../../../../cli/roadmap-files.ts';
import {draftTexts} from '../../../../domain/checks/draft-texts.ts';
import {checkDraft} from '../../../../domain/checks/index.ts';
import {fingerprint, similarity} from '../../../../domain/checks/siblings.ts';
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

/** All lessons of the starter steps that have several, by step. */
async function stepsOfSeveral(): Promise<LessonRequest[][]> {
  const steps = (await starterRoadmaps()).flatMap(({title, category, steps: ofRoadmap}) =>
    ofRoadmap.map(step => ({...step, roadmapTitle: title, category})),
  );
  return steps
    .filter(({lessonCount}) => lessonCount > 1)
    .map(({title, description, difficulty, lessonCount, roadmapTitle, category}) =>
      STYLES.flatMap(style =>
        Array.from({length: lessonCount}, (_none, index) => ({
          stepTitle: title,
          stepDescription: description,
          difficulty,
          lessonNumber: index + 1,
          lessonCount,
          style,
          roadmapTitle,
          category,
        })),
      ),
    );
}

test('the lessons of a step share little, whatever their styles and numbers', async () => {
  const shares = (await stepsOfSeveral()).flatMap(requestsOfStep => {
    const prints = requestsOfStep.map(request => fingerprint(draftTexts(JSON.parse(lesson(request)))));
    return prints.flatMap((one, index) => prints.slice(index + 1).map(other => similarity(one, other)));
  });
  expect(shares.length).toBeGreaterThan(1_000);
  // A lesson that was copied and changed in every tenth word has more than twice as much in common.
  expect(Math.max(...shares)).toBeLessThan(0.3);
});

test('a lesson says what its step is about', () => {
  for (const style of STYLES) {
    const text = lesson({
      stepTitle: 'Python Variables',
      stepDescription: 'Give names to values, and change what a name refers to.',
      difficulty: 'beginner',
      lessonNumber: 1,
      lessonCount: 1,
      style,
      roadmapTitle: 'Python',
      category: '',
    });
    expect(text.split('Python Variables').length).toBeGreaterThan(10);
    expect(text.match(/[Gg]ive names to values/g)?.length).toBeGreaterThan(1);
    expect(text.match(/[Cc]hange what a name refers to/g)?.length).toBeGreaterThan(1);
  }
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
