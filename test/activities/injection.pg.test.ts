import {afterAll, beforeAll, expect, test} from 'vitest';
import {allowLongCalls} from '../../activities/gemini/long-calls.ts';
import {createGemini, type GeminiCall} from '../../activities/gemini/index.ts';
import {EMULATOR_API_KEY} from '../../config.ts';
import {startGeminiEmulator} from '../../dev/gemini/server.ts';
import type {Model} from '../../activities/model.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {MAX_OUTPUT_TOKENS} from '../../domain/prompts/index.ts';
import {regenerations} from '../../sql/queries/regenerations.ts';
import {HARMLESS_COMMENT, HOSTILE_COMMENTS} from '../domain/feedback/hostile-comments.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {attempt, givenCell, PRICE} from './lesson-givens.ts';
import {givenPeople} from '../sql/people.ts';
import {givenRegeneration, versionsOf} from './regeneration-givens.ts';

const {sql} = await testDatabase();
const emulator = await startGeminiEmulator();
afterAll(() => emulator.close());

const NAME = 'gemini-3.5-flash-lite';
const TIMEOUT_MS = 30_000;
allowLongCalls(TIMEOUT_MS);
const gemini = createGemini({
  apiKey: EMULATOR_API_KEY,
  baseUrl: emulator.url,
  model: NAME,
  serviceTier: 'standard',
  timeoutMs: TIMEOUT_MS,
});

/** The emulator over HTTP; keeps what it was asked. */
function listening(): {model: Model; calls: GeminiCall[]} {
  const calls: GeminiCall[] = [];
  const generate = async (call: GeminiCall) => {
    calls.push(call);
    return gemini.generate(call);
  };
  return {
    calls,
    model: {
      name: `emulator:${NAME}`,
      priceAt: () => PRICE,
      gemini: {generate},
      emulated: true,
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      maxConcurrent: 4,
      timeoutMs: TIMEOUT_MS,
      limits: UNLIMITED,
      alternative: null,
    },
  };
}

/** What a call is beside its words. */
const termsOf = ({system: _system, user: _user, signal: _signal, ...terms}: GeminiCall) => terms;

let voterCount = 0;

/** A vote as the application stores it, which takes a comment of any length. */
async function givenComment(lessonId: LessonId, comment: string): Promise<void> {
  voterCount += 1;
  const userId = `v${voterCount}`;
  await givenPeople(sql, [userId]);
  await sql`
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
    values (preheat.new_id('lessons_lessonvote'), 'downvote', ${comment.replaceAll('\0', '')}, now(), now(), ${lessonId}, ${userId})
  `;
}

let cellId = 0;
let harmless: GeminiCall;

/** The live lesson of the cell gets a comment, and is made anew because of it. */
async function regenerateAfter(comment: string) {
  const before = await versionsOf(sql, cellId);
  const live = before.find(({state}) => state === 'live')!;
  await givenComment(live.lessonId, comment);
  const cell = await givenRegeneration(sql, cellId, {emulated: true});
  const {model, calls} = listening();
  const outcome = await attempt(sql, model, cell);
  const made = (await versionsOf(sql, cellId)).slice(before.length);
  return {outcome, calls, made, live, ...cell};
}

beforeAll(async () => {
  const cell = await givenCell(sql);
  cellId = cell.cellId;
  await attempt(sql, listening().model, cell);
  harmless = (await regenerateAfter(HARMLESS_COMMENT)).calls[0]!;
});

test.each(HOSTILE_COMMENTS)(
  '%s: the call is made on the same terms, the draft is checked, and what is published is not approved',
  async (_, comment) => {
    const {outcome, calls, made, live, nonce} = await regenerateAfter(comment);

    // Model, schema, room and temperature are not up to what a comment says.
    expect(termsOf(calls[0]!)).toEqual(termsOf(harmless));
    expect(calls[0]!.system).toBe(harmless.system);
    expect(emulator.ledger().at(-1)).toMatchObject({
      model: NAME,
      outcome: 'answered',
      style: 'mixed',
      lessonNumber: 1,
    });

    // The emulator does not obey, so that its draft passes all checks at once.
    expect(outcome).toEqual({kind: 'published'});
    expect(calls).toHaveLength(1);
    expect(made).toMatchObject([{approvalStatus: 'pending', parentLessonId: live.lessonId}]);
    expect(made[0]!.content).not.toContain(nonce);
    const [regeneration] = await regenerations(sql, {cellIds: [cellId]});
    expect(regeneration).toMatchObject({lessonIds: [made[0]!.lessonId]});
    expect(regeneration!.answers.voteIds).toContain(
      (await sql<{id: number}[]>`select id from lessons_lessonvote order by id desc limit 1`)[0]!.id,
    );
  },
);

test('nothing that a comment said made Preheat approve or verify anything', async () => {
  const rows = await sql`
    select distinct approval_status, created_by from lessons_lessoncontent
  `;
  expect(rows).toEqual([{approvalStatus: 'pending', createdBy: 'gemini-emulator'}]);
});
