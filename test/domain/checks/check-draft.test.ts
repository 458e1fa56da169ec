import {expect, test} from 'vitest';
import {checkDraft, hasError} from '../../../domain/checks/index.ts';
import {STYLES, type Style} from '../../../domain/styles.ts';
import {sampleAnswers, sampleRequest} from '../content/sample-answers.ts';

function check(style: Style, answer: unknown) {
  return checkDraft({
    request: sampleRequest(style),
    answerText: JSON.stringify(answer),
    finishReason: 'STOP',
  });
}

/** `check severity` of each finding. */
function kindsOf({findings}: ReturnType<typeof checkDraft>): string[] {
  return findings.map(finding => `${finding.check} ${finding.severity}`);
}

test.each(STYLES)('a good %s draft makes a lesson without an error', style => {
  const result = check(style, sampleAnswers[style]());
  expect(kindsOf(result)).toEqual([]);
  expect(hasError(result.findings)).toBe(false);
  expect(result.lesson?.content).toMatchObject({type: style, title: 'Python Variables: names for values'});
  expect(result.value).toEqual(sampleAnswers[style]());
});

test.each(['MAX_TOKENS', 'SAFETY', 'PROMPT_OTHER', ''])(
  'an answer that ended with %j makes no lesson, whole or not',
  finishReason => {
    const answerText = JSON.stringify(sampleAnswers.video());
    const result = checkDraft({request: sampleRequest('video'), answerText, finishReason});
    expect(kindsOf(result)).toEqual(['finish-reason error']);
    expect(result).toMatchObject({lesson: null, value: undefined});
  },
);

test.each(['', '{"title": "cut o', 'Here is your lesson: {}'])('%j is no JSON', answerText => {
  const result = checkDraft({request: sampleRequest('video'), answerText, finishReason: 'STOP'});
  expect(kindsOf(result)).toEqual(['json error']);
  expect(result).toMatchObject({lesson: null, value: undefined});
});

test('a fence around the whole answer is not paid for again', () => {
  const answerText = `\`\`\`json\n${JSON.stringify(sampleAnswers.mixed())}\n\`\`\``;
  const result = checkDraft({request: sampleRequest('mixed'), answerText, finishReason: 'STOP'});
  expect(kindsOf(result)).toEqual([]);
  expect(result.lesson).not.toBeNull();
});

test.each([null, [], 'text', 3])('%j is JSON of another shape', answer => {
  const result = check('reading', answer);
  expect(kindsOf(result)).toContain('schema error');
  expect(result).toMatchObject({lesson: null, value: answer});
});

test('brackets nested by the ten thousand are a finding, not a crash', () => {
  const answerText = `{"title": ${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  const {findings} = checkDraft({request: sampleRequest('video'), answerText, finishReason: 'STOP'});
  expect(hasError(findings)).toBe(true);
});

test('a finding of the schema says where', () => {
  const answer = sampleAnswers.hands_on();
  const {findings} = check('hands_on', {
    ...answer,
    quiz: [{...answer.quiz[0], correct_answer: 'E'}, ...answer.quiz.slice(1)],
  });
  expect(findings).toMatchObject([
    {check: 'schema', severity: 'error', message: expect.stringContaining('quiz[0].correct_answer')},
  ]);
});

test.each([
  ['two exercises', 'hands_on', {exercises: sampleAnswers.hands_on().exercises.slice(1)}, 'exercises'],
  ['six takeaways', 'reading', {key_takeaways: ['a', 'b', 'c', 'd', 'e', 'f']}, 'key_takeaways'],
  ['seven questions', 'reading', {quiz: sampleAnswers.reading().quiz.slice(1)}, 'quiz'],
  ['four questions', 'video', {quiz: sampleAnswers.video().quiz.slice(2)}, 'quiz'],
  [
    'three exercises',
    'mixed',
    {exercises: Array.from({length: 3}, () => sampleAnswers.mixed().exercises[0])},
    'exercises',
  ],
] as const)('%s in a %s lesson are the wrong number', (_, style, changes, path) => {
  const result = check(style, {...sampleAnswers[style](), ...changes});
  expect(kindsOf(result)).toContain('count error');
  expect(result.findings.find(({check: id}) => id === 'count')?.message).toContain(`${path} has `);
  expect(result.lesson).toBeNull();
});

test('an article of a few lines is too short', () => {
  expect(kindsOf(check('reading', {...sampleAnswers.reading(), content: 'Variables are names.'}))).toEqual([
    'length error',
  ]);
});

test.each([
  ['three', ['a', 'b', 'c'], 'count error'],
  ['five', ['a', 'b', 'c', 'd', 'e'], 'count error'],
  ['two equal ones among four', ['a', 'b', ' a ', 'd'], 'quiz-options error'],
])('%s options are not four different ones', (_, options, kind) => {
  const answer = sampleAnswers.video();
  const quiz = answer.quiz.map((item, index) => (index === 1 ? {...item, options} : item));
  expect(kindsOf(check('video', {...answer, quiz}))).toEqual([kind]);
});

test('options that differ in case alone are different', () => {
  const answer = sampleAnswers.mixed();
  const quiz = answer.quiz.map(item => ({...item, options: ['name', 'Name', 'NAME', '_name']}));
  expect(kindsOf(check('mixed', {...answer, quiz}))).toEqual([]);
});

test('the same question twice is an error', () => {
  const answer = sampleAnswers.mixed();
  const quiz = answer.quiz.map((item, index) =>
    index === 1 ? {...item, question: answer.quiz[0]?.question ?? ''} : item,
  );
  expect(kindsOf(check('mixed', {...answer, quiz}))).toEqual(['quiz-questions error']);
});

test('a lesson about something else is warned of, and still a lesson', () => {
  const answer = {
    ...sampleAnswers.mixed(),
    title: 'Baking bread',
    summary: 'You will knead a dough, let it rest, and bake a loaf that is dark and crisp outside.',
  };
  const result = check('mixed', answer);
  expect(kindsOf(result)).toEqual(['topic warning']);
  expect(hasError(result.findings)).toBe(false);
  expect(result.lesson).not.toBeNull();
});

test('all texts are checked even where the shape is wrong, so that one repair is told everything', () => {
  const answer = {...sampleAnswers.reading(), quiz: [], content: 'See https://docs.python.org for more.'};
  expect(kindsOf(check('reading', answer))).toEqual(['length error', 'count error', 'url error']);
});

test('a model that loops over broken items does not flood the repair prompt', () => {
  const {findings} = check('reading', {
    ...sampleAnswers.reading(),
    quiz: Array.from({length: 500}, () => ({})),
  });
  expect(findings.length).toBeLessThan(15);
});
