import {beforeEach, expect, test, vi} from 'vitest';
import {watchAccess} from '../../../api/access/watch-access.ts';
import {closeRun} from '../../../sql/queries/runs.ts';
import {revokeSessionsOf} from '../../../sql/queries/sessions.ts';
import {emptyTables, givenCells, givenRun} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {until} from '../../support/until.ts';
import {endServersAfterEach, eventsOf, givenServer, givenUser, signedIn} from '../givens.ts';

vi.mock(import('../../../api/access/watch-access.ts'), {spy: true});

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
});

/** Somebody who follows a run that goes on. */
async function givenFollower() {
  const runId = await givenRun(sql);
  const url = await givenServer({pool: sql});
  const {email, userId} = await givenUser(sql, {role: 'moderator'});
  const {cookie} = await signedIn(url, email);
  const query = encodeURIComponent(`subscription { runProgress(runId: ${runId}) { state } }`);
  const response = await fetch(`${url}/graphql?query=${query}`, {
    headers: {cookie, accept: 'text/event-stream'},
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (isEnough: (text: string) => boolean) => {
    while (!isEnough(text)) {
      const {done, value = ''} = await reader.read();
      text += value;
      if (done) return true;
    }
    return false;
  };
  expect(await readUntil(seen => seen.includes('running'))).toBe(false);
  return {
    runId,
    userId,
    toEnd: () => readUntil(() => false),
    goAway: () => reader.cancel(),
    events: () => eventsOf(text),
    text: () => text,
  };
}

test.each([
  ['whose session is revoked', (userId: string) => revokeSessionsOf(sql, userId)],
  ['whose role gives less', (userId: string) => sql`update users set role = 'mentor' where id = ${userId}`],
  ['who is blocked', (userId: string) => sql`update users set is_active = false where id = ${userId}`],
] as const)('somebody %s follows a run no longer, and is told why', async (_, happen) => {
  const follower = await givenFollower();
  await happen(follower.userId);
  expect(await follower.toEnd()).toBe(true);

  expect(follower.events().at(-1)).toEqual({
    errors: [
      {
        message: 'Your session has ended, or your account may no longer follow this.',
        extensions: {code: 'UNAUTHENTICATED'},
      },
    ],
  });
  expect(follower.text().endsWith('event: complete\ndata:\n\n')).toBe(true);
});

test('to follow a run does not prolong a session, and goes on to its end', async () => {
  const follower = await givenFollower();
  await sql`update preheat.session set last_seen_at = now() - interval '2 hours'`;
  const [before] = await sql`select last_seen_at from preheat.session`;
  await closeRun(sql, {runId: follower.runId, end: {state: 'finished'}});
  expect(await follower.toEnd()).toBe(true);

  expect(follower.events().at(-1)).toEqual({data: {runProgress: {state: 'finished'}}});
  expect(await sql`select last_seen_at from preheat.session`).toEqual([before]);
});

test.each([
  [
    'the run has ended',
    async ({runId, toEnd}: Awaited<ReturnType<typeof givenFollower>>) => {
      await closeRun(sql, {runId, end: {state: 'finished'}});
      await toEnd();
    },
  ],
  ['they have gone away', ({goAway}: Awaited<ReturnType<typeof givenFollower>>) => goAway()],
] as const)('nobody looks any more what a follower may, once %s', async (_, happen) => {
  const follower = await givenFollower();
  const [, {gone}] = vi.mocked(watchAccess).mock.lastCall!;
  expect(gone.aborted).toBe(false);
  await happen(follower);

  await until('nobody looks any more', () => gone.aborted, {timeoutMs: 10_000});
});
