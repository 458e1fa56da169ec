import {flag, optional, someOf} from '../../lib/search.ts';

const SECTIONS = ['queue', 'agreement'] as const;
export type Section = (typeof SECTIONS)[number];

/** `show`: what is unfolded for moderators. `claim`: the next lesson is wanted at once. */
export type ReviewSearch = {show?: Section[]; claim?: true};

/** Reads what the page is asked to show by an address. */
export const reviewSearch = (search: Record<string, unknown>): ReviewSearch =>
  optional({show: someOf(search['show'], SECTIONS), claim: flag(search['claim'])});
