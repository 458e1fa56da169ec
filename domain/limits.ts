import type {LearntLimits} from './learnt-limits.ts';
import type {Cause} from './outcomes.ts';

/** What may be sent of one model; null: no limit. */
export type ModelLimits = {
  requestsPerMinute: number | null;
  inputTokensPerMinute: number | null;
  requestsPerDay: number | null;
  /** How many calls may begin at once, at least 1. */
  burstRequests: number;
  /** The share (0 to below 1) that batch calls leave for interactive ones. */
  headroomShare: number;
};

/** The configuration's limits. */
export type ConfiguredLimits = ModelLimits & {
  /** Of all models together, on a quota day. */
  maxUsdPerDay: number | null;
};

/** Settings of the database; null leaves it to the configuration. `maxUsdPerDay` is of the row `*` alone. */
export type LimitSettings = {[name in keyof ConfiguredLimits]: number | null};

/** The model that stands for all of them, in settings and in what a day used. */
export const ALL_MODELS = '*';

/** How long a limit that the provider named is believed. */
export const LEARNT_FOR_MS = 24 * 60 * 60 * 1_000;

/** What the database knows of a model's limits. */
export type StoredLimits = LimitSettings & {
  model: string;
  learntRequestsPerMinute: number | null;
  learntInputTokensPerMinute: number | null;
  learntRequestsPerDay: number | null;
  learntAt: Date | null;
  /** Why and until when nothing is sent. Stays, with a time that is over, while work is taken up again. */
  blockedUntil: Date | null;
  blockedCause: Cause | null;
  blockedMessage: string | null;
  /** How many calls may be in flight while work is taken up again; null: as many as there are. */
  rampLimit: number | null;
};

const LEARNT = {
  requestsPerMinute: 'learntRequestsPerMinute',
  inputTokensPerMinute: 'learntInputTokensPerMinute',
  requestsPerDay: 'learntRequestsPerDay',
} as const satisfies Record<keyof LearntLimits, keyof StoredLimits>;

/** What a refusal may name. */
export const LEARNT_NAMES = Object.keys(LEARNT) as (keyof LearntLimits)[];

/**
 * The limits of a model at a time (epoch milliseconds), for display: `preheat.reserve` decides. The setting, else the
 * configuration; a learnt limit where it is lower and not too old. `learnt` names those that are learnt ones.
 */
export function limitsInForce(
  configured: ConfiguredLimits,
  row: StoredLimits | null,
  atMs: number,
): ModelLimits & {learnt: (keyof LearntLimits)[]} {
  const limits = {
    requestsPerMinute: row?.requestsPerMinute ?? configured.requestsPerMinute,
    inputTokensPerMinute: row?.inputTokensPerMinute ?? configured.inputTokensPerMinute,
    requestsPerDay: row?.requestsPerDay ?? configured.requestsPerDay,
    burstRequests: row?.burstRequests ?? configured.burstRequests,
    headroomShare: row?.headroomShare ?? configured.headroomShare,
    learnt: [] as (keyof LearntLimits)[],
  };
  if (!row?.learntAt || row.learntAt.getTime() <= atMs - LEARNT_FOR_MS) return limits;
  for (const name of LEARNT_NAMES) {
    const learnt = row[LEARNT[name]];
    if (learnt === null || learnt >= (limits[name] ?? Infinity)) continue;
    limits[name] = learnt;
    limits.learnt.push(name);
  }
  return limits;
}

/** A limit that a refusal lowered; `from` null: there was none. */
export type LoweredLimit = {name: keyof LearntLimits; from: number | null; to: number};

/** Which limits in force are lower after than before. */
export function loweredLimits(before: ModelLimits, after: ModelLimits): LoweredLimit[] {
  return LEARNT_NAMES.flatMap(name => {
    const [from, to] = [before[name], after[name]];
    return to !== null && to < (from ?? Infinity) ? [{name, from, to}] : [];
  });
}

const UNITS: Record<keyof LearntLimits, string> = {
  requestsPerMinute: 'requests a minute',
  inputTokensPerMinute: 'input tokens a minute',
  requestsPerDay: 'requests a day',
};

/** One sentence for people; empty where nothing was lowered. */
export function loweredText(model: string, lowered: readonly LoweredLimit[]): string {
  if (lowered.length === 0) return '';
  const parts = lowered.map(
    ({name, from, to}) => `${count(to)} ${UNITS[name]}${from === null ? '' : ` (instead of ${count(from)})`}`,
  );
  return `The provider's own limit for ${model} is now in force: ${parts.join(', ')}.`;
}

/** Why a call has to wait, as `preheat.reserve` says it. */
export type Hindrance = {
  reason:
    | 'blocked'
    | 'ramp'
    | 'requests_per_day'
    | 'usd_per_day'
    | 'requests_per_minute'
    | 'input_tokens_per_minute'
    | 'next_day';
  /** The limit in force that is in the way. */
  limitValue: number | null;
  /** Whether the provider named that limit. */
  isLearnt: boolean | null;
  hasRoomLater: boolean | null;
  blockedCause: Cause | null;
  blockedMessage: string | null;
};

/** What people are told of a call that has to wait. */
export function waitReason(
  hindrance: Hindrance,
  call: {model: string; isInteractive: boolean; maxUsd: number},
): {cause: Cause; message: string} {
  const limit = count(hindrance.limitValue ?? 0);
  const learnt = hindrance.isLearnt ? ', as the provider says' : '';
  const kept = keptText(call);
  const paced = (unit: string) => `${call.model} may be sent ${limit} ${unit} a minute${learnt}${kept}.`;
  switch (hindrance.reason) {
    case 'blocked':
      return blocked(hindrance, message => message);
    case 'ramp':
      return blocked(
        hindrance,
        message =>
          `${call.model} is taken up again step by step, ${limit} at a time for now, after: ${message}`,
      );
    case 'requests_per_day':
      return {
        cause: 'day_quota',
        message: `Until midnight, Pacific time, no more is sent to ${call.model}: it has ${limit} requests a day${learnt}${kept}.`,
      };
    case 'usd_per_day':
      return {cause: 'day_budget', message: dayBudgetText(hindrance, kept, call.maxUsd)};
    case 'requests_per_minute':
      return {cause: 'minute_quota', message: paced('requests')};
    case 'input_tokens_per_minute':
      return {cause: 'minute_quota', message: paced('input tokens')};
    case 'next_day':
      return {
        cause: 'minute_quota',
        message: `The next call of ${call.model} starts after midnight, Pacific time.`,
      };
  }
}

/** What people are told of a call that a limit of a day can never let through, and what lets it through. */
export function neverReason(
  {reason, limitValue}: Pick<Hindrance, 'reason' | 'limitValue'>,
  call: {model: string; isInteractive: boolean; maxUsd: number},
): {cause: Cause; message: string} {
  const share = call.isInteractive ? '' : ', or keep a smaller share with --headroom';
  const raise = (option: string) =>
    `Raise the limit with \`preheat limits set ${option}\`${share}, then start a run.`;
  const message =
    reason === 'requests_per_day'
      ? `${call.model} has ${count(limitValue ?? 0)} requests a day${keptText(call)}: that is not one. ${raise('--requests-per-day')}`
      : `All models together have $${limitValue} a day${keptText(call)}: one more call (up to $${call.maxUsd.toFixed(4)}) may cost more than that, on any day. ${raise('--max-usd-per-day')}`;
  return {cause: 'budget', message};
}

function keptText({isInteractive}: {isInteractive: boolean}): string {
  return isInteractive ? '' : ', less the share that is kept for interactive calls';
}

function blocked(hindrance: Hindrance, text: (message: string) => string): {cause: Cause; message: string} {
  return {cause: hindrance.blockedCause ?? 'internal', message: text(hindrance.blockedMessage ?? '')};
}

function dayBudgetText({limitValue, hasRoomLater}: Hindrance, kept: string, callUsd: number): string {
  const until = hasRoomLater ? 'those in flight are settled' : 'midnight, Pacific time';
  return `All models together have $${limitValue} a day${kept}: one more call (up to $${callUsd.toFixed(4)}) has no room until ${until}.`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
