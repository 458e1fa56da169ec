import {beforeEach, describe, expect, test} from 'vitest';
import type {LessonId} from '../../../domain/lesson-id.ts';
import {bayesianMean, controversy, wilsonBounds} from '../../../domain/ranking.ts';
import {
  voteComments,
  votedLessons,
  type VoteFilter,
  type VoteOrder,
  voteSeries,
} from '../../../sql/queries/vote-pages.ts';
import {connect} from '../../../sql/client.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {testDatabase} from '../../support/postgres.ts';
import {emptyTables, givenLesson, roadmap, step} from '../givens.ts';
import {givenChallenger, givenPublished} from '../published.ts';
import {givenPeople} from '../people.ts';
import {givenRating, givenTwins} from '../rated.ts';

const {sql, url} = await testDatabase();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [
    roadmap('a', [step('One'), step('Two'), step('Three')]),
    roadmap('b', [step('Four', {styles: ['video']})]),
  ]);
});

/** A live lesson in a cell with these votes. */
async function given(cellId: number, upvotes: number, downvotes: number): Promise<LessonId> {
  const lessonId = await givenPublished(sql, cellId);
  await givenRating(sql, lessonId, {upvotes, downvotes});
  return lessonId;
}

const listed = async (
  order: VoteOrder,
  {filter = {}, offset = 0, limit = 10}: {filter?: VoteFilter; offset?: number; limit?: number} = {},
) => votedLessons(sql, {order, filter, offset, limit});
const cells = async (...args: Parameters<typeof listed>) => (await listed(...args)).map(({cellId}) => cellId);

describe('votedLessons', () => {
  test('what collapses comes by the upper bound of its share of upvotes; a few votes say nothing', async () => {
    await given(1, 3, 10);
    await given(2, 1, 20);
    await given(3, 0, 4);
    await given(4, 5, 0);

    expect(await cells('collapsing')).toEqual([2, 1, 4]);
    for (const {upvotes, downvotes, score} of await listed('collapsing'))
      expect(score).toBeCloseTo(wilsonBounds({upvotes, downvotes}, 1.2816).upper, 10);
  });

  test('what learners disagree about comes by its controversy; where all are of one mind, not at all', async () => {
    await given(1, 60, 25);
    await given(2, 10, 10);
    await given(3, 50, 0);

    expect(await cells('controversial')).toEqual([2, 1]);
    for (const {upvotes, downvotes, score} of await listed('controversial'))
      expect(score).toBeCloseTo(controversy({upvotes, downvotes}), 10);
  });

  test('the best come by the mean that they are served by, with the prior of their style', async () => {
    await sql`insert into preheat.style_prior (style, upvotes, downvotes) values ('reading', 85, 5), ('video', 0, 40)`;
    await given(1, 3, 1);
    await given(2, 50, 5);
    await given(4, 3, 0);

    const found = await listed('best');
    expect(found.map(({cellId}) => cellId)).toEqual([2, 1, 4]);
    expect(found.map(({score}) => score)).toEqual(
      [
        bayesianMean({upvotes: 50, downvotes: 5}, 0.9, 10),
        bayesianMean({upvotes: 3, downvotes: 1}, 0.9, 10),
        bayesianMean({upvotes: 3, downvotes: 0}, 0.1, 10),
      ].map(score => expect.closeTo(score, 10)),
    );
  });

  test('a lesson and its live twin are one, with the votes of both', async () => {
    const [plain, other] = await givenTwins(sql, 1);
    await givenRating(sql, plain, {upvotes: 3, downvotes: 2});
    await givenRating(sql, other, {upvotes: 1, downvotes: 4});

    expect(await listed('best')).toEqual([
      {
        lessonId: plain,
        cellId: 1,
        stepTitle: 'One',
        lessonNumber: 1,
        style: 'reading',
        title: 'Ours',
        approvalStatus: 'pending',
        upvotes: 4,
        downvotes: 6,
        viewCount: 0,
        score: expect.any(Number),
      },
    ]);
  });

  test('only live lessons with votes of cells that somebody wants', async () => {
    const parked = await given(1, 9, 0);
    await givenChallenger(sql, 1);
    await givenRating(sql, parked, {upvotes: 0, downvotes: 9});
    await sql`update preheat.lesson_version set state = 'parked' where lesson_id = ${parked}`;
    await given(2, 0, 0);
    await given(3, 9, 0);
    await sql`update preheat.cell set archived_at = now() where cell_id = 3`;
    await given(4, 1, 0);
    expect(await cells('best')).toEqual([4]);
  });

  test('a filter narrows by roadmap and style; pages go on where the one before ended', async () => {
    await given(1, 30, 0);
    await given(2, 20, 0);
    await given(4, 10, 0);
    expect(await cells('best', {filter: {roadmapKeys: ['a']}})).toEqual([1, 2]);
    expect(await cells('best', {filter: {styles: ['video']}})).toEqual([4]);
    expect(await cells('best', {limit: 2})).toEqual([1, 2]);
    expect(await cells('best', {offset: 2, limit: 2})).toEqual([4]);
  });

  test('of equal ones the one with more votes comes first, then the older id', async () => {
    await sql`insert into preheat.style_prior (style, upvotes, downvotes) values ('reading', 0, 0)`;
    const [a, b, c] = [await given(1, 1, 1), await given(2, 1, 1), await given(3, 2, 2)];
    expect((await listed('best')).map(({lessonId}) => lessonId)).toEqual([c, a, b]);
  });
});

async function givenVote(lessonId: LessonId, userId: string, voteType: string, comment: string, at: string) {
  await sql`
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
    values (preheat.new_id('lessons_lessonvote'), ${voteType}, ${comment}, '2020-01-01', ${at}::text::timestamptz, ${lessonId}, ${userId})
  `;
}

describe('voteComments', () => {
  const all = {voteType: null, lessonId: null, after: null, limit: 10};

  beforeEach(async () => {
    await givenPeople(sql, ['ann', 'bob', 'cyd', 'dan']);
  });

  test('the newest first, with the lesson that they are about; votes without words are left out', async () => {
    const id = await givenLesson(sql, 1, {title: 'Loops'});
    await givenVote(id, 'ann', 'upvote', 'Clear.', '2026-01-01T00:00:00.000001Z');
    await givenVote(id, 'bob', 'downvote', 'Too short.', '2026-01-02Z');
    await givenVote(id, 'cyd', 'downvote', '', '2026-01-03Z');

    const found = await voteComments(sql, all);
    expect(found).toMatchObject([
      {userId: 'bob', voteType: 'downvote', comment: 'Too short.'},
      {
        lessonId: id,
        stepTitle: 'One',
        lessonNumber: 1,
        style: 'reading',
        title: 'Loops',
        userId: 'ann',
        voteType: 'upvote',
        comment: 'Clear.',
        updatedMicros: Date.parse('2026-01-01') * 1000 + 1,
      },
    ]);
    expect(await voteComments(sql, {...all, voteType: 'upvote'})).toMatchObject([{userId: 'ann'}]);
    expect(await voteComments(sql, {...all, limit: 1})).toHaveLength(1);
  });

  test('those of one lesson and its twins', async () => {
    const twins = await givenTwins(sql, 1);
    const other = await givenLesson(sql, 2);
    for (const [place, id] of [...twins, other].entries())
      await givenVote(id, 'ann', 'upvote', `Comment ${place}`, '2026-01-01Z');

    const found = await voteComments(sql, {...all, lessonId: twins[0]});
    expect(found.map(({comment}) => comment)).toEqual(['Comment 1', 'Comment 0']);
  });

  test('a page goes on after a comment, to the microsecond, and of one moment by id', async () => {
    const id = await givenLesson(sql, 1);
    await givenVote(id, 'ann', 'upvote', 'first', '2026-01-01T00:00:00.000001Z');
    await givenVote(id, 'bob', 'upvote', 'second', '2026-01-01T00:00:00.000002Z');
    await givenVote(id, 'cyd', 'upvote', 'third', '2026-01-01T00:00:00.000002Z');
    const seen: string[] = [];
    for (let after = null as {updatedMicros: number; voteId: string} | null; ;) {
      const [next] = await voteComments(sql, {...all, after, limit: 1});
      if (!next) break;
      seen.push(next.comment);
      after = {updatedMicros: next.updatedMicros, voteId: String(next.voteId)};
    }
    expect(seen).toEqual(['third', 'second', 'first']);
  });
});

describe('voteSeries', () => {
  test('weeks begin on Monday in UTC, the empty ones too, this one the last', async () => {
    const weeks = await voteSeries(sql, {weekCount: 3, lessonId: null});
    const [{monday}] = await sql<
      [{monday: Date}]
    >`select date_trunc('week', now() at time zone 'utc') at time zone 'utc' as monday`;
    const days = [14, 7, 0].map(count => new Date(monday.getTime() - count * 86_400_000));
    expect(weeks).toEqual(
      days.map(weekStart => ({weekStart, upvotes: 0, downvotes: 0, commentCount: 0, voterCount: 0})),
    );
  });

  test('a vote counts once where the clocks of the session’s time zone change within its week', async () => {
    await givenPeople(sql, ['ann']);
    await givenVote(await givenLesson(sql, 1), 'ann', 'upvote', '', '2026-03-29T23:30:00Z');
    const berlin = connect(url, {maxConnections: 1});
    try {
      await berlin`set time zone 'Europe/Berlin'`;
      const [{weekCount}] = await berlin<[{weekCount: number}]>`
        select ceil(extract(epoch from now() - timestamptz '2026-03-23T00:00:00Z') / 604800)::integer + 1 as week_count
      `;
      const weeks = await voteSeries(berlin, {weekCount, lessonId: null});
      expect(weeks.filter(({upvotes}) => upvotes > 0)).toMatchObject([
        {weekStart: new Date('2026-03-23T00:00:00Z'), upvotes: 1},
      ]);
    } finally {
      await berlin.end();
    }
  });

  test('votes count in the week in which they were last said', async () => {
    await givenPeople(sql, ['ann', 'bob']);
    const [one, two] = [await givenLesson(sql, 1), await givenLesson(sql, 2)];
    const [, before, monday] = (await voteSeries(sql, {weekCount: 3, lessonId: null})).map(week =>
      week.weekStart.toISOString(),
    );
    const justBefore = new Date(Date.parse(monday ?? '') - 1).toISOString();
    await givenVote(one, 'ann', 'upvote', 'Good.', monday ?? '');
    await givenVote(two, 'ann', 'upvote', '', monday ?? '');
    await givenVote(one, 'bob', 'downvote', '', monday ?? '');
    await givenVote(two, 'bob', 'downvote', 'Bad.', justBefore);

    const counts = {upvotes: 0, downvotes: 0, commentCount: 0, voterCount: 0};
    expect(await voteSeries(sql, {weekCount: 2, lessonId: null})).toMatchObject([
      {weekStart: new Date(before ?? ''), ...counts, downvotes: 1, commentCount: 1, voterCount: 1},
      {upvotes: 2, downvotes: 1, commentCount: 1, voterCount: 2},
    ]);
    expect(await voteSeries(sql, {weekCount: 2, lessonId: two})).toMatchObject([
      {downvotes: 1},
      {...counts, upvotes: 1, voterCount: 1},
    ]);
  });
});
