import {beforeEach, expect, test} from 'vitest';
import type {ConsoleCommands, ScheduleCommands} from '../../../api/console/commands.ts';
import type {NightlySchedule} from '../../../domain/schedules.ts';
import {audit} from '../../../sql/queries/audit.ts';
import {blockModel} from '../../../sql/queries/limits.ts';
import {storeQuote} from '../../../sql/queries/quotes.ts';
import {closeRun, recordCell} from '../../../sql/queries/runs.ts';
import {UNLIMITED} from '../../domain/limits-givens.ts';
import {givenRun} from '../../sql/givens.ts';
import {emptyQueue, givenLessons, refresh} from '../../sql/queued.ts';
import {testDatabase} from '../../support/postgres.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';
import {commandsOn, MODEL, NO_SCHEDULE} from './commands-givens.ts';

const {sql} = await testDatabase();
endServersAfterEach();
beforeEach(() => emptyQueue(sql));

async function given(changes: Partial<ConsoleCommands> | null = {}) {
  const commands = changes && commandsOn(sql, changes);
  const url = await givenServer({pool: sql, ...(commands && {commands})});
  const {email} = await givenUser(sql, {role: 'moderator'});
  const headers = {...(await signedIn(url, email))};
  return async (fields: string) => {
    const {data, errors} = await ask(url, `{ brief { ${fields} } }`, {headers});
    expect(errors).toBe(undefined);
    return data?.['brief'];
  };
}

const needs = async (changes: Partial<ConsoleCommands> | null = {}) =>
  (await (await given(changes))('needsYou { kind count text }'))?.['needsYou'];

/** A schedule that answers with this. */
const scheduled = (changes: Partial<NightlySchedule> = {}): {schedule: ScheduleCommands} => ({
  schedule: {
    ...NO_SCHEDULE,
    read: async () => ({
      kind: 'read',
      schedule: {
        cron: '30 2 * * *',
        timeZone: 'UTC',
        nextRuns: [new Date('2030-01-01T02:30:00Z')],
        isPaused: false,
        note: null,
        filter: {},
        maxUsd: null,
        recentActions: [],
        lastDueAt: null,
        missedCount: 0,
        skippedCount: 0,
        setAt: new Date(0),
        ...changes,
      },
    }),
  },
});

test('before anything has happened, nothing needs anybody', async () => {
  const brief = await given();

  expect(
    await brief(
      'run { runId } headline spentVerdict errorGroups { cellCount } worstLessons { lessonId } nextRun { at isPaused note message } needsYou { kind }',
    ),
  ).toEqual({
    run: null,
    headline: 'There was no run yet.',
    spentVerdict: null,
    errorGroups: [],
    worstLessons: [],
    nextRun: {at: null, isPaused: false, note: null, message: ''},
    needsYou: [],
  });
});

test('the night is told: what it made and left, what it spent against its quote, why, and its worst lessons', async () => {
  const lessonIds = await givenLessons(sql, 'A', 'B');
  await refresh(sql);
  await sql`update preheat.cell set archived_at = null`;
  const runId = await givenRun(sql, {
    workflowId: 'night',
    kind: 'nightly',
    filter: {cellIds: [1, 2], regenerate: false},
  });
  await sql`insert into preheat.run_cell (run_id, cell_id, wanted_because, position) values (${runId}, 1, 'missing', 1), (${runId}, 2, 'missing', 2)`;
  await sql`update preheat.lesson_version set run_id = ${runId}`;
  await recordCell(sql, {runId, cellId: 1, status: 'failed', message: 'The provider refuses this request.'});
  await storeQuote(sql, {runId, quote: {usd: {low: 1, expected: 2, high: 3}} as never});
  await sql`update preheat.run set spent_usd = 2 where run_id = ${runId}`;
  await closeRun(sql, {runId, end: {state: 'stopped', cause: 'auth', message: 'The key is refused.'}});
  const brief = await given();

  expect(
    await brief(
      'run { runId pendingCount failedCount } headline spentVerdict errorGroups { status message cellCount suggestedFix } worstLessons { lessonId stepTitle pBad } needsYou { kind count text }',
    ),
  ).toEqual({
    run: {runId, pendingCount: 1, failedCount: 1},
    headline: `Run ${runId}: 0 of 2 lessons made for $2.00 (quoted $1.00 to $3.00), 1 failed, 1 left; stopped (auth) after 0 minutes.`,
    spentVerdict: 'within',
    errorGroups: [
      {
        status: 'failed',
        message: 'The provider refuses this request.',
        cellCount: 1,
        suggestedFix: expect.stringContaining('The provider refuses these words.') as unknown,
      },
    ],
    worstLessons: [
      {lessonId: lessonIds[0], stepTitle: 'A', pBad: expect.any(Number) as unknown},
      {lessonId: lessonIds[1], stepTitle: 'B', pBad: expect.any(Number) as unknown},
    ],
    needsYou: [
      {kind: 'run_stopped', count: 1, text: `Run ${runId} stopped before its end: The key is refused.`},
      {kind: 'reviews_waiting', count: 2, text: "2 lessons wait for a mentor's review."},
    ],
  });
});

test('the next run is that of the schedule, unless it is paused', async () => {
  const next = 'nextRun { at isPaused note message }';
  expect(await (await given(scheduled()))(next)).toEqual({
    nextRun: {at: '2030-01-01T02:30:00.000Z', isPaused: false, note: null, message: ''},
  });
  expect(await (await given(scheduled({isPaused: true, note: 'Holidays.'})))(next)).toEqual({
    nextRun: {at: null, isPaused: true, note: 'Holidays.', message: ''},
  });
  expect(await (await given(scheduled({note: 'Resumed.', nextRuns: []})))(next)).toEqual({
    nextRun: {at: null, isPaused: false, note: null, message: ''},
  });
});

test('a night that was due and did not begin needs somebody, until one begins', async () => {
  const lastDueAt = new Date(Date.now() - 60 * 60 * 1000);
  expect(await needs(scheduled({lastDueAt}))).toMatchObject([{kind: 'night_missed', count: 1}]);
  await givenRun(sql, {kind: 'nightly'});
  expect(await needs(scheduled({lastDueAt}))).toEqual([]);
});

test('a night whose run before was still under way, and one of a pause, need nobody', async () => {
  const lastDueAt = new Date(Date.now() - 60 * 60 * 1000);
  await givenRun(sql, {kind: 'nightly'});
  await sql`update preheat.run set opened_at = ${lastDueAt}::timestamptz - interval '1 day'`;
  expect(await needs(scheduled({lastDueAt}))).toEqual([]);

  await sql`update preheat.run set state = 'finished', ended_at = ${lastDueAt}::timestamptz - interval '1 second'`;
  expect(await needs(scheduled({lastDueAt}))).toMatchObject([{kind: 'night_missed'}]);
  await audit(sql, {action: 'resume_schedule', actor: {id: 'ann', role: 'admin'}});
  expect(await needs(scheduled({lastDueAt}))).toEqual([]);
});

test('a Temporal server that does not answer needs somebody; a server without one does not', async () => {
  const read = async () => ({kind: 'unreachable', message: 'It does not answer.'}) as const;
  const away = {schedule: {...NO_SCHEDULE, read}};

  expect(await needs(away)).toEqual([
    {
      kind: 'temporal_away',
      count: 1,
      text: 'It does not answer. No run starts or goes on until it answers.',
    },
  ]);
  expect(await (await given(away))('nextRun { at message }')).toEqual({
    nextRun: {at: null, message: 'It does not answer.'},
  });
  expect(await needs(null)).toEqual([]);
});

test('limits that were learnt, and a breaker while it is open', async () => {
  const block = {cause: 'day_quota', message: 'Too many.', limits: UNLIMITED} as const;
  const learnt = {requestsPerDay: 1_500};
  await blockModel(sql, {model: 'gemini', ...block, untilMs: Date.now() + 60_000, learnt});

  expect(await needs()).toMatchObject([
    {kind: 'breaker_open', count: 1, text: expect.stringContaining('quota for today is used up') as unknown},
    {kind: 'learnt_limits', count: 1, text: expect.stringContaining('1,500 requests a day') as unknown},
  ]);
  // Taken up again: nobody has to do anything.
  await sql`update preheat.model_limit set blocked_until = now() - interval '1 second'`;
  expect(await needs()).toMatchObject([{kind: 'learnt_limits'}]);
});

test('models that are to be shut down soon, of a real provider', async () => {
  const model = {...MODEL, name: 'gemini-2.5-flash', alternative: 'gemini-2.0-flash'};
  expect(await needs({model})).toMatchObject([
    {
      kind: 'model_shutdown',
      count: 2,
      text: expect.stringMatching(/GEMINI_MODEL to .* GEMINI_QUALITY_MODEL to /) as unknown,
    },
  ]);
  expect(await needs({model: {...model, emulated: true}})).toEqual([]);
  expect(await needs({model: {...MODEL, alternative: 'gemini-3.8-flash'}})).toEqual([]);
});
