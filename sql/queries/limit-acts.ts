import type {Actor} from '../../domain/actor.ts';
import type {LearntLimits} from '../../domain/learnt-limits.ts';
import {ALL_MODELS, type LimitSettings, type StoredLimits} from '../../domain/limits.ts';
import {type Db, inTransaction, type Pool} from '../client.ts';
import {audit} from './audit.ts';
import {forgetLearnt, readLimits, resetLimits, setLimits} from './limits.ts';

/** Who changes limits, and why. */
export type LimitAct = {actor: Actor; reason: string | null};

/**
 * Sets limits of a model, and the dollars a day of all models, in one transaction, and notes who did. Null goes back to the
 * configuration; what is absent stays. Values are checked before.
 *
 * @throws PostgresError with the name of a check where a value is out of range
 */
export async function setLimitsAs(
  pool: Pool,
  {model, maxUsdPerDay, ...change}: {model: string} & Partial<LimitSettings>,
  act: LimitAct,
): Promise<void> {
  const own = Object.values(change).some(value => value !== undefined);
  await inTransaction(pool, async db => {
    if (maxUsdPerDay !== undefined)
      await noted(db, {action: 'set_limits', model: ALL_MODELS}, act, async () => {
        await setLimits(db, {model: ALL_MODELS, maxUsdPerDay});
      });
    if (own)
      await noted(db, {action: 'set_limits', model}, act, async () => {
        await setLimits(db, {model, ...change});
      });
  });
}

/** Takes back what was set, learnt and blocked of these models (`*`: the dollars a day), and notes who did. */
export async function resetLimitsAs(pool: Pool, models: readonly string[], act: LimitAct): Promise<void> {
  await inTransaction(pool, async db => {
    for (const model of models)
      await noted(db, {action: 'reset_limits', model}, act, async () => resetLimits(db, model));
  });
}

/**
 * Forgets a limit that was learnt, and notes who did.
 *
 * @returns false where there was none
 */
export async function forgetLearntAs(
  pool: Pool,
  {model, limit}: {model: string; limit: keyof LearntLimits},
  act: LimitAct,
): Promise<boolean> {
  return inTransaction(pool, async db => {
    let isForgotten = false;
    await noted(db, {action: 'forget_learnt_limit', model}, act, async () => {
      isForgotten = await forgetLearnt(db, {model, limit});
    });
    return isForgotten;
  });
}

/** Notes a change with what it changes from and to; nothing where it changes nothing. */
async function noted(
  db: Db,
  {action, model}: {action: string; model: string},
  {actor, reason}: LimitAct,
  change: () => Promise<void>,
): Promise<void> {
  const look = async () => (await readLimits(db)).find(row => row.model === model);
  const before = await look();
  await change();
  const after = await look();
  const [was, is] = changes(before, after);
  if (Object.keys(is).length === 0) return;
  await audit(db, {action, actor, reason, before: {model, ...was}, after: {model, ...is}});
}

type Change = Record<string, unknown>;

/** The columns that differ, as they were and as they are. */
function changes(before: StoredLimits | undefined, after: StoredLimits | undefined): [Change, Change] {
  const was: Change = {};
  const is: Change = {};
  for (const [name, value] of Object.entries(after ?? {})) {
    const old = before?.[name as keyof StoredLimits] ?? null;
    if (name === 'model' || JSON.stringify(old) === JSON.stringify(value)) continue;
    was[name] = old;
    is[name] = value;
  }
  return [was, is];
}
