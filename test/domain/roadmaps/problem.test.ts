import {expect, test} from 'vitest';
import {formatField, formatProblem, quote} from '../../../domain/roadmaps/problem.ts';

test('a problem reads as file, line, field and message', () => {
  expect(formatProblem({file: 'a/b.yaml', line: 3, field: 'steps[0].title', message: 'is empty'})).toBe(
    'a/b.yaml:3: steps[0].title: is empty',
  );
});

test.each([
  [[], 'file'],
  [['title'], 'title'],
  [['roadmaps', 1, 'steps', 0, 'title'], 'roadmaps[1].steps[0].title'],
  [['steps', 0, 'learning-style'], 'steps[0].learning-style'],
  [['a b'], '["a b"]'],
  [['steps', 0, 'a.b'], 'steps[0]["a.b"]'],
])('the path %j is written as %s', (path, field) => {
  expect(formatField(path)).toBe(field);
});

test('a long value is cut', () => {
  expect(quote('a'.repeat(78))).toBe(`"${'a'.repeat(78)}"`);
  expect(quote('a'.repeat(79))).toBe(`"${'a'.repeat(76)}…`);
});

test('a value cannot move the cursor of a terminal or turn the text around', () => {
  expect(quote('\u001b[2J\u009b1A\u202e')).toBe('"\\u001b[2J\\u009b1A\\u202e"');
});

test('a value without JSON is named', () => {
  expect(quote(undefined)).toBe('undefined');
});
