import {beforeEach, expect, test} from 'vitest';
import {consoleCommands} from '../../../cli/console-commands.ts';
import {readConfig} from '../../../config.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {sampleAnswers} from '../../domain/content/sample-answers.ts';
import {emptyTables, givenLesson, givenRun, newDraft, roadmap, step} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';

const {sql, url: databaseUrl} = await testDatabase();
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await importRoadmaps(sql, [roadmap('a', [step('Python Variables', {styles: ['reading']})])]);
});

const config = readConfig({DATABASE_URL: databaseUrl, GEMINI_API_KEY: 'key'});

async function given({withCommands = true} = {}) {
  const client = async () => {
    throw new Error('No Temporal server is needed.');
  };
  const commands = consoleCommands({config, db: sql, client});
  const url = await givenServer({pool: sql, ...(withCommands && {commands})});
  const {email, userId} = await givenUser(sql, {role: 'moderator'});
  const headers = {...(await signedIn(url, email))};
  const release = async (draftId: number, reason = ' It is right. ') => {
    const {data, errors} = await ask(
      url,
      'mutation ($draftId: Int!, $reason: String!) { act: releaseQuarantined(draftId: $draftId, reason: $reason) { success message lessonId } }',
      {variables: {draftId, reason}, headers},
    );
    expect(errors).toBe(undefined);
    return data?.['act'];
  };
  return {release, userId};
}

/** A draft in quarantine that makes a lesson. */
async function givenQuarantined(answerText = JSON.stringify(sampleAnswers.reading())): Promise<number> {
  const runId = await givenRun(sql);
  const {draftId} = await storeDraft(sql, newDraft({requestId: 'r', cellId: 1, runId, answerText}));
  await sql`update preheat.draft set status = 'quarantined' where draft_id = ${draftId}`;
  return draftId;
}

const statusOf = async (draftId: number) =>
  (await sql<{status: string}[]>`select status from preheat.draft where draft_id = ${draftId}`)[0]?.status;

const lessons = () => sql<{id: number}[]>`select id from lessons_lessoncontent`;

test('a moderator releases a draft, and is noted with the reason', async () => {
  const draftId = await givenQuarantined();
  const {release, userId} = await given();

  const released = await release(draftId);
  const [lesson] = await lessons();
  expect(released).toEqual({success: true, message: 'The draft is published.', lessonId: lesson?.id});
  expect(await statusOf(draftId)).toBe('published');
  expect(
    await sql`select actor, actor_role, reason, cell_id from preheat.audit_event where action = 'release_quarantined'`,
  ).toEqual([{actor: userId, actorRole: 'moderator', reason: 'It is right.', cellId: 1}]);
});

test.each([
  ['served meanwhile', 'its cell is served by another lesson.', () => givenLesson(sql, 1)],
  ['archived', 'no roadmap wants its cell any more.', () => sql`update preheat.cell set archived_at = now()`],
  [
    'being made',
    'a run is making its cell at this moment.',
    () => sql`update preheat.cell set claimed_by = 'run:1', claimed_until = now() + interval '1 minute'`,
  ],
  [
    'out of quarantine',
    'it is superseded, not in quarantine.',
    () => sql`update preheat.draft set status = 'superseded'`,
  ],
] as const)('where its cell or draft is %s, it is not, and nothing changes', async (_, reason, happen) => {
  const draftId = await givenQuarantined();
  await happen();
  const before = [await lessons(), await statusOf(draftId)];
  const {release} = await given();

  const {success, message, lessonId} = (await release(draftId)) as unknown as {
    success: boolean;
    message: string;
    lessonId: null;
  };
  expect({success, lessonId}).toEqual({success: false, lessonId: null});
  expect(message).toContain(`Draft ${draftId} was not released: ${reason}`);
  expect([await lessons(), await statusOf(draftId)]).toEqual(before);
  expect(await sql`select from preheat.audit_event where action = 'release_quarantined'`).toEqual([]);
});

test('a draft that makes no lesson, none, no reason, and a server without commands are told', async () => {
  const draftId = await givenQuarantined('I cannot.');
  const {release} = await given();

  expect(await release(draftId)).toMatchObject({
    success: false,
    message: expect.stringContaining('its answer makes no reading lesson.') as unknown,
  });
  expect(await release(99)).toEqual({
    success: false,
    message: 'There is no draft 99.',
    lessonId: null,
  });
  expect(await release(draftId, '  ')).toMatchObject({
    success: false,
    message: 'Say why it is published in spite of its findings.',
  });
  const bare = await given({withCommands: false});
  expect(await bare.release(draftId)).toMatchObject({
    success: false,
    message: 'This server releases no drafts.',
  });
});
