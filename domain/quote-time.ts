import {onEach, type Range} from './quote-bands.ts';
import type {QuoteLimits} from './quote-limits.ts';

/**
 * Lessons a second that Preheat and its services carry, whatever the model: measured on two cores, from a machine
 * that starts everything at once to one that does nothing else (README, `npm run bench`).
 */
const OWN_LESSONS_PER_SECOND = {low: 120, expected: 40, high: 15};

/** From the start to the first call, and from the last lesson to the end. */
const START_AND_END_MS = {low: 200, expected: 1_000, high: 5_000};

const MINUTE_MS = 60_000;

/**
 * Minutes that a run takes: the longest of what the requests a minute, the input tokens a minute, the model's time
 * over the calls in flight, and Preheat itself allow. At the end calls in flight become fewer: for that, the high adds
 * one lesson's high, and the expected half of one lesson. Pauses, outages and the waiting for another day are left out.
 *
 * @param latencyMs the model's time for all lessons together
 */
export function minutesOf({
  cellCount,
  calls,
  inputTokens,
  latencyMs,
  limits,
}: {
  cellCount: number;
  calls: Range;
  inputTokens: Range;
  latencyMs: Range;
  limits: QuoteLimits;
}): Range {
  if (cellCount === 0) return {low: 0, expected: 0, high: 0};
  const {requestsPerMinute, inputTokensPerMinute, maxConcurrent} = limits;
  const laneCount = Math.min(maxConcurrent, cellCount);
  const lessonsAtTheEnd = {low: 0, expected: 0.5, high: 1};
  return onEach(end => {
    const tailMs = lessonsAtTheEnd[end] * (1 - 1 / laneCount) * (latencyMs[end] / cellCount);
    const ms = Math.max(
      latencyMs[end] / laneCount + tailMs,
      requestsPerMinute === null ? 0 : (calls[end] / requestsPerMinute) * MINUTE_MS,
      inputTokensPerMinute === null ? 0 : (inputTokens[end] / inputTokensPerMinute) * MINUTE_MS,
      (cellCount / OWN_LESSONS_PER_SECOND[end]) * 1000,
    );
    return (ms + START_AND_END_MS[end]) / MINUTE_MS;
  });
}
