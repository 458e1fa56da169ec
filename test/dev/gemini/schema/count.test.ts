import {expect, test} from 'vitest';
import {countInWords} from '../../../../dev/gemini/schema/count.ts';

test.each([
  ['Exactly 4 items.', 4, 4],
  ['exactly four options', 4, 4],
  ['3 to 5 items. In growing difficulty.', 3, 5],
  ['two or three diagrams', 2, 3],
  ['3-4', 3, 4],
  ['At least two of them', 2, Infinity],
])('%j asks for %i to %i', (description, min, max) => {
  expect(countInWords(description)).toEqual({min, max});
});

test.each([
  'Two or three sentences each.',
  'exactly 10 words',
  'at least 100 characters',
  'The ideas of the lesson.',
])('%j says nothing of a number of items', description => {
  expect(countInWords(description)).toBeNull();
});
