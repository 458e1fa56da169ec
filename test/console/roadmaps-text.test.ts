import {expect, test} from 'vitest';
import {joined, lineRange, MAX_BYTES, textFault} from '../../console/src/features/roadmaps/import-text.ts';

test('several files become one text, each a document of its own', () => {
  expect(joined(['a: 1\n\n', 'b: 2'])).toBe('a: 1\n---\nb: 2');
});

test('a line is found by its number', () => {
  const text = 'one\ntwo\n\nfour';
  const cut = (line: number) => {
    const {start, end} = lineRange(text, line);
    return text.slice(start, end);
  };
  expect([cut(1), cut(2), cut(3), cut(4), cut(9)]).toEqual(['one', 'two', '', 'four', '']);
});

test('a text is measured in bytes', () => {
  expect(textFault('x'.repeat(MAX_BYTES))).toBe(null);
  expect(textFault(`${'x'.repeat(MAX_BYTES - 2)}€`)).toContain('1,048,577 bytes');
});
