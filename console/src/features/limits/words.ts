import {count, usd} from '../../lib/format.ts';
import type {LearntLimit, Limit, Limits} from './queries.ts';

/** The limits of which something is used up, in the order in which they are shown. */
export const LIMITS = [
  {name: 'requestsPerMinute', label: 'Requests a minute', learnt: 'requests_per_minute', isUsd: false},
  {
    name: 'inputTokensPerMinute',
    label: 'Input tokens a minute',
    learnt: 'input_tokens_per_minute',
    isUsd: false,
  },
  {name: 'requestsPerDay', label: 'Requests a day', learnt: 'requests_per_day', isUsd: false},
  {name: 'usdPerDay', label: 'Dollars a day, all models', learnt: null, isUsd: true},
] as const satisfies readonly {
  name: keyof Limits;
  label: string;
  learnt: LearntLimit | null;
  isUsd: boolean;
}[];

export type LimitName = (typeof LIMITS)[number];

/** A figure of a limit, in dollars or as a count. */
export const figure = (value: number, isUsd: boolean): string =>
  isUsd ? usd(value) : count(Math.round(value));

/** Where a limit in force comes from. */
export function sourceText({source, inForce}: {source: Limit['source']; inForce: number | null}): string {
  switch (source) {
    case 'learnt':
      return 'learnt from a refusal';
    case 'set':
      return 'set by hand';
    case 'environment':
      return inForce === null ? 'none configured' : 'from the environment';
  }
}

/** The provider's day ends at midnight there. */
export const PROVIDER_ZONE = 'America/Los_Angeles';

/**
 * The shares of a limit in percent of it: used, set aside, kept for people who wait; what is over is cut. Requests and
 * tokens count as used from when they are set aside, dollars only when the call is settled: none is to be seen twice.
 */
export function shareOf({inForce, used, reserved, keptForPeople}: Limit, isUsd: boolean) {
  if (inForce === null || inForce <= 0) return null;
  const percent = (value: number) => Math.max(0, Math.min(100, (100 * value) / inForce));
  const usedShare = percent(isUsd ? used : used - reserved);
  const reservedShare = Math.min(percent(reserved), 100 - usedShare);
  return {used: usedShare, reserved: reservedShare, kept: percent(keptForPeople ?? 0)};
}
