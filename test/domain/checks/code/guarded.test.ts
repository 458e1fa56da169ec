import {beforeEach, expect, test, vi} from 'vitest';
import {checkCode} from '../../../../domain/checks/code/index.ts';
import {finishesWithin} from '../../../../domain/checks/code/time-limit.ts';
import {draftTexts} from '../../../../domain/checks/draft-texts.ts';
import {sampleRequest} from '../../content/sample-answers.ts';

vi.mock(import('../../../../domain/checks/code/time-limit.ts'), {spy: true});
beforeEach(() => {
  vi.mocked(finishesWithin).mockClear();
});

/** How often a limit of time was set for these examples, of which the last is broken. */
function limitCount(examples: {language: string; code: string}[]): number {
  const answer = {code_examples: [...examples, {language: 'json', code: '{'}]};
  expect(checkCode(sampleRequest('reading'), draftTexts(answer))).toHaveLength(1);
  return vi.mocked(finishesWithin).mock.calls.length;
}

const plain = {language: 'js', code: '[1, 2].map(n => n + 1);'};

test('plain code is judged without a limit of time', () => {
  expect(limitCount([plain, {language: 'sql', code: 'select count(*) from t;'}])).toBe(0);
});

test('one tangle among plain code, and all of it is judged within one limit', () => {
  const deep = {language: 'sql', code: `select ${'('.repeat(9)}1${')'.repeat(9)};`};
  expect(limitCount([plain, deep, plain, deep])).toBe(1);
});

test('much plain code is judged within a limit', () => {
  const long = {language: 'js', code: `x = 1;${' '.repeat(1_400 - 6)}`};
  expect(limitCount([long, long, long])).toBe(0);
  expect(limitCount([long, long, long, long])).toBe(1);
});
