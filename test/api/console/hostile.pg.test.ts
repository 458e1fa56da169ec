import * as fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startServer} from '../../../api/server.ts';
import {requestRegenerations} from '../../../sql/queries/regenerations.ts';
import {givenCells} from '../../sql/givens.ts';
import {givenPublished} from '../../sql/published.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, givenUser, signedIn} from '../givens.ts';
import {commandsOn} from './commands-givens.ts';

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
    regenerateLessons: async wanted => requestRegenerations(sql, {...wanted, trigger: 'person'}),
    commands: commandsOn(sql),
  });
  const {email} = await givenUser(sql, {role: 'admin'});
  headers = {...(await signedIn(server.url, email))};
});
afterAll(async () => server.stop());

/** Arguments that can be sent to each operation; `$name: Type` of those that are random. */
const DOCUMENTS = [
  `query ($id: LessonId!, $other: LessonId!) { lesson(id: $id) { cellId versions { lessonId } votes { userId } }
    lessonDiff(before: $id, after: $other) { field } }`,
  `query ($id: LessonId!, $text: String!, $count: Int!, $at: DateTime!) {
    auditEvents(filter: {actor: $text, actions: [$text], lessonId: $id, since: $at, until: $at}, first: $count) { nodes { action } }
    auditEventsCsv(filter: {until: $at}) { rowCount } }`,
  `query ($id: LessonId!, $text: String!, $count: Int!) {
    votedLessons(order: best, filter: {roadmapKeys: [$text]}, first: $count) { nodes { lessonId } }
    voteComments(lessonId: $id, first: $count) { nodes { comment } }
    voteSeries(weeks: $count, lessonId: $id) { upvotes } }`,
  `query ($text: String!) { voteComments(after: $text) { nodes { comment } } }`,
  `query ($text: String!) { votedLessons(order: collapsing, after: $text) { nodes { lessonId } } }`,
  `query ($text: String!) { auditEvents(after: $text) { nodes { action } } }`,
  `query ($text: String!, $count: Int!) { savedViews(page: $text) { name } quarantine(filter: {roadmapKeys: [$text]}) { count }
    quarantinedDraft(id: $count) { draftId } reviewQueue(first: $count) { itemCount } }`,
  `query ($text: String!, $count: Int!) { roadmaps(text: $text, first: $count) { nodes { key } }
    roadmap(key: $text) { text } previewImport(text: $text, filename: $text) { problems { line field message } digest }
    team(text: $text, first: $count) { nodes { email } } tokens { name } sessions { address } find(text: $text, first: $count) { title } }`,
  `query ($text: String!) { team(after: $text) { nodes { email } } }`,
  `query ($text: String!) { roadmaps(after: $text) { nodes { key } } }`,
  `mutation ($id: LessonId!, $text: String!, $count: Int!) {
    importRoadmaps(text: $text, expectedDigest: $text) { success } archiveRoadmap(key: $text, reason: $text) { success }
    restoreRoadmap(key: $text) { success } setRole(userId: $text, role: mentor) { success } revokeSessions(userId: $text) { success }
    sendToReview(lessonId: $id, reason: $text) { success } createToken(name: $text, expiresInDays: $count) { success }
    revokeToken(id: $count) { success } }`,
  `query ($id: LessonId!, $text: String!) { matchingLessons(filter: {text: $text, lessonIds: [$id], roadmapKeys: [$text]}) { count digest } }`,
  `query ($text: String!, $count: Int!) {
    matrix(filter: {text: $text, cellIds: [$count], roadmapKeys: [$text]}) { matchingCellCount }
    matrixRoadmap(roadmapKey: $text, filter: {text: $text, minAgeDays: $count}, fromPosition: $count) { title }
    matchingCells(filter: {marks: [weak], minAgeDays: $count}) { cellIds }
    cells(filter: {text: $text, cellIds: [$count]}, first: $count) { nodes { cellId } } coverageNights(first: $count) { share }
    quoteCells(filter: {text: $text, cellIds: [$count], limit: $count}, first: $count) { totalCount } }`,
  `query ($text: String!, $at: DateTime!) { quoteCells(after: $text) { totalCount } matrix(asOf: $at) { asOf }
    matrixRoadmap(roadmapKey: $text, comparedWith: $at) { title } cells(after: $text, comparedWith: $at, filter: {changes: [lost]}) { nodes { cellId } } }`,
  `mutation ($id: LessonId!, $text: String!) {
    promoteLesson(id: $id, reason: $text) { success } retireLesson(id: $id, reason: $text) { success }
    restoreLesson(id: $id, reason: $text) { success } rollBackLesson(id: $id, reason: $text) { success } }`,
  `mutation ($id: LessonId!, $other: LessonId!, $text: String!) { regenerateLessons(ids: [$id, $other], instructions: $text) { success } }`,
  `mutation ($id: LessonId!, $text: String!) {
    submitReview(lessonId: $id, status: $text, feedback: $text, expertiseArea: $text) { success }
    heartbeatReview(lessonId: $id) { held } skipReview(lessonId: $id) { success } releaseReview(lessonId: $id) { success } }`,
  `mutation ($id: LessonId!, $text: String!, $count: Int!) {
    bulkAct(act: retire, filter: {text: $text, lessonIds: [$id]}, expectedCount: 0, reason: $text) { success }
    bulkRegenerate(filter: {text: $text}, expectedCount: 0, instructions: $text) { success }
    undoBulk(id: $count) { success } retryQuarantined(cellIds: [$count], expectedCount: 0) { success } }`,
  `mutation ($text: String!, $any: JSON!, $count: Int!) { saveView(page: $text, name: $text, filter: $any) { success } deleteView(id: $count) { success } }`,
  `query ($text: String!, $count: Int!) {
    limits(model: $text) { model requestsPerDay { used inForce } prices { asOf } }
    quarantine(filter: {runId: $count}) { count } auditEvents(filter: {runId: $count}) { nodes { runId } }
    schedule { isReachable } brief { headline needsYou { kind } } }`,
  `mutation ($text: String!, $count: Int!) {
    setLimits(model: $text, input: {requestsPerDay: $count, requestsPerMinute: null}, reason: $text) { success }
    forgetLearntLimit(model: $text, limit: requests_per_day, reason: $text) { success }
    resetLimits(model: $text, reason: $text) { success }
    releaseQuarantined(draftId: $count, reason: $text) { success } }`,
  `mutation ($text: String!, $count: Int!) {
    setSchedule(input: {cron: $text, timeZone: $text, filter: {roadmapKeys: [$text], limit: $count}}) { success }
    pauseSchedule(reason: $text) { success } resumeSchedule(reason: $text) { success } }`,
];

const text = fc.oneof(
  fc.string({unit: 'binary', maxLength: 60}),
  fc.constantFrom(
    'Loops',
    'verified',
    '\0',
    'a\0b',
    '\ud800',
    "'; drop table users; --",
    '%_\\',
    'x'.repeat(300),
  ),
  fc
    .constantFrom('9999999999999999,1', '1,x', '999999999999999', '-1')
    .map(place => Buffer.from(place).toString('base64url')),
);
const values = fc.record({
  id: fc.oneof(text, fc.constantFrom<unknown>(1, -1, 2 ** 53 - 1, '1', 1.5, null)),
  other: fc.constantFrom<unknown>(1, 'none'),
  text,
  count: fc.constantFrom(0, 1, -1, 50, 2 ** 31 - 1),
  at: fc.constantFrom(
    '-271821-04-20T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    '2026-01-01T00:00:00Z',
    'now',
  ),
  any: fc.oneof(fc.jsonValue(), text, fc.constantFrom<unknown>({'\0': 1}, ['\udfff'])),
});

test.each(DOCUMENTS)('whatever is sent, no error is of the inside (document %#)', async document => {
  await fc.assert(
    fc.asyncProperty(values, async given => {
      const wanted = new Set([...document.matchAll(/\$(\w+): /g)].map(([, name = '']) => name));
      const variables = Object.fromEntries(Object.entries(given).filter(([name]) => wanted.has(name)));
      const {status, errors = []} = await ask(server.url, document, {variables, headers});
      expect(status).toBeLessThan(500);
      expect(errors.map(({extensions}) => extensions['code'])).not.toContain('INTERNAL');
      expect(logged).toEqual([]);
    }),
    {numRuns: 40},
  );
});

test.each(DOCUMENTS.filter(document => !document.includes('after:')))(
  'what is well-formed is answered (document %#)',
  async document => {
    const given = {id: 1, other: 1, text: 'Loops', count: 1, at: '2026-01-01T00:00:00Z', any: {}};
    const variables = Object.fromEntries(
      Object.entries(given).filter(([name]) => document.includes(`$${name}:`)),
    );
    const {errors} = await ask(server.url, document, {variables, headers});
    expect(errors).toBe(undefined);
  },
);
