import {queryOptions} from '@tanstack/react-query';
import {graphql, type LessonId, type ResultOf, type VariablesOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

const ProgressDocument = graphql(`
  query ReviewProgress {
    reviewProgress {
      waitingCount
      heldCount
      refreshedAt
      ownDayCount
      ownWeekCount
      weekCount
      heldLessonId
    }
  }
`);

const GuidelinesDocument = graphql(`
  query ReviewGuidelines {
    reviewGuidelines
  }
`);

const ClaimDocument = graphql(`
  mutation ClaimNextReview($withSkipped: Boolean!) {
    claimNextReview(withSkipped: $withSkipped) {
      success
      message
      skippedCount
      item {
        lessonId
        cellId
        stepTitle
        lessonNumber
        style
        title
        description
        difficulty
        estimatedDurationMinutes
        content
        warnings {
          check
          severity
          message
        }
        parentLessonId
        claimedAt
        leasedUntil
        isResumed
      }
    }
  }
`);

const HeartbeatDocument = graphql(`
  mutation HeartbeatReview($lessonId: LessonId!) {
    heartbeatReview(lessonId: $lessonId) {
      held
      leasedUntil
    }
  }
`);

const SkipDocument = graphql(`
  mutation SkipReview($lessonId: LessonId!) {
    skipReview(lessonId: $lessonId) {
      success
      message
    }
  }
`);

const ReleaseDocument = graphql(`
  mutation ReleaseReview($lessonId: LessonId!) {
    releaseReview(lessonId: $lessonId) {
      success
      message
    }
  }
`);

const SubmitDocument = graphql(`
  mutation SubmitReview(
    $lessonId: LessonId!
    $status: String!
    $feedback: String!
    $expertiseArea: String!
    $reasons: [ReviewReason!]!
  ) {
    submitReview(
      lessonId: $lessonId
      status: $status
      feedback: $feedback
      expertiseArea: $expertiseArea
      reasons: $reasons
    ) {
      success
      message
      lessonId
      approvalStatus
    }
  }
`);

const UndoDocument = graphql(`
  mutation UndoReview($lessonId: LessonId!) {
    undoReview(lessonId: $lessonId) {
      success
      message
      lessonId
      approvalStatus
    }
  }
`);

export type ReviewItem = NonNullable<ResultOf<typeof ClaimDocument>['claimNextReview']['item']>;
export type Progress = ResultOf<typeof ProgressDocument>['reviewProgress'];
export type Claimed = ResultOf<typeof ClaimDocument>['claimNextReview'];
export type Submission = VariablesOf<typeof SubmitDocument>;

/** All that is asked about reviews. */
export const REVIEWS_KEY = ['reviews'] as const;

export const progressQuery = queryOptions({
  queryKey: [...REVIEWS_KEY, 'progress'],
  queryFn: async ({signal}) => (await request(ProgressDocument, {}, signal)).reviewProgress,
  refetchInterval: 60_000,
});

export const guidelinesQuery = queryOptions({
  queryKey: ['review-guidelines'],
  queryFn: async ({signal}) => (await request(GuidelinesDocument, {}, signal)).reviewGuidelines,
  staleTime: Number.POSITIVE_INFINITY,
});

export const claimNext = async (withSkipped: boolean): Promise<Claimed> =>
  (await request(ClaimDocument, {withSkipped})).claimNextReview;

export const beat = async (lessonId: LessonId) =>
  (await request(HeartbeatDocument, {lessonId})).heartbeatReview;

export const skip = async (lessonId: LessonId) => (await request(SkipDocument, {lessonId})).skipReview;

export const release = async (lessonId: LessonId) =>
  (await request(ReleaseDocument, {lessonId})).releaseReview;

export const submit = async (given: Submission) => (await request(SubmitDocument, given)).submitReview;

/** Takes the last verdict back if it is on this lesson: another tab may have given a later one. */
export const undo = async (lessonId: LessonId) => (await request(UndoDocument, {lessonId})).undoReview;
