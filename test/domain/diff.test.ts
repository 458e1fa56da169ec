import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {compareLines, diffTexts} from '../../domain/diff.ts';

const text = (...lines: string[]) => lines.join('\n');

/** Few words, so that lines are often equal. */
const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), {maxLength: 12});

describe('compareLines', () => {
  test('both texts can be read from it', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const compared = compareLines(before, after);
        const without = (kind: string) => compared.filter(line => line.kind !== kind).map(line => line.text);
        expect(without('added')).toEqual(before);
        expect(without('removed')).toEqual(after);
      }),
    );
  });

  test('no fewer lines could have changed', () => {
    const longest = (a: string[], b: string[]): number => {
      if (a.length === 0 || b.length === 0) return 0;
      const [x, ...xs] = a;
      const [y, ...ys] = b;
      return x === y ? 1 + longest(xs, ys) : Math.max(longest(xs, b), longest(a, ys));
    };
    const few = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 6});
    fc.assert(
      fc.property(few, few, (before, after) => {
        const sameCount = compareLines(before, after).filter(({kind}) => kind === 'same').length;
        expect(sameCount).toBe(longest(before, after));
      }),
    );
  });

  test('texts too long to compare are changed as a whole, but for their equal ends', () => {
    const before = ['first', ...Array.from({length: 2_001}, (_, n) => `old ${n}`), 'common', 'last'];
    const after = ['first', 'common', ...Array.from({length: 2_001}, (_, n) => `new ${n}`), 'last'];
    const compared = compareLines(before, after);

    expect(compared.filter(({kind}) => kind === 'same').map(line => line.text)).toEqual(['first', 'last']);
    expect(compared).toHaveLength(2 + 2_002 * 2);
  });
});

describe('diffTexts', () => {
  test('equal texts differ nowhere', () => {
    expect(diffTexts('a\nb', 'a\nb')).toEqual([]);
  });

  test('a change comes with three lines around it, and says where it begins', () => {
    expect(
      diffTexts(
        text('1', '2', '3', '4', 'old', '6', '7', '8', '9'),
        text('1', '2', '3', '4', 'new', '6', '7', '8', '9'),
      ),
    ).toEqual([
      {
        beforeLine: 2,
        afterLine: 2,
        lines: [
          {kind: 'same', text: '2'},
          {kind: 'same', text: '3'},
          {kind: 'same', text: '4'},
          {kind: 'removed', text: 'old'},
          {kind: 'added', text: 'new'},
          {kind: 'same', text: '6'},
          {kind: 'same', text: '7'},
          {kind: 'same', text: '8'},
        ],
      },
    ]);
  });

  test('changes far apart are hunks of their own, each with its place in both texts', () => {
    const before = text('a', '1', '2', '3', '4', 'z');
    const after = text('1', '2', '3', '4', 'y', 'z');
    expect(diffTexts(before, after, 1)).toEqual([
      {
        beforeLine: 1,
        afterLine: 1,
        lines: [
          {kind: 'removed', text: 'a'},
          {kind: 'same', text: '1'},
        ],
      },
      {
        beforeLine: 5,
        afterLine: 4,
        lines: [
          {kind: 'same', text: '4'},
          {kind: 'added', text: 'y'},
          {kind: 'same', text: 'z'},
        ],
      },
    ]);
  });

  test('an empty text has no line', () => {
    expect(diffTexts('', 'a')).toEqual([{beforeLine: 1, afterLine: 1, lines: [{kind: 'added', text: 'a'}]}]);
  });
});
