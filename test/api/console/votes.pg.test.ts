import {beforeEach, expect, test} from 'vitest';
import {castVote} from '../../../sql/queries/votes.ts';
import {emptyTables, givenCells} from '../../sql/givens.ts';
import {givenPeople} from '../../sql/people.ts';
import {givenPublished} from '../../sql/published.ts';
import {givenRating} from '../../sql/rated.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two', 'Three');
});

async function given() {
  const url = await givenServer({pool: sql});
  const {email} = await givenUser(sql, {role: 'moderator'});
  const headers = {...(await signedIn(url, email))};
  return async (query: string, variables = {}) => ask(url, query, {variables, headers});
}

const LESSONS = `query ($order: VoteOrder!, $filter: PartFilter, $first: Int, $after: String) {
  votedLessons(order: $order, filter: $filter, first: $first, after: $after) {
    nodes { cellId upvotes downvotes approvalRate controversy lowerBound upperBound isCollapsed score }
    pageInfo { endCursor hasNextPage }
  }
}`;

test('voted lessons come in pages, with their figures', async () => {
  for (const [cellId, upvotes, downvotes] of [
    [1, 0, 30],
    [2, 3, 3],
    [3, 9, 0],
  ] as const)
    await givenRating(sql, await givenPublished(sql, cellId), {upvotes, downvotes});
  const request = await given();

  const first = (await request(LESSONS, {order: 'collapsing', first: 2})).data?.['votedLessons'];
  expect(first?.['nodes']).toEqual([
    {
      cellId: 1,
      upvotes: 0,
      downvotes: 30,
      approvalRate: 0,
      controversy: 0,
      lowerBound: 0,
      upperBound: expect.closeTo(0.052, 3),
      isCollapsed: true,
      score: expect.closeTo(0.052, 3),
    },
    expect.objectContaining({cellId: 2, approvalRate: 50, isCollapsed: false}),
  ]);
  expect(first?.['pageInfo']).toMatchObject({hasNextPage: true});
  const after = first?.['pageInfo']?.['endCursor'];
  const second = (await request(LESSONS, {order: 'collapsing', first: 2, after})).data?.['votedLessons'];
  expect(second).toMatchObject({nodes: [{cellId: 3}], pageInfo: {hasNextPage: false}});

  const videos = await request(LESSONS, {order: 'best', filter: {styles: ['video']}});
  expect(videos.data?.['votedLessons']).toEqual({nodes: [], pageInfo: {endCursor: null, hasNextPage: false}});
  const none = await request(LESSONS, {order: 'best', filter: {roadmapKeys: ['none']}});
  expect(none.data?.['votedLessons']?.['nodes']).toEqual([]);
});

test('comments come in pages, and weeks as a series', async () => {
  const id = await givenPublished(sql, 1);
  await givenPeople(sql, ['ann', 'bob', 'cyd']);
  for (const [userId, voteType] of [
    ['ann', 'upvote'],
    ['bob', 'downvote'],
    ['cyd', 'downvote'],
  ] as const)
    await castVote(sql, {lessonId: id, userId, voteType, comment: `By ${userId}.`});
  const request = await given();
  const query = `query ($first: Int, $after: String, $voteType: VoteType, $lessonId: LessonId) {
    voteComments(first: $first, after: $after, voteType: $voteType, lessonId: $lessonId) {
      nodes { lessonId stepTitle userId voteType comment } pageInfo { endCursor hasNextPage }
    }
  }`;
  const page = async (variables: object) => (await request(query, variables)).data?.['voteComments'];

  const first = await page({first: 2});
  expect(first).toMatchObject({
    nodes: [
      {lessonId: id, stepTitle: 'One', userId: 'cyd', voteType: 'downvote', comment: 'By cyd.'},
      {userId: 'bob'},
    ],
    pageInfo: {hasNextPage: true},
  });
  const after = first?.['pageInfo']?.['endCursor'];
  expect(await page({first: 2, after})).toMatchObject({
    nodes: [{userId: 'ann'}],
    pageInfo: {hasNextPage: false},
  });
  expect(await page({voteType: 'upvote'})).toMatchObject({nodes: [{userId: 'ann'}]});
  expect(await page({lessonId: 99})).toMatchObject({nodes: [], pageInfo: {endCursor: null}});

  const series = await request(
    `query ($id: LessonId) { voteSeries(weeks: 2) { upvotes downvotes commentCount voterCount } of: voteSeries(weeks: 1, lessonId: $id) { upvotes } }`,
    {id},
  );
  expect(series.data).toEqual({
    voteSeries: [
      {upvotes: 0, downvotes: 0, commentCount: 0, voterCount: 0},
      {upvotes: 1, downvotes: 2, commentCount: 3, voterCount: 3},
    ],
    of: [{upvotes: 1}],
  });
});

test.each(['nonsense', Buffer.from('1').toString('base64url'), Buffer.from('1,2,3').toString('base64url')])(
  'a cursor that is none of the list is refused (%s)',
  async after => {
    const request = await given();
    const {errors} = await request(
      `query ($after: String) { voteComments(after: $after) { nodes { comment } } }`,
      {after},
    );
    expect(errors?.[0]).toMatchObject({
      message: `after: "${after}" is no cursor of this list.`,
      extensions: {code: 'BAD_INPUT'},
    });
  },
);
