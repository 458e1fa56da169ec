import {expect, test} from 'vitest';
import {readAnswer} from '../../../domain/checks/read-answer.ts';
import {sampleAnswers} from '../content/sample-answers.ts';

test('a text where a list belongs is told once, not by its length as well', () => {
  const {findings} = readAnswer('reading', {...sampleAnswers.reading(), key_takeaways: 'Names are bound.'});
  expect(findings).toMatchObject([{check: 'schema', severity: 'error'}]);
});

test('each place has a finding of its own', () => {
  const {findings} = readAnswer('reading', {...sampleAnswers.reading(), title: '', content: '', quiz: null});
  expect(findings.map(({check}) => check)).toEqual(['length', 'length', 'schema']);
});
