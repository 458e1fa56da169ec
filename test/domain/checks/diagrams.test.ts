import {expect, test} from 'vitest';
import {answerDiagrams} from '../../../domain/checks/diagrams.ts';
import {STYLES} from '../../../domain/styles.ts';
import {sampleAnswers} from '../content/sample-answers.ts';

const CODE = 'flowchart TD\n  name --> object\n  object --> type';

test.each(STYLES)('the diagrams of a %s answer are found with their types', style => {
  const declared = [{path: 'diagrams[0].mermaid_code', type: 'flowchart', code: CODE}];
  expect(answerDiagrams(sampleAnswers[style]())).toEqual(
    style === 'reading' || style === 'mixed' ? declared : [],
  );
});

test('a fence around the code of a diagram is taken off', () => {
  const diagrams = [{type: 'er', mermaid_code: '```mermaid\nerDiagram\n```'}];
  expect(answerDiagrams({diagrams})).toEqual([
    {path: 'diagrams[0].mermaid_code', type: 'er', code: 'erDiagram'},
  ]);
});

test('Mermaid blocks in texts have no type, wherever they stand', () => {
  const answer = {
    study_guide: 'Look:\n\n```mermaid\npie\n```\n\n~~~~ Mermaid title\ngantt\n```\n~~~~\n\nDone.',
    exercises: [{hints: ['a', '1. Draw:\n   ```mermaid\n   mindmap\n   ```']}],
  };
  expect(answerDiagrams(answer)).toEqual([
    {path: 'study_guide, Mermaid block 1', type: null, code: 'pie'},
    {path: 'study_guide, Mermaid block 2', type: null, code: 'gantt\n```'},
    {path: 'exercises[0].hints[1], Mermaid block 1', type: null, code: 'mindmap'},
  ]);
});

test.each([
  ['a block of another language', '```text\nmermaid\n```'],
  ['a language that begins alike', '```mermaidx\npie\n```'],
  ['a block within a block', '````markdown\n```mermaid\npie\n```\n````'],
  ['code within a line', '```mermaid pie``` is a block'],
  ['a block that never closes', '```mermaid\npie'],
])('%s is no Mermaid block', (_, content) => {
  expect(answerDiagrams({content})).toEqual([]);
});

test('code fields are not Markdown', () => {
  expect(answerDiagrams({exercises: [{starter_code: '```mermaid\npie\n```'}]})).toEqual([]);
});

test('a text that an answer says twice has its diagrams once', () => {
  const text = '```mermaid\npie\n```\n```mermaid\ngantt\n```';
  expect(answerDiagrams({text_introduction: text, text_content: text}).map(({path}) => path)).toEqual([
    'text_introduction, Mermaid block 1',
    'text_introduction, Mermaid block 2',
  ]);
});

test('answers of any shape are looked through', () => {
  const diagrams = [null, 3, {type: 'er'}, {type: 7, mermaid_code: 'pie'}, {mermaid_code: 'gantt'}];
  expect(answerDiagrams({diagrams})).toEqual([
    {path: 'diagrams[3].mermaid_code', type: null, code: 'pie'},
    {path: 'diagrams[4].mermaid_code', type: null, code: 'gantt'},
  ]);
  for (const answer of [null, undefined, 'text', [], {diagrams: 'none'}, {diagrams: {}}]) {
    expect(answerDiagrams(answer)).toEqual([]);
  }
});
