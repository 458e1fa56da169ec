import {limitsOfRun} from '../domain/limit-figures.ts';
import type {ConfiguredLimits} from '../domain/limits.ts';
import type {QuoteLimits} from '../domain/quote-limits.ts';
import type {Db} from '../sql/client.ts';
import {readLimits, usageToday} from '../sql/queries/limits.ts';

/**
 * What bounds a run that starts now: the limits in force, less what today has used.
 *
 * @param modelName as the database names it
 */
export async function limitsNow(
  db: Db,
  {
    configured,
    modelName,
    maxConcurrent,
  }: {configured: ConfiguredLimits; modelName: string; maxConcurrent: number},
): Promise<QuoteLimits> {
  const [rows, usage] = await Promise.all([readLimits(db), usageToday(db)]);
  return limitsOfRun({configured, rows, usage, nowMs: Date.now()}, {model: modelName, maxConcurrent});
}
