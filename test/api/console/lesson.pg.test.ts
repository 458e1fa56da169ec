import {beforeEach, expect, test} from 'vitest';
import {CommandRefused} from '../../../api/console/commands.ts';
import type {RegenerateLessons} from '../../../api/lessons/lesson-requests.ts';
import {castVote} from '../../../sql/queries/votes.ts';
import {requestRegenerations} from '../../../sql/queries/regenerations.ts';
import {submitReview} from '../../../sql/queries/reviews.ts';
import {emptyTables, givenCells, givenLesson} from '../../sql/givens.ts';
import {givenPeople} from '../../sql/people.ts';
import {givenChallenger, givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'One', 'Two');
});

async function given({regenerateLessons}: {regenerateLessons?: RegenerateLessons} = {}) {
  const url = await givenServer({pool: sql, ...(regenerateLessons && {regenerateLessons})});
  const {email, userId} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  return {userId, request: async (query: string, variables = {}) => ask(url, query, {variables, headers})};
}

const review = (lessonId: number | string, mentorId: string, status: 'verified' | 'needs_improvement') =>
  submitReview(sql, {
    lessonId,
    mentorId,
    status,
    feedback: 'Wrong loop.',
    expertiseArea: 'Python',
    reasons: status === 'verified' ? [] : ['inaccurate'],
  });

test('a lesson comes with its versions, their lineage, reviews, votes, drafts and regenerations', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1, {parentLessonId: first});
  await givenPublished(sql, 2);
  await givenPeople(sql, ['ann', 'bob'], {role: 'mentor'});
  await review(first, 'ann', 'needs_improvement');
  await castVote(sql, {lessonId: first, userId: 'ann', voteType: 'downvote', comment: 'Too short.'});
  await castVote(sql, {lessonId: first, userId: 'bob', voteType: 'upvote', comment: null});
  const actor = {id: 'ed', role: 'admin'};
  const targets = [{cellId: 1, lessonId: first}];
  await requestRegenerations(sql, {targets, trigger: 'person', actor, instructions: 'Longer.'});
  const {request} = await given();

  const {data, errors} = await request(
    `query ($id: LessonId!) { lesson(id: $id) {
      cellId
      lesson { id title }
      versions { lessonId parentLessonId runId draftId promptVersion model costUsd }
      reviewed { disagreement reviews { mentorId status feedback reasons } }
      votes { lessonId userId voteType comment }
      drafts { draftId status promptTokens outputTokens costUsd findings { check } }
      regenerations { cellId parentLessonId requestedBy instructions reviewIds voteIds outcome }
    } }`,
    {id: first},
  );

  expect(errors).toBe(undefined);
  const lineage = {promptVersion: 'v1', model: 'gemini', costUsd: 0.25};
  expect(data?.['lesson']).toEqual({
    cellId: 1,
    lesson: {id: first, title: 'Ours'},
    versions: [
      {lessonId: second, parentLessonId: first, runId: 2, draftId: 2, ...lineage},
      {lessonId: first, parentLessonId: null, runId: 1, draftId: 1, ...lineage},
    ],
    reviewed: {
      disagreement: false,
      reviews: [
        {mentorId: 'ann', status: 'needs_improvement', feedback: 'Wrong loop.', reasons: ['inaccurate']},
      ],
    },
    votes: [
      {lessonId: first, userId: 'ann', voteType: 'downvote', comment: 'Too short.'},
      {lessonId: first, userId: 'bob', voteType: 'upvote', comment: ''},
    ],
    drafts: [2, 1].map(draftId => ({
      draftId,
      status: 'published',
      promptTokens: 100,
      outputTokens: 200,
      costUsd: 0.25,
      findings: [],
    })),
    regenerations: [
      {
        cellId: 1,
        parentLessonId: first,
        requestedBy: 'ed',
        instructions: 'Longer.',
        reviewIds: [1],
        voteIds: [1],
        outcome: null,
      },
      // That of the second version.
      {
        cellId: 1,
        parentLessonId: first,
        requestedBy: 'a1',
        instructions: '',
        reviewIds: [],
        voteIds: [],
        outcome: 'live',
      },
    ],
  });
});

test('disagreement of mentors is said', async () => {
  const id = await givenPublished(sql, 1);
  await givenPeople(sql, ['ann', 'bob'], {role: 'mentor'});
  await review(id, 'ann', 'needs_improvement');
  await review(id, 'bob', 'verified');
  const {request} = await given();

  const {data} = await request(`{ lesson(id: ${id}) { reviewed { disagreement reviews { mentorId } } } }`);
  expect(data?.['lesson']?.['reviewed']).toEqual({
    disagreement: true,
    reviews: [{mentorId: 'bob'}, {mentorId: 'ann'}],
  });
});

test('a lesson of no cell has no versions; one that is not there is null', async () => {
  const id = await givenLesson(sql, 1);
  await sql`update lessons_lessoncontent set cache_key = 'other' where id = ${id}`;
  const {request} = await given();

  const {data} = await request(
    `{ lesson(id: ${id}) { cellId versions { lessonId } drafts { draftId } regenerations { cellId } } none: lesson(id: 99) { cellId } }`,
  );
  expect(data).toEqual({lesson: {cellId: null, versions: [], drafts: [], regenerations: []}, none: null});
});

test('two lessons are compared by field, in lines', async () => {
  const before = await givenLesson(sql, 1, {title: 'Old', content: {text: 'One.\nTwo.'}});
  const after = await givenLesson(sql, 2, {title: 'New', content: {text: 'One.\nThree.'}});
  const {request} = await given();
  const query = `query ($before: LessonId!, $after: LessonId!) {
    lessonDiff(before: $before, after: $after) { field hunks { beforeLine afterLine lines { kind text } } }
  }`;

  const {data} = await request(query, {before, after});
  expect(data?.['lessonDiff']).toEqual([
    {
      field: 'title',
      hunks: [
        {
          beforeLine: 1,
          afterLine: 1,
          lines: [
            {kind: 'removed', text: 'Old'},
            {kind: 'added', text: 'New'},
          ],
        },
      ],
    },
    {
      field: 'content.text',
      hunks: [
        {
          beforeLine: 1,
          afterLine: 1,
          lines: [
            {kind: 'same', text: 'One.'},
            {kind: 'removed', text: 'Two.'},
            {kind: 'added', text: 'Three.'},
          ],
        },
      ],
    },
  ]);
  expect((await request(query, {before, after: 99})).data).toEqual({lessonDiff: null});
  expect((await request(query, {before: 99, after})).data).toEqual({lessonDiff: null});
});

test('versions are promoted, retired, restored and rolled back, in the name of who asked', async () => {
  const first = await givenPublished(sql, 1);
  const second = await givenChallenger(sql, 1);
  const {request, userId} = await given();
  const act = async (name: string, id: number | string, reason?: string) => {
    const query = `mutation ($id: LessonId!, $reason: String) { ${name}(id: $id, reason: $reason) { success message lessonId } }`;
    return (await request(query, {id, reason})).data?.[name];
  };
  const live = async () =>
    (await sql<{lessonId: number}[]>`select lesson_id from preheat.lesson_version where state = 'live'`).map(
      row => row.lessonId,
    );

  expect(await act('promoteLesson', first, ' Clearer. ')).toEqual({
    success: true,
    message: 'The version is live until another one of its cell is verified.',
    lessonId: first,
  });
  expect(await live()).toEqual([first]);
  expect(await act('promoteLesson', first)).toEqual({
    success: false,
    message: 'It was so already.',
    lessonId: null,
  });
  expect(await act('rollBackLesson', first)).toMatchObject({success: true, lessonId: second});
  expect(await live()).toEqual([second]);
  expect(await act('retireLesson', second)).toMatchObject({success: true, lessonId: second});
  expect(await live()).toEqual([first]);
  expect(await act('restoreLesson', second, '')).toMatchObject({success: true, lessonId: second});
  expect(await act('restoreLesson', second)).toEqual({
    success: false,
    message: 'It is not retired.',
    lessonId: null,
  });
  expect(
    await sql`select actor, actor_role, action, lesson_id, reason from preheat.audit_event where lesson_id is not null order by audit_event_id`,
  ).toEqual([
    {actor: userId, actorRole: 'admin', action: 'promote', lessonId: String(first), reason: 'Clearer.'},
    {actor: userId, actorRole: 'admin', action: 'roll_back', lessonId: String(second), reason: null},
    {actor: userId, actorRole: 'admin', action: 'retire', lessonId: String(second), reason: null},
    {actor: userId, actorRole: 'admin', action: 'restore', lessonId: String(second), reason: null},
  ]);
});

const REGENERATE = `mutation ($ids: [LessonId!]!, $instructions: String) {
  regenerateLessons(ids: $ids, instructions: $instructions) {
    success message regenerations { cellId parentLessonId instructions requestedBy }
  }
}`;

test('a selection of lessons is made anew with instructions, in one request', async () => {
  const ids = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
  const asked: Parameters<RegenerateLessons>[0][] = [];
  const {request, userId} = await given({
    regenerateLessons: async wanted => {
      asked.push(wanted);
      return requestRegenerations(sql, {...wanted, trigger: 'person'});
    },
  });

  const first = await request(REGENERATE, {ids: ids.slice(0, 1), instructions: ' Shorter. '});
  expect(first.data?.['regenerateLessons']).toEqual({
    success: true,
    message: '1 asked for; 0 under way already.',
    regenerations: [{cellId: 1, parentLessonId: ids[0], instructions: 'Shorter.', requestedBy: userId}],
  });
  expect((await request(REGENERATE, {ids})).data?.['regenerateLessons']).toMatchObject({
    message: '1 asked for; 1 under way already.',
    regenerations: [
      {cellId: 1, instructions: 'Shorter.'},
      {cellId: 2, instructions: ''},
    ],
  });
  expect(asked.map(({targets}) => targets)).toEqual([
    [{cellId: 1, lessonId: ids[0]}],
    [
      {cellId: 1, lessonId: ids[0]},
      {cellId: 2, lessonId: ids[1]},
    ],
  ]);
});

test.each([
  [[], 'Name the lessons to make anew.'],
  [[1, 98, 99], 'There is no lesson 98, and no lesson 99.'],
  [[1, 2], 'No roadmap wants 2 any more.'],
  [Array.from({length: 101}, () => 1), 'At most 100 lessons can be named at once.'],
])('nothing is made anew where not all can be (case %#)', async (ids, message) => {
  await givenPublished(sql, 1);
  await givenPublished(sql, 2);
  await sql`update preheat.cell set archived_at = now() where cell_id = 2`;
  const {request} = await given({
    regenerateLessons: () => {
      throw new Error('It was asked for.');
    },
  });

  const {data} = await request(REGENERATE, {ids});
  expect(data?.['regenerateLessons']).toEqual({success: false, message, regenerations: []});
});

test('why none is made anew at the moment is said', async () => {
  const {request} = await given({
    regenerateLessons: () => Promise.reject(new CommandRefused('The Temporal server does not answer.')),
  });
  const {data, errors} = await request(REGENERATE, {ids: [await givenPublished(sql, 1)]});

  expect(errors).toBe(undefined);
  expect(data?.['regenerateLessons']).toEqual({
    success: false,
    message: 'The Temporal server does not answer.',
    regenerations: [],
  });
});

test('where nothing makes lessons, that is said', async () => {
  const {request} = await given();
  const {data} = await request(REGENERATE, {ids: [1]});
  expect(data?.['regenerateLessons']).toMatchObject({message: 'No lesson can be made at the moment.'});
});
