/** The emulator's clock: real time until someone sets it; it then runs on from there, or stands still. */
export type Clock = {
  nowMs(): number;
  set(change: ClockChange): void;
};

/** All fields are optional and are applied in this order. */
export type ClockChange = {
  /** A new time: milliseconds since 1970 or an ISO 8601 text. */
  setTo?: number | string;
  advanceMs?: number;
  /** Stands still until it is set or advanced. */
  frozen?: boolean;
  /** Back to real time. */
  real?: boolean;
};

export function createClock(): Clock {
  let offsetMs = 0;
  let frozenAtMs: number | null = null;
  const nowMs = (): number => frozenAtMs ?? Date.now() + offsetMs;
  const moveTo = (timeMs: number): void => {
    offsetMs = timeMs - Date.now();
    if (frozenAtMs !== null) frozenAtMs = timeMs;
  };
  return {
    nowMs,
    set({setTo, advanceMs, frozen, real}) {
      if (setTo !== undefined) moveTo(instantMs(setTo, 'setTo'));
      if (advanceMs !== undefined) moveTo(nowMs() + advanceMs);
      if (frozen !== undefined) {
        const here = nowMs();
        frozenAtMs = frozen ? here : null;
        moveTo(here);
      }
      if (real === true) {
        frozenAtMs = null;
        offsetMs = 0;
      }
    },
  };
}

/** Milliseconds since 1970 of a number or an ISO 8601 text. */
export function instantMs(value: number | string, what: string): number {
  const ms = typeof value === 'number' ? value : Date.parse(value);
  if (Number.isFinite(ms)) return ms;
  throw new TypeError(`${what}: ${JSON.stringify(value)} is no time. Give milliseconds or an ISO 8601 text.`);
}
