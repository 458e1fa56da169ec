import {type Cause, causeText} from './outcomes.ts';
import type {RunState} from './runs.ts';

/** So near to the rate in force, the limit is what sets the pace: calls take different times. */
const NEAR_THE_LIMIT = 0.9;

export type Pace = {
  state: RunState;
  cause: Cause | null;
  causeMessage: string | null;
  waitingUntil: Date | null;
  inFlightCount: number;
  /** The mean time of its last calls; null before there are any. */
  meanLatencyMs: number | null;
  /** What it may send at most, by the limit in force for its model less the share kept from it; null for no limit. */
  requestsPerMinute: number | null;
  /** How many calls may be in flight while work is taken up again after an outage; null for any number. */
  rampLimit: number | null;
};

/**
 * Why a run is slow or stands still, in a sentence for people; null at full speed and after its end. That the rate limit
 * sets the pace is told by the calls in flight: they are as many as begin, at that rate, in the time that one takes.
 */
export function slowReason(pace: Pace): string | null {
  switch (pace.state) {
    case 'finished':
    case 'stopped':
    case 'lost':
      return null;
    case 'paused':
      return pace.causeMessage ?? causeText('paused');
    case 'waiting':
      return waitReason(pace);
    case 'running':
      return runningReason(pace);
  }
}

function waitReason({cause, causeMessage, waitingUntil}: Pace): string {
  const until = waitingUntil ? ` until ${waitingUntil.toISOString().slice(0, 19)}Z` : '';
  return `Waiting${until}: ${[cause && causeText(cause), causeMessage && `(${causeMessage})`].filter(Boolean).join(' ')}`;
}

function runningReason({
  cause,
  inFlightCount,
  rampLimit,
  requestsPerMinute,
  meanLatencyMs,
}: Pace): string | null {
  if (cause === 'cancelled')
    return `It is being cancelled: ${count(inFlightCount, 'call')} in flight ${inFlightCount === 1 ? 'ends' : 'end'} first.`;
  if (rampLimit !== null)
    return `Work is taken up again step by step after an outage: at most ${count(rampLimit, 'call')} at once.`;
  if (requestsPerMinute === null || meanLatencyMs === null || meanLatencyMs === 0) return null;
  const begunPerMinute = (inFlightCount * 60_000) / meanLatencyMs;
  if (begunPerMinute < NEAR_THE_LIMIT * requestsPerMinute) return null;
  return `The limit of ${count(Math.round(requestsPerMinute), 'request')} a minute sets the pace.`;
}

const count = (value: number, noun: string): string => `${value} ${noun}${value === 1 ? '' : 's'}`;
