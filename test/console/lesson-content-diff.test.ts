import {expect, test} from 'vitest';
import {fieldName, rowsOf} from '../../console/src/components/diff-rows.ts';

const line = (kind: string, text: string) => ({kind, text});
const hunk = (...lines: {kind: string; text: string}[]) => ({beforeLine: 4, afterLine: 7, lines});
/** `[old]` marks what differs. */
const shown = (side: ReturnType<typeof rowsOf>[number]['before']) =>
  side &&
  `${side.number} ${side.pieces.map(({text, isChanged}) => (isChanged ? `[${text}]` : text)).join('')}`;
const sides = (...lines: {kind: string; text: string}[]) =>
  rowsOf(hunk(...lines)).map(({before, after}) => [shown(before), shown(after)]);

test('equal lines stand on both sides, each with its own number', () => {
  expect(sides(line('same', 'a'), line('same', 'b'))).toEqual([
    ['4 a', '7 a'],
    ['5 b', '8 b'],
  ]);
});

test('of a changed run the first line stands beside the first, with the words that differ marked', () => {
  expect(
    sides(
      line('removed', 'the quick brown fox'),
      line('removed', 'is gone'),
      line('added', 'the slow brown fox'),
      line('same', 'end'),
    ),
  ).toEqual([
    ['4 the [quick] brown fox', '7 the [slow] brown fox'],
    ['5 is gone', null],
    ['6 end', '8 end'],
  ]);
});

test('lines with hardly a word in common are two lines, not a line with marks all over', () => {
  expect(sides(line('removed', 'one two three four'), line('added', 'alpha beta gamma delta'))).toEqual([
    ['4 one two three four', '7 alpha beta gamma delta'],
  ]);
});

test('what is removed after something was added is another change', () => {
  expect(sides(line('added', 'new'), line('removed', 'old'))).toEqual([
    [null, '7 new'],
    ['4 old', null],
  ]);
});

test('very long lines are compared as a whole', () => {
  const words = Array.from({length: 400}, (_, index) => `w${index}`).join(' ');
  expect(sides(line('removed', `${words} x`), line('added', `${words} y`))).toEqual([
    [`4 ${words} x`, `7 ${words} y`],
  ]);
});

test('fields have names for people', () => {
  expect(['title', 'estimatedDuration', 'content.key_takeaways', 'content'].map(fieldName)).toEqual([
    'Title',
    'Minutes',
    'Key takeaways',
    'Content',
  ]);
});
