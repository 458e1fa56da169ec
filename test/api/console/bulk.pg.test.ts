import {beforeEach, expect, test} from 'vitest';
import {CommandRefused} from '../../../api/console/commands.ts';
import type {RegenerateLessons} from '../../../api/lessons/lesson-requests.ts';
import {requestRegenerations} from '../../../sql/queries/regenerations.ts';
import {emptyTables, givenCells} from '../../sql/givens.ts';
import {givenChallenger, givenPublished} from '../../sql/published.ts';
import {givenTwins} from '../../sql/rated.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops one', 'Loops two', 'Lists');
});

async function given(regenerateLessons?: RegenerateLessons) {
  const url = await givenServer({pool: sql, ...(regenerateLessons && {regenerateLessons})});
  const {email, userId} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {request, userId};
}

const MATCHING =
  'query ($filter: LessonFilter!) { matchingLessons(filter: $filter) { count digest lessons { lessonId cellId stepTitle title } } }';
const BULK = `mutation ($act: BulkAct!, $filter: LessonFilter!, $expectedCount: Int!, $expectedDigest: String, $reason: String) {
  bulkAct(act: $act, filter: $filter, expectedCount: $expectedCount, expectedDigest: $expectedDigest, reason: $reason) {
    success message matchingCount
    command { bulkCommandId act reason actor doneCount undoneAt items { lessonId isDone message } }
  }
}`;
const UNDO = 'mutation ($id: Int!) { undoBulk(id: $id) { success message undoneCount leftLessonIds } }';
const REGENERATE = `mutation ($filter: LessonFilter!, $expectedCount: Int!, $instructions: String) {
  bulkRegenerate(filter: $filter, expectedCount: $expectedCount, instructions: $instructions) { success message matchingCount }
}`;
const states = async () =>
  (await sql<{state: string}[]>`select state from preheat.lesson_version order by lesson_id`).map(
    row => row.state,
  );

test('all that match are acted on, and taken back', async () => {
  const ids = [await givenPublished(sql, 1), await givenPublished(sql, 2), await givenPublished(sql, 3)];
  const {request, userId} = await given();
  const filter = {
    text: 'loops',
    states: ['live'],
    approvalStatuses: ['pending'],
    origin: 'preheat',
    styles: ['reading'],
  };

  const found = await request(MATCHING, {filter});
  expect(found).toEqual({
    count: 2,
    digest: expect.stringMatching(/^[\w-]{22}$/),
    lessons: [
      {lessonId: ids[0], cellId: 1, stepTitle: 'Loops one', title: 'Ours'},
      {lessonId: ids[1], cellId: 2, stepTitle: 'Loops two', title: 'Ours'},
    ],
  });
  const acted = await request(BULK, {
    act: 'retire',
    filter,
    expectedCount: 2,
    expectedDigest: found?.['digest'],
    reason: ' Old. ',
  });
  expect(acted).toEqual({
    success: true,
    message: '2 of 2 changed.',
    matchingCount: 2,
    command: {
      bulkCommandId: 1,
      act: 'retire',
      reason: 'Old.',
      actor: userId,
      doneCount: 2,
      undoneAt: null,
      items: ids.slice(0, 2).map(lessonId => ({lessonId, isDone: true, message: ''})),
    },
  });
  expect(await states()).toEqual(['retired', 'retired', 'live']);
  expect(await request(UNDO, {id: 1})).toEqual({
    success: true,
    message: '2 taken back.',
    undoneCount: 2,
    leftLessonIds: [],
  });
  expect(await states()).toEqual(['live', 'live', 'live']);
  expect(await request(UNDO, {id: 1})).toMatchObject({success: false, message: 'It is undone already.'});
  expect(await request(UNDO, {id: 2})).toMatchObject({message: 'There is no such command.'});
  expect(await request('{ bulkCommands { bulkCommandId undoneBy } }')).toEqual([
    {bulkCommandId: 1, undoneBy: userId},
  ]);
});

test('what somebody changed since is left, and named; what is too old stays', async () => {
  const ids = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
  const {request} = await given();
  const bulk = {act: 'retire', filter: {lessonIds: ids}, expectedCount: 2};
  await request(BULK, bulk);
  await request('mutation ($id: LessonId!) { restoreLesson(id: $id) { success } }', {id: ids[0]});
  await request('mutation ($id: LessonId!) { promoteLesson(id: $id) { success } }', {id: ids[0]});
  expect(await request(UNDO, {id: 1})).toEqual({
    success: true,
    message: '1 taken back; 1 left as they are, because somebody changed their cell since.',
    undoneCount: 1,
    leftLessonIds: [String(ids[0])],
  });

  await request(BULK, bulk);
  await sql`update preheat.bulk_command set done_at = done_at - interval '10 minutes'`;
  expect(await request(UNDO, {id: 2})).toMatchObject({
    success: false,
    message: 'It is older than 10 minutes. Act on its lessons again instead.',
  });
});

test('where others match than were seen, nothing is done, and the difference is said', async () => {
  const first = await givenPublished(sql, 1);
  const {request} = await given();
  const seen = await request(MATCHING, {filter: {states: ['live']}});
  await givenPublished(sql, 2);
  const bulk = async (expectedCount: number) =>
    request(BULK, {
      act: 'retire',
      filter: {states: ['live']},
      expectedCount,
      expectedDigest: seen?.['digest'],
    });

  expect(await bulk(1)).toEqual({
    success: false,
    message: 'Other lessons match than were seen: 2 now, not 1 (1 more). Look at them again.',
    matchingCount: 2,
    command: null,
  });
  expect(await bulk(5)).toMatchObject({
    message: 'Other lessons match than were seen: 2 now, not 5 (3 fewer). Look at them again.',
  });
  await givenChallenger(sql, 1);
  await sql`update preheat.lesson_version set state = 'retired' where cell_id = 2`;
  expect(await bulk(1)).toMatchObject({
    message: 'As many lessons match as were seen, but others. Look at them again.',
  });
  expect(first).toBe(1);
  expect(await sql`select from preheat.bulk_command`).toEqual([]);
});

test('a lesson that the act is not right for is left, and says why', async () => {
  const ids = [await givenPublished(sql, 1), await givenPublished(sql, 2)];
  await sql`update lessons_lessoncontent set approval_status = 'rejected' where id = ${ids[0] ?? 0}`;
  const {request} = await given();

  expect(await request(BULK, {act: 'promote', filter: {}, expectedCount: 2})).toMatchObject({
    message: '1 of 2 changed; 1 left as they were.',
    command: {
      doneCount: 1,
      items: [
        {isDone: false, message: expect.stringContaining('rejected')},
        {isDone: true, message: ''},
      ],
    },
  });
});

test('live lessons that match are made anew in one request, a cell once', async () => {
  const [plain] = await givenTwins(sql, 1);
  await givenPublished(sql, 2);
  await givenChallenger(sql, 2);
  const asked: Parameters<RegenerateLessons>[0][] = [];
  const {request} = await given(async wanted => {
    asked.push(wanted);
    return requestRegenerations(sql, {...wanted, trigger: 'person'});
  });

  expect(plain).toBe(1);
  expect(await request(REGENERATE, {filter: {text: 'loops'}, expectedCount: 2})).toEqual({
    success: false,
    message: 'Other lessons match than were seen: 3 now, not 2 (1 more). Look at them again.',
    matchingCount: 3,
  });
  expect(asked).toEqual([]);
  expect(
    await request(REGENERATE, {filter: {text: 'loops'}, expectedCount: 3, instructions: ' Longer. '}),
  ).toEqual({
    success: true,
    message: '2 asked for; 0 under way already.',
    matchingCount: 3,
  });
  expect(asked).toMatchObject([{targets: [{cellId: 1}, {cellId: 2}], instructions: 'Longer.'}]);
  expect(await request(REGENERATE, {filter: {text: 'none'}, expectedCount: 0})).toMatchObject({
    success: true,
  });
  expect(asked).toHaveLength(1);
});

test('why none is made anew at the moment is said', async () => {
  await givenPublished(sql, 1);
  const {request} = await given(() => Promise.reject(new CommandRefused('Temporal is away.')));

  expect(await request(REGENERATE, {filter: {}, expectedCount: 1})).toEqual({
    success: false,
    message: 'Temporal is away.',
    matchingCount: 1,
  });
});

test('where nothing makes lessons, that is said', async () => {
  const {request} = await given();
  expect(await request(REGENERATE, {filter: {}, expectedCount: 0})).toMatchObject({
    message: 'No lesson can be made at the moment.',
  });
});
