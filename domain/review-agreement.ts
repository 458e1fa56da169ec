import {type Agreement, agreementOf} from './agreement.ts';
import type {LessonId} from './lesson-id.ts';
import {REVIEW_REASONS, REVIEW_STATUSES, type ReviewReason, type ReviewStatus} from './reviews.ts';

/** The latest verdict of a mentor on a lesson, which its twins share. */
export type Rating = {
  lessonId: LessonId;
  mentorId: string;
  status: ReviewStatus;
  reasons: readonly ReviewReason[];
};

/** How far mentors agree: on the verdict, each with all others, and on each reason, given or not. */
export type MentorAgreement = {
  overall: Agreement;
  byMentor: (Agreement & {mentorId: string})[];
  byReason: (Agreement & {reason: ReviewReason})[];
};

/** The figures over ratings; lessons that one mentor rated count for none. Mentors come in the order of their ids. */
export function mentorAgreement(ratings: readonly Rating[]): MentorAgreement {
  const lessons = [...Map.groupBy(ratings, rating => rating.lessonId).values()].filter(of => of.length >= 2);
  const mentorIds = [...new Set(lessons.flat().map(({mentorId}) => mentorId))].toSorted();
  return {
    overall: agreementOf(
      lessons.map(of => of.map(({status}) => status)),
      REVIEW_STATUSES.length,
    ),
    byMentor: mentorIds.map(mentorId => ({
      mentorId,
      ...agreementOf(pairsWith(mentorId, lessons), REVIEW_STATUSES.length),
    })),
    byReason: REVIEW_REASONS.map(reason => ({
      reason,
      ...agreementOf(
        lessons.map(of => of.map(({reasons}) => (reasons.includes(reason) ? 'given' : 'not given'))),
        2,
      ),
    })),
  };
}

/** A unit for each other mentor that rated the same lesson: how the others agree among themselves does not count. */
function pairsWith(
  mentorId: string,
  lessons: readonly (readonly Rating[])[],
): [ReviewStatus, ReviewStatus][] {
  return lessons.flatMap(of => {
    const own = of.find(rating => rating.mentorId === mentorId);
    if (own === undefined) return [];
    return of
      .filter(rating => rating !== own)
      .map((other): [ReviewStatus, ReviewStatus] => [own.status, other.status]);
  });
}
