import {beforeEach, expect, test} from 'vitest';
import {LESSONS_OF_ACCOUNT, type RequestLesson} from '../../api/lessons/lesson-requests.ts';
import {attempt} from '../../sql/queries/attempts.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {closeRun} from '../../sql/queries/runs.ts';
import {emptyTables, givenLesson, givenRun, roadmap, step, untilWaiting} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {until} from '../support/until.ts';
import {ask, endServersAfterEach, givenServer, givenUser, logged, signedIn} from './givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await sql`truncate preheat.attempt`;
  await importRoadmaps(sql, [roadmap('python', [step('Python Variables', {styles: ['mixed']})])]);
});

/** The cell of 'Python Variables', lesson 1, mixed. */
const CELL = 1;

// The seed document's own query.
const SEED = `
  query {
      lessons {
          getOrGenerateLesson(
              stepTitle: "Python Variables",
              learningStyle: "mixed",
              lessonNumber: 1
          ) {
              success
              lesson { id, title, content }
              wasCached
          }
      }
  }
`;

const GET = `query ($input: GetOrGenerateLessonInput!) {
  lessons { getOrGenerateLesson(input: $input) { success message wasCached ticket lesson { id title } } }
}`;
const TICKET = 'query ($id: String!) { lessonTicket(id: $id) { state message lesson { title } } }';

const input = (changes: object = {}) => ({
  input: {stepTitle: 'Python Variables', lessonNumber: 1, learningStyle: 'mixed', ...changes},
});

/** A worker that publishes a lesson when it is asked, or does what it is told. */
function givenMaker(make: (cellId: number) => Promise<unknown> = cellId => givenPublished(sql, cellId)) {
  const asked: number[] = [];
  const requestLesson: RequestLesson = async cellId => {
    asked.push(cellId);
    return {ended: make(cellId)};
  };
  return {asked, requestLesson};
}

async function givenLearner(url: string) {
  const {email, userId} = await givenUser(sql);
  return {userId, headers: {...(await signedIn(url, email))}};
}

async function answerOf(url: string, variables: object, headers: Record<string, string> = {}) {
  const {data, errors} = await ask(url, GET, {variables, headers});
  expect(errors).toBe(undefined);
  return data?.['lessons']?.['getOrGenerateLesson'];
}

const refusal = (message: string) => ({
  success: false,
  message,
  wasCached: false,
  ticket: null,
  lesson: null,
});

test('the seed document’s query: made and stored at first, from the cache then', async () => {
  const {asked, requestLesson} = givenMaker();
  const url = await givenServer({pool: sql, requestLesson});
  const {headers} = await givenLearner(url);
  const seed = async () => (await ask(url, SEED, {headers})).data?.['lessons']?.['getOrGenerateLesson'];

  expect(await seed()).toMatchObject({success: true, wasCached: false, lesson: {id: 1, title: 'Ours'}});
  expect(await sql`select from lessons_lessoncontent`).toHaveLength(1);
  expect(await seed()).toMatchObject({success: true, wasCached: true, lesson: {id: 1, title: 'Ours'}});
  expect(await sql`select from lessons_lessoncontent`).toHaveLength(1);
  expect(asked).toEqual([CELL]);
});

test('a lesson that is there is read by everybody, or by who signed in, as configured', async () => {
  await givenLesson(sql, CELL);
  const open = await givenServer({pool: sql});
  const closed = await givenServer({pool: sql, settings: {anonymousReads: false}});
  const {headers} = await givenLearner(closed);

  expect(await answerOf(open, input())).toMatchObject({
    success: true,
    message: 'Lesson retrieved from cache',
  });
  const {errors} = await ask(closed, GET, {variables: input()});
  expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  expect(await answerOf(closed, input(), headers)).toMatchObject({success: true});
});

test('one that is not there is made only for who signed in, and only where something makes lessons', async () => {
  const {asked, requestLesson} = givenMaker();
  const [with_, without] = [await givenServer({pool: sql, requestLesson}), await givenServer({pool: sql})];
  const {headers} = await givenLearner(without);

  expect(await answerOf(with_, input())).toEqual(
    refusal('This lesson is not there yet. Sign in to have it made.'),
  );
  expect(await answerOf(without, input(), headers)).toEqual(
    refusal('This lesson is not there yet, and none can be made at the moment.'),
  );
  expect(asked).toEqual([]);
});

test('what makes lessons may be away', async () => {
  const requestLesson = () => Promise.reject(new Error('Temporal is at 10.0.0.1'));
  const url = await givenServer({pool: sql, requestLesson});
  const {headers} = await givenLearner(url);

  expect(await answerOf(url, input(), headers)).toEqual(
    refusal('This lesson is not there yet, and none can be made at the moment.'),
  );
  expect(logged).toEqual(['No lesson can be asked for: Temporal is at 10.0.0.1']);
});

test.each([
  [
    {stepTitle: 'python variables'},
    /^No roadmap has the step "python variables" with a lesson 1 in the style mixed/,
  ],
  [{lessonNumber: 2}, /^No roadmap has the step "Python Variables" with a lesson 2/],
  [{learningStyle: 'video'}, /in the style video/],
  [
    {learningStyle: 'audio'},
    /^There is no learning style "audio". There are: hands_on, video, reading, mixed.$/,
  ],
])('nothing is made for %j', async (changes, message) => {
  const {asked, requestLesson} = givenMaker();
  const url = await givenServer({pool: sql, requestLesson});
  const {headers} = await givenLearner(url);

  expect((await answerOf(url, input(changes), headers))?.['message']).toMatch(message);
  expect(asked).toEqual([]);
});

test('of an archived step nothing is made', async () => {
  await importRoadmaps(sql, [roadmap('python', [step('Another')])]);
  const {asked, requestLesson} = givenMaker();
  const url = await givenServer({pool: sql, requestLesson});
  const {headers} = await givenLearner(url);

  expect((await answerOf(url, input(), headers))?.['message']).toMatch(/^No roadmap has the step/);
  expect(asked).toEqual([]);
});

test('a request for research looks under its own key first, then under the plain one', async () => {
  await givenLesson(sql, CELL, {title: 'Plain'});
  const url = await givenServer({pool: sql});
  const titleFor = async (changes: object) => (await answerOf(url, input(changes)))?.['lesson']?.['title'];

  expect(await titleFor({})).toBe('Plain');
  // Older: what is asked for goes before what is newer.
  const id = await givenLesson(sql, CELL, {title: 'Researched', generatedAt: new Date(0)});
  await sql`update lessons_lessoncontent set cache_key = c.multi_source_key from preheat.cell c where id = ${id}`;
  expect(await titleFor({})).toBe('Researched');
  expect(await titleFor({enableResearch: true})).toBe('Researched');
  expect(await titleFor({enableResearch: false})).toBe('Plain');
  expect(await titleFor({enableResearch: null})).toBe('Plain');
  const {data} = await ask(url, SEED);
  expect(data?.['lessons']?.['getOrGenerateLesson']?.['lesson']?.['title']).toBe('Researched');
});

test('all who wait for a lesson wait for the same work', async () => {
  const release = Promise.withResolvers<void>();
  const {asked, requestLesson} = givenMaker(async cellId => {
    await release.promise;
    await givenPublished(sql, cellId);
  });
  const url = await givenServer({pool: sql, requestLesson});
  const learners = [await givenLearner(url), await givenLearner(url)];
  const answers = Array.from({length: 40}, (_, index) =>
    answerOf(url, input(), learners[index % 2]?.headers),
  );
  await until('one of them asked', () => asked.length > 0);
  release.resolve();

  for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({success: true});
  expect(asked).toEqual([CELL]);
});

test('who looked before a lesson was there, and asks when it is, finds it', async () => {
  const {asked, requestLesson} = givenMaker();
  const url = await givenServer({pool: sql, requestLesson});
  const {headers} = await givenLearner(url);
  const answer = await sql.begin(async db => {
    // The request has looked, and waits to find its cell.
    await db`lock table preheat.cell in access exclusive mode`;
    const pending = answerOf(url, input(), headers);
    await untilWaiting(sql);
    await givenLesson(db, CELL);
    return {pending};
  });

  expect(await answer.pending).toMatchObject({success: true, lesson: {title: 'Theirs'}});
  expect(asked).toEqual([]);
});

test('a wait that is over is answered with a ticket, by which the lesson is found later', async () => {
  const release = Promise.withResolvers<void>();
  const {asked, requestLesson} = givenMaker(async cellId => {
    await release.promise;
    await givenPublished(sql, cellId);
  });
  const url = await givenServer({pool: sql, requestLesson, settings: {missWaitMs: 30}});
  const {headers} = await givenLearner(url);
  const answer = await answerOf(url, input(), headers);
  const ticket = async () =>
    (await ask(url, TICKET, {variables: {id: answer?.['ticket']}})).data?.['lessonTicket'];

  expect(answer).toMatchObject({
    success: false,
    message: 'The lesson is being generated. Ask for its ticket in some seconds.',
    lesson: null,
    wasCached: false,
    ticket: expect.any(String) as string,
  });
  expect(await ticket()).toEqual({state: 'MAKING', message: 'The lesson is being generated.', lesson: null});
  release.resolve();
  await until('it is ready', async () => (await ticket())?.['state'] === ('READY' as unknown));
  expect(await ticket()).toMatchObject({lesson: {title: 'Ours'}});
  expect(asked).toEqual([CELL]);
});

test('a ticket of work that is over without a lesson says why', async () => {
  const {requestLesson} = givenMaker(() => new Promise(() => {}));
  const url = await givenServer({pool: sql, requestLesson, settings: {missWaitMs: 1}});
  const {headers} = await givenLearner(url);
  const ticket = async () => {
    const id = (await answerOf(url, input(), headers))?.['ticket'];
    return (await ask(url, TICKET, {variables: {id}})).data?.['lessonTicket'];
  };

  const runId = await givenRun(sql, {kind: 'regeneration'});
  expect(await ticket()).toMatchObject({state: 'MAKING'});
  await closeRun(sql, {runId, end: {state: 'stopped', cause: 'auth', message: 'The key is refused.'}});
  await sql`update preheat.run set ended_at = now() + interval '1 hour'`;
  expect(await ticket()).toEqual({
    state: 'FAILED',
    message: 'The lesson could not be generated. The key is refused.',
    lesson: null,
  });
  // One that ended before does not count, nor does a run of another kind.
  await sql`update preheat.run set ended_at = now() - interval '1 hour'`;
  expect(await ticket()).toMatchObject({state: 'MAKING'});
  await sql`update preheat.run set ended_at = now() + interval '1 hour', kind = 'nightly'`;
  expect(await ticket()).toMatchObject({state: 'MAKING'});
});

test('a ticket that nobody works on for ten minutes is over', async () => {
  const url = await givenServer({pool: sql});
  const ticket = async (ageMs: number) =>
    (await ask(url, TICKET, {variables: {id: `new-${CELL}-${(Date.now() - ageMs).toString(36)}`}})).data?.[
      'lessonTicket'
    ];

  expect(await ticket(9 * 60_000)).toMatchObject({state: 'MAKING'});
  expect(await ticket(11 * 60_000)).toEqual({
    state: 'FAILED',
    message: 'The lesson could not be generated. Try again later.',
    lesson: null,
  });
});

test.each([
  '',
  'new-1',
  'new-999-abc',
  'old-1-abc',
  `new-1-${'z'.repeat(10)}`,
  "new-1'; drop table users; --",
])('%j is no ticket', async id => {
  const {data, errors} = await ask(await givenServer({pool: sql}), TICKET, {variables: {id}});

  expect([data?.['lessonTicket'], errors]).toEqual([null, undefined]);
});

test('drafts in quarantine are told as that', async () => {
  const {requestLesson} = givenMaker(async cellId => {
    await givenPublished(sql, cellId);
    await sql`delete from preheat.lesson_version`;
    await sql`delete from lessons_lessoncontent`;
    await sql`update preheat.draft set status = 'quarantined'`;
  });
  const url = await givenServer({pool: sql, requestLesson});
  const {headers} = await givenLearner(url);

  expect(await answerOf(url, input(), headers)).toEqual(
    refusal('The drafts of this lesson did not pass the checks. Somebody has to look at them first.'),
  );
});

test('an account has so many lessons made in an hour; what others wait for is not denied by that', async () => {
  const {asked, requestLesson} = givenMaker();
  const url = await givenServer({pool: sql, requestLesson});
  const [spent, other] = [await givenLearner(url), await givenLearner(url)];
  for (let count = 0; count < LESSONS_OF_ACCOUNT.maxCount; count += 1)
    await attempt(sql, LESSONS_OF_ACCOUNT, spent.userId);
  const [, second] = await Promise.all([
    answerOf(url, input(), spent.headers),
    answerOf(url, input(), other.headers),
  ]);

  expect(second).toMatchObject({success: true});
  expect(asked).toEqual([CELL]);
  await sql`update lessons_lessoncontent set approval_status = 'rejected'`;
  expect((await answerOf(url, input(), spent.headers))?.['message']).toMatch(
    /^You had many lessons made. The next one can be asked for at \d{4}-/,
  );
});

test('views are counted in one statement a second, and when the server stops', async () => {
  await givenLesson(sql, CELL);
  const other = await givenLesson(sql, CELL, {title: 'Other'});
  await sql`update lessons_lessoncontent set cache_key = 'x' where id = ${other}`;
  const url = await givenServer({pool: sql});
  for (let count = 0; count < 3; count += 1) await answerOf(url, input());
  await ask(url, `{ lessons { getLessonById(lessonId: ${other}) { id } } }`);
  const views = () =>
    sql<{views: number}[]>`select view_count as views from lessons_lessoncontent order by id`;

  await until('they are counted', async () => (await views())[1]?.views === 1);
  expect(await views()).toEqual([{views: 3}, {views: 1}]);
});

test('views of a lesson by its id are those of learners: mentors, moderators and admins look for other reasons', async () => {
  const [seen, last] = [await givenLesson(sql, CELL), await givenLesson(sql, CELL, {title: 'Other'})];
  await sql`update lessons_lessoncontent set cache_key = 'x' where id = ${last}`;
  const url = await givenServer({pool: sql});
  const look = async (id: number, headers: Record<string, string> = {}) => {
    const {data} = await ask(url, `{ lessons { getLessonById(lessonId: ${id}) { id } } }`, {headers});
    expect(data?.['lessons']?.['getLessonById']).toEqual({id});
  };
  for (const role of ['mentor', 'vip_mentor', 'moderator', 'admin', 'super_admin'] as const) {
    const {email} = await givenUser(sql, {role});
    await look(seen, await signedIn(url, email));
  }
  await look(seen, (await givenLearner(url)).headers);
  // What comes later is counted no earlier.
  await look(last);
  const views = async (id: number) =>
    (await sql`select view_count from lessons_lessoncontent where id = ${id}`)[0]?.['viewCount'] as number;

  await until('the last view is counted', async () => (await views(last)) === 1);
  expect(await views(seen)).toBe(1);
});
