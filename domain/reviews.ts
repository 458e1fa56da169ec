import {type AccessReason, type Refusal, refuse, shown, textFault} from './refusals.ts';
import type {LessonId} from './lesson-id.ts';

export const REVIEW_STATUSES = ['verified', 'needs_improvement', 'rejected'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** What a mentor can say against a lesson by a click, beside the text. */
export const REVIEW_REASONS = [
  'inaccurate',
  'unclear',
  'too_hard',
  'too_easy',
  'broken_code',
  'dead_link',
  'off_topic',
  'other',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** Roles whose verdicts count. The application itself lets only `mentor` review. */
export const REVIEWER_ROLES = ['mentor', 'vip_mentor', 'moderator', 'admin', 'super_admin'] as const;

const MAX_FEEDBACK_CHARACTERS = 10_000;
/** What the reader's column holds. */
const MAX_EXPERTISE_AREA_CHARACTERS = 100;

export type NewReview = {
  lessonId: LessonId;
  mentorId: string;
  status: ReviewStatus;
  feedback: string;
  expertiseArea: string;
  reasons: readonly ReviewReason[];
};

export type ReviewRefusal = Refusal<
  | AccessReason
  | 'no_reviewer'
  | 'invalid_status'
  | 'invalid_reason'
  | 'missing_explanation'
  | 'text_too_long'
  | 'invalid_text'
>;

/** What is wrong with a review by itself, whoever submits it; null where nothing is. */
export function reviewFault({
  status,
  feedback,
  expertiseArea,
  reasons,
}: Omit<NewReview, 'lessonId' | 'mentorId'>): ReviewRefusal | null {
  if (!REVIEW_STATUSES.includes(status)) {
    return refuse(
      'invalid_status',
      `A verdict is one of ${REVIEW_STATUSES.join(', ')}, not ${shown(status)}.`,
    );
  }
  const unknown = reasons.find(reason => !REVIEW_REASONS.includes(reason));
  if (unknown !== undefined) {
    return refuse(
      'invalid_reason',
      `There is no reason ${shown(unknown)}. There are: ${REVIEW_REASONS.join(', ')}.`,
    );
  }
  if (status !== 'verified' && reasons.length === 0 && feedback.trim() === '') {
    return refuse(
      'missing_explanation',
      `A lesson that is ${status === 'rejected' ? 'rejected' : 'to be improved'} needs a reason or a feedback text.`,
    );
  }
  return (
    textFault(feedback, {what: 'The feedback', maxCharacters: MAX_FEEDBACK_CHARACTERS}) ??
    textFault(expertiseArea, {what: 'The expertise area', maxCharacters: MAX_EXPERTISE_AREA_CHARACTERS})
  );
}
