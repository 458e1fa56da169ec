import {beforeEach, expect, test} from 'vitest';
import {CommandRefused} from '../../api/console/commands.ts';
import {REGENERATIONS_OF_ACCOUNT, type Regenerate} from '../../api/lessons/lesson-requests.ts';
import type {Role} from '../../domain/roles.ts';
import {attempt} from '../../sql/queries/attempts.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {emptyTables, givenLesson, roadmap, step} from '../sql/givens.ts';
import {givenChallenger, givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, logged, signedIn} from './givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.attempt`;
  await importRoadmaps(sql, [
    roadmap('python', [step('Loops', {styles: ['reading']}), step('Lists', {styles: ['reading', 'video']})]),
  ]);
});

async function given(url: string, role: Role = 'learner') {
  const {email, userId} = await givenUser(sql, {role});
  return {userId, headers: {...(await signedIn(url, email))}};
}

const VOTE = `mutation ($input: VoteLessonInput!) {
  lessons { voteLesson(input: $input) { success message lesson { upvotes downvotes netVotes approvalRate } } }
}`;
const REVIEW = `mutation ($input: MentorReviewInput!) {
  lessons { mentorReviewLesson(input: $input) {
    success message
    review { mentorId lessonContentId status feedback expertiseArea reasons isVerified }
    lesson { approvalStatus isApproved isMentorVerified }
  } }
}`;
const REGENERATE = `mutation ($input: RegenerateLessonInput!) {
  lessons { regenerateLesson(input: $input) { success message ticket oldLesson { id } newLesson { id } } }
}`;

test('a learner votes, by the id as a number or as a text, and changes the vote', async () => {
  const url = await givenServer({pool: sql});
  const id = await givenPublished(sql, 1);
  const {headers} = await given(url);
  const vote = async (input: object) =>
    (await ask(url, VOTE, {variables: {input}, headers})).data?.['lessons']?.['voteLesson'];

  expect(await vote({lessonId: id, voteType: 'upvote'})).toEqual({
    success: true,
    message: 'The vote is counted.',
    lesson: {upvotes: 1, downvotes: 0, netVotes: 1, approvalRate: 100},
  });
  expect(await vote({lessonId: String(id), voteType: 'downvote', comment: 'Too short.'})).toMatchObject({
    lesson: {upvotes: 0, downvotes: 1, netVotes: -1, approvalRate: 0},
  });
  expect(await sql`select comment from lessons_lessonvote`).toEqual([{comment: 'Too short.'}]);
});

test.each([
  [{lessonId: 999, voteType: 'upvote'}, 'There is no lesson 999.'],
  [{lessonId: 'x'.repeat(100), voteType: 'upvote'}, `There is no lesson ${'x'.repeat(100)}.`],
  [{lessonId: 1, voteType: 'sideways'}, "A vote is 'upvote' or 'downvote', not 'sideways'."],
  [
    {lessonId: 1, voteType: 'upvote', comment: 'x'.repeat(5_001)},
    'The comment has 5,001 characters; at most 5,000 are stored. Shorten it.',
  ],
])('a vote that cannot be counted changes nothing (case %#)', async (input, message) => {
  const url = await givenServer({pool: sql});
  await givenPublished(sql, 1);
  const {headers} = await given(url);
  const {data} = await ask(url, VOTE, {variables: {input}, headers});

  expect(data?.['lessons']?.['voteLesson']).toEqual({success: false, message, lesson: null});
  expect(await sql`select from lessons_lessonvote`).toEqual([]);
});

test('a mentor reviews, and reviews again; the review is the mentor’s own', async () => {
  const url = await givenServer({pool: sql});
  const id = await givenPublished(sql, 1);
  const [first, second] = [await given(url, 'mentor'), await given(url, 'vip_mentor')];
  const review = async (input: object, {headers} = first) =>
    (await ask(url, REVIEW, {variables: {input: {lessonId: id, expertiseArea: 'Python', ...input}}, headers}))
      .data?.['lessons']?.['mentorReviewLesson'];

  expect(await review({status: 'rejected', feedback: 'Wrong.', reasons: ['inaccurate']})).toEqual({
    success: true,
    message: 'The review is stored.',
    review: {
      mentorId: first.userId,
      lessonContentId: id,
      status: 'rejected',
      feedback: 'Wrong.',
      expertiseArea: 'Python',
      reasons: ['inaccurate'],
      isVerified: false,
    },
    lesson: {approvalStatus: 'rejected', isApproved: false, isMentorVerified: false},
  });
  expect(await review({status: 'verified', feedback: ''}, second)).toMatchObject({
    review: {mentorId: second.userId, isVerified: true, reasons: []},
    lesson: {approvalStatus: 'mentor_verified', isApproved: true, isMentorVerified: true},
  });
  expect(await review({status: 'verified', feedback: 'Right after all.'})).toMatchObject({
    success: true,
    review: {mentorId: first.userId, feedback: 'Right after all.'},
  });
  expect(await review({status: 'great', feedback: ''})).toMatchObject({
    success: false,
    message: "A verdict is one of verified, needs_improvement, rejected, not 'great'.",
    review: null,
  });
});

/** A maker of challengers, as the workflow makes them. */
function givenRegenerator(
  make: (cellId: number) => Promise<unknown> = cellId => givenChallenger(sql, cellId),
) {
  const asked: Parameters<Regenerate>[0][] = [];
  const regenerate: Regenerate = async request => {
    asked.push(request);
    return {ended: make(request.cellId)};
  };
  return {asked, regenerate};
}

test('a lesson is regenerated: the new version and the old one, and who asked', async () => {
  const {asked, regenerate} = givenRegenerator();
  const url = await givenServer({pool: sql, regenerate});
  const id = await givenPublished(sql, 1);
  const {headers, userId} = await given(url);
  const {data} = await ask(url, REGENERATE, {variables: {input: {lessonId: id}}, headers});

  expect(data?.['lessons']?.['regenerateLesson']).toEqual({
    success: true,
    message: 'Another version was made.',
    ticket: null,
    oldLesson: {id},
    newLesson: {id: Number(id) + 1},
  });
  expect(asked).toEqual([{cellId: 1, lessonId: id, actor: {id: userId, role: 'learner'}}]);
});

test('a regeneration that takes long gives a ticket, which is ready with the new version', async () => {
  const release = Promise.withResolvers<void>();
  const made = Promise.withResolvers<void>();
  const {regenerate} = givenRegenerator(async cellId => {
    await release.promise;
    await givenChallenger(sql, cellId);
    made.resolve();
  });
  const url = await givenServer({pool: sql, regenerate, settings: {missWaitMs: 20}});
  const id = await givenPublished(sql, 1);
  const {headers} = await given(url);
  const answer = (await ask(url, REGENERATE, {variables: {input: {lessonId: id}}, headers})).data?.[
    'lessons'
  ]?.['regenerateLesson'];
  const ticket = async () =>
    (
      await ask(url, 'query ($id: String!) { lessonTicket(id: $id) { state lesson { id } } }', {
        variables: {id: answer?.['ticket']},
      })
    ).data?.['lessonTicket'];

  expect(answer).toMatchObject({success: false, oldLesson: {id}, newLesson: null});
  expect(await ticket()).toEqual({state: 'MAKING', lesson: null});
  release.resolve();
  await made.promise;
  expect(await ticket()).toEqual({state: 'READY', lesson: {id: Number(id) + 1}});
});

test('why nothing can be made anew at the moment, the log tells and no learner', async () => {
  const regenerate = () => Promise.reject(new CommandRefused('Temporal is away.'));
  const url = await givenServer({pool: sql, regenerate});
  const id = await givenPublished(sql, 1);
  const {headers} = await given(url);
  const {data, errors} = await ask(url, REGENERATE, {variables: {input: {lessonId: id}}, headers});

  expect(errors).toBe(undefined);
  expect(data?.['lessons']?.['regenerateLesson']).toMatchObject({
    success: false,
    message: 'No lesson can be made at the moment.',
    oldLesson: {id},
    newLesson: null,
  });
  expect(logged).toEqual(['No lesson can be made anew: Temporal is away.']);
});

test('what cannot be regenerated is told with the reason', async () => {
  const {asked, regenerate} = givenRegenerator(() => Promise.resolve());
  const url = await givenServer({pool: sql, regenerate});
  const {headers, userId} = await given(url);
  const message = async (lessonId: unknown, at = url) =>
    (await ask(at, REGENERATE, {variables: {input: {lessonId}}, headers})).data?.['lessons']?.[
      'regenerateLesson'
    ]?.['message'];
  const id = await givenPublished(sql, 1);
  const stranger = await givenLesson(sql, 2);
  await sql`update lessons_lessoncontent set cache_key = 'of no cell' where id = ${stranger}`;

  expect(await message(999)).toBe('There is no lesson 999.');
  expect(await message(stranger)).toBe('No roadmap has the step of this lesson any more.');
  expect(asked).toEqual([]);
  expect(await message(id)).toBe(
    'No new version could be made: the drafts did not pass the checks, or a limit is reached.',
  );
  expect(await message(id, await givenServer({pool: sql}))).toBe('No lesson can be made at the moment.');
  for (let count = 1; count < REGENERATIONS_OF_ACCOUNT.maxCount; count += 1)
    await attempt(sql, REGENERATIONS_OF_ACCOUNT, userId);
  expect(await message(id)).toMatch(/^You had many lessons regenerated/);
  expect(asked).toHaveLength(1);
});

const VERSIONS = `{ lessons { getLessonVersions(stepTitle: "Loops", learningStyle: "reading") {
  success message versions { id } recommendedVersion { id }
} } }`;

test('the versions of a lesson: the served one first and recommended, those that are out left out', async () => {
  const url = await givenServer({pool: sql});
  const versions = async () => (await ask(url, VERSIONS)).data?.['lessons']?.['getLessonVersions'];
  expect(await versions()).toEqual({
    success: false,
    message: 'There is no such lesson.',
    versions: [],
    recommendedVersion: null,
  });

  const first = await givenPublished(sql, 1, {variants: ['plain', 'multi_source_v1']});
  // Its twin is the same draft, and shown once.
  expect(await versions()).toMatchObject({message: '1 version', versions: [{id: first}]});
  await sql`update lessons_lessoncontent set approval_status = 'mentor_verified'`;
  const second = await givenChallenger(sql, 1);
  expect(await versions()).toEqual({
    success: true,
    message: '2 versions',
    versions: [{id: first}, {id: second}],
    recommendedVersion: {id: first},
  });
  await sql`update preheat.lesson_version set state = 'retired' where lesson_id = ${second}`;
  expect(await versions()).toMatchObject({versions: [{id: first}]});
  await sql`update lessons_lessoncontent set approval_status = 'rejected'`;
  expect(await versions()).toMatchObject({success: false, versions: []});
});

test('a rejected or retired lesson is shown by its id to mentors and above only', async () => {
  const url = await givenServer({pool: sql});
  const rejected = await givenLesson(sql, 1, {approvalStatus: 'rejected'});
  const retired = await givenPublished(sql, 2);
  await sql`update preheat.lesson_version set state = 'retired' where lesson_id = ${retired}`;
  const [learner, mentor] = [await given(url), await given(url, 'mentor')];
  const idOf = async (id: unknown, {headers}: {headers: Record<string, string>}) =>
    (
      await ask(url, 'query ($id: LessonId!) { lessons { getLessonById(lessonId: $id) { id } } }', {
        variables: {id},
        headers,
      })
    ).data?.['lessons']?.['getLessonById'];

  for (const id of [rejected, retired]) {
    expect(await idOf(id, learner)).toBe(null);
    expect(await idOf(id, mentor)).toEqual({id});
  }
});

// At "old" the application's inputs take a number, at "head" a text: clients declare what they know.
test.each(['Int!', 'Int', 'String!', 'ID!', 'LessonId!'])(
  'a lesson’s id may be declared as %s',
  async type => {
    const url = await givenServer({pool: sql});
    const lessonId = await givenPublished(sql, 1);
    const {headers} = await given(url);
    const id = type.startsWith('Int') || type.startsWith('Less') ? lessonId : String(lessonId);
    // Twice: what was parsed and found valid is kept.
    for (let count = 0; count < 2; count += 1) {
      const read = await ask(
        url,
        `query ($id: ${type}) { lessons { getLessonById(lessonId: $id) { id } } }`,
        {
          variables: {id},
        },
      );
      expect(read.errors?.[0]?.message).toBe(
        type === 'Int'
          ? 'Variable "$id" of type "LessonId" used in position expecting type "LessonId!".'
          : undefined,
      );
    }
    const vote = `mutation ($id: ${type}) {
    lessons { voteLesson(input: {lessonId: $id, voteType: "upvote"}) { success } }
  }`;
    const voted = await ask(url, vote, {variables: {id}, headers});
    expect(voted.data?.['lessons']?.['voteLesson']?.['success']).toBe(type === 'Int' ? undefined : true);
  },
);

test('a variable of another kind is no id', async () => {
  const {errors} = await ask(
    await givenServer({pool: sql}),
    'query ($id: Boolean!) { lessons { getLessonById(lessonId: $id) { id } } }',
    {variables: {id: true}},
  );

  expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('the prompt of a lesson is for mentors and above: it may hold what people wrote', async () => {
  const url = await givenServer({pool: sql});
  const id = await givenPublished(sql, 1);
  const [learner, mentor] = [await given(url), await given(url, 'mentor')];
  const promptFor = async (headers: Record<string, string>) =>
    (await ask(url, `{ lessons { getLessonById(lessonId: ${id}) { generationPrompt } } }`, {headers})).data?.[
      'lessons'
    ]?.['getLessonById']?.['generationPrompt'];

  expect(await promptFor({})).toBe(null);
  expect(await promptFor(learner.headers)).toBe(null);
  expect(await promptFor(mentor.headers)).toMatch(/Loops/);
});

const SEARCH = `query ($query: String!, $filters: LessonFiltersInput, $limit: Int) {
  lessons { searchLessons(query: $query, filters: $filters, limit: $limit) { title } }
}`;

test('served lessons are found by their words, the best liked first', async () => {
  const url = await givenServer({pool: sql});
  await givenLesson(sql, 1, {title: 'The FOR loop', upvotes: 1});
  await givenLesson(sql, 2, {title: '100% lists', upvotes: 2});
  const hidden = await givenLesson(sql, 3, {title: 'A hidden loop', upvotes: 9});
  await sql`update lessons_lessoncontent set cache_key = 'parked:' || id where id = ${hidden}`;
  await givenLesson(sql, 3, {title: 'A rejected loop', approvalStatus: 'rejected'});
  const find = async (variables: object) =>
    (await ask(url, SEARCH, {variables})).data?.['lessons']?.['searchLessons'];

  expect(await find({query: 'for LOOP'})).toEqual([{title: 'The FOR loop'}]);
  // The step's title counts as well.
  expect(await find({query: 'l'})).toEqual([{title: '100% lists'}, {title: 'The FOR loop'}]);
  expect(await find({query: 'l', limit: 1})).toEqual([{title: '100% lists'}]);
  expect(await find({query: '%'})).toEqual([{title: '100% lists'}]);
  expect(await find({query: '_'})).toEqual([]);
  expect(await find({query: '\\'})).toEqual([]);
  expect(await find({query: 'l', filters: {minUpvotes: 2}})).toEqual([{title: '100% lists'}]);
  expect(await find({query: 'l', filters: {learningStyle: 'video'}})).toEqual([{title: '100% lists'}]);
  expect(await find({query: 'l', filters: {difficultyLevel: 'advanced'}})).toEqual([]);
  expect(await find({query: 'l', filters: {difficultyLevel: 'beginner'}})).toHaveLength(2);
});

test('popular lessons: the best liked, then the most viewed, each draft once', async () => {
  const url = await givenServer({pool: sql});
  const twin = await givenPublished(sql, 1, {variants: ['plain', 'multi_source_v1']});
  const liked = await givenLesson(sql, 2, {upvotes: 5});
  const viewed = await givenLesson(sql, 3);
  await sql`update lessons_lessoncontent set view_count = 3 where id = ${viewed}`;
  const popular = async (limit = '') =>
    (await ask(url, `{ lessons { getPopularLessons${limit} { id } } }`)).data?.['lessons']?.[
      'getPopularLessons'
    ];

  expect(await popular()).toEqual([{id: liked}, {id: viewed}, {id: twin}]);
  expect(await popular('(limit: 1)')).toEqual([{id: liked}]);
});
