import type {LessonId} from '../../domain/lesson-id.ts';
import {REVIEW_REASONS, type ReviewStatus} from '../../domain/reviews.ts';
import type {VoteType} from '../../domain/votes.ts';
import {attempt} from '../../sql/queries/attempts.ts';
import {lessonById, type LessonRow} from '../../sql/queries/learner-lessons.ts';
import {cellOfLesson, versionSince} from '../../sql/queries/lesson-tickets.ts';
import {type Review, reviewsOf, submitReview} from '../../sql/queries/reviews.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {actorOf, type SignedIn, type Viewer} from '../access/viewer.ts';
import {unlessRefused} from '../console/commands.ts';
import {apiError} from '../errors.ts';
import {REGENERATIONS_OF_ACCOUNT} from '../lessons/lesson-requests.ts';
import {ticketText} from '../lessons/ticket.ts';
import {builder} from './builder.ts';
import type {ApiContext} from './context.ts';
import {LessonContentType} from './lesson-type.ts';

const VoteLessonInput = builder.inputType('VoteLessonInput', {
  fields: t => ({
    lessonId: t.field({type: 'LessonId', required: true}),
    voteType: t.string({required: true, description: 'upvote or downvote.'}),
    comment: t.string({description: 'Left out, the same vote again keeps its comment.'}),
  }),
});

const RegenerateLessonInput = builder.inputType('RegenerateLessonInput', {
  fields: t => ({lessonId: t.field({type: 'LessonId', required: true})}),
});

export const ReviewReasonEnum = builder.enumType('ReviewReason', {values: REVIEW_REASONS});

const MentorReviewInput = builder.inputType('MentorReviewInput', {
  fields: t => ({
    lessonId: t.field({type: 'LessonId', required: true}),
    status: t.string({required: true, description: 'verified, needs_improvement or rejected.'}),
    feedback: t.string({required: true}),
    expertiseArea: t.string({required: true}),
    reasons: t.field({type: [ReviewReasonEnum], description: 'What is wrong, beside the text.'}),
  }),
});

type Outcome = {success: boolean; message: string};
type VoteOutcome = Outcome & {lesson: LessonRow | null};
type Regenerated = Outcome & {
  oldLesson: LessonRow | null;
  newLesson: LessonRow | null;
  ticket: string | null;
};
type LessonReview = Review & {lessonContentId: LessonId};
type Reviewed = Outcome & {review: LessonReview | null; lesson: LessonRow | null};

const VoteLessonPayload = builder.objectRef<VoteOutcome>('VoteLessonPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    lesson: t.expose('lesson', {type: LessonContentType, nullable: true}),
  }),
});

const RegenerateLessonPayload = builder.objectRef<Regenerated>('RegenerateLessonPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    oldLesson: t.expose('oldLesson', {type: LessonContentType, nullable: true}),
    newLesson: t.expose('newLesson', {
      type: LessonContentType,
      nullable: true,
      description: 'The new version; whether it is the one that is served, votes and mentors decide.',
    }),
    ticket: t.exposeString('ticket', {nullable: true, description: 'Where it is still being made.'}),
  }),
});

const MentorReviewType = builder.objectRef<LessonReview>('MentorReviewType').implement({
  fields: t => ({
    mentorId: t.exposeString('mentorId'),
    lessonContentId: t.expose('lessonContentId', {type: 'LessonId'}),
    status: t.exposeString('status'),
    feedback: t.exposeString('feedback'),
    expertiseArea: t.exposeString('expertiseArea'),
    reasons: t.expose('reasons', {type: [ReviewReasonEnum]}),
    reviewedAt: t.expose('reviewedAt', {type: 'DateTime'}),
    updatedAt: t.expose('updatedAt', {type: 'DateTime'}),
    isVerified: t.boolean({resolve: ({status}) => status === 'verified'}),
  }),
});

const MentorReviewPayload = builder.objectRef<Reviewed>('MentorReviewPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    review: t.expose('review', {type: MentorReviewType, nullable: true}),
    lesson: t.expose('lesson', {type: LessonContentType, nullable: true}),
  }),
});

const LessonsMutation = builder.objectRef<object>('LessonsMutation').implement({
  description: "The application's mutations of lessons.",
  fields: t => ({
    voteLesson: t.field({
      type: VoteLessonPayload,
      authScopes: {learner: true},
      description: 'Casts or changes the vote of the account that asks.',
      args: {input: t.arg({type: VoteLessonInput, required: true})},
      resolve: async (_parent, {input}, context) => {
        const vote = {
          lessonId: input.lessonId,
          userId: signedIn(context.viewer).user.userId,
          // What is no vote is refused with the words that there are.
          voteType: input.voteType as VoteType,
          comment: input.comment ?? null,
        };
        const result = await castVote(context.pool, vote);
        if (result.kind === 'refused') return {success: false, message: result.message, lesson: null};
        return {
          success: true,
          message: 'The vote is counted.',
          lesson: await visibleLesson(context, vote.lessonId),
        };
      },
    }),
    regenerateLesson: t.field({
      type: RegenerateLessonPayload,
      authScopes: {learner: true},
      description:
        'Has another version made of a lesson, and waits for it a while. What a mentor verified stays served.',
      args: {input: t.arg({type: RegenerateLessonInput, required: true})},
      resolve: async (_parent, {input}, context) => regenerate(context, input.lessonId),
    }),
    mentorReviewLesson: t.field({
      type: MentorReviewPayload,
      authScopes: {mentor: true},
      description: "Stores a mentor's verdict on a lesson, or changes an earlier one.",
      args: {input: t.arg({type: MentorReviewInput, required: true})},
      resolve: async (_parent, {input}, context) => {
        const mentorId = signedIn(context.viewer).user.userId;
        const result = await submitReview(context.pool, {
          lessonId: input.lessonId,
          mentorId,
          // What is no status is refused with the words that there are.
          status: input.status as ReviewStatus,
          feedback: input.feedback,
          expertiseArea: input.expertiseArea,
          reasons: input.reasons ?? [],
        });
        if (result.kind === 'refused')
          return {success: false, message: result.message, review: null, lesson: null};
        const lesson = await visibleLesson(context, input.lessonId);
        const {reviews} = await reviewsOf(context.pool, input.lessonId);
        const own = reviews.find(review => review.mentorId === mentorId);
        return {
          success: true,
          message: 'The review is stored.',
          review: own && lesson ? {...own, lessonContentId: lesson.id} : null,
          lesson,
        };
      },
    }),
  }),
});

const UNABLE = 'No lesson can be made at the moment.';

async function regenerate(context: ApiContext, lessonId: LessonId): Promise<Regenerated> {
  const {pool, lessons, log} = context;
  const viewer = signedIn(context.viewer);
  const fails = (message: string) => ({
    success: false,
    message,
    oldLesson: null,
    newLesson: null,
    ticket: null,
  });
  if (context.regenerate === null) return fails(UNABLE);
  const oldLesson = await visibleLesson(context, lessonId);
  if (oldLesson === null) return fails(`There is no lesson ${lessonId}.`);
  const cell = await cellOfLesson(pool, lessonId);
  if (cell === null) return {...fails('No roadmap has the step of this lesson any more.'), oldLesson};
  const retryAt = await attempt(pool, REGENERATIONS_OF_ACCOUNT, viewer.user.userId);
  if (retryAt !== null) {
    const message = `You had many lessons regenerated. The next one can be asked for at ${retryAt.toISOString()}.`;
    return {...fails(message), oldLesson};
  }
  const {cellId, now} = cell;
  const asking = context.regenerate({cellId, lessonId: oldLesson.id, actor: actorOf(viewer)});
  const work = await unlessRefused(asking, why => {
    // For those who run the server.
    log(`No lesson can be made anew: ${why}`);
    return null;
  });
  if (work === null) return {...fails(UNABLE), oldLesson};
  const {kind} = await lessons.wait(work);
  const newId = await versionSince(pool, {cellId, sinceMs: now.getTime()});
  const newLesson = newId === null ? null : await visibleLesson(context, newId);
  if (newLesson)
    return {success: true, message: 'Another version was made.', oldLesson, newLesson, ticket: null};
  if (kind === 'waiting') {
    const ticket = ticketText({cellId, issuedMs: now.getTime(), isAnew: true});
    return {
      ...fails('The new version is being made. Ask for its ticket in some seconds.'),
      oldLesson,
      ticket,
    };
  }
  return {
    ...fails('No new version could be made: the drafts did not pass the checks, or a limit is reached.'),
    oldLesson,
  };
}

/** Rejected and retired lessons are for those who judge lessons. */
const visibleLesson = ({pool, serving, viewer}: ApiContext, id: LessonId): Promise<LessonRow | null> =>
  lessonById(pool, {id, anyState: viewer.scopes.includes('mentor'), emulated: serving.emulated});

/** The scope has seen to it. */
function signedIn(viewer: Viewer): SignedIn {
  if (viewer.kind === 'user') return viewer;
  throw apiError('UNAUTHENTICATED', 'Sign in to do this.');
}

/** The application's mutations of lessons. */
export function addLessonsMutation(): void {
  builder.mutationField('lessons', t => t.field({type: LessonsMutation, resolve: () => ({})}));
}
