import {
  type ConfiguredLimits,
  type LimitSettings,
  limitsInForce,
  type LoweredLimit,
  loweredLimits,
  type StoredLimits,
} from '../../domain/limits.ts';
import type {LearntLimits} from '../../domain/learnt-limits.ts';
import type {DayFigures} from '../../domain/limit-figures.ts';
import type {Cause} from '../../domain/outcomes.ts';
import type {Db} from '../client.ts';
import {timeOf} from './reservations.ts';

export type DayUsage = DayFigures;

/** Nothing may be sent to the model before `untilMs` (epoch milliseconds). */
export type Block = {cause: Cause; untilMs: number; message: string};

type LearntRow = Pick<
  StoredLimits,
  'learntRequestsPerMinute' | 'learntInputTokensPerMinute' | 'learntRequestsPerDay'
>;

type BlockedNow = {cause: Cause; until: Date; message: string; nowAt: Date | null};

type BlockRow = {blockedCause: Cause; blockedUntil: Date; blockedMessage: string};

/** What is set, learnt and blocked, of each model that has anything of it; the row `*` holds the dollars a day. */
export async function readLimits(db: Db): Promise<StoredLimits[]> {
  return db<StoredLimits[]>`select ${storedColumns(db)} from preheat.model_limit order by model`;
}

/**
 * Sets limits over those of the configuration: null goes back to it, what is absent stays. A limit that a person sets
 * takes the place of what was learnt of it.
 *
 * @param change `maxUsdPerDay` goes with the model `*`, everything else with any other
 * @throws PostgresError with the name of a check where a value is out of range, or of the other kind of model
 */
export async function setLimits(
  db: Db,
  {model, ...change}: {model: string} & Partial<LimitSettings>,
): Promise<void> {
  const settings = Object.entries(change).filter(([, value]) => value !== undefined);
  if (settings.length === 0) return;
  const forgotten = settings.flatMap(([name]) =>
    name in LEARNT ? [[LEARNT[name as keyof LearntLimits], null]] : [],
  );
  const columns = Object.fromEntries([...settings, ...forgotten]) as Record<string, number | null>;
  await db`
    insert into preheat.model_limit ${db({model, ...columns})}
    on conflict (model) do update set ${db(columns)}
  `;
}

const LEARNT: Record<keyof LearntLimits, keyof StoredLimits> = {
  requestsPerMinute: 'learntRequestsPerMinute',
  inputTokensPerMinute: 'learntInputTokensPerMinute',
  requestsPerDay: 'learntRequestsPerDay',
};

/** Back to the configuration: no settings, nothing learnt, no block. What the minute has used stays used. */
export async function resetLimits(db: Db, model: string): Promise<void> {
  await db`
    update preheat.model_limit set
      requests_per_minute = null, input_tokens_per_minute = null, requests_per_day = null, burst_requests = null,
      headroom_share = null, max_usd_per_day = null, learnt_requests_per_minute = null,
      learnt_input_tokens_per_minute = null, learnt_requests_per_day = null, learnt_at = null, learnt_message = null,
      blocked_until = null, blocked_cause = null, blocked_message = null, ramp_limit = null, outage_level = 0,
      window_started_at = null
    where model = ${model}
  `;
}

/**
 * Forgets a limit that was learnt from a refusal: the one that is set or configured holds again, until the next refusal.
 *
 * @returns whether there was one
 */
export async function forgetLearnt(
  db: Db,
  {model, limit}: {model: string; limit: keyof LearntLimits},
): Promise<boolean> {
  const column = db(LEARNT[limit]);
  const rows = await db`
    update preheat.model_limit set ${column} = null,
      -- What the refusal said goes with the last limit that it named.
      learnt_message = case
        when num_nonnulls(learnt_requests_per_minute, learnt_input_tokens_per_minute, learnt_requests_per_day) > 1
          then learnt_message
      end
    where model = ${model} and ${column} is not null
    returning model
  `;
  return rows.length > 0;
}

/** What the quota day of a time used so far, by model; `*` is all of them. Empty before its first call. */
export async function usageToday(db: Db, {atMs}: {atMs?: number} = {}): Promise<DayUsage[]> {
  return db<DayUsage[]>`
    select model, request_count, batch_request_count, reserved_usd, batch_reserved_usd, spent_usd, batch_spent_usd
    from preheat.usage_day
    where pacific_day = preheat.pacific_day(coalesce(${timeOf(atMs)}, clock_timestamp()))
    order by model
  `;
}

/**
 * The provider refuses a model for everybody until a time: no call gets a reservation before. Where it is blocked for
 * longer already, that block stays. Afterwards work is taken up again step by step.
 *
 * @param learnt limits that the refusal named: they only ever lower what is in force
 * @returns the block that holds, and the limits in force that are lower now
 */
export async function blockModel(
  db: Db,
  block: Block & {model: string; learnt?: LearntLimits; limits: ConfiguredLimits; atMs?: number},
): Promise<Block & {lowered: LoweredLimit[]}> {
  const {model, learnt = {}, limits} = block;
  const [row] = await db<[StoredLimits & {now: LearntRow} & BlockedNow]>`
    select o.*, b.blocked_until as until, b.blocked_cause as cause, b.blocked_message as message, b.learnt_at as now_at,
      jsonb_build_object('learntRequestsPerMinute', b.learnt_requests_per_minute,
        'learntInputTokensPerMinute', b.learnt_input_tokens_per_minute,
        'learntRequestsPerDay', b.learnt_requests_per_day) as now
    from preheat.block_model(
      ${model}, ${block.cause}, ${new Date(block.untilMs)}, ${block.message}, ${learnt.requestsPerMinute ?? null},
      ${learnt.inputTokensPerMinute ?? null}, ${learnt.requestsPerDay ?? null}, ${timeOf(block.atMs)}
    ) b
    -- As it was before: what the function wrote is not in the snapshot of this statement.
    left join (select ${storedColumns(db)} from preheat.model_limit) o on o.model = ${model}
  `;
  const atMs = block.atMs ?? Date.now();
  const after = {...row, ...row.now, learntAt: row.nowAt};
  const lowered = loweredLimits(limitsInForce(limits, row, atMs), limitsInForce(limits, after, atMs));
  return {cause: row.cause, untilMs: row.until.getTime(), message: row.message, lowered};
}

/**
 * Counts a call for which the provider failed. Where most of the last calls fail, the model is blocked for everybody.
 *
 * @returns the block that holds now, whoever made it; null where calls may go on
 */
export async function noteFailure(
  db: Db,
  {model, message, atMs}: {model: string; message: string; atMs?: number},
): Promise<Block | null> {
  const [row] = await db<[BlockRow | {blockedUntil: null}]>`
    select blocked_until, blocked_cause, blocked_message
    from preheat.note_failure(${model}, ${message}, ${timeOf(atMs)})
  `;
  return row.blockedUntil ? blockOf(row) : null;
}

function blockOf({blockedCause, blockedUntil, blockedMessage}: BlockRow): Block {
  return {cause: blockedCause, untilMs: blockedUntil.getTime(), message: blockedMessage};
}

function storedColumns(db: Db) {
  return db`
    model, requests_per_minute, input_tokens_per_minute, requests_per_day, burst_requests, headroom_share,
    max_usd_per_day, learnt_requests_per_minute, learnt_input_tokens_per_minute, learnt_requests_per_day, learnt_at,
    blocked_until, blocked_cause, blocked_message, ramp_limit
  `;
}
