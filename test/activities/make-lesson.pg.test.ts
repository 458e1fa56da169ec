import {ApplicationFailure} from '@temporalio/common';
import {expect, test} from 'vitest';
import {createDraftCall} from '../../activities/draft-call.ts';
import {FAILURE} from '../../domain/failures.ts';
import {lessonPrompt, MAX_OUTPUT_TOKENS, PROMPT_VERSION} from '../../domain/prompts/index.ts';
import type {LessonOutcome} from '../../domain/outcomes.ts';
import type {Video} from '../../domain/video.ts';
import {STYLES} from '../../domain/styles.ts';
import {connect} from '../../sql/client.ts';
import {claimCell, claimOwner} from '../../sql/queries/claims.ts';
import {reserve} from '../../sql/queries/reservations.ts';
import {readAsReader} from '../../sql/queries/lessons.ts';
import {closeRun, markRunWaiting} from '../../sql/queries/runs.ts';
import {sampleAnswers} from '../domain/content/sample-answers.ts';
import {testDatabase} from '../support/postgres.ts';
import {
  AT_REST,
  attempt,
  badAnswer,
  CALL_USD,
  type Cell,
  callOf,
  fakeModel,
  givenCell,
  givenRun,
  goodAnswer,
  paid,
  stateOf,
} from './lesson-givens.ts';

const {sql} = await testDatabase();

const providerDown = ApplicationFailure.create({type: FAILURE.providerDown, message: 'No answer.'});

async function claim({runId, cellId}: Cell) {
  return claimCell(sql, {cellId, claimedBy: claimOwner(runId), leaseMs: 240_000, emulated: false});
}

/** The cell changes hands, as when a claim ran out. */
async function holdBy({runId, cellId}: Cell): Promise<void> {
  await sql`update preheat.cell set claimed_by = ${claimOwner(runId)} where cell_id = ${cellId}`;
}

/** The first stages of an attempt that died before it could do anything with the draft. */
async function draftAndDie(cell: Cell, answer = goodAnswer()): Promise<void> {
  const claimed = await claim(cell);
  if (claimed.kind !== 'claimed') throw new Error(`The cell is ${claimed.kind}.`);
  const draftCall = createDraftCall({pool: sql, model: fakeModel([answer])});
  const {signal} = new AbortController();
  await draftCall({
    ...cell,
    request: claimed.request,
    isInteractive: false,
    asking: 'first',
    videoChoice: null,
    previous: null,
    signal,
  });
}

test.each(STYLES)('a %s lesson is published so that the reader finds it', async style => {
  const cell = await givenCell(sql, {style});

  expect(await attempt(sql, fakeModel([goodAnswer(style)]), cell)).toEqual({kind: 'published'});

  const answer = sampleAnswers[style]();
  const lesson = await readAsReader(sql, cell.cacheKey);
  expect(lesson).toMatchObject({title: answer.title, learningStyle: style});
  expect(lesson?.content).toMatchObject({
    type: style,
    lesson_type: style,
    title: answer.title,
    summary: answer.summary,
    estimated_duration: expect.any(Number),
    research_metadata: {source_type: 'ai_only'},
    quiz: answer.quiz.map(({question}) => ({question})),
  });
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'published', spentUsd: CALL_USD});
});

test('a published lesson says whence it is, in the row and in its version', async () => {
  const cell = await givenCell(sql);
  await attempt(sql, fakeModel([goodAnswer()]), cell);

  const [row] = await sql`
    select l.created_by, l.ai_model_version, l.approval_status, l.difficulty_level, l.generation_prompt,
      v.state, v.origin, v.request_id, v.run_id, v.prompt_version, v.draft_id is not null as has_draft
    from lessons_lessoncontent l join preheat.lesson_version v on v.lesson_id = l.id where cache_key = ${cell.cacheKey}
  `;
  expect(row).toMatchObject({
    createdBy: 'gemini-ai',
    aiModelVersion: 'fake-1',
    approvalStatus: 'pending',
    difficultyLevel: 'intermediate',
    generationPrompt: expect.stringContaining(cell.stepTitle),
    state: 'live',
    origin: 'preheat',
    requestId: `run:${cell.runId}/cell:${cell.cellId}/call:0`,
    runId: cell.runId,
    promptVersion: PROMPT_VERSION,
    hasDraft: true,
  });
});

test('the emulator’s lessons are marked as such', async () => {
  const cell = await givenCell(sql);
  await attempt(sql, fakeModel([goodAnswer()], {emulated: true}), cell);

  const [row] = await sql`select created_by from lessons_lessoncontent where cache_key = ${cell.cacheKey}`;
  expect(row).toEqual({createdBy: 'gemini-emulator'});
});

test('run twice it changes nothing and pays nothing', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([goodAnswer()]);
  await attempt(sql, model, cell);
  const before = await stateOf(sql, cell);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'served'});
  expect(await stateOf(sql, cell)).toEqual(before);
  expect(before).toMatchObject({status: 'published', lessonCount: 1});
  expect(model.calls).toHaveLength(1);
});

test.each([
  ['goes on where the budget holds another call', 0.5, {kind: 'published'}, 0.29 + CALL_USD],
  ['ends the run where it does not', 0.3, {kind: 'stop', cause: 'budget'}, 0.29],
])(
  'an attempt that died during its call may have paid for it: the next one %s',
  async (_, maxUsd, outcome, spentUsd) => {
    const cell = await givenCell(sql, {maxUsd});
    await claim(cell);
    const requestId = `run:${cell.runId}/cell:${cell.cellId}/call:0`;
    await reserve(sql, callOf(cell, requestId, {maxUsd: 0.29}));

    expect(await attempt(sql, fakeModel([goodAnswer()]), cell)).toMatchObject(outcome);
    expect(await stateOf(sql, cell)).toMatchObject({
      spentUsd,
      reservedUsd: 0,
      reservationCount: 0,
      claimedBy: null,
    });
  },
);

test('an attempt that died after its draft was stored is gone on with; the draft is not paid for again', async () => {
  const cell = await givenCell(sql);
  await draftAndDie(cell);
  const model = fakeModel([]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(model.calls).toEqual([]);
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, spentUsd: CALL_USD, lessonCount: 1});
});

test('a draft that an earlier run paid for is what a later run publishes', async () => {
  const cell = await givenCell(sql);
  await draftAndDie(cell);
  await closeRun(sql, {runId: cell.runId, end: {state: 'lost', message: 'Gone.'}});
  const later = {...cell, runId: await givenRun(sql, cell)};

  expect(await attempt(sql, fakeModel([]), later)).toEqual({kind: 'published'});
  expect(await stateOf(sql, later)).toMatchObject({...AT_REST, status: 'published', spentUsd: 0});
});

test('a real run does not publish what the emulator drafted', async () => {
  const cell = await givenCell(sql);
  await draftAndDie(cell);
  await sql`update preheat.draft set emulated = true where cell_id = ${cell.cellId}`;
  await closeRun(sql, {runId: cell.runId, end: {state: 'lost', message: 'Gone.'}});
  const later = {...cell, runId: await givenRun(sql, cell)};
  const model = fakeModel([goodAnswer()]);

  expect(await attempt(sql, model, later)).toEqual({kind: 'published'});
  expect(model.calls).toHaveLength(1);
});

test('a draft with errors is repaired: the model is told what was wrong, and the better one is published', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([badAnswer(), goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  const [first, repair] = model.calls;
  expect(first!.user).not.toContain('FINDINGS');
  expect(repair!.user).toContain('FINDINGS');
  expect(repair!.user).toContain('"check":"count"');
  expect(repair!.maxOutputTokens).toBe(MAX_OUTPUT_TOKENS);
  expect(await stateOf(sql, cell)).toMatchObject({
    ...AT_REST,
    spentUsd: 2 * CALL_USD,
    drafts: [
      {status: 'superseded', callNumber: 0, checks: ['count']},
      {status: 'published', callNumber: 1, checks: []},
    ],
  });
});

test('an attempt that died before its repair call goes on with that call, not from the beginning', async () => {
  const cell = await givenCell(sql);
  await expect(attempt(sql, fakeModel([badAnswer(), providerDown]), cell)).rejects.toThrow('No answer.');
  expect(await stateOf(sql, cell)).toMatchObject({drafts: [{status: 'repairing', checks: ['count']}]});
  const model = fakeModel([goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(model.calls[0]!.user).toContain('"check":"count"');
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, spentUsd: 2 * CALL_USD});
});

const BROKEN_DIAGRAM = {
  title: 'Names',
  type: 'flowchart',
  mermaid_code: 'flowchart TD\n  A[open',
  description: 'Names.',
};

test('a diagram that Mermaid cannot parse is repaired like any other error', async () => {
  const cell = await givenCell(sql, {style: 'mixed'});
  const model = fakeModel([goodAnswer('mixed', {diagrams: [BROKEN_DIAGRAM]}), goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(model.calls[1]!.user).toContain('diagrams[0].mermaid_code does not parse as Mermaid');
});

test('one repair hears of the shape and of the diagrams', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([goodAnswer('mixed', {quiz: [], diagrams: [BROKEN_DIAGRAM]}), goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(await stateOf(sql, cell)).toMatchObject({
    drafts: [{status: 'superseded', checks: ['count', 'diagram']}, {status: 'published'}],
  });
});

test('a loop of broken diagrams does not fill the prompt of the repair', async () => {
  const cell = await givenCell(sql);
  const loop = Array.from({length: 40}, () => BROKEN_DIAGRAM);
  const model = fakeModel([goodAnswer('mixed', {diagrams: loop}), goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  const [{checks} = {checks: []}] = (await stateOf(sql, cell)).drafts;
  expect(checks.filter(check => check === 'diagram')).toHaveLength(12);
});

test('of a lesson every diagram is checked, however many its text draws', async () => {
  const cell = await givenCell(sql);
  const block = (code: string) => `\n\n\`\`\`mermaid\n${code}\n\`\`\``;
  const drawn = Array.from({length: 12}, (_, index) => block(`flowchart TD\n  name${index} --> object`));
  const text = `${sampleAnswers.mixed().text_introduction}${drawn.join('')}${block(BROKEN_DIAGRAM.mermaid_code)}`;
  const model = fakeModel([goodAnswer('mixed', {text_introduction: text}), goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(model.calls[1]!.user).toContain('text_introduction, Mermaid block 13 does not parse as Mermaid');
});

test('after two repairs the draft is quarantined with its findings, and never served', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([badAnswer(), badAnswer(), badAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'quarantined'});
  expect(await stateOf(sql, cell)).toMatchObject({
    ...AT_REST,
    status: 'quarantined',
    causeMessage: expect.stringContaining('quiz'),
    spentUsd: 3 * CALL_USD,
    lessonCount: 0,
    drafts: [
      {status: 'superseded'},
      {status: 'superseded'},
      {status: 'quarantined', callNumber: 2, checks: ['count']},
    ],
  });
});

test('of many errors people are told the first three, and how many there are', async () => {
  const cell = await givenCell(sql);
  const empty = () => paid('drafted', '{}');
  await attempt(sql, fakeModel([empty(), empty(), empty()]), cell);

  const {causeMessage, drafts} = await stateOf(sql, cell);
  const errorCount = drafts[2]!.checks.length;
  expect(errorCount).toBeGreaterThan(4);
  expect(causeMessage).toMatch(new RegExp(`^title is missing: .* And ${errorCount - 3} more\\.$`));
  expect(causeMessage).toContain('text_introduction is missing');
  expect(causeMessage).not.toContain('key_concepts');
});

test('an attempt after the cell was quarantined pays nothing and changes nothing', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([badAnswer(), badAnswer(), badAnswer()]);
  await attempt(sql, model, cell);
  const before = await stateOf(sql, cell);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'quarantined'});
  expect(model.calls).toHaveLength(3);
  expect(await stateOf(sql, cell)).toEqual(before);
});

test('a cell that another run quarantined is not paid for again; the ledger of this run says why', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  await attempt(sql, fakeModel([badAnswer(), badAnswer(), badAnswer()]), cell);

  expect(await attempt(sql, fakeModel([]), other)).toEqual({kind: 'quarantined'});
  expect(await stateOf(sql, other)).toMatchObject({
    ...AT_REST,
    status: 'quarantined',
    causeMessage: 'A draft of another run failed the checks and waits for a person.',
    spentUsd: 0,
  });
});

test('a quarantined cell may be tried again by a run that wants it', async () => {
  const cell = await givenCell(sql);
  await attempt(sql, fakeModel([badAnswer(), badAnswer(), badAnswer()]), cell);
  const later = {...cell, runId: await givenRun(sql, {...cell, only: ['quarantined']})};

  expect(await attempt(sql, fakeModel([goodAnswer()]), later)).toEqual({kind: 'published'});
});

test('warnings go out with the lesson', async () => {
  const cell = await givenCell(sql);
  const summary = 'You will knead a dough, let it rest, and bake a loaf that is dark and crisp outside.';

  expect(
    await attempt(sql, fakeModel([goodAnswer('mixed', {title: 'Baking bread', summary})]), cell),
  ).toEqual({
    kind: 'published',
  });
  expect(await stateOf(sql, cell)).toMatchObject({drafts: [{status: 'published', checks: ['topic']}]});
});

/** The first finding of the cell's drafts. */
async function messageOf({cellId}: Cell): Promise<string | undefined> {
  const [row] = await sql<[{message: string}?]>`
    select findings -> 0 ->> 'message' as message from preheat.draft
    where cell_id = ${cellId} and findings <> '[]' order by draft_id limit 1
  `;
  return row?.message;
}

test('code with an emoji where none may stand is repaired like any other error', async () => {
  const cell = await givenCell(sql, {style: 'reading'});
  const [example] = sampleAnswers.reading().code_examples;
  const spoilt = {code_examples: [{...example, code: 'print("Done" 🎉)'}]};
  const model = fakeModel([goodAnswer('reading', spoilt), goodAnswer('reading')]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(model.calls[1]!.user).toContain('🎉');
  expect(await messageOf(cell)).toContain('unexpected "🎉"');
  expect(await stateOf(sql, cell)).toMatchObject({
    drafts: [{status: 'superseded', checks: ['code']}, {status: 'published'}],
  });
});

test('an answer that stops being JSON at an emoji is repaired like any other error', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([paid('drafted', '{"title": 🎉 "x"}'), goodAnswer()]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
  expect(await stateOf(sql, cell)).toMatchObject({
    drafts: [{status: 'superseded', checks: ['json']}, {status: 'published'}],
  });
});

test('starter code with an emoji goes out with a warning', async () => {
  const cell = await givenCell(sql, {style: 'hands_on'});
  const [first, ...others] = sampleAnswers.hands_on().exercises;
  const exercises = [{...first, starter_code: 'print(name) 👈 run this'}, ...others];

  expect(await attempt(sql, fakeModel([goodAnswer('hands_on', {exercises})]), cell)).toEqual({
    kind: 'published',
  });
  expect(await messageOf(cell)).toContain('unexpected "👈"');
  expect(await stateOf(sql, cell)).toMatchObject({drafts: [{status: 'published', checks: ['code']}]});
});

test.each([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'PROMPT_OTHER',
])(
  'an answer that is blocked for %s is quarantined at once: asking again would pay for the refusal again',
  async finishReason => {
    const cell = await givenCell(sql);
    const model = fakeModel([paid('blocked', '', finishReason)]);

    expect(await attempt(sql, model, cell)).toEqual({kind: 'quarantined'});
    expect(await stateOf(sql, cell)).toMatchObject({
      ...AT_REST,
      status: 'quarantined',
      spentUsd: CALL_USD,
      causeMessage: expect.stringContaining(finishReason),
    });
  },
);

test('an empty answer is repaired', async () => {
  const cell = await givenCell(sql);
  expect(await attempt(sql, fakeModel([paid('empty', ''), goodAnswer()]), cell)).toEqual({kind: 'published'});
});

test('a wait releases the cell and the reservation and decides nothing', async () => {
  const cell = await givenCell(sql);
  const wait = {kind: 'wait', cause: 'day_quota', untilMs: 1, message: 'Tomorrow.'} as const;

  expect(await attempt(sql, fakeModel([wait]), cell)).toEqual(wait);
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'pending', spentUsd: 0, drafts: []});
});

test('a cause that no cell survives stops, releases the cell and the reservation, and decides nothing', async () => {
  const cell = await givenCell(sql);
  const outcome = await attempt(sql, fakeModel([{kind: 'fatal', cause: 'auth', message: 'Bad key.'}]), cell);

  expect(outcome).toEqual({kind: 'stop', cause: 'auth', message: 'Bad key.'});
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'pending', spentUsd: 0});
});

test('a budget without room stops before the call and releases the cell', async () => {
  const cell = await givenCell(sql, {maxUsd: 0.01});
  const model = fakeModel([]);

  expect(await attempt(sql, model, cell)).toMatchObject({kind: 'stop', cause: 'budget'});
  expect(model.calls).toEqual([]);
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'pending', spentUsd: 0});
});

test('a request that the provider refuses fails this cell, with the reason', async () => {
  const cell = await givenCell(sql);
  const invalid = {kind: 'invalid', message: 'Too long.'} as const;

  expect(await attempt(sql, fakeModel([invalid]), cell)).toEqual({kind: 'failed', message: 'Too long.'});
  expect(await stateOf(sql, cell)).toMatchObject({
    ...AT_REST,
    status: 'failed',
    causeMessage: 'Too long.',
    spentUsd: 0,
  });
});

test('a provider that fails is thrown: the reservation is given back, the claim waits for the next attempt', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([providerDown, goodAnswer()]);

  await expect(attempt(sql, model, cell)).rejects.toThrow('No answer.');
  expect(await stateOf(sql, cell)).toMatchObject({
    claimedBy: claimOwner(cell.runId),
    reservedUsd: 0,
    reservationCount: 0,
    status: 'pending',
  });
  expect(await attempt(sql, model, cell)).toEqual({kind: 'published'});
});

test('a cell that another run is making is busy; it is not asked for, and not decided', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  await claim(other);
  const model = fakeModel([]);

  expect(await attempt(sql, model, cell)).toEqual({kind: 'busy'});
  expect(await stateOf(sql, cell)).toMatchObject({status: 'pending', claimedBy: claimOwner(other.runId)});
});

test('a claim that ran out is taken over', async () => {
  const cell = await givenCell(sql);
  await claim({...cell, runId: await givenRun(sql, cell)});
  await sql`update preheat.cell set claimed_until = now() - interval '1 second' where cell_id = ${cell.cellId}`;

  expect(await attempt(sql, fakeModel([goodAnswer()]), cell)).toEqual({kind: 'published'});
});

test('a cell that got its lesson meanwhile is served, and the ledger says so', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  await attempt(sql, fakeModel([goodAnswer()]), other);

  expect(await attempt(sql, fakeModel([]), cell)).toEqual({kind: 'served'});
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'served', lessonCount: 1});
});

test('a cell that no roadmap wants any more is archived, and the ledger says so', async () => {
  const cell = await givenCell(sql);
  await sql`update preheat.cell set archived_at = now() where cell_id = ${cell.cellId}`;

  expect(await attempt(sql, fakeModel([]), cell)).toEqual({kind: 'archived'});
  expect(await stateOf(sql, cell)).toMatchObject({status: 'archived'});
});

test('a run that lost its cell during the call does not publish beside the other', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  const model = fakeModel([goodAnswer()], {onCall: () => holdBy(other)});

  expect(await attempt(sql, model, cell)).toEqual({kind: 'busy'});
  expect(await stateOf(sql, cell)).toMatchObject({status: 'pending', lessonCount: 0, reservedUsd: 0});
});

test('a lesson that somebody else wrote during the call stays the only one', async () => {
  const cell = await givenCell(sql);
  const other = {...cell, runId: await givenRun(sql, cell)};
  async function onCall(): Promise<void> {
    await holdBy(other);
    await attempt(sql, fakeModel([goodAnswer()]), other);
    await holdBy(cell);
  }

  expect(await attempt(sql, fakeModel([goodAnswer()], {onCall}), cell)).toEqual({kind: 'served'});
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'served', lessonCount: 1});
});

test('the prompt is that of the cell’s own step', async () => {
  const cell = await givenCell(sql);
  const model = fakeModel([goodAnswer()]);
  await attempt(sql, model, cell);

  const {system, user} = lessonPrompt({
    stepTitle: cell.stepTitle,
    stepDescription: 'Names for values.',
    difficulty: 'intermediate',
    lessonNumber: 1,
    lessonCount: 1,
    style: 'mixed',
    roadmapTitle: 'Python',
    category: 'Languages',
  });
  expect(model.calls).toMatchObject([{system, user}]);
});

test('a database that is away is told apart from a fault, so that the run waits for it', async () => {
  const away = connect('postgresql://preheat:secret@127.0.0.1:1/preheat', {maxConnections: 1});

  await expect(attempt(away, fakeModel([]), {runId: 1, cellId: 1})).rejects.toMatchObject({
    type: FAILURE.databaseDown,
    message: 'The database was away (ECONNREFUSED).',
  });
});

const VIDEO: Video = {
  video_id: 'abc',
  title: 'Python variables',
  description: 'Names and values.',
  channel: 'A channel',
  thumbnail_url: 'https://i.ytimg.com/vi/abc/hqdefault.jpg',
  video_url: 'https://www.youtube.com/watch?v=abc',
  embed_url: 'https://www.youtube.com/embed/abc',
  duration_minutes: 10,
  view_count: 5,
  like_count: 1,
};

/** A search that finds this for every lesson. */
const youtube = {findVideo: async () => ({kind: 'found' as const, video: VIDEO})};

const timestamps = ['0:10', '2:34', '9:59'].map(time => ({time, description: 'A name is bound.'}));

test('a video that was found is watched, by the repair as well, and served with the lesson', async () => {
  const cell = await givenCell(sql, {style: 'video'});
  const model = fakeModel([goodAnswer('video', {timestamps, quiz: []}), goodAnswer('video', {timestamps})]);

  expect(await attempt(sql, model, cell, {youtube})).toEqual({kind: 'published'});
  expect(model.calls.map(({videoUrl}) => videoUrl)).toEqual([VIDEO.video_url, VIDEO.video_url]);
  expect((await readAsReader(sql, cell.cacheKey))?.content).toMatchObject({video: VIDEO, timestamps});
});

test('a video that Gemini cannot watch is left out: the lesson is made without one', async () => {
  const cell = await givenCell(sql, {style: 'video'});
  const model = fakeModel([{kind: 'video_refused', message: 'No permission.'}, goodAnswer('video')]);

  expect(await attempt(sql, model, cell, {youtube})).toEqual({kind: 'published'});
  expect(model.calls.map(({videoUrl}) => videoUrl)).toEqual([VIDEO.video_url, null]);
  expect((await readAsReader(sql, cell.cacheKey))?.content).toMatchObject({video: null});
  expect(await stateOf(sql, cell)).toMatchObject({spentUsd: CALL_USD, reservedUsd: 0, reservationCount: 0});
});

test('a call that was queued before its run was paused does not start; its cell waits for the gate', async () => {
  const cell = await givenCell(sql);
  await markRunWaiting(sql, {
    runId: cell.runId,
    wait: {cause: 'paused', message: 'By anna.', untilMs: null},
  });
  const outcome = (await attempt(sql, fakeModel([]), cell)) as LessonOutcome;
  expect(outcome).toMatchObject({kind: 'wait', cause: 'paused', message: 'By anna.'});
  // A time in the future would hold the run up after it is resumed.
  expect(outcome.kind === 'wait' && outcome.untilMs).toBeLessThanOrEqual(Date.now());
  expect(await stateOf(sql, cell)).toMatchObject({...AT_REST, status: 'pending'});
});

test('a call of a run that is being cancelled, or has ended, does not start', async () => {
  const cell = await givenCell(sql);
  await markRunWaiting(sql, {
    runId: cell.runId,
    wait: {cause: 'cancelled', message: 'By anna.', untilMs: null},
  });
  const stop = {kind: 'stop', cause: 'cancelled', message: 'By anna.'};
  expect(await attempt(sql, fakeModel([]), cell)).toEqual(stop);
  await closeRun(sql, {runId: cell.runId, end: {state: 'finished'}});
  expect(await attempt(sql, fakeModel([]), cell)).toEqual({
    kind: 'stop',
    cause: 'internal',
    message: 'The run has ended.',
  });
  expect(await stateOf(sql, cell)).toMatchObject(AT_REST);
});
