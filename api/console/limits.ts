import {z} from 'zod';
import {drainedAt, type KnownLimits, limitsOfRun, originOf, usdOrigin} from '../../domain/limit-figures.ts';
import {ALL_MODELS, limitsInForce, type StoredLimits} from '../../domain/limits.ts';
import {modelPrices, PRICES_AS_OF, PRICES_SOURCE} from '../../domain/prices.ts';
import type {Calibration} from '../../domain/quotes.ts';
import {EMULATED} from '../../domain/runs.ts';
import {shutdownOf} from '../../domain/shutdowns.ts';
import {readLimits, usageToday} from '../../sql/queries/limits.ts';
import {type UseNow, useNow} from '../../sql/queries/limits-use.ts';
import {quoteCalibration} from '../../sql/queries/quotes.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import type {ModelSettings} from './commands.ts';
import {
  type Breaker,
  BreakerType,
  CalibrationType,
  type Limit,
  LimitSettingType,
  LimitType,
  type PriceTable,
  PriceTableType,
  ReservationsType,
  ShutdownType,
} from './limit-types.ts';

/** As `preheat runs` counts it. */
const CALIBRATION_RUNS = 50;

type Limits = {
  settings: ModelSettings;
  model: string;
  known: KnownLimits;
  row: StoredLimits | null;
  use: UseNow;
  calibration: Calibration;
};

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

function minuteLimit({known, model, use}: Limits, name: 'requestsPerMinute' | 'inputTokensPerMinute'): Limit {
  const origin = originOf(name, known, model);
  const isRequests = name === 'requestsPerMinute';
  const runs = limitsOfRun(known, {model, maxConcurrent: 1});
  const level = isRequests ? use.requestLevel : use.tokenLevel;
  return {
    ...origin,
    used: isRequests ? use.minuteRequestCount : use.minuteInputTokens,
    usedByRuns: null,
    reserved: isRequests ? use.heldCount : use.heldInputTokens,
    leftForRuns: runs[name],
    keptForPeople: origin.inForce === null ? null : round(origin.inForce - (runs[name] ?? 0)),
    resetsAt: drainedAt({level, levelsAt: use.levelsAt}, {perMinute: origin.inForce, nowMs: known.nowMs}),
  };
}

function requestsPerDay({known, model, use}: Limits): Limit {
  const origin = originOf('requestsPerDay', known, model);
  const used = known.usage.find(row => row.model === model);
  const share = originOf('headroomShare', known, model).inForce ?? 0;
  return {
    ...origin,
    used: used?.requestCount ?? 0,
    usedByRuns: used?.batchRequestCount ?? 0,
    reserved: use.heldCount,
    leftForRuns: limitsOfRun(known, {model, maxConcurrent: 1}).requestsLeftToday,
    keptForPeople: origin.inForce === null ? null : origin.inForce - Math.floor(origin.inForce * (1 - share)),
    resetsAt: use.dayEndsAt,
  };
}

function usdPerDay({known, model, use}: Limits): Limit {
  const origin = usdOrigin(known);
  const used = known.usage.find(row => row.model === ALL_MODELS);
  const share = originOf('headroomShare', known, model).inForce ?? 0;
  return {
    ...origin,
    used: used?.spentUsd ?? 0,
    usedByRuns: used?.batchSpentUsd ?? 0,
    reserved: used?.reservedUsd ?? 0,
    leftForRuns: limitsOfRun(known, {model, maxConcurrent: 1}).usdLeftToday,
    keptForPeople: origin.inForce === null ? null : round(origin.inForce * share),
    resetsAt: use.dayEndsAt,
  };
}

export const LimitsType = builder.objectRef<Limits>('Limits').implement({
  description: 'What may be sent and spent, what is used of it, and what is known of the model.',
  fields: t => ({
    model: t.exposeString('model', {description: 'As runs name it.'}),
    emulated: t.boolean({
      description: 'The Gemini emulator stands in for it.',
      resolve: ({settings}) => settings.emulated,
    }),
    asOf: t.field({type: 'DateTime', resolve: ({known}) => new Date(known.nowMs)}),
    requestsPerMinute: t.field({
      type: LimitType,
      resolve: limits => minuteLimit(limits, 'requestsPerMinute'),
    }),
    inputTokensPerMinute: t.field({
      type: LimitType,
      resolve: limits => minuteLimit(limits, 'inputTokensPerMinute'),
    }),
    requestsPerDay: t.field({
      type: LimitType,
      description: "Of the provider's day, which ends at midnight, Pacific time.",
      resolve: requestsPerDay,
    }),
    usdPerDay: t.field({
      type: LimitType,
      description: 'Of all models together, on the same day.',
      resolve: usdPerDay,
    }),
    burstRequests: t.field({
      type: LimitSettingType,
      description: 'Calls that may begin at once.',
      resolve: ({known, model}) => originOf('burstRequests', known, model),
    }),
    headroomShare: t.field({
      type: LimitSettingType,
      description: 'The share (0 to below 1) of all limits that runs leave to people who wait.',
      resolve: ({known, model}) => originOf('headroomShare', known, model),
    }),
    learntFrom: t.string({
      nullable: true,
      description:
        'What the refusal said from which limits were learnt; null where none of these is in force.',
      resolve: ({use, row, known}) =>
        limitsInForce(known.configured, row, known.nowMs).learnt.length === 0 ? null : use.learntMessage,
    }),
    reservations: t.field({type: ReservationsType, resolve: ({use}) => use}),
    breaker: t.field({
      type: BreakerType,
      nullable: true,
      description: 'Null at full speed.',
      resolve: ({row, known}) => breakerOf(row, known.nowMs),
    }),
    prices: t.field({type: PriceTableType, resolve: priceTable}),
    shutdown: t.field({
      type: ShutdownType,
      nullable: true,
      description: 'Null where none is announced.',
      resolve: ({settings, model, known}) =>
        settings.emulated ? null : shutdownOf({model, setting: 'GEMINI_MODEL'}, known.nowMs),
    }),
    calibration: t.expose('calibration', {type: CalibrationType}),
  }),
});

/** A block that holds, or whose end is still being made up for. */
export function breakerOf(row: StoredLimits | null, nowMs: number): Breaker | null {
  if (!row?.blockedUntil) return null;
  return row.blockedUntil.getTime() > nowMs || row.rampLimit !== null ? {row, nowMs} : null;
}

function priceTable({settings, model, known}: Limits): PriceTable {
  const {serviceTier, configuredPrice, name} = settings;
  const isConfigured = configuredPrice !== null && model === name;
  return {
    serviceTier,
    asOf: isConfigured ? null : PRICES_AS_OF,
    source: isConfigured ? 'GEMINI_INPUT_USD_PER_MILLION and GEMINI_OUTPUT_USD_PER_MILLION' : PRICES_SOURCE,
    // The emulator counts as what it stands in for.
    prices: modelPrices(model.replace(EMULATED, ''), {
      configured: isConfigured ? configuredPrice : null,
      serviceTier,
      nowMs: known.nowMs,
    }),
  };
}

/** What is known of the limits of a model; null where this server knows no model. */
export async function readModelLimits(
  {pool, commands}: Pick<ApiContext, 'pool' | 'commands'>,
  of: string | null,
): Promise<Limits | null> {
  if (commands === null) return null;
  const settings = commands.model;
  const model = of ?? settings.name;
  const [rows, usage, use, calibration] = await Promise.all([
    readLimits(pool),
    usageToday(pool),
    useNow(pool, model),
    quoteCalibration(pool, {model, limit: CALIBRATION_RUNS}),
  ]);
  return {
    settings,
    model,
    known: {configured: settings.limits, rows, usage, nowMs: Date.now()},
    row: rows.find(row => row.model === model) ?? null,
    use,
    calibration,
  };
}

export const MODEL_NAME = z
  .string()
  .regex(/^[\w.:/-]{1,100}$/, "must be a model's name: letters, digits, and . : / - _");

/** The limits. */
export function addLimits(): void {
  builder.queryField('limits', t =>
    t.field({
      type: LimitsType,
      nullable: true,
      authScopes: {moderator: true},
      description: 'What may be sent and spent of a model; null where this server makes no lessons.',
      args: {
        model: t.arg.string({description: 'Default: the configured model.', validate: MODEL_NAME}),
      },
      resolve: async (_root, {model}, context) => readModelLimits(context, model ?? null),
    }),
  );
}
