const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Votes of one lesson; both are whole numbers, never negative. */
export type Votes = {upvotes: number; downvotes: number};

/** The share of upvotes in percent, as the application shows it: 100 · up / (up + down); 0 without votes. */
export function approvalRate({upvotes, downvotes}: Votes): number {
  const count = upvotes + downvotes;
  return count > 0 ? (upvotes / count) * 100 : 0;
}

/** up - down. */
export function netVotes({upvotes, downvotes}: Votes): number {
  return upvotes - downvotes;
}

/**
 * The share of upvotes (0 to 1) after `priorVotes` more votes with the share `prior`: (priorVotes · prior + up) /
 * (priorVotes + up + down). What a lesson is served by: among versions with unequal numbers of votes it finds the best
 * one most often. It is the weighted rating of IMDb's top list, WR = v/(v+m) · R + m/(v+m) · C.
 *
 * @param priorVotes above 0
 */
export function bayesianMean({upvotes, downvotes}: Votes, prior: number, priorVotes: number): number {
  return (priorVotes * prior + upvotes) / (priorVotes + upvotes + downvotes);
}

/**
 * Between which shares of upvotes (0 to 1) the true one lies, by Wilson's score interval (E. B. Wilson, "Probable
 * inference, the law of succession, and statistical inference", JASA 22, 1927): with n = up + down and p = up / n,
 * (p + z²/2n ± z · √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). Without votes: 0 to 1.
 *
 * @param z how many standard deviations: 1.96 for 95 %, 1.2816 for 80 %
 */
export function wilsonBounds({upvotes, downvotes}: Votes, z: number): {lower: number; upper: number} {
  const n = upvotes + downvotes;
  if (n === 0) return {lower: 0, upper: 1};
  // The formula times n, so that a product of whole numbers stands below the root: exactly 0 and 1 stay so.
  const z2 = z * z;
  const middle = upvotes + z2 / 2;
  const spread = z * Math.sqrt((upvotes * downvotes) / n + z2 / 4);
  return {
    lower: upvotes === 0 ? 0 : (middle - spread) / (n + z2),
    upper: downvotes === 0 ? 1 : (middle + spread) / (n + z2),
  };
}

/** As many votes as the Bayesian mean takes for granted: with these few, half and half is no controversy yet. */
const CALM_VOTES = 10;

/**
 * How much learners disagree about a lesson, from 0 (all of one mind) to below 1: 2 · min(up, down) / (up + down + 10),
 * the share of votes that have an opposite one, drawn to 0 where there are few. Volume alone cannot raise it: 6,000 to
 * 2,500 (0.59) stays below 10 to 10 (0.67), where Reddit's (up + down) ^ (min / max) says 43 and 20.
 */
export function controversy({upvotes, downvotes}: Votes): number {
  return (2 * Math.min(upvotes, downvotes)) / (upvotes + downvotes + CALM_VOTES);
}

export type Rated = Votes & {
  approvalStatus: string;
  /** As the reader's columns hold them. */
  completionRate: number;
  averageQuizScore: number;
  generatedAt: Date;
};

/**
 * The application's `qualityScore`, by which it recommends a version: 10 · net votes, 500 where a mentor verified it,
 * 100 · completion rate, 5 · average quiz score, and 1 for each whole day that it is younger than 30. No serving rule of
 * ours asks it: the completion rate is in percent there, so that it outweighs everything else.
 */
export function qualityScore(lesson: Rated, nowMs: number): number {
  const wholeDays = Math.floor((nowMs - lesson.generatedAt.getTime()) / MS_PER_DAY);
  // In the application's order, so that the last digit is the same.
  let score = netVotes(lesson) * 10;
  if (lesson.approvalStatus === 'mentor_verified') score += 500;
  score += lesson.completionRate * 100;
  score += lesson.averageQuizScore * 5;
  return score + Math.max(0, 30 - wholeDays);
}
