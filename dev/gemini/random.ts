import {hash} from 'node:crypto';

/** A seeded source of choices: the same seed gives the same choices, on every machine. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** An integer in [0, limit). */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
};

/** Mulberry32: 32 bits of state are plenty for choosing sentences, and it costs a few nanoseconds. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: list => {
      if (list.length === 0) throw new RangeError('There is nothing to pick from: the list is empty.');
      return list[below(list.length)] as (typeof list)[number];
    },
    shuffle: list =>
      list
        .map(item => ({item, rank: next()}))
        .toSorted((left, right) => left.rank - right.rank)
        .map(ranked => ranked.item),
  };
}

/** Sixteen hex digits that identify a text. */
export function fingerprint(text: string): string {
  return hash('sha1', text, 'hex').slice(0, 16);
}

/** A 32-bit seed made of a text. */
export function seedOf(text: string): number {
  return Number.parseInt(hash('sha1', text, 'hex').slice(0, 8), 16);
}
