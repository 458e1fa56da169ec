import {reviewsOf} from '../../sql/queries/reviews.ts';
import {lessonById, type LessonRow} from '../../sql/queries/learner-lessons.ts';
import {cellOfLesson} from '../../sql/queries/lesson-tickets.ts';
import {draftsOfCell, type LessonVote, votesOf} from '../../sql/queries/lesson-pages.ts';
import {regenerations} from '../../sql/queries/regenerations.ts';
import type {Review} from '../../sql/queries/reviews.ts';
import {versionsOf} from '../../sql/queries/versions.ts';
import {builder} from '../graphql/builder.ts';
import {LessonContentType} from '../graphql/lesson-type.ts';
import {DraftType} from './drafts.ts';
import {RegenerationType, VersionType} from './versions.ts';

/** A cell is drafted a few times in a night that goes wrong; what is older is in the database. */
const MAX_DRAFTS = 50;
const MAX_VOTES = 100;

/** `cellId` is null where the lesson belongs to no cell. */
type ConsoleLesson = {row: LessonRow; cellId: number | null};

type LessonReviews = {reviews: Review[]; disagreement: boolean};

const LessonReviewType = builder.objectRef<Review>('LessonReview').implement({
  description: "A mentor's latest verdict on a lesson.",
  fields: t => ({
    mentorId: t.exposeString('mentorId'),
    status: t.exposeString('status', {description: 'verified, needs_improvement or rejected.'}),
    feedback: t.exposeString('feedback'),
    expertiseArea: t.exposeString('expertiseArea'),
    reasons: t.exposeStringList('reasons'),
    reviewedAt: t.expose('reviewedAt', {type: 'DateTime'}),
    updatedAt: t.expose('updatedAt', {type: 'DateTime'}),
  }),
});

const LessonReviewsType = builder.objectRef<LessonReviews>('LessonReviews').implement({
  fields: t => ({
    reviews: t.expose('reviews', {type: [LessonReviewType]}),
    disagreement: t.exposeBoolean('disagreement', {description: 'The verdicts differ.'}),
  }),
});

const LessonVoteType = builder.objectRef<LessonVote>('LessonVote').implement({
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId', description: 'The lesson or its twin.'}),
    userId: t.exposeString('userId'),
    voteType: t.exposeString('voteType', {description: 'upvote or downvote.'}),
    comment: t.exposeString('comment'),
    createdAt: t.expose('createdAt', {type: 'DateTime'}),
    updatedAt: t.expose('updatedAt', {type: 'DateTime'}),
  }),
});

const ConsoleLessonType = builder.objectRef<ConsoleLesson>('ConsoleLesson').implement({
  description: 'A lesson with all that is known of it and of the other versions of its cell.',
  fields: t => ({
    lesson: t.field({type: LessonContentType, resolve: ({row}) => row}),
    cellId: t.exposeInt('cellId', {nullable: true, description: 'Null where it belongs to no cell.'}),
    versions: t.field({
      type: [VersionType],
      description: 'Of its cell: the live ones first, then the newest.',
      resolve: async ({cellId}, _args, {pool}) => (cellId === null ? [] : versionsOf(pool, {cellId})),
    }),
    reviewed: t.field({
      type: LessonReviewsType,
      description: 'The latest verdict of each mentor on it or a twin.',
      resolve: async ({row}, _args, {pool}) => reviewsOf(pool, row.id),
    }),
    votes: t.field({
      type: [LessonVoteType],
      description: `Those with a comment first, then the newest; at most ${MAX_VOTES}.`,
      resolve: async ({row}, _args, {pool}) => votesOf(pool, {lessonId: row.id, limit: MAX_VOTES}),
    }),
    regenerations: t.field({
      type: [RegenerationType],
      description: 'Of its cell, the newest first: which remarks each answers, and what came of it.',
      resolve: async ({cellId}, _args, {pool}) =>
        cellId === null ? [] : regenerations(pool, {cellIds: [cellId]}),
    }),
    drafts: t.field({
      type: [DraftType],
      description: `Of its cell, the newest first; at most ${MAX_DRAFTS}.`,
      resolve: async ({cellId}, _args, {pool}) =>
        cellId === null ? [] : draftsOfCell(pool, {cellId, limit: MAX_DRAFTS}),
    }),
  }),
});

/** A lesson with its versions, reviews, votes, drafts and regenerations. */
export function addLesson(): void {
  builder.queryField('lesson', t =>
    t.field({
      type: ConsoleLessonType,
      nullable: true,
      authScopes: {moderator: true},
      description: 'A lesson in whatever state; null where there is none.',
      args: {id: t.arg({type: 'LessonId', required: true})},
      resolve: async (_root, {id}, {pool, serving}) => {
        const row = await lessonById(pool, {id, anyState: true, emulated: serving.emulated});
        if (row === null) return null;
        const cell = await cellOfLesson(pool, row.id);
        return {row, cellId: cell?.cellId ?? null};
      },
    }),
  );
}
