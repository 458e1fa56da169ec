import {expect, test} from 'vitest';
import {formatDuration, shorten} from '../../cli/format.ts';

test.each([
  [-5, '0 s'],
  [1_499, '1 s'],
  [119_000, '119 s'],
  [120_000, '2 min 0 s'],
  [7_199_000, '119 min 59 s'],
  [7_200_000, '2 h 0 min'],
])('%i ms are shown as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('a reason that would fill the terminal is cut, a usual one is not', () => {
  expect(shorten('a'.repeat(200))).toBe('a'.repeat(200));
  expect(shorten('a'.repeat(201))).toBe(`${'a'.repeat(200)} …`);
});
