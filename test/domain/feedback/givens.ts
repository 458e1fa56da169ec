import type {CommentRemark, FencedFeedback, ReviewRemark} from '../../../domain/feedback/index.ts';
import {gatherFeedback} from '../../../domain/feedback/index.ts';
import {NONCE} from './hostile-comments.ts';

export const DAY_MS = 86_400_000;
export const NOW_MS = Date.UTC(2026, 10, 27);

/** Comments of as many votes, the first the newest, each a day older than the one before. */
export function commentsOf(...texts: string[]): CommentRemark[] {
  return texts.map((text, index) => ({voteId: index + 1, text, atMs: NOW_MS - index * DAY_MS}));
}

export function reviewOf(changes: Partial<ReviewRemark> = {}): ReviewRemark {
  return {
    reviewId: 1,
    verdict: 'needs_improvement',
    reasons: ['broken_code'],
    text: 'The loop in exercise two never ends.',
    atMs: NOW_MS,
    ...changes,
  };
}

/** What a prompt is told where learners wrote these comments. */
export function feedbackOf(
  comments: readonly string[],
  {reviews = [], instructions = ''}: {reviews?: ReviewRemark[]; instructions?: string} = {},
): FencedFeedback {
  return {
    ...gatherFeedback({comments: commentsOf(...comments), reviews, instructions}).feedback,
    nonce: NONCE,
  };
}
