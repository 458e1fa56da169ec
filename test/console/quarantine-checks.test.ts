import {expect, test} from 'vitest';
import {answeredContent, readableAnswer} from '../../console/src/features/quarantine/answer.ts';
import {cellIdsOf, checkCounts, checkLabel, groupsOf} from '../../console/src/features/quarantine/checks.ts';

const draft = (draftId: number, cellId: number, ...checks: string[]) =>
  ({
    draftId,
    cellId,
    findings: [
      {check: 'topic', severity: 'warning', message: 'It goes with it.'},
      ...checks.map(check => ({check, severity: 'error', message: `${check} is wrong.`})),
    ],
  }) as Parameters<typeof groupsOf>[0][number];

const drafts = [
  draft(4, 1, 'quiz-options', 'code'),
  draft(3, 1, 'code'),
  draft(2, 2, 'code'),
  draft(1, 3, 'quiz-options', 'quiz-options'),
  draft(0, 4),
];
const ids = (checks?: string[]) =>
  groupsOf(drafts, checks).map(({check, drafts: own}) => [check, own.map(({draftId}) => draftId)]);

test('each draft stands once, under the first check that keeps it back, the largest group first', () => {
  expect(ids()).toEqual([
    ['code', [3, 2]],
    ['quiz-options', [4, 1]],
    ['none', [0]],
  ]);
});

test('of a check, all drafts that it keeps back are shown, though another comes first', () => {
  expect(ids(['code'])).toEqual([['code', [4, 3, 2]]]);
  expect(ids(['html'])).toEqual([]);
});

test('a draft counts for each of its checks once, and warnings for none', () => {
  expect(checkCounts(drafts)).toEqual([
    {check: 'code', draftCount: 3},
    {check: 'quiz-options', draftCount: 2},
  ]);
});

test('a cell with several drafts is one', () => {
  expect(cellIdsOf(drafts)).toEqual([1, 2, 3, 4]);
});

test('a check without a name of its own is called by its id', () => {
  expect([checkLabel('quiz-options'), checkLabel('some-new-check')]).toEqual([
    'Quiz options',
    'some new check',
  ]);
});

test.each([
  ['as it is', '{"title":"Loops"}'],
  ['in a fence', '```json\n{"title":"Loops"}\n```'],
  ['in a fence without a name', ' ```\n{"title":"Loops"}```\n'],
])('an answer is read %s', (_, text) => {
  expect(answeredContent(text)).toEqual({title: 'Loops'});
  expect(readableAnswer(text)).toBe('{\n  "title": "Loops"\n}');
});

test.each(['', '{"title": "Cut', '[1]', '"text"', 'null'])('%j makes no lesson, and stays as it is', text => {
  expect(answeredContent(text)).toBe(null);
  expect(readableAnswer(text)).toBe(text);
});
