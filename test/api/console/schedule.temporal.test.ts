import type {Client} from '@temporalio/client';
import {beforeEach, expect, test, vi} from 'vitest';
import type {ConsoleCommands} from '../../../api/console/commands.ts';
import {scheduleCommands} from '../../../cli/console-commands-schedule.ts';
import {SCHEDULE_ID} from '../../../cli/run-client.ts';
import {readConfig} from '../../../config.ts';
import {emptyTables, givenCells, givenRun} from '../../sql/givens.ts';
import {testDatabase} from '../../support/postgres.ts';
import {localTemporal} from '../../support/temporal.ts';
import {until} from '../../support/until.ts';
import {ask, endServersAfterEach, givenServer, givenUser, signedIn} from '../givens.ts';
import {commandsOn} from './commands-givens.ts';

// A change of a schedule takes the server a while on a busy machine.
vi.setConfig({testTimeout: 60_000});

const {sql, url: databaseUrl} = await testDatabase();
const temporal = await localTemporal();
const config = readConfig({DATABASE_URL: databaseUrl, GEMINI_API_KEY: 'key'});
endServersAfterEach();
beforeEach(async () => {
  await emptyTables(sql);
  await givenCells(sql, 'Loops');
  await temporal.client.schedule
    .getHandle(SCHEDULE_ID)
    .delete()
    .catch(() => {});
});

async function given(client: () => Promise<Client> = async () => temporal.client, answersWithinMs = 10_000) {
  const schedule = scheduleCommands({config, db: sql, client, answersWithinMs});
  return givenApi(commandsOn(sql, {schedule}));
}

async function givenApi(commands: ConsoleCommands | null) {
  const url = await givenServer({pool: sql, ...(commands && {commands})});
  const {email, userId} = await givenUser(sql, {role: 'admin'});
  const headers = {...(await signedIn(url, email))};
  const request = async (query: string) => {
    const {data, errors} = await ask(url, query, {headers});
    expect(errors).toBe(undefined);
    return Object.values(data ?? {})[0];
  };
  return {request, userId};
}

const SCHEDULE = `{ isReachable message schedule {
  cron timeZone nextRuns isPaused note maxUsd missedCount skippedCount filter { roadmapKeys styles states limit order }
} }`;
const act = (field: string) => `mutation { act: ${field} { success message view ${SCHEDULE} } }`;
const set = (input: string) => act(`setSchedule(input: {${input}})`);
const NIGHTLY = 'cron: " 30 2 * * 1-5 ", timeZone: "Europe/Berlin"';

const events = () =>
  sql`select actor, action, reason, before, after from preheat.audit_event order by audit_event_id`;

test('there is none at first; one is set, shown with its next five runs, set anew, and deleted', async () => {
  const {request, userId} = await given();
  expect(await request(`{ schedule ${SCHEDULE} }`)).toEqual({isReachable: true, message: '', schedule: null});

  const made = await request(
    set(
      `${NIGHTLY}, maxUsd: 5, filter: {roadmapKeys: ["r"], styles: [reading], states: [missing], limit: 9, order: demand}`,
    ),
  );
  expect(made).toEqual({
    success: true,
    message: 'The nightly run is set.',
    view: {
      isReachable: true,
      message: '',
      schedule: {
        cron: '30 2 * * 1-5',
        timeZone: 'Europe/Berlin',
        nextRuns: Array.from({length: 5}, () => expect.stringMatching(/T0[01]:30:00\.000Z$/) as unknown),
        isPaused: false,
        note: null,
        maxUsd: 5,
        missedCount: 0,
        skippedCount: 0,
        filter: {roadmapKeys: ['r'], styles: ['reading'], states: ['missing'], limit: 9, order: 'demand'},
      },
    },
  });
  const anew = await request(set('cron: "0 3 * * *", timeZone: "UTC"'));
  expect(anew?.['view']?.['schedule']).toMatchObject({
    cron: '0 3 * * *',
    timeZone: 'UTC',
    maxUsd: null,
    filter: {roadmapKeys: null, styles: null, states: null, limit: null, order: null},
  });
  expect(await request(act('deleteSchedule'))).toMatchObject({success: true, view: {schedule: null}});

  const first = {
    cron: '30 2 * * 1-5',
    timeZone: 'Europe/Berlin',
    filter: {roadmapKeys: ['r'], styles: ['reading'], only: ['missing'], limit: 9, order: 'demand'},
    maxUsd: 5,
  };
  const second = {cron: '0 3 * * *', timeZone: 'UTC', filter: {}, maxUsd: null};
  expect(await events()).toEqual([
    {actor: userId, action: 'set_schedule', reason: null, before: null, after: first},
    {actor: userId, action: 'set_schedule', reason: null, before: first, after: second},
    {actor: userId, action: 'delete_schedule', reason: null, before: second, after: null},
  ]);
});

test('a night of single cells is refused', async () => {
  const {request} = await given();
  expect(await request(set(`${NIGHTLY}, filter: {cellIds: [1]}`))).toMatchObject({
    success: false,
    message: 'A nightly run cannot be of single cells. Name roadmaps, styles or states.',
    view: {schedule: null},
  });
});

test('a night of a text is refused, and none is no text', async () => {
  const {request} = await given();
  expect(await request(set(`${NIGHTLY}, filter: {text: "loops"}`))).toMatchObject({
    success: false,
    message: 'A nightly run cannot be of steps by a text in their title. Name roadmaps, styles or states.',
    view: {schedule: null},
  });
  expect(await request(set(`${NIGHTLY}, filter: {text: ""}`))).toMatchObject({success: true});
});

test('it is paused with a reason, stays so when it is set anew, and is resumed', async () => {
  const {request, userId} = await given();
  await request(set(NIGHTLY));

  expect(await request(act('pauseSchedule(reason: " New prompts. ")'))).toMatchObject({
    success: true,
    view: {schedule: {isPaused: true, note: 'New prompts.'}},
  });
  expect(await request(act('pauseSchedule(reason: "Again.")'))).toMatchObject({
    success: false,
    message: 'The nightly run is paused already. Nothing has changed.',
    view: {schedule: {note: 'New prompts.'}},
  });
  expect(await request(set('cron: "0 3 * * *", timeZone: "UTC"'))).toMatchObject({
    view: {schedule: {isPaused: true, note: 'New prompts.'}},
  });
  expect(await request(act('resumeSchedule(reason: "They are good.")'))).toMatchObject({
    success: true,
    view: {schedule: {isPaused: false, note: 'They are good.'}},
  });
  expect(await request(act('resumeSchedule'))).toMatchObject({
    success: false,
    message: 'The nightly run is not paused. Nothing has changed.',
  });
  expect((await events()).map(({actor, action, reason}) => [actor, action, reason])).toEqual([
    [userId, 'set_schedule', null],
    [userId, 'pause_schedule', 'New prompts.'],
    [userId, 'set_schedule', null],
    [userId, 'resume_schedule', 'They are good.'],
  ]);
});

test('it is run now, and its action names the run that was opened', async () => {
  const {request} = await given();
  await request(set(NIGHTLY));
  expect(await request(act('triggerSchedule'))).toMatchObject({success: true});
  const actions = async () =>
    (await request('{ schedule { schedule { recentActions { scheduledAt takenAt runId runState } } } }'))?.[
      'schedule'
    ]?.['recentActions'];
  await until('it has started', async () => JSON.stringify(await actions()) !== '[]');
  expect(await actions()).toMatchObject([{runId: null, runState: null}]);

  const described = await temporal.client.schedule.getHandle(SCHEDULE_ID).describe();
  const workflowId = described.info.recentActions[0]?.action.workflow.workflowId ?? '';
  const runId = await givenRun(sql, {workflowId, kind: 'nightly'});
  expect(await actions()).toMatchObject([{runId, runState: 'running'}]);
  expect((await events()).map(({action}) => action)).toEqual(['set_schedule', 'trigger_schedule']);
  await temporal.client.workflow.getHandle(workflowId).terminate();
});

test.each([
  ['a cron expression', set('cron: "every night", timeZone: "UTC"'), 'the schedule "every night"'],
  ['a time zone', set('cron: "0 3 * * *", timeZone: "Berlin"'), '"Berlin" is no time zone.'],
  ['a roadmap', set(`${NIGHTLY}, filter: {roadmapKeys: ["x"]}`), 'There is no roadmap "x".'],
  ['a reason', act('pauseSchedule(reason: " ")'), 'Say why the nightly run is paused.'],
  ['a schedule', act('pauseSchedule(reason: "Why.")'), 'There is no nightly schedule yet.'],
  ['a schedule', act('resumeSchedule'), 'There is no nightly schedule yet.'],
  ['a schedule', act('triggerSchedule'), 'There is no nightly schedule yet.'],
  ['a schedule', act('deleteSchedule'), 'There is no nightly schedule yet.'],
])('what is no such thing is named, and nothing changes: %s', async (_, document, message) => {
  const {request} = await given();

  expect(await request(document)).toMatchObject({
    success: false,
    message: expect.stringContaining(message) as unknown,
    view: {isReachable: true, schedule: null},
  });
  expect(await events()).toEqual([]);
});

const AWAY = 'The Temporal server does not answer.';

test.each([
  ['cannot be connected to', () => Promise.reject(new Error('of the inside'))],
  ['does not answer in time', () => new Promise<never>(() => {})],
])('a server that %s is told, and no error', async (_, client) => {
  const {request} = await given(client, 50);

  expect(await request(`{ schedule ${SCHEDULE} }`)).toEqual({
    isReachable: false,
    message: expect.stringContaining(AWAY) as unknown,
    schedule: null,
  });
  expect(await request(set(NIGHTLY))).toMatchObject({
    success: false,
    message: expect.stringContaining(AWAY) as unknown,
  });
});

test('without commands nothing is known of a schedule', async () => {
  const {request} = await givenApi(null);
  const message = 'This server starts and steers no runs.';

  expect(await request(`{ schedule ${SCHEDULE} }`)).toEqual({isReachable: false, message, schedule: null});
  expect(await request(act('triggerSchedule'))).toMatchObject({success: false, message});
});
