import {STYLES, type Style} from '../../components/cell-state.ts';
import {oneOf, optional, someOf, texts} from '../../lib/search.ts';

/** The lists of the page; the first where the address does not say. */
export const VOTE_TABS = ['collapsing', 'controversial', 'best', 'comments'] as const;
export type VoteTab = (typeof VOTE_TABS)[number];
export type VoteOrder = Exclude<VoteTab, 'comments'>;

export const VOTE_TYPES = ['upvote', 'downvote'] as const;
export type VoteType = (typeof VOTE_TYPES)[number];

/** `votes`: only comments of upvotes, or of downvotes. */
export type VotesSearch = {tab?: VoteTab; roadmapKeys?: string[]; styles?: Style[]; votes?: VoteType};

/** Reads what the page is asked to show by an address. */
export const votesSearch = (search: Record<string, unknown>): VotesSearch =>
  optional({
    tab: oneOf(search['tab'], VOTE_TABS),
    roadmapKeys: texts(search['roadmapKeys']),
    styles: someOf(search['styles'], STYLES),
    votes: oneOf(search['votes'], VOTE_TYPES),
  });
