/**
 * Which of these numbers stayed in order: the indexes of a longest rising run of them, with gaps. What is not in it was
 * moved, so that a step put in front of a hundred others is the only one that is.
 */
export function keptInOrder(numbers: readonly number[]): Set<number> {
  // Of the rising runs of each length, the one that ends lowest: its last index, and what comes before each.
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, number] of numbers.entries()) {
    const length = firstNotBelow(ends, numbers, number);
    previous[index] = ends[length - 1] ?? -1;
    ends[length] = index;
  }
  const kept = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) kept.add(index);
  return kept;
}

/** The first place in `ends` whose number is not below this one, by bisection. */
function firstNotBelow(ends: readonly number[], numbers: readonly number[], number: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
