import type {LessonId} from './lesson-id.ts';
import {bayesianMean, type Votes} from './ranking.ts';

/** A version that may be live: not retired, not rejected, no placeholder. */
export type Candidate = {
  lessonId: LessonId;
  /** Written by the emulator. */
  isEmulated: boolean;
  isVerified: boolean;
  /** Promoted by a person, and no other version of the cell was verified since. */
  isPromoted: boolean;
  /** A newer version was made because this one was stale or needed improvement. */
  isSuperseded: boolean;
  upvotes: number;
  downvotes: number;
  generatedAt: Date;
};

/** How many votes a lesson's prior weighs, and how many of those a style's own share starts from. */
const PRIOR_VOTES = 10;

/**
 * The share of upvotes that a lesson of a style is taken to have before it has votes: that of all lessons of the style,
 * shrunk to one half by `PRIOR_VOTES` votes.
 */
export function stylePrior({upvotes, downvotes}: Votes): number {
  return (upvotes + PRIOR_VOTES / 2) / (upvotes + downvotes + PRIOR_VOTES);
}

/** The Bayesian mean of a lesson's votes: its own, and `PRIOR_VOTES` of the style's share. */
export function voteMean(votes: Votes, prior: number): number {
  return bayesianMean(votes, prior, PRIOR_VOTES);
}

/**
 * The serving rule: which of a cell's versions learners get. `preheat.decide` applies the same in SQL. A real model's
 * before the emulator's; what a person stands for (verified or promoted) before the rest, the promoted one first; not
 * superseded before superseded; the better mean of votes; the newer.
 *
 * @param prior `stylePrior` of the cell's style
 * @returns null without a candidate
 */
export function liveVersion(candidates: readonly Candidate[], prior: number): LessonId | null {
  const rank = (c: Candidate) => [
    Number(!c.isEmulated),
    Number(c.isVerified || c.isPromoted),
    Number(c.isPromoted),
    Number(!c.isSuperseded),
    voteMean(c, prior),
    c.generatedAt.getTime(),
  ];
  const best = candidates.toSorted((a, b) => compare(rank(b), rank(a)) || compareIds(b.lessonId, a.lessonId));
  return best[0]?.lessonId ?? null;
}

/** The first difference decides. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function compareIds(a: LessonId, b: LessonId): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
