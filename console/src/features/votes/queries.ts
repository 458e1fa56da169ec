import {infiniteQueryOptions, queryOptions} from '@tanstack/react-query';
import type {Style} from '../../components/cell-state.ts';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import type {VoteOrder, VoteType} from './search.ts';

const VotedLessonsDocument = graphql(`
  query VotedLessons($order: VoteOrder!, $filter: PartFilter, $first: Int, $after: String) {
    votedLessons(order: $order, filter: $filter, first: $first, after: $after) {
      nodes {
        lessonId
        stepTitle
        lessonNumber
        style
        title
        approvalStatus
        upvotes
        downvotes
        viewCount
        controversy
        upperBound
        isCollapsed
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const VotedLessonsCsvDocument = graphql(`
  query VotedLessonsCsv($order: VoteOrder!, $filter: PartFilter) {
    votedLessonsCsv(order: $order, filter: $filter) {
      filename
      isCut
      rowCount
      text
    }
  }
`);

const CommentsDocument = graphql(`
  query VoteComments($voteType: VoteType, $first: Int, $after: String) {
    voteComments(voteType: $voteType, first: $first, after: $after) {
      nodes {
        voteId
        lessonId
        stepTitle
        lessonNumber
        style
        title
        userId
        voteType
        comment
        updatedAt
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const CommentsCsvDocument = graphql(`
  query VoteCommentsCsv($voteType: VoteType) {
    voteCommentsCsv(voteType: $voteType) {
      filename
      isCut
      rowCount
      text
    }
  }
`);

const SeriesDocument = graphql(`
  query VoteSeries($weeks: Int) {
    voteSeries(weeks: $weeks) {
      weekStart
      upvotes
      downvotes
      commentCount
      voterCount
    }
  }
`);

export type VotedLesson = ResultOf<typeof VotedLessonsDocument>['votedLessons']['nodes'][number];
export type VoteComment = ResultOf<typeof CommentsDocument>['voteComments']['nodes'][number];
export type VoteWeek = ResultOf<typeof SeriesDocument>['voteSeries'][number];
export type PartFilter = {roadmapKeys?: string[]; styles?: Style[]};

const PAGE = 25;
const WEEKS = 12;

/** All that is asked about votes begins with this. */
const VOTES_KEY = ['votes'] as const;

/** Live lessons with votes, in an order, page by page. */
export const votedLessonsQuery = (order: VoteOrder, filter: PartFilter) =>
  infiniteQueryOptions({
    queryKey: [...VOTES_KEY, order, filter],
    queryFn: async ({pageParam, signal}) =>
      (await request(VotedLessonsDocument, {order, filter, first: PAGE, after: pageParam}, signal))
        .votedLessons,
    initialPageParam: null as string | null,
    getNextPageParam: ({pageInfo}) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });

/** What learners said, the newest first, page by page; null: with either vote. */
export const commentsQuery = (voteType: VoteType | null) =>
  infiniteQueryOptions({
    queryKey: [...VOTES_KEY, 'comments', voteType],
    queryFn: async ({pageParam, signal}) =>
      (await request(CommentsDocument, {voteType, first: PAGE, after: pageParam}, signal)).voteComments,
    initialPageParam: null as string | null,
    getNextPageParam: ({pageInfo}) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });

/** Votes of all lessons by week, this one the last. */
export const seriesQuery = queryOptions({
  queryKey: [...VOTES_KEY, 'series'],
  queryFn: async ({signal}) => (await request(SeriesDocument, {weeks: WEEKS}, signal)).voteSeries,
});

/** The list as a file. */
export const votedLessonsCsv = async (order: VoteOrder, filter: PartFilter) =>
  (await request(VotedLessonsCsvDocument, {order, filter})).votedLessonsCsv;

/** The comments as a file. */
export const commentsCsv = async (voteType: VoteType | null) =>
  (await request(CommentsCsvDocument, {voteType})).voteCommentsCsv;
