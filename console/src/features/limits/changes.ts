import type {Limits, LimitsInput} from './queries.ts';

/** What stands in the fields of the form: a number, or text where nothing or something odd does. */
type LimitsDraft = Record<FieldName, number | string>;

type FieldName = (typeof FIELDS)[number]['name'];

/** The fields of the form, in its order; `of`: where the limits have it. The share is shown in percent. */
export const FIELDS = [
  {name: 'requestsPerMinute', of: 'requestsPerMinute', label: 'Requests a minute', unit: 'count'},
  {name: 'inputTokensPerMinute', of: 'inputTokensPerMinute', label: 'Input tokens a minute', unit: 'count'},
  {name: 'requestsPerDay', of: 'requestsPerDay', label: 'Requests a day', unit: 'count'},
  {name: 'maxUsdPerDay', of: 'usdPerDay', label: 'Dollars a day, all models', unit: 'usd'},
  {name: 'burstRequests', of: 'burstRequests', label: 'Calls that may begin at once', unit: 'count'},
  {name: 'headroomShare', of: 'headroomShare', label: 'Kept for people who wait', unit: 'percent'},
] as const satisfies readonly {
  name: keyof LimitsInput;
  of: keyof Limits;
  label: string;
  unit: 'count' | 'usd' | 'percent';
}[];

export type Field = (typeof FIELDS)[number];

/** The set limits as they stand in the form; empty where the environment holds. */
export function draftOf(limits: Limits): LimitsDraft {
  const entries = FIELDS.map(({name, of, unit}) => {
    const {set} = limits[of];
    return [name, set === null ? '' : unit === 'percent' ? round(set * 100) : set];
  });
  return Object.fromEntries(entries) as LimitsDraft;
}

/** What differs from the limits: null goes back to the environment. Empty where nothing does. */
export function changesOf(draft: LimitsDraft, limits: Limits): LimitsInput {
  const before = draftOf(limits);
  const changed = FIELDS.filter(({name}) => draft[name] !== before[name]);
  return Object.fromEntries(
    changed.map(({name, unit}) => {
      const value = draft[name];
      if (typeof value === 'string') return [name, null];
      return [name, unit === 'percent' ? round(value / 100) : value];
    }),
  );
}

/** What is wrong with a value; null where nothing is. */
export function faultOf({unit}: Field, value: number | string): string | null {
  if (value === '') return null;
  if (typeof value === 'string') return 'A number.';
  if (unit === 'percent') return value >= 0 && value < 100 ? null : 'From 0 to below 100 percent.';
  return value > 0 ? null : 'Above 0; empty for what the environment says.';
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
