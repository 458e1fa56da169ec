import {readFile} from 'node:fs/promises';
import {beforeEach, expect, test} from 'vitest';
import type {Role} from '../../../domain/roles.ts';
import {actOnLesson} from '../../../sql/queries/serving.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {roadmap, step} from '../../sql/givens.ts';
import {emptyQueue, givenLessons, refresh} from '../../sql/queued.ts';
import {givenReviewRow} from '../../sql/rated.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(() => emptyQueue(sql));

async function given(role: Role = 'moderator') {
  const url = await givenServer({pool: sql});
  const {email, userId} = await givenUser(sql, {role});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string, variables = {}) => {
    const {data, errors} = await ask(url, query, {variables, headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {request, userId};
}

const SEND = `mutation ($lessonId: LessonId!, $reason: String) {
  sendToReview(lessonId: $lessonId, reason: $reason) { success message }
}`;
const QUEUE = '{ reviewQueue { items { lessonId requestedAt requestReason } } }';

test('a lesson is sent, stands first in the queue, and is sent once', async () => {
  const [, second] = await givenLessons(sql, 'One', 'Two');
  await refresh(sql);
  const {request, userId} = await given();

  expect(await request(SEND, {lessonId: second, reason: ' Look twice. '})).toEqual({
    success: true,
    message: "The lesson is at the head of the mentors' queue.",
  });
  expect(await request(SEND, {lessonId: second})).toEqual({
    success: true,
    message: "It was sent before, and waits at the head of the mentors' queue.",
  });
  expect(await request(QUEUE)).toEqual({
    items: [
      {lessonId: second, requestedAt: expect.any(String), requestReason: 'Look twice.'},
      {lessonId: expect.anything(), requestedAt: null, requestReason: null},
    ],
  });
  expect(await sql`select actor, actor_role, reason from preheat.audit_event`).toEqual([
    {actor: userId, actorRole: 'moderator', reason: 'Look twice.'},
  ]);
});

test('a lesson that cannot be sent is told with why', async () => {
  const [fresh = 0, retired = 0, archived = 0, loose = 0] = await givenLessons(
    sql,
    'One',
    'Two',
    'Three',
    'Four',
  );
  const at = new Date(Date.now() - 60_000);
  await givenReviewRow(sql, {lessonId: fresh, mentorId: 'ann', status: 'needs_improvement', at});
  const actor = {id: 'ada', role: 'admin'};
  await actOnLesson(sql, {act: 'retire', lessonId: retired, actor, reason: null});
  await sql`delete from preheat.lesson_version where lesson_id = ${loose}`;
  await sql`update lessons_lessoncontent set cache_key = 'of nobody' where id = ${loose}`;
  await importRoadmaps(sql, [roadmap('r', [step('One'), step('Two'), step('Four')])]);
  const {request} = await given();
  const told = async (lessonId: unknown) => request(SEND, {lessonId});

  expect(await told(fresh)).toEqual({
    success: false,
    message: `A mentor reviewed it on ${at.toISOString().slice(0, 10)} (needs_improvement). It can be sent again 7 days after a verdict.`,
  });
  expect(await told(retired)).toEqual({success: false, message: 'It is retired. Restore it first.'});
  expect(await told(archived)).toEqual({
    success: false,
    message: 'No roadmap wants this lesson any more: its cell is archived.',
  });
  expect(await told(loose)).toEqual({
    success: false,
    message: 'No roadmap wants a lesson under its key, so the mentors have nothing to decide.',
  });
  expect(await told('none')).toEqual({success: false, message: 'There is no such lesson.'});
});

test('mentors read what they go by', async () => {
  const {request} = await given('mentor');

  const guidelines = await request('{ reviewGuidelines }');
  expect(guidelines).toBe(
    await readFile(new URL('../../../docs/review-guidelines.md', import.meta.url), 'utf8'),
  );
  expect(guidelines).toMatch(/^# Reviewing a lesson\n/);
});
