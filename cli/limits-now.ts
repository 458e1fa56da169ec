import {ALL_MODELS, type ConfiguredLimits, limitsInForce} from '../domain/limits.ts';
import {type QuoteLimits, quoteLimits} from '../domain/quote-limits.ts';
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
  const rowOf = (model: string) => rows.find(row => row.model === model) ?? null;
  const usedBy = (model: string) => usage.find(row => row.model === model);
  const all = usedBy(ALL_MODELS);
  const limits = {
    ...limitsInForce(configured, rowOf(modelName), Date.now()),
    maxUsdPerDay: rowOf(ALL_MODELS)?.maxUsdPerDay ?? configured.maxUsdPerDay,
  };
  const used = {
    requestCount: usedBy(modelName)?.requestCount ?? 0,
    batchRequestCount: usedBy(modelName)?.batchRequestCount ?? 0,
    usd: (all?.spentUsd ?? 0) + (all?.reservedUsd ?? 0),
    batchUsd: (all?.batchSpentUsd ?? 0) + (all?.batchReservedUsd ?? 0),
  };
  return quoteLimits(limits, {maxConcurrent, used});
}
