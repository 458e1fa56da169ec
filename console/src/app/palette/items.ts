import type {Icon} from '@tabler/icons-react';
import type {LinkProps} from '@tanstack/react-router';

/** Where a choice leads: an address of the console. */
export type Target = Pick<LinkProps, 'to' | 'params' | 'search'>;

/** Something that can be chosen: it leads somewhere or does something. */
export type Item = {
  /** The same for the same thing, whenever it is found. */
  id: string;
  label: string;
  /** What it is part of, or how it stands. */
  note?: string;
  /** Words by which it is found, too. */
  keywords?: string;
  icon: Icon;
} & ({target: Target} | {run: () => void});

export type Group = {label: string; items: Item[]};

/** Whether each word that somebody typed begins a word of these. */
export function fits(query: string, ...texts: (string | undefined)[]): boolean {
  const words = wordsOf(texts.join(' '));
  return wordsOf(query).every(typed => words.some(word => word.startsWith(typed)));
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '');

/** Groups without those that hold nothing, and without what a group before holds already. */
export function distinct(groups: readonly Group[]): Group[] {
  const seen = new Set<string>();
  return groups
    .map(({label, items}) => ({
      label,
      items: items.filter(({id}) => !seen.has(id) && seen.add(id)),
    }))
    .filter(({items}) => items.length > 0);
}

/** The item that is before or after another one; round and round. */
export function beside(items: readonly Item[], id: string | undefined, step: 1 | -1): string | undefined {
  const index = items.findIndex(item => item.id === id);
  return items.at((index + step) % items.length)?.id;
}
