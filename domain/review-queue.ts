import {createHash} from 'node:crypto';
import type {LessonId} from './lesson-id.ts';
import type {Style} from './styles.ts';

/** Of lessons, how many a second mentor reviews too, unless it is set. */
export const DEFAULT_SECOND_OPINION_SHARE = 0.1;

/** Of the claims, the share that is offered by chance: without them nobody would learn what the order overlooks. */
export const SAMPLE_SHARE = 0.1;

/** How long a lesson is held without a sign of life from the mentor's page, which sends one a minute. */
export const REVIEW_LEASE_MS = 10 * 60_000;

/**
 * How long a mentor is not offered again what they skipped. Before that only where they ask for it: a queue that came
 * back to the skipped ones by itself would end in a circle of them.
 */
export const SKIPS_HOLD_DAYS = 14;

/** What is known of a lesson that no mentor has a word on. */
export type ReviewEvidence = {
  /** Warnings that its draft was published with. */
  warningCount: number;
  upvotes: number;
  downvotes: number;
  /** Its cell had no lesson before. */
  isFirst: boolean;
  /** It was made because a mentor rejected the one before, or wanted it improved. */
  afterBadVerdict: boolean;
  isEmulated: boolean;
  /** The machine gave its cell up after two tries of its own. */
  waitsForMentor: boolean;
};

/**
 * How much a fact moves the log-odds that a lesson is bad. No verdicts were there to measure these: they are judged, so
 * that a lesson that passed every check without a warning begins at 10 %, and that no fact alone outweighs the votes.
 * `preheat.review_outcome` keeps the estimate beside the verdict of each claim; those claimed by chance tell how good
 * it is (`calibration` in sql/queries/review-queue.ts).
 */
const LOG_ODDS = {
  base: -2.2,
  /** Each, up to `MAX_WARNINGS`: one check often warns of one fault several times. */
  warning: 0.5,
  /** Nobody's remarks went into it. */
  isFirst: 0.3,
  afterBadVerdict: 0.8,
  isEmulated: 1.5,
  waitsForMentor: 1.2,
} as const;

const MAX_WARNINGS = 4;

/** How many votes the facts weigh: as many as the serving rule gives a style's average. */
const PRIOR_VOTES = 10;

/**
 * The probability (0 to 1) that a mentor finds fault with a lesson: the Bayesian mean of the share of downvotes, where
 * the facts beside the votes are the prior. `preheat.probability_bad` gives the same.
 */
export function probabilityBad(evidence: ReviewEvidence): number {
  const logOdds =
    LOG_ODDS.base +
    LOG_ODDS.warning * Math.min(evidence.warningCount, MAX_WARNINGS) +
    (evidence.isFirst ? LOG_ODDS.isFirst : 0) +
    (evidence.afterBadVerdict ? LOG_ODDS.afterBadVerdict : 0) +
    (evidence.isEmulated ? LOG_ODDS.isEmulated : 0) +
    (evidence.waitsForMentor ? LOG_ODDS.waitsForMentor : 0);
  const prior = 1 / (1 + Math.exp(-logOdds));
  return (PRIOR_VOTES * prior + evidence.downvotes) / (PRIOR_VOTES + evidence.upvotes + evidence.downvotes);
}

/** After how many days a lesson counts about half of what it ever will. */
export const HALF_AGE_DAYS = 7;

/**
 * What a lesson's age (whole days) counts, from 1/8 on its first day to 1: old lessons come before new ones, and a month
 * without a review is nearly as bad as a year, or the oldest would hide what many learners meet today.
 */
export function ageWeight(ageDays: number): number {
  return (ageDays + 1) / (ageDays + 1 + HALF_AGE_DAYS);
}

/**
 * What a review is expected to spare learners, in no unit: queues are ordered by it.
 *
 * @param demand how often the lesson is asked for, as a multiple of one of which nothing is known
 */
export function expectedHarm({
  demand,
  ageDays,
  evidence,
}: {
  demand: number;
  ageDays: number;
  evidence: ReviewEvidence;
}): number {
  return demand * probabilityBad(evidence) * ageWeight(ageDays);
}

/** Keeps the random order and the choice for a second opinion apart. */
export const SAMPLE_SALT = 'sample';
export const SECOND_OPINION_SALT = 'second opinion';

/** A number from 0 to below 1 that is the same for an id whoever asks. `preheat.share_hash` gives the same. */
export function shareHash(salt: string, id: LessonId): number {
  return createHash('md5').update(`${salt}:${id}`).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * Whether a second mentor is to review a lesson as well, blind.
 *
 * @param lessonId of the first of its twins, which the queue names an item by
 * @param share of lessons, from 0 to 1
 */
export function needsSecondOpinion(lessonId: LessonId, share: number): boolean {
  return shareHash(SECOND_OPINION_SALT, lessonId) < share;
}

/** An item of the queue, for those who look after it. Not for the mentor who reviews: it says what others did. */
export type QueueItem = ReviewEvidence & {
  lessonId: LessonId;
  cellId: number;
  stepTitle: string;
  lessonNumber: number;
  style: Style;
  title: string;
  kind: 'first' | 'second';
  demand: number;
  ageDays: number;
  pBad: number;
  harm: number;
  /** The mentor who holds it now; null where nobody does. */
  heldBy: string | null;
};
