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
  const at = (realMs: number): number => frozenAtMs ?? realMs + offsetMs;
  return {
    nowMs: () => at(Date.now()),
    set({setTo, advanceMs, frozen, real}) {
      // Read once: real time that passes in the middle of a change would be added to the time that is set.
      const realMs = Date.now();
      const timeMs = (setTo === undefined ? at(realMs) : instantMs(setTo, 'setTo')) + (advanceMs ?? 0);
      const stands = frozen ?? frozenAtMs !== null;
      frozenAtMs = stands && real !== true ? timeMs : null;
      offsetMs = real === true ? 0 : timeMs - realMs;
    },
  };
}

/** Milliseconds since 1970 of a number or an ISO 8601 text. */
export function instantMs(value: number | string, what: string): number {
  const ms = typeof value === 'number' ? value : Date.parse(value);
  if (Number.isFinite(ms)) return ms;
  throw new TypeError(`${what}: ${JSON.stringify(value)} is no time. Give milliseconds or an ISO 8601 text.`);
}
