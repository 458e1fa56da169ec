import {setTimeout as delay} from 'node:timers/promises';
import type {ConfiguredLimits} from '../domain/limits.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import type {Pool} from '../sql/client.ts';
import {releaseReservation, reserve, settleLost} from '../sql/queries/reservations.ts';

/** How long a run waits for calls in flight to free what they reserved and did not need. */
const SETTLING_MS = 5_000;

/**
 * How far ahead a call may be given its place: short, or those that Temporal dispatched first would be before a person
 * who waits. Longer ones give the lane back instead.
 */
const MAX_DELAY_MS = {batch: 1_000, interactive: 5_000};

/** Beyond the time that a call may last: settling, and clocks that differ. */
const SPARE_LEASE_MS = 60_000;

export type CallToAdmit = {
  requestId: string;
  runId: number;
  model: string;
  isInteractive: boolean;
  /** The most that it may cost, and the most input tokens that it may take. */
  maxUsd: number;
  maxInputTokens: number;
  timeoutMs: number;
  limits: ConfiguredLimits;
  /** For tests with a time of their own. */
  now?: (() => number) | undefined;
};

/**
 * Sets aside what one call may need, and waits for its place in the pace. Returns null where the call may be sent now;
 * else why not, and whether to wait.
 *
 * @throws the signal's reason where it fires meanwhile; nothing is set aside then
 */
export async function admit(
  pool: Pool,
  call: CallToAdmit,
  signal: AbortSignal,
): Promise<Extract<LessonOutcome, {kind: 'wait' | 'stop'}> | null> {
  const {requestId, isInteractive, timeoutMs, maxUsd, now} = call;
  const ask = () =>
    reserve(pool, {
      ...call,
      maxDelayMs: isInteractive ? MAX_DELAY_MS.interactive : MAX_DELAY_MS.batch,
      leaseMs: timeoutMs + SPARE_LEASE_MS,
      ...(now && {atMs: now()}),
    });
  let answer = await ask();
  if (answer.kind === 'held') {
    // The attempt before ended between reserving and settling: its worker died while the call was under way.
    await settleLost(pool, requestId);
    answer = await ask();
  }
  switch (answer.kind) {
    case 'held':
      throw new Error(`The request ${requestId} was reserved twice at the same moment.`);
    case 'wait':
    case 'stop':
      return answer;
    case 'refused': {
      const message = `The budget of the run has no room for one more call (up to $${maxUsd.toFixed(4)})`;
      // A reservation is several times what a call costs in the end: the calls in flight will free most of theirs.
      if (!answer.hasRoomLater) return {kind: 'stop', cause: 'budget', message: `${message}.`};
      return {
        kind: 'wait',
        cause: 'budget',
        untilMs: (now ?? Date.now)() + SETTLING_MS,
        message: `${message} until those in flight are settled.`,
      };
    }
    case 'reserved': {
      if (answer.delayMs === 0) break;
      try {
        await delay(answer.delayMs, undefined, {signal});
      } catch (error) {
        await releaseReservation(pool, requestId);
        signal.throwIfAborted();
        throw error;
      }
    }
  }
  return null;
}
