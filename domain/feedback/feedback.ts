import type {LessonId} from '../lesson-id.ts';

/** What a mentor says of a lesson: the latest verdict of each. */
export type ReviewRemark = {
  reviewId: LessonId;
  verdict: 'verified' | 'needs_improvement' | 'rejected';
  /** The structured reasons, such as `inaccurate`. */
  reasons: readonly string[];
  text: string;
  atMs: number;
};

/** What a learner wrote with a vote against a lesson. */
export type CommentRemark = {voteId: LessonId; text: string; atMs: number};

/** A mentor's remark as a prompt gives it. */
export type GivenReview = Pick<ReviewRemark, 'verdict' | 'reasons' | 'text'> & {
  /** The day, as `2026-11-27`. */
  on: string;
};

/** Comments that say the same, by the newest of them, as a prompt gives them. */
export type GivenComment = {text: string; learnerCount: number; on: string};

/**
 * What is said of the lesson that a new one is to be better than. Frozen when the regeneration is asked for, so that
 * each of its calls has the same prompt.
 */
export type Feedback = {
  /** What somebody with the right to regenerate asks for; empty where that is nothing. */
  instructions: string;
  /** The newest first. */
  reviews: readonly GivenReview[];
  /** The newest first. */
  comments: readonly GivenComment[];
};

/** The remarks that a prompt carries, for whoever wrote them to be told. */
export type Answers = {reviewIds: LessonId[]; voteIds: LessonId[]};

/** Feedback as a prompt takes it: what stands between fences that hold the nonce. */
export type FencedFeedback = Feedback & {nonce: string};

export const NO_FEEDBACK: Feedback = {instructions: '', reviews: [], comments: []};

/** Whether there is nothing to tell a model: a prompt with it is that of an ordinary lesson. */
export function isEmpty({instructions, reviews, comments}: Feedback): boolean {
  return instructions === '' && reviews.length === 0 && comments.length === 0;
}
