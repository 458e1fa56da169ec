import * as fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startServer} from '../../api/server.ts';
import {givenCells} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {ask, givenUser, signedIn} from './givens.ts';

const {sql} = await testDatabase();
const logged: string[] = [];
let server: Awaited<ReturnType<typeof startServer>>;
let headers: Record<string, string>;

beforeAll(async () => {
  await givenCells(sql, 'Loops');
  await givenPublished(sql, 1);
  server = await startServer({
    pool: sql,
    port: 0,
    emulated: false,
    log: line => logged.push(line),
    requestLesson: async () => ({ended: Promise.resolve()}),
    regenerate: async () => ({ended: Promise.resolve()}),
  });
  const {email} = await givenUser(sql, {role: 'admin'});
  headers = {...(await signedIn(server.url, email))};
});
afterAll(async () => server.stop());

const DOCUMENT = `query ($title: String!, $style: String!, $number: Int, $id: LessonId!, $limit: Int, $upvotes: Int, $ticket: String!, $context: String) {
  lessons {
    flat: getOrGenerateLesson(stepTitle: $title, learningStyle: $style, lessonNumber: $number) { success message lesson { id } }
    byInput: getOrGenerateLesson(input: {stepTitle: $title, learningStyle: $style, lessonNumber: 1, context: $context}) { success }
    getLessonVersions(stepTitle: $title, learningStyle: $style, lessonNumber: $number) { success message }
    getLessonById(lessonId: $id) { id }
    searchLessons(query: $title, filters: {learningStyle: $style, difficultyLevel: $style, minUpvotes: $upvotes}, limit: $limit) { id }
    getPopularLessons(limit: $limit) { id }
  }
  lessonTicket(id: $ticket) { state message }
}`;
const CHANGES = `mutation ($id: LessonId!, $vote: String!, $text: String!, $status: String!, $reasons: [ReviewReason!]) {
  lessons {
    voteLesson(input: {lessonId: $id, voteType: $vote, comment: $text}) { success message }
    mentorReviewLesson(input: {lessonId: $id, status: $status, feedback: $text, expertiseArea: $vote, reasons: $reasons}) { success message }
    regenerateLesson(input: {lessonId: $id}) { success message }
  }
  signIn(login: $text, password: $vote) { success message }
}`;

/** Texts that break what was not thought of, and any others. */
const text = fc.oneof(
  fc.string({unit: 'binary', maxLength: 300}),
  fc.constantFrom(
    'Loops',
    'reading',
    '\0',
    'a\0b',
    '\ud800',
    "'; drop table users; --",
    '%_\\',
    '{{7*7}}',
    '${jndi:ldap://x}',
    '<script>alert(1)</script>',
    '\u202e\u200b',
    'x'.repeat(20_000),
    '__proto__',
    'constructor',
  ),
);
const word = fc.oneof(
  text,
  fc.constantFrom('upvote', 'downvote', 'verified', 'rejected', 'needs_improvement'),
);
const id = fc.oneof(
  text,
  fc.maxSafeInteger(),
  fc.constantFrom(1, '1', ' 1', '1.0', '9223372036854775808', -1, 'NaN', '0x1', '١'),
);
const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 2_147_483_647, null));
/** What does not even fit its type. */
const wrong = fc
  .anything({withNullPrototype: false, maxDepth: 2})
  .map(value => JSON.parse(JSON.stringify(value ?? null)) as unknown);

/** Null for an answer that a client can act on and that tells nothing of the inside. */
async function faultOf(document: string, variables: object): Promise<unknown> {
  logged.splice(0);
  await sql`truncate preheat.attempt`;
  const answer = await ask(server.url, document, {variables, headers});

  const bad = (answer.errors ?? []).filter(
    ({message, extensions}) =>
      !['BAD_INPUT', 'RATE_LIMITED'].includes(String(extensions['code'])) ||
      /\bat \/|node_modules|postgres|select |syntax error at/i.test(message),
  );
  return answer.status < 500 && bad.length === 0 && logged.length === 0 ? null : {answer, logged};
}

test('whatever is asked, nothing fails on our side', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        title: text,
        style: word,
        number: int32,
        id,
        limit: int32,
        upvotes: int32,
        ticket: fc.oneof(text, fc.constantFrom('new-1-abc', 'anew-1-zzzzzzzzz')),
        context: text,
      }),
      async variables => {
        expect(await faultOf(DOCUMENT, variables)).toBe(null);
      },
    ),
    {numRuns: 60},
  );
});

test('whatever is to be done, nothing fails on our side', async () => {
  const reasons = fc.option(fc.array(fc.constantFrom('inaccurate', 'other', 'no_reason'), {maxLength: 3}));
  await fc.assert(
    fc.asyncProperty(fc.record({id, vote: word, text, status: word, reasons}), async variables => {
      expect(await faultOf(CHANGES, variables)).toBe(null);
    }),
    {numRuns: 30},
  );
}, 120_000);

test('what does not fit its type is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        title: wrong,
        style: wrong,
        number: wrong,
        id: wrong,
        limit: wrong,
        upvotes: wrong,
        ticket: wrong,
      }),
      async variables => {
        expect(await faultOf(DOCUMENT, variables)).toBe(null);
      },
    ),
    {numRuns: 50},
  );
});

test('a body that is no request is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async body => {
      logged.splice(0);
      const answer = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body,
      });

      expect(answer.status).toBeLessThan(500);
      expect(((await answer.json()) as {errors: unknown[]}).errors).toHaveLength(1);
      expect(logged).toEqual([]);
    }),
    {numRuns: 50},
  );
});
