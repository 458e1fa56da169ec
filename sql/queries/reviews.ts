import type {LessonId} from '../../domain/lesson-id.ts';
import {accessRefusal, refuse} from '../../domain/refusals.ts';
import {
  type NewReview,
  REVIEWER_ROLES,
  reviewFault,
  type ReviewReason,
  type ReviewRefusal,
  type ReviewStatus,
} from '../../domain/reviews.ts';
import type {Db} from '../client.ts';
import {idText} from './lesson-ids.ts';

/** The lesson's status after the review, and the lessons that it holds for: it and its twins. */
export type ReviewResult = {kind: 'reviewed'; approvalStatus: string; lessonIds: LessonId[]} | ReviewRefusal;

type Row = {refusal: string | null; lessonIds: LessonId[]; approvalStatus: string};

/**
 * Stores a mentor's verdict on a lesson and its twins, or changes an earlier one, in one statement, and decides anew
 * what is served. `verified` and `rejected` become the lesson's status. `needs_improvement` leaves it; where it takes
 * the mentor's own earlier verdict back, the latest verdict of the others holds, or else what the votes say.
 */
export async function submitReview(db: Db, review: NewReview): Promise<ReviewResult> {
  const fault = reviewFault(review);
  if (fault) return fault;
  const {lessonId, mentorId} = review;
  const [row] = await db<[Row]>`
    select refusal, lesson_ids, approval_status from preheat.submit_review(
      ${idText(lessonId)}, ${idText(mentorId)}, ${[...REVIEWER_ROLES]}::text[], ${review.status}, ${review.feedback},
      ${review.expertiseArea}, ${[...new Set(review.reasons)]}::text[]
    )
  `;
  if (row.refusal === 'no_reviewer') {
    return refuse(
      'no_reviewer',
      `The account ${mentorId} may not review lessons. These roles may: ${REVIEWER_ROLES.join(', ')}.`,
    );
  }
  if (row.refusal !== null) return accessRefusal(row.refusal, {lessonId, userId: mentorId});
  return {kind: 'reviewed', approvalStatus: row.approvalStatus, lessonIds: row.lessonIds};
}

export type Review = {
  mentorId: string;
  status: ReviewStatus;
  feedback: string;
  expertiseArea: string;
  reasons: ReviewReason[];
  /** When this mentor first gave a verdict, and when the present one. */
  reviewedAt: Date;
  updatedAt: Date;
};

/**
 * The latest verdict of each mentor on a lesson or one of its twins, the newest first. `disagreement`: they differ.
 * No reviews where there is no such lesson.
 */
export async function reviewsOf(
  db: Db,
  lessonId: LessonId,
): Promise<{reviews: Review[]; disagreement: boolean}> {
  const reviews = await db<Review[]>`
    select mentor_id, status, feedback, expertise_area, reasons, reviewed_at, updated_at
    from (
      select distinct on (r.mentor_id) r.mentor_id, r.status, r.feedback, r.expertise_area,
        coalesce(s.reasons, '{}') as reasons, r.reviewed_at, r.updated_at
      from lessons_mentorreview r
      left join preheat.review_reason s on s.lesson_id = r.lesson_content_id and s.mentor_id = r.mentor_id
      where r.lesson_content_id = any(preheat.twins_of(preheat.lesson_id_of(${idText(lessonId)})))
      -- Of twins' rows that are alike, one with the reasons.
      order by r.mentor_id, r.updated_at desc, r.status, s.reasons is null
    ) latest
    order by updated_at desc, mentor_id
  `;
  return {
    reviews: [...reviews],
    disagreement: new Set(reviews.map(({status}) => status)).size > 1,
  };
}
