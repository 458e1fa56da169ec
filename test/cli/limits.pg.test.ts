import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeEach, expect, test, vi} from 'vitest';
import {writeServices} from '../../cli/services-file.ts';
import {readConfig} from '../../config.ts';
import {blockModel, readLimits} from '../../sql/queries/limits.ts';
import {UNLIMITED} from '../domain/limits-givens.ts';
import {testDatabase} from '../support/postgres.ts';
import {preheat} from '../support/preheat.ts';

// Each command is a process that loads all it needs: a busy machine takes a while.
vi.setConfig({testTimeout: 120_000});

const {url, sql} = await testDatabase();
beforeEach(() => sql`truncate preheat.model_limit`);

const settings = {DATABASE_URL: url, GEMINI_API_KEY: 'a-real-key', GEMINI_REQUESTS_PER_MINUTE: '600'};
const limits = (...args: string[]) => preheat(['limits', ...args], settings);
const MODEL = 'gemini-3.5-flash-lite';

test('limits are set, shown and taken back, for the model and for the dollars of all', async () => {
  const set = await limits(
    'set',
    '--requests-per-minute',
    '300',
    '--input-tokens-per-minute',
    '250000',
    '--requests-per-day',
    '1000',
    '--burst',
    '2',
    '--headroom',
    '0.25',
    '--max-usd-per-day',
    '20',
  );
  expect(set).toMatchObject({exitCode: 0, stderr: ''});
  expect(set.stdout).toContain('requests a minute          300 (set)');
  expect(await readLimits(sql)).toMatchObject([
    {model: '*', maxUsdPerDay: 20, requestsPerMinute: null},
    {
      model: MODEL,
      requestsPerMinute: 300,
      inputTokensPerMinute: 250_000,
      requestsPerDay: 1000,
      burstRequests: 2,
      headroomShare: 0.25,
    },
  ]);

  const noted =
    await sql`select actor, actor_role, action, after ->> 'model' as model from preheat.audit_event`;
  expect(noted).toEqual([
    {actor: 'cli', actorRole: 'admin', action: 'set_limits', model: '*'},
    {actor: 'cli', actorRole: 'admin', action: 'set_limits', model: MODEL},
  ]);

  const reset = await limits('reset');
  expect(reset.stdout).toContain('requests a minute          600 (environment)');
  expect(reset.stdout).toContain('dollars a day              no limit');
});

test('another model has limits of its own; taking them back leaves the dollars of all', async () => {
  await limits('set', '--max-usd-per-day', '20');
  await limits('set', '--model', 'other', '--requests-per-day', '5');
  expect(await readLimits(sql)).toMatchObject([
    {model: '*', maxUsdPerDay: 20},
    {model: 'other', requestsPerDay: 5},
  ]);
  await limits('reset', '--model', 'other');
  expect(await readLimits(sql)).toMatchObject([{maxUsdPerDay: 20}, {model: 'other', requestsPerDay: null}]);
});

test('show tells what holds the model back, as text and as JSON', async () => {
  const block = {cause: 'day_quota', untilMs: Date.now() + 3_600_000, message: 'Used up.'} as const;
  await blockModel(sql, {model: MODEL, ...block, limits: UNLIMITED, learnt: {requestsPerDay: 20}});
  const shown = await limits('show');
  expect(shown.stdout).toContain('requests a day             20 (learnt from a refusal, for a day)');
  expect(shown.stdout).toMatch(/waits until .*\(Used up\.\)/);
  expect(JSON.parse((await limits('show', '--json')).stdout)).toMatchObject({
    configured: {requestsPerMinute: 600},
    rows: [{model: MODEL, learntRequestsPerDay: 20}],
    usage: [],
  });
});

test('what was learnt is forgotten, of one model, and what was set stays; where nothing was, that is said', async () => {
  const block = {cause: 'day_quota', untilMs: Date.now() + 3_600_000, message: 'Used up.'} as const;
  const learnt = {requestsPerMinute: 4, inputTokensPerMinute: 5, requestsPerDay: 20};
  for (const model of [MODEL, 'other']) {
    await blockModel(sql, {model, ...block, limits: UNLIMITED, learnt});
    await sql`update preheat.model_limit set burst_requests = 3 where model = ${model}`;
  }
  const nothing = {
    learntRequestsPerMinute: null,
    learntInputTokensPerMinute: null,
    learntRequestsPerDay: null,
    burstRequests: 3,
    blockedCause: 'day_quota',
  };

  const forget = await limits('forget');
  expect(forget).toMatchObject({exitCode: 0, stderr: ''});
  expect(forget.stdout).toContain('requests a minute          600 (environment)');
  expect(forget.stdout).not.toContain('nothing has changed');
  expect(await readLimits(sql)).toMatchObject([nothing, {learntRequestsPerDay: 20}]);
  expect(await limits('forget', '--model', 'other')).toMatchObject({exitCode: 0, stderr: ''});
  expect(await readLimits(sql)).toMatchObject([nothing, nothing]);
  const noted = () => sql`select from preheat.audit_event where action = 'forget_learnt_limit'`;
  expect(await noted()).toHaveLength(6);

  expect((await limits('forget')).stdout).toContain(
    `No limit of ${MODEL} was learnt: nothing has changed.\n`,
  );
  expect(await noted()).toHaveLength(6);
});

test.each([
  [['set'], 1, 'Nothing to set. Name at least one limit'],
  [['set', '--requests-per-minute', '0'], 2, 'It must be a whole number of at least 1.'],
  [['set', '--requests-per-day', '-5'], 2, 'It must be a whole number of at least 1.'],
  [['set', '--max-usd-per-day', '0'], 2, 'It must be a number of dollars above 0'],
  [['set', '--headroom', '1'], 2, 'It must be a share from 0 to below 1'],
])('%j is refused, and nothing is set', async (args, exitCode, message) => {
  const refused = await limits(...args);
  expect(refused).toMatchObject({exitCode, stderr: expect.stringContaining(message) as unknown});
  expect(await readLimits(sql)).toEqual([]);
});

const home = await mkdtemp(join(tmpdir(), 'preheat-limits-'));
afterAll(() => rm(home, {recursive: true}));

test.each([
  ['a real model, from a terminal without a key', {emulated: false}, {}, 'gemini-up\n'],
  [
    'the emulator, from a terminal with a key',
    {emulated: true},
    {GEMINI_API_KEY: 'real'},
    'emulator:gemini-up\n',
  ],
] as const)('where `npm start` runs with %s, its model is shown', async (_, running, keys, model) => {
  await writeServices(
    {...readConfig({}), homeDir: home},
    {
      pid: process.pid,
      databaseUrl: url,
      temporalAddress: '',
      temporalUiUrl: null,
      geminiUrl: null,
      httpUrl: '',
      model: 'gemini-up',
      ...running,
    },
  );
  const {stdout, exitCode} = await preheat(['limits', 'show'], {PREHEAT_HOME: home, ...keys});
  expect({exitCode, model: stdout.slice(0, model.length)}).toEqual({exitCode: 0, model});
});
