import {type ConfiguredLimits, type Hindrance, neverReason, waitReason} from '../../domain/limits.ts';
import type {Cause} from '../../domain/outcomes.ts';
import {type Db, withoutSync} from '../client.ts';

/** A model call that is to be sent. */
export type Call = {
  /** Names the call, so that a repeated attempt does not reserve twice. */
  requestId: string;
  runId: number;
  /** As drafts name it. */
  model: string;
  /** The most that it may cost. */
  maxUsd: number;
  /** The most that its prompt may count. */
  maxInputTokens: number;
  /** Somebody waits for it: it may use what batch calls have to leave. */
  isInteractive: boolean;
  /** The longest that the caller waits before it sends; what would have to wait longer gets no reservation. */
  maxDelayMs: number;
  /** How long after its start the reservation is believed; longer than one call. Then it counts as lost. */
  leaseMs: number;
  /** In force where the database has no setting. */
  limits: ConfiguredLimits;
  /** The time, for tests; default: the database's clock. */
  atMs?: number;
};

/**
 * `reserved`: to be sent `delayMs` from now, and then settled; not at a time, for the caller's clock may be ahead of the
 * database's, or behind it. `held`: an attempt before reserved for this request and never settled it: its call may be
 * under way or lost. `refused`: the run ended, or its budget has no room; `hasRoomLater` where it may have some once the
 * calls in flight are settled. `wait`: nothing was set aside, try again at `untilMs` (epoch milliseconds). `stop`: nothing
 * was set aside, and a limit of a day can never let the call through, on no day.
 */
export type Reserved =
  | {kind: 'reserved'; delayMs: number}
  | {kind: 'held'}
  | {kind: 'refused'; hasRoomLater: boolean}
  | {kind: 'wait'; cause: Cause; untilMs: number; message: string}
  | {kind: 'stop'; cause: Cause; message: string};

type Row = Omit<Hindrance, 'reason'> & {
  answer: Exclude<Reserved['kind'], 'stop'>;
  reason: Hindrance['reason'] | null;
  delayMs: number;
  waitUntilMs: number;
};

/**
 * Sets aside what one call may take of the run's budget, of the quota day's requests and dollars, and of the model's
 * requests and tokens a minute, or nothing at all, in one statement: concurrent callers never pass a limit.
 */
export async function reserve(db: Db, call: Call): Promise<Reserved> {
  const {limits} = call;
  const [row] = await db<[Row]>`
    select answer, has_room_later, reason, limit_value, is_learnt, blocked_cause, blocked_message,
      -- Upwards: not a microsecond before its turn.
      greatest(0, ceil(extract(epoch from start_at - coalesce(${timeOf(call.atMs)}, clock_timestamp())) * 1000)) as delay_ms,
      ceil(extract(epoch from wait_until) * 1000) as wait_until_ms
    from preheat.reserve(
      ${call.requestId}, ${call.runId}, ${call.model}, ${call.maxUsd}, ${call.maxInputTokens}, ${call.isInteractive},
      ${call.maxDelayMs}, ${call.leaseMs}, ${limits.requestsPerMinute}, ${limits.inputTokensPerMinute},
      ${limits.requestsPerDay}, ${limits.burstRequests}, ${limits.headroomShare}, ${limits.maxUsdPerDay},
      ${timeOf(call.atMs)}
    )
    where ${withoutSync(db)}
  `;
  switch (row.answer) {
    case 'reserved':
      return {kind: 'reserved', delayMs: row.delayMs};
    case 'held':
      return {kind: 'held'};
    case 'refused':
      return refusedBy(row, call);
    case 'wait':
      return {kind: 'wait', untilMs: row.waitUntilMs, ...waitReason(hindranceOf(row), call)};
  }
}

/** The run's budget has no name in the answer; a limit of the day has. */
function refusedBy(row: Row, call: Call): Reserved {
  if (row.reason === null) return {kind: 'refused', hasRoomLater: row.hasRoomLater ?? false};
  return {kind: 'stop', ...neverReason(hindranceOf(row), call)};
}

function hindranceOf({reason, ...row}: Row): Hindrance {
  if (reason === null) throw new Error('preheat.reserve gave no reason.');
  return {...row, reason};
}

/**
 * Gives back the dollars and the tokens that a call, which was not paid for, had set aside. Its request stays counted:
 * the provider counts those that it refuses.
 */
export async function releaseReservation(db: Db, requestId: string): Promise<void> {
  await db`select preheat.free_reservations(array[${requestId}], is_lost => false, returns_tokens => true)`;
}

/**
 * Settles a call that was sent and brought no answer: the provider may bill it, so all that it had set aside counts as
 * spent. Nothing happens where it is settled already.
 */
export async function settleLost(db: Db, requestId: string): Promise<void> {
  await db`select preheat.free_reservations(array[${requestId}], is_lost => true, returns_tokens => false)`;
}

/**
 * Settles all calls whose lease ran out as lost: their workers died. Any number may do this at once.
 *
 * @returns how many were settled by this one
 */
export async function settleExpired(db: Db, {atMs}: {atMs?: number} = {}): Promise<number> {
  const [row] = await db<[{settledCount: number}]>`
    select preheat.settle_expired(${timeOf(atMs)}) as settled_count
  `;
  return row.settledCount;
}

/** A time for the functions of the schema, which take the clock's where it is null. */
export function timeOf(atMs: number | undefined): Date | null {
  return atMs === undefined ? null : new Date(atMs);
}
