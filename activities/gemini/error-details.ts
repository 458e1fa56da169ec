import {z} from 'zod';

/** What a refused request says, in the terms of `google.rpc`. */
export type RefusalDetails = {
  /** From `ErrorInfo`: `API_KEY_INVALID`, … */
  reasons: string[];
  /** From `QuotaFailure`. */
  violations: {quotaId: string; quotaValue: string | null}[];
  /** From `RetryInfo`, else from the message ("Please retry in 51.386192716s."). */
  retryDelayMs: number | null;
};

const Detail = z.object({
  '@type': z.string().default(''),
  reason: z.string().optional(),
  violations: z
    .array(z.object({quotaId: z.string().default(''), quotaValue: z.coerce.string().optional()}))
    .optional()
    .catch(undefined),
  retryDelay: z.string().optional().catch(undefined),
});

/** Reads what it knows and passes over the rest: a refusal of an unknown form must still be handled. */
export function readDetails(details: readonly unknown[] | undefined, message: string): RefusalDetails {
  const known = (details ?? []).flatMap(one => Detail.safeParse(one).data ?? []);
  const retryDelay =
    known.find(one => one.retryDelay !== undefined)?.retryDelay ?? /retry in ([\d.hms]+)/i.exec(message)?.[1];
  return {
    reasons: known.flatMap(({reason}) => reason ?? []),
    violations: known.flatMap(({violations = []}) =>
      violations.map(({quotaId, quotaValue}) => ({quotaId, quotaValue: quotaValue ?? null})),
    ),
    retryDelayMs: retryDelay === undefined ? null : durationMs(retryDelay),
  };
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** `38.2s`, `1h2m3.5s`, `900ms` in milliseconds, rounded up; null for what is none of these. */
export function durationMs(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return null;
  return Math.ceil(
    parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS.get(unit) ?? 0), 0),
  );
}
