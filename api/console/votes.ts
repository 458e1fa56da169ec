import type {LessonId} from '../../domain/lesson-id.ts';
import {approvalRate, controversy, wilsonBounds} from '../../domain/ranking.ts';
import {isCollapsed} from '../../domain/regenerations.ts';
import {VOTE_TYPES} from '../../domain/votes.ts';
import {
  type CommentPlace,
  VOTE_ORDERS,
  type VoteComment,
  voteComments,
  type VotedLesson,
  votedLessons,
  type VoteFilter as Filter,
  type VoteWeek,
  voteSeries,
} from '../../sql/queries/vote-pages.ts';
import {apiError} from '../errors.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {connectionOf, cursorOf, type Page, pageSize, placeOf} from './connection.ts';
import {StyleEnum} from './enums.ts';

const FIRST = 50;
const CURSOR = textUpTo(100);
const MAX_WEEKS = 104;
const MAX_FILTER_KEYS = 100;
/** 80 %, as the rule that condemns a lesson. */
const Z = 1.2816;

export const VoteOrderEnum = builder.enumType('VoteOrder', {values: VOTE_ORDERS});
export const VoteTypeEnum = builder.enumType('VoteType', {values: VOTE_TYPES});

const VotedLessonType = builder.objectRef<VotedLesson>('VotedLesson');
VotedLessonType.implement({
  description: 'A live lesson with the votes on it and its live twins.',
  fields: t => ({
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.expose('style', {type: StyleEnum}),
    title: t.exposeString('title'),
    approvalStatus: t.exposeString('approvalStatus'),
    upvotes: t.exposeInt('upvotes'),
    downvotes: t.exposeInt('downvotes'),
    viewCount: t.exposeInt('viewCount'),
    score: t.exposeFloat('score', {description: 'What the list is ordered by.'}),
    approvalRate: t.float({description: 'In percent.', resolve: lesson => approvalRate(lesson)}),
    controversy: t.float({description: 'From 0 to below 1.', resolve: lesson => controversy(lesson)}),
    lowerBound: t.float({
      description: 'Of the share of upvotes, by Wilson at 80 %.',
      resolve: lesson => wilsonBounds(lesson, Z).lower,
    }),
    upperBound: t.float({resolve: lesson => wilsonBounds(lesson, Z).upper}),
    isCollapsed: t.boolean({
      description: 'By any reading, most learners were not helped; young accounts count here, too.',
      resolve: lesson => isCollapsed(lesson),
    }),
  }),
});

const VoteCommentType = builder.objectRef<VoteComment>('VoteComment');
VoteCommentType.implement({
  description: 'What a learner said with a vote. Text of a stranger: show it as text.',
  fields: t => ({
    voteId: t.expose('voteId', {type: 'LessonId'}),
    lessonId: t.expose('lessonId', {type: 'LessonId'}),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.exposeString('style'),
    title: t.exposeString('title'),
    userId: t.exposeString('userId'),
    voteType: t.expose('voteType', {type: VoteTypeEnum}),
    comment: t.exposeString('comment'),
    updatedAt: t.expose('updatedAt', {type: 'DateTime'}),
  }),
});

const VoteWeekType = builder.objectRef<VoteWeek>('VoteWeek').implement({
  description: 'The votes of a week that still stand, by when they were last said.',
  fields: t => ({
    weekStart: t.expose('weekStart', {type: 'DateTime', description: 'Monday, 0:00 UTC.'}),
    upvotes: t.exposeInt('upvotes'),
    downvotes: t.exposeInt('downvotes'),
    commentCount: t.exposeInt('commentCount'),
    voterCount: t.exposeInt('voterCount'),
  }),
});

const VotedLessonConnection = connectionOf('VotedLesson', VotedLessonType);
const VoteCommentConnection = connectionOf('VoteComment', VoteCommentType);

export const VoteFilter = builder.inputType('PartFilter', {
  description: 'Which part of the roadmaps; what is left out does not narrow.',
  fields: t => ({
    roadmapKeys: t.stringList({validate: textUpTo(255).array().max(MAX_FILTER_KEYS, 'must be at most 100.')}),
    styles: t.field({type: [StyleEnum]}),
  }),
});

/** The filter without what was left out, or sent as null. */
export function voteFilterOf(input: typeof VoteFilter.$inferInput | null | undefined): Filter {
  const {roadmapKeys, styles} = input ?? {};
  return {...(roadmapKeys && {roadmapKeys}), ...(styles && {styles})};
}

/** A page out of one more node than it may have. */
function pageOf<Node>(found: readonly Node[], limit: number, cursor: (last: Node) => string): Page<Node> {
  const nodes = found.slice(0, limit);
  const last = nodes.at(-1);
  return {nodes, endCursor: last === undefined ? null : cursor(last), hasNextPage: found.length > limit};
}

const commentCursor = ({updatedMicros, voteId}: {updatedMicros: number; voteId: LessonId}): string =>
  Buffer.from(`${updatedMicros},${voteId}`, 'utf8').toString('base64url');

/** @throws GraphQLError where it is no cursor of comments */
function commentPlace(cursor: string | null | undefined): CommentPlace | null {
  if (cursor == null) return null;
  const [, micros, voteId] =
    /^(\d{1,16}),([^,\0]{1,20})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (micros === undefined || voteId === undefined)
    throw apiError('BAD_INPUT', `after: "${cursor.slice(0, 40)}" is no cursor of this list.`);
  return {updatedMicros: Number(micros), voteId};
}

/** What learners' votes say. */
export function addVotes(): void {
  builder.queryField('votedLessons', t =>
    t.field({
      type: VotedLessonConnection,
      authScopes: {moderator: true},
      description:
        'Live lessons with votes: those that collapse (five votes or more, the worst first), those that learners disagree about, those that they like best.',
      args: {
        order: t.arg({type: VoteOrderEnum, required: true}),
        filter: t.arg({type: VoteFilter}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: CURSOR}),
      },
      resolve: async (_root, {order, filter, first, after}, {pool}) => {
        const limit = first ?? FIRST;
        const [offset = 0] = placeOf(after, 1) ?? [];
        const found = await votedLessons(pool, {
          order,
          filter: voteFilterOf(filter),
          offset,
          limit: limit + 1,
        });
        return pageOf(found, limit, () => cursorOf(offset + Math.min(found.length, limit)));
      },
    }),
  );

  builder.queryField('voteComments', t =>
    t.field({
      type: VoteCommentConnection,
      authScopes: {moderator: true},
      description: 'What learners said with their votes, the newest first.',
      args: {
        voteType: t.arg({type: VoteTypeEnum}),
        lessonId: t.arg({type: 'LessonId', description: 'Of this lesson and its twins.'}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: CURSOR}),
      },
      resolve: async (_root, {voteType, lessonId, first, after}, {pool}) => {
        const limit = first ?? FIRST;
        const found = await voteComments(pool, {
          voteType: voteType ?? null,
          lessonId: lessonId ?? null,
          after: commentPlace(after),
          limit: limit + 1,
        });
        return pageOf(found, limit, commentCursor);
      },
    }),
  );

  builder.queryField('voteSeries', t =>
    t.field({
      type: [VoteWeekType],
      authScopes: {moderator: true},
      description: 'Votes week by week, this one the last; of all lessons, or of one and its twins.',
      args: {
        weeks: t.arg.int({defaultValue: 12, validate: countUpTo(MAX_WEEKS)}),
        lessonId: t.arg({type: 'LessonId'}),
      },
      resolve: async (_root, {weeks, lessonId}, {pool}) =>
        voteSeries(pool, {weekCount: weeks ?? 12, lessonId: lessonId ?? null}),
    }),
  );
}
