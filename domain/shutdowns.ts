import {shutdownDate} from './prices.ts';

/** So long before it, people have to be told: a new model is tried for some nights before it is trusted. */
const NEAR_DAYS = 60;

/** That the provider shuts a model down. */
export type Shutdown = {
  model: string;
  /** As 2026-01-31. */
  date: string;
  /** Within 60 days, or over. */
  isNear: boolean;
  /** What happens and what to do. */
  warning: string;
};

/**
 * The announced end of a model; null where none is known.
 *
 * @param setting the environment variable that names it
 */
export function shutdownOf(
  {model, setting}: {model: string; setting: string},
  nowMs: number,
): Shutdown | null {
  const date = shutdownDate(model);
  if (date === null) return null;
  const leftMs = Date.parse(date) - nowMs;
  const verb = leftMs <= 0 ? 'was shut down' : 'is to be shut down';
  return {
    model,
    date,
    isNear: leftMs <= NEAR_DAYS * 24 * 60 * 60 * 1_000,
    warning: `The model ${model} ${verb} on ${date}. Set ${setting} to another one, for example gemini-3.5-flash-lite.`,
  };
}
