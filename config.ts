import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {z} from 'zod';
import {CACHE_KEYS} from './domain/key-variants.ts';
import {SERVICE_TIERS, type ServiceTier} from './domain/prices.ts';
import {MAX_OUTPUT_TOKENS} from './domain/prompts/index.ts';
import {DEFAULT_REGENERATION} from './domain/regenerations.ts';
import {DEFAULT_SECOND_OPINION_SHARE} from './domain/review-queue.ts';
import {PROMPT_VERSION_FORM} from './domain/staleness.ts';

/** The key that only the emulator accepts: its presence says that lessons are emulated. */
export const EMULATOR_API_KEY = 'preheat-emulator';

const port = z.coerce.number().int().min(1).max(65_535).optional();
const count = z.coerce.number().int().positive();
const usd = z.coerce.number().nonnegative();
const modelName = z
  .string()
  .min(1)
  .max(41, 'must have at most 41 characters: the reader keeps 50 for the model');

const SHARE_FAULT = 'must be a share from 0 to 1, for example 0.1';

const HEADROOM_FAULT = 'must be a share from 0 to below 1, for example 0.1';

/** Flex requests are served within 1 to 15 minutes (the provider's page on flex inference). */
const TIMEOUT_MS: Record<ServiceTier, number> = {standard: 150_000, flex: 900_000};

const Env = z
  .object({
    DATABASE_URL: z
      .url({protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user:password@host:5432/name'})
      .optional(),
    GEMINI_API_KEY: z.string().min(1).optional(),
    GEMINI_BASE_URL: z
      .url({protocol: /^https?$/, error: 'must be an http(s) URL'})
      .transform(url => url.replace(/\/+$/, ''))
      .default('https://generativelanguage.googleapis.com'),
    GEMINI_MODEL: modelName.default('gemini-3.5-flash-lite'),
    GEMINI_QUALITY_MODEL: modelName.default('gemini-3.8-flash'),
    GEMINI_SERVICE_TIER: z.enum(SERVICE_TIERS).default('standard'),
    GEMINI_REQUESTS_PER_MINUTE: count.optional(),
    GEMINI_INPUT_TOKENS_PER_MINUTE: count.optional(),
    GEMINI_REQUESTS_PER_DAY: count.optional(),
    GEMINI_BURST_REQUESTS: count.default(1),
    PREHEAT_MAX_USD_PER_DAY: usd.positive('must be above 0').optional(),
    PREHEAT_HEADROOM: z.coerce.number().min(0, HEADROOM_FAULT).lt(1, HEADROOM_FAULT).default(0.1),
    PREHEAT_STALE_TEXT: z.stringbool().default(true),
    PREHEAT_STALE_BEFORE_PROMPT: z
      .string()
      .regex(PROMPT_VERSION_FORM, 'must be a version of the prompts, for example 2026-11-24 or 2026-11-24.2')
      .optional(),
    PREHEAT_STALE_RETIRED_MODELS: z.stringbool().default(false),
    PREHEAT_STALE_AFTER_DAYS: count.optional(),
    PREHEAT_CACHE_KEYS: z.enum(CACHE_KEYS).optional(),
    PREHEAT_SECOND_OPINION_SHARE: z.coerce
      .number()
      .min(0, SHARE_FAULT)
      .max(1, SHARE_FAULT)
      .default(DEFAULT_SECOND_OPINION_SHARE),
    PREHEAT_REGENERATE_AUTOMATICALLY: z.stringbool().default(DEFAULT_REGENERATION.automatic),
    PREHEAT_REGENERATE_COOL_DOWN_DAYS: count.default(DEFAULT_REGENERATION.coolDownDays),
    GEMINI_MAX_CONCURRENT: count.default(32),
    GEMINI_TIMEOUT_MS: count
      .max(1_200_000, 'must be at most 1200000: no call takes longer than 20 minutes')
      .optional(),
    GEMINI_MAX_OUTPUT_TOKENS: count.default(MAX_OUTPUT_TOKENS),
    GEMINI_INPUT_USD_PER_MILLION: usd.optional(),
    GEMINI_OUTPUT_USD_PER_MILLION: usd.optional(),
    YOUTUBE_API_KEY: z.string().min(1).optional(),
    YOUTUBE_BASE_URL: z
      .url({protocol: /^https?$/, error: 'must be an http(s) URL'})
      .default('https://www.googleapis.com'),
    YOUTUBE_SEARCHES_PER_DAY: count.default(100),
    PREHEAT_LANES: count.max(1000, 'must be at most 1000').default(32),
    PREHEAT_HOME: z.string().min(1).default('.preheat'),
    PREHEAT_CACHE_DIR: z
      .string()
      .min(1)
      .default(join(homedir(), '.cache', 'preheat')),
    PREHEAT_HTTP_PORT: port,
    PREHEAT_HTTP_HOST: z.string().min(1).default('127.0.0.1'),
    PREHEAT_INTROSPECTION: z.stringbool().default(false),
    PREHEAT_ANONYMOUS_READS: z.stringbool().default(true),
    PREHEAT_MISS_WAIT_MS: count
      .max(120_000, 'must be at most 120000: a caller that waits longer asks again with a ticket')
      .default(25_000),
    PREHEAT_JWT_SECRET: z
      .string()
      .min(32, 'must have at least 32 characters: a shorter secret can be guessed')
      .optional(),
    PREHEAT_TRUSTED_PROXIES: z
      .string()
      .transform(list => list.split(',').map(address => address.trim()))
      .optional(),
    PREHEAT_POSTGRES_PORT: port,
    PREHEAT_TEMPORAL_PORT: port,
    PREHEAT_TEMPORAL_UI_PORT: port,
    PREHEAT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
    TEMPORAL_UI_URL: z
      .url({protocol: /^https?$/, error: 'must be an http(s) URL'})
      .transform(url => url.replace(/\/+$/, ''))
      .optional(),
  })
  .refine(
    env =>
      (env.GEMINI_INPUT_USD_PER_MILLION === undefined) === (env.GEMINI_OUTPUT_USD_PER_MILLION === undefined),
    {
      path: ['GEMINI_INPUT_USD_PER_MILLION'],
      message: 'must be set together with GEMINI_OUTPUT_USD_PER_MILLION',
    },
  );

type Env = z.infer<typeof Env>;

export type Config = ReturnType<typeof shape>;

/**
 * Reads the environment, once per process: nothing else reads `process.env` for a setting of ours. Temporal's own
 * variables (`TEMPORAL_*`: namespace, TLS, API key, profile) are read by `@temporalio/envconfig` from `environment`.
 *
 * @throws Error that names every faulty variable at once
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  // `VAR=` in a shell or an env file means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  if (parsed.success) return shape(parsed.data, given);
  const faults = parsed.error.issues.map(issue => `  - ${issue.path.join('.')}: ${issue.message}\n`);
  throw new Error(
    `The environment has faulty settings:\n${faults.join('')}Correct or unset them, then try again.`,
  );
}

function shape(env: Env, environment: NodeJS.ProcessEnv) {
  return {
    databaseUrl: env.DATABASE_URL,
    /** Set by `preheat up` where it brought the Temporal server up itself. */
    embeddedTemporalAddress: undefined as string | undefined,
    /** Temporal's own console, for links; also set by `preheat up` where it brought one up. */
    temporalUiUrl: env.TEMPORAL_UI_URL,
    environment,
    gemini: {
      apiKey: env.GEMINI_API_KEY,
      /** Set where a running `preheat up` calls the model, which says whether it is the emulator. */
      emulated: undefined as boolean | undefined,
      baseUrl: env.GEMINI_BASE_URL,
      model: env.GEMINI_MODEL,
      qualityModel: env.GEMINI_QUALITY_MODEL,
      serviceTier: env.GEMINI_SERVICE_TIER,
      maxConcurrent: env.GEMINI_MAX_CONCURRENT,
      timeoutMs: env.GEMINI_TIMEOUT_MS ?? TIMEOUT_MS[env.GEMINI_SERVICE_TIER],
      maxOutputTokens: env.GEMINI_MAX_OUTPUT_TOKENS,
      price:
        env.GEMINI_INPUT_USD_PER_MILLION !== undefined && env.GEMINI_OUTPUT_USD_PER_MILLION !== undefined
          ? {
              inputUsdPerMillion: env.GEMINI_INPUT_USD_PER_MILLION,
              // Without a price of its own, cached input is counted as dear as any other.
              cachedInputUsdPerMillion: env.GEMINI_INPUT_USD_PER_MILLION,
              outputUsdPerMillion: env.GEMINI_OUTPUT_USD_PER_MILLION,
            }
          : undefined,
    },
    youtube:
      env.YOUTUBE_API_KEY === undefined
        ? null
        : {
            apiKey: env.YOUTUBE_API_KEY,
            baseUrl: env.YOUTUBE_BASE_URL,
            searchesPerDay: env.YOUTUBE_SEARCHES_PER_DAY,
          },
    /** In force where nothing else was set with `preheat limits set`. */
    limits: {
      requestsPerMinute: env.GEMINI_REQUESTS_PER_MINUTE ?? null,
      inputTokensPerMinute: env.GEMINI_INPUT_TOKENS_PER_MINUTE ?? null,
      requestsPerDay: env.GEMINI_REQUESTS_PER_DAY ?? null,
      maxUsdPerDay: env.PREHEAT_MAX_USD_PER_DAY ?? null,
      burstRequests: env.GEMINI_BURST_REQUESTS,
      headroomShare: env.PREHEAT_HEADROOM,
    },
    /** Why a lesson that is served should be made anew. */
    staleness: {
      text: env.PREHEAT_STALE_TEXT,
      minPromptVersion: env.PREHEAT_STALE_BEFORE_PROMPT ?? null,
      retiredModels: env.PREHEAT_STALE_RETIRED_MODELS,
      maxAgeDays: env.PREHEAT_STALE_AFTER_DAYS ?? null,
    },
    /** What is made anew by itself each night. */
    regeneration: {
      automatic: env.PREHEAT_REGENERATE_AUTOMATICALLY,
      coolDownDays: env.PREHEAT_REGENERATE_COOL_DOWN_DAYS,
    },
    /** Of lessons, how many a second mentor reviews too, blind (0 to 1). */
    secondOpinionShare: env.PREHEAT_SECOND_OPINION_SHARE,
    /** Under which keys each cell needs a lesson; undefined: as fits the database (`keyVariants`). */
    cacheKeys: env.PREHEAT_CACHE_KEYS,
    laneCount: env.PREHEAT_LANES,
    // A relative folder lies in the clone, wherever the command is called from.
    homeDir: resolve(import.meta.dirname, env.PREHEAT_HOME),
    cacheDir: env.PREHEAT_CACHE_DIR,
    /** As `ApiSettings` in api/settings.ts has them. */
    api: {
      host: env.PREHEAT_HTTP_HOST,
      introspection: env.PREHEAT_INTROSPECTION,
      anonymousReads: env.PREHEAT_ANONYMOUS_READS,
      missWaitMs: env.PREHEAT_MISS_WAIT_MS,
      jwtSecret: env.PREHEAT_JWT_SECRET ?? null,
      trustedProxies: env.PREHEAT_TRUSTED_PROXIES ?? null,
    },
    ports: {
      http: env.PREHEAT_HTTP_PORT,
      postgres: env.PREHEAT_POSTGRES_PORT,
      temporal: env.PREHEAT_TEMPORAL_PORT,
      temporalUi: env.PREHEAT_TEMPORAL_UI_PORT,
    },
    logLevel: env.PREHEAT_LOG_LEVEL,
  };
}
