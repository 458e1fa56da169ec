import {z} from 'zod';
import type {ClockChange} from './clock.ts';
import {FAULT_KINDS} from './faults.ts';
import type {FaultRule} from './faults.ts';
import type {ModelFacts} from './models.ts';
import type {EmulatorSettings, SettingsPatch} from './settings.ts';

// What comes over HTTP or from a file: there, a name that is not known would be a setting that silently does
// nothing. The types that these agree with carry the explanations.

type Shape<T> = Record<keyof Required<T>, z.ZodType>;

/** An object with these names and no others; says which there are. */
function named<S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({code, keys}) => {
      if (code === 'invalid_type') return 'It must be an object';
      return `There is no "${keys.join('", "')}", only: ${known}`;
    },
  });
}

const count = z.number().int().nonnegative();
const usd = z.number().nonnegative();
const ms = z.number().nonnegative();
const isTime = (value: number | string): boolean => !Number.isNaN(new Date(value).getTime());
const time = z.string().refine(isTime, {error: 'It must be a time in ISO 8601'});
const instant = z
  .union([z.number(), z.string()])
  .refine(isTime, {error: 'It must be milliseconds since 1970 or a time in ISO 8601'});

const price = {inUsd: usd, outUsd: usd, cachedInUsd: usd};
const level = z.enum(['minimal', 'low', 'medium', 'high']);

const model = named({
  displayName: z.string(),
  availability: z.enum(['available', 'not_found', 'closed_to_new_users']),
  shutdownAt: time.nullable(),
  reroutedTo: z.string().nullable(),
  aliasOf: z.string().nullable(),
  thinking: z.discriminatedUnion('kind', [
    named({kind: z.literal('none')}),
    named({kind: z.literal('budget'), defaultTokens: count, maxTokens: count}),
    named({kind: z.literal('level'), levels: z.array(level), defaultLevel: level}),
  ]),
  jsonWithSearch: z.boolean(),
  modelTurnLast: z.boolean(),
  video: named({maxCount: count, frameTokens: named({low: count, medium: count, high: count})}),
  inputTokenLimit: count,
  outputTokenLimit: count,
  price: named(price),
  nextPrice: named({...price, from: time}),
} satisfies Shape<ModelFacts>).partial();

const faultKind = z.enum(FAULT_KINDS, {
  error: ({input}) => `There is no fault "${String(input)}", only: ${FAULT_KINDS.join(', ')}`,
});

const fault = named({
  fault: faultKind,
  model: z.string(),
  key: z.string(),
  promptContains: z.string(),
  serviceTier: z.enum(['standard', 'flex']),
  requestNumbers: z.array(count),
  fromRequest: count,
  toRequest: count,
  fromTime: instant,
  untilTime: instant,
  times: count,
  probability: z.number().min(0).max(1),
  seed: z.number(),
  delayMs: ms,
  retryDelay: z.string(),
  blockReason: z.string(),
} satisfies Shape<FaultRule>)
  .partial()
  .extend({fault: faultKind});

const patch = named({
  keys: z.record(
    z.string(),
    named({
      project: z.string(),
      state: z.enum(['accepted', 'leaked', 'blocked', 'token_type_unsupported']),
    }),
  ),
  models: z.record(z.string(), model),
  videos: z.record(z.string(), named({seconds: usd, access: z.enum(['public', 'private'])})),
  quotas: z.record(
    z.string(),
    named({requestsPerMinute: count, inputTokensPerMinute: count, requestsPerDay: count}).partial(),
  ),
  tier: z.enum(['free', 'paid']),
  spendUsdPer10Minutes: usd.nullable(),
  faults: z.array(fault),
  latency: named({ms, spreadMs: ms}),
  cachedShare: z.number().min(0).max(1),
} satisfies Shape<EmulatorSettings>).partial();

const clockChange = named({
  setTo: instant,
  advanceMs: z.number(),
  frozen: z.boolean(),
  real: z.boolean(),
} satisfies Shape<ClockChange>).partial();

// Only waiting ends it: nobody can reach the emulator meanwhile.
const connectionsChange = named({refuseForMs: ms.max(3_600_000)});

// The casts below: `partial()` lets undefined through as well, which neither JSON nor a typed caller can give.

/** @throws TypeError that names every fault of the settings at once */
export function readPatch(value: unknown): SettingsPatch {
  return read(patch, value, 'The settings of the Gemini emulator') as SettingsPatch;
}

/** @throws TypeError that names every fault of the change at once */
export function readClockChange(value: unknown): ClockChange {
  return read(clockChange, value, "The change of the Gemini emulator's clock") as ClockChange;
}

/** @throws TypeError where it is anything but a time of at most an hour */
export function readConnectionsChange(value: unknown): {refuseForMs: number} {
  return read(connectionsChange, value, "The change of the Gemini emulator's connections");
}

function read<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({path, message}) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new TypeError(`${what} cannot be used. ${faults.join('. ')}.`);
}
