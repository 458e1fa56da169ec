/** A line of a comparison: in both texts, only in the first, or only in the second. */
export type DiffLine = {kind: 'same' | 'removed' | 'added'; text: string};

/** A changed place with the lines around it; `beforeLine` and `afterLine` are where it begins in each text, from 1. */
export type Hunk = {beforeLine: number; afterLine: number; lines: DiffLine[]};

/** Beyond this many pairs of lines the comparison would take seconds: all lines between the equal ends count as changed. */
const MAX_PAIRS = 4_000_000;

/** All lines of two texts in one order, with as few changes as there can be. What is removed comes before what is added. */
export function compareLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]) => lines.map((text): DiffLine => ({kind: 'same', text}));
  return [
    ...same(before.slice(0, start)),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({kind: 'removed', text});
  const added = (text: string): DiffLine => ({kind: 'added', text});
  if (before.length * after.length > MAX_PAIRS) return [...before.map(removed), ...after.map(added)];
  const lengths = commonLengths(before, after);
  const width = after.length + 1;
  const lines: DiffLine[] = [];
  let [b, a] = [0, 0];
  while (b < before.length || a < after.length) {
    const [old, fresh] = [before[b], after[a]];
    const isRemoved =
      fresh === undefined ||
      (old !== undefined && (lengths[(b + 1) * width + a] ?? 0) >= (lengths[b * width + a + 1] ?? 0));
    if (old !== undefined && old === fresh) {
      lines.push({kind: 'same', text: old});
      b += 1;
      a += 1;
    } else if (old !== undefined && isRemoved) {
      lines.push(removed(old));
      b += 1;
    } else if (fresh !== undefined) {
      lines.push(added(fresh));
      a += 1;
    }
  }
  return lines;
}

/** Of each pair of places, how many lines the rests from there have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let b = before.length - 1; b >= 0; b -= 1) {
    for (let a = after.length - 1; a >= 0; a -= 1) {
      const at = b * width + a;
      lengths[at] =
        before[b] === after[a]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  return lengths;
}

/**
 * What differs between two texts, line by line.
 *
 * @param contextCount so many equal lines are kept around each change
 * @returns no hunk where the texts are equal
 */
export function diffTexts(before: string, after: string, contextCount = 3): Hunk[] {
  if (before === after) return [];
  const lines = compareLines(linesOf(before), linesOf(after));
  const isKept = lines.map(() => false);
  for (const [place, {kind}] of lines.entries()) {
    if (kind !== 'same') isKept.fill(true, Math.max(0, place - contextCount), place + contextCount + 1);
  }
  const hunks: Hunk[] = [];
  let [beforeLine, afterLine] = [1, 1];
  for (const [place, line] of lines.entries()) {
    if (isKept[place]) {
      if (!isKept[place - 1]) hunks.push({beforeLine, afterLine, lines: []});
      hunks.at(-1)?.lines.push(line);
    }
    if (line.kind !== 'added') beforeLine += 1;
    if (line.kind !== 'removed') afterLine += 1;
  }
  return hunks;
}

/** An empty text has no line. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
