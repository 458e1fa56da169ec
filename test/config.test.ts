import {homedir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readConfig} from '../config.ts';
import {MAX_OUTPUT_TOKENS} from '../domain/prompts/index.ts';

const CLONE = join(import.meta.dirname, '..');

test('an empty environment gives the defaults', () => {
  expect(readConfig({})).toEqual({
    databaseUrl: undefined,
    environment: {},
    gemini: {
      apiKey: undefined,
      baseUrl: 'https://generativelanguage.googleapis.com',
      model: 'gemini-3.5-flash-lite',
      qualityModel: 'gemini-3.8-flash',
      serviceTier: 'standard',
      maxConcurrent: 32,
      timeoutMs: 150_000,
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      price: undefined,
    },
    youtube: null,
    limits: {
      requestsPerMinute: null,
      inputTokensPerMinute: null,
      requestsPerDay: null,
      maxUsdPerDay: null,
      burstRequests: 1,
      headroomShare: 0.1,
    },
    staleness: {text: true, minPromptVersion: null, retiredModels: false, maxAgeDays: null},
    regeneration: {automatic: true, coolDownDays: 7},
    secondOpinionShare: 0.1,
    laneCount: 32,
    homeDir: join(CLONE, '.preheat'),
    cacheDir: join(homedir(), '.cache', 'preheat'),
    api: {
      host: '127.0.0.1',
      introspection: false,
      anonymousReads: true,
      missWaitMs: 25_000,
      jwtSecret: null,
      trustedProxies: null,
    },
    ports: {http: undefined, postgres: undefined, temporal: undefined, temporalUi: undefined},
    logLevel: 'warn',
  });
});

test('every setting reaches its place', () => {
  const environment = {
    DATABASE_URL: 'postgres://me:secret@db.example:6543/lessons?sslmode=require',
    TEMPORAL_ADDRESS: 'temporal.example:7233',
    TEMPORAL_UI_URL: 'https://temporal.example/ui/',
    GEMINI_API_KEY: 'key',
    GEMINI_BASE_URL: 'http://127.0.0.1:9000',
    GEMINI_MODEL: 'm'.repeat(41),
    GEMINI_QUALITY_MODEL: 'q'.repeat(41),
    GEMINI_SERVICE_TIER: 'flex',
    GEMINI_REQUESTS_PER_MINUTE: '15',
    GEMINI_INPUT_TOKENS_PER_MINUTE: '250000',
    GEMINI_REQUESTS_PER_DAY: '1000',
    GEMINI_BURST_REQUESTS: '3',
    PREHEAT_MAX_USD_PER_DAY: '2.5',
    PREHEAT_HEADROOM: '0',
    PREHEAT_STALE_TEXT: 'false',
    PREHEAT_STALE_BEFORE_PROMPT: '2026-11-24',
    PREHEAT_STALE_RETIRED_MODELS: 'true',
    PREHEAT_STALE_AFTER_DAYS: '365',
    PREHEAT_REGENERATE_AUTOMATICALLY: 'false',
    PREHEAT_REGENERATE_COOL_DOWN_DAYS: '3',
    PREHEAT_CACHE_KEYS: 'both',
    PREHEAT_SECOND_OPINION_SHARE: '1',
    GEMINI_MAX_CONCURRENT: '7',
    GEMINI_TIMEOUT_MS: '1200000',
    GEMINI_MAX_OUTPUT_TOKENS: '9000',
    YOUTUBE_API_KEY: 'yt',
    YOUTUBE_BASE_URL: 'http://127.0.0.1:9001',
    YOUTUBE_SEARCHES_PER_DAY: '7',
    PREHEAT_LANES: '1000',
    PREHEAT_HOME: '/srv/preheat',
    PREHEAT_CACHE_DIR: '/srv/cache',
    PREHEAT_HTTP_PORT: '1',
    PREHEAT_HTTP_HOST: '0.0.0.0',
    PREHEAT_INTROSPECTION: 'true',
    PREHEAT_ANONYMOUS_READS: 'false',
    PREHEAT_MISS_WAIT_MS: '120000',
    PREHEAT_JWT_SECRET: 'x'.repeat(32),
    PREHEAT_TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16',
    PREHEAT_POSTGRES_PORT: '2',
    PREHEAT_TEMPORAL_PORT: '3',
    PREHEAT_TEMPORAL_UI_PORT: '65535',
    PREHEAT_LOG_LEVEL: 'silent',
  };
  expect(readConfig(environment)).toEqual({
    databaseUrl: environment.DATABASE_URL,
    temporalUiUrl: 'https://temporal.example/ui',
    environment,
    gemini: {
      apiKey: 'key',
      baseUrl: 'http://127.0.0.1:9000',
      model: environment.GEMINI_MODEL,
      qualityModel: environment.GEMINI_QUALITY_MODEL,
      serviceTier: 'flex',
      maxConcurrent: 7,
      timeoutMs: 1_200_000,
      maxOutputTokens: 9000,
      price: undefined,
    },
    youtube: {apiKey: 'yt', baseUrl: 'http://127.0.0.1:9001', searchesPerDay: 7},
    limits: {
      requestsPerMinute: 15,
      inputTokensPerMinute: 250_000,
      requestsPerDay: 1000,
      maxUsdPerDay: 2.5,
      burstRequests: 3,
      headroomShare: 0,
    },
    staleness: {text: false, minPromptVersion: '2026-11-24', retiredModels: true, maxAgeDays: 365},
    regeneration: {automatic: false, coolDownDays: 3},
    cacheKeys: 'both',
    secondOpinionShare: 1,
    laneCount: 1000,
    homeDir: '/srv/preheat',
    cacheDir: '/srv/cache',
    api: {
      host: '0.0.0.0',
      introspection: true,
      anonymousReads: false,
      missWaitMs: 120_000,
      jwtSecret: 'x'.repeat(32),
      trustedProxies: ['10.0.0.1', '10.1.0.0/16'],
    },
    ports: {http: 1, postgres: 2, temporal: 3, temporalUi: 65_535},
    logLevel: 'silent',
  });
});

test('each service tier has a timeout of its own, unless one is set', () => {
  expect(readConfig({GEMINI_SERVICE_TIER: 'flex'}).gemini.timeoutMs).toBe(900_000);
  expect(readConfig({GEMINI_SERVICE_TIER: 'flex', GEMINI_TIMEOUT_MS: '5'}).gemini.timeoutMs).toBe(5);
});

test('an empty string means that the variable is not set', () => {
  const config = readConfig({GEMINI_API_KEY: '', GEMINI_MODEL: '', DATABASE_URL: '', PREHEAT_HTTP_PORT: ''});
  expect(config).toEqual(readConfig({}));
});

test('slashes at the end of the base URL go, those within it stay', () => {
  const {gemini} = readConfig({GEMINI_BASE_URL: 'https://proxy.example/gemini/v1//'});
  expect(gemini.baseUrl).toBe('https://proxy.example/gemini/v1');
});

test('a relative home lies in the clone, wherever the command is called from', () => {
  expect(readConfig({PREHEAT_HOME: 'elsewhere'}).homeDir).toBe(join(CLONE, 'elsewhere'));
});

test('a price needs both of its sides, and counts cached input as dear as any other', () => {
  const both = {GEMINI_INPUT_USD_PER_MILLION: '0', GEMINI_OUTPUT_USD_PER_MILLION: '2.5'};
  expect(readConfig(both).gemini.price).toEqual({
    inputUsdPerMillion: 0,
    cachedInputUsdPerMillion: 0,
    outputUsdPerMillion: 2.5,
  });
  for (const one of ['GEMINI_INPUT_USD_PER_MILLION', 'GEMINI_OUTPUT_USD_PER_MILLION']) {
    expect(() => readConfig({[one]: '1'})).toThrow('must be set together');
  }
});

/** One fault for each rule: the variable, and a value that only this rule refuses. */
const FAULTS = {
  DATABASE_URL: 'mysql://me@db/lessons',
  GEMINI_BASE_URL: 'ftp://proxy.example',
  GEMINI_MODEL: 'm'.repeat(42),
  GEMINI_QUALITY_MODEL: 'm'.repeat(42),
  GEMINI_SERVICE_TIER: 'priority',
  GEMINI_REQUESTS_PER_MINUTE: '0',
  GEMINI_INPUT_TOKENS_PER_MINUTE: '-1',
  GEMINI_REQUESTS_PER_DAY: '0',
  GEMINI_BURST_REQUESTS: '0',
  PREHEAT_MAX_USD_PER_DAY: '0',
  PREHEAT_HEADROOM: '1',
  PREHEAT_STALE_TEXT: 'perhaps',
  PREHEAT_STALE_BEFORE_PROMPT: 'newest',
  PREHEAT_STALE_RETIRED_MODELS: 'old',
  PREHEAT_STALE_AFTER_DAYS: '0',
  PREHEAT_CACHE_KEYS: 'all',
  PREHEAT_SECOND_OPINION_SHARE: '1.1',
  GEMINI_MAX_CONCURRENT: '1.5',
  GEMINI_TIMEOUT_MS: '1200001',
  GEMINI_MAX_OUTPUT_TOKENS: 'many',
  GEMINI_INPUT_USD_PER_MILLION: '-0.1',
  GEMINI_OUTPUT_USD_PER_MILLION: 'free',
  YOUTUBE_BASE_URL: 'ftp://videos.example',
  YOUTUBE_SEARCHES_PER_DAY: '0',
  PREHEAT_LANES: '1001',
  PREHEAT_HTTP_PORT: '0',
  PREHEAT_INTROSPECTION: 'perhaps',
  PREHEAT_ANONYMOUS_READS: 'perhaps',
  PREHEAT_MISS_WAIT_MS: '120001',
  PREHEAT_JWT_SECRET: 'x'.repeat(31),
  PREHEAT_POSTGRES_PORT: '65536',
  PREHEAT_TEMPORAL_PORT: '1.5',
  PREHEAT_TEMPORAL_UI_PORT: 'http',
  PREHEAT_LOG_LEVEL: 'loud',
  TEMPORAL_UI_URL: 'temporal.example',
};

test.each(Object.entries(FAULTS))('%s=%s is refused by name', (name, value) => {
  expect(() => readConfig({[name]: value})).toThrow(`  - ${name}: `);
});

test('all faults are named at once, one a line, with what to do', () => {
  const lines = faultsOf(FAULTS).split('\n');
  expect(lines.slice(1, -1).map(line => line.split(':')[0])).toEqual(
    Object.keys(FAULTS).map(name => `  - ${name}`),
  );
  expect(lines.at(0)).toBe('The environment has faulty settings:');
  expect(lines.at(-1)).toBe('Correct or unset them, then try again.');
});

test('a faulty URL is shown what a good one looks like', () => {
  expect(faultsOf({DATABASE_URL: 'lessons'})).toContain(
    'DATABASE_URL: must look like postgresql://user:password@host:5432/name',
  );
});

function faultsOf(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no faults';
}
