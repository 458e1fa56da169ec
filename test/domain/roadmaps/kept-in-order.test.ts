import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {keptInOrder} from '../../../domain/roadmaps/kept-in-order.ts';

const kept = (numbers: number[]) => [...keptInOrder(numbers)].toSorted((a, b) => a - b).map(i => numbers[i]);

test('one that was put before all others is the only one that moved', () => {
  expect(kept([4, 0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
  expect(kept([1, 2, 3, 4, 0])).toEqual([1, 2, 3, 4]);
});

test('nothing stays in no list, and one number always does', () => {
  expect(kept([])).toEqual([]);
  expect(kept([7])).toEqual([7]);
});

/** The length of the longest rising run, by trying all of them. */
function longest(numbers: readonly number[], above = -1): number {
  const [first, ...rest] = numbers;
  if (first === undefined) return 0;
  const without = longest(rest, above);
  return first > above ? Math.max(without, 1 + longest(rest, first)) : without;
}

test('what is kept rises, and no longer run does', () => {
  const order = fc.uniqueArray(fc.nat(20), {maxLength: 10});
  fc.assert(
    fc.property(order, numbers => {
      const found = kept(numbers);
      expect(found).toEqual(found.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
      expect(found).toHaveLength(longest(numbers));
    }),
  );
});
