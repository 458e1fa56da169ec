import {expect, test} from 'vitest';
import {parseAnswer, readAnswer} from '../../../domain/checks/read-answer.ts';
import type {AnswerForm} from '../../../domain/content/index.ts';
import {sampleAnswers} from '../content/sample-answers.ts';

test('what is no JSON is told in words that can be stored, whatever it stumbles over', () => {
  const {findings} = parseAnswer('{"title": 🎉 "x"}');
  expect(findings).toMatchObject([
    {check: 'json', message: expect.stringContaining("token '\ufffd'") as unknown},
  ]);
});

test('a text where a list belongs is told once, not by its length as well', () => {
  const {findings} = readAnswer('reading', {...sampleAnswers.reading(), key_takeaways: 'Names are bound.'});
  expect(findings).toMatchObject([{check: 'schema', severity: 'error'}]);
});

test('each place has a finding of its own', () => {
  const {findings} = readAnswer('reading', {...sampleAnswers.reading(), title: '', content: '', quiz: null});
  expect(findings.map(({check}) => check)).toEqual(['length', 'length', 'schema']);
});

const messages = (form: AnswerForm, answer: unknown) =>
  readAnswer(form, answer).findings.map(({message}) => message);

test('each finding is a sentence: where, what is there, and what belongs there', () => {
  const {quiz: _, ...answer} = sampleAnswers.reading();
  const [example] = answer.code_examples;
  const broken = {
    ...answer,
    title: 'Sets',
    summary: 7,
    content: null,
    diagrams: [{...answer.diagrams[0], type: 'pie'}],
    code_examples: [
      {...example, title: true, explanation: 'x'},
      {...example, language: ['js']},
    ],
    key_takeaways: ['Names are bound.'],
  };
  expect(messages('reading', broken)).toEqual([
    'title has 4 characters: at least 5 are needed.',
    'summary is a number: it must be a text.',
    'content is null: it must be a text.',
    'diagrams[0].type is "pie": it must be "flowchart", "sequence", "class", "er" or "state".',
    'code_examples[0].title is true: it must be a text.',
    'code_examples[0].explanation has 1 character: at least 40 are needed.',
    'code_examples[1].language is a list: it must be a text.',
    'key_takeaways has 1 item: exactly 5 are needed.',
    'quiz is missing: it must be a list.',
  ]);
});

test('too many are told as well, and a list or nothing where one of some words belongs', () => {
  const answer = sampleAnswers.reading();
  const [question] = answer.quiz;
  const quiz = [
    {...question, correct_answer: 'A, because a list comprehension makes a new list.'},
    {...question, correct_answer: undefined},
    ...answer.quiz.slice(2),
  ];
  expect(messages('reading', {...answer, key_takeaways: Array(6).fill('Names.'), quiz})).toEqual([
    'key_takeaways has 6 items: exactly 5 are needed.',
    'quiz[0].correct_answer is a text: it must be "A", "B", "C" or "D".',
    'quiz[1].correct_answer is missing: it must be "A", "B", "C" or "D".',
  ]);
  const diagrams = Array(4).fill(answer.diagrams[0]);
  expect(messages('reading', {...answer, diagrams})).toEqual([
    'diagrams has 4 items: at most 3 are allowed.',
  ]);
  expect(messages('reading', {...answer, diagrams: []})).toEqual([
    'diagrams has 0 items: at least 1 is needed.',
  ]);
});

test('a time of a video that is none is shown, with what it must look like', () => {
  const timestamp = {time: '2:34', description: 'A set is made of a list.'};
  const timestamps = [{...timestamp, time: '2 min'}, timestamp, timestamp];
  expect(messages('watched_video', {...sampleAnswers.video(), timestamps})).toEqual([
    'timestamps[0].time is "2 min": it must look like 2:34 or 1:02:34.',
  ]);
});

test.each([
  [[], 'The answer is a list: it must be an object.'],
  ['Sets', 'The answer is a text: it must be an object.'],
  [null, 'The answer is null: it must be an object.'],
])('of %j as a whole, too, it is told what it is', (answer, message) => {
  expect(messages('reading', answer)).toEqual([message]);
});
