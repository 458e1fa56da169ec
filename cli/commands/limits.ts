import type {Config} from '../../config.ts';
import {ALL_MODELS, LEARNT_NAMES} from '../../domain/limits.ts';
import type {Pool} from '../../sql/client.ts';
import {forgetLearntAs, resetLimitsAs, setLimitsAs} from '../../sql/queries/limit-acts.ts';
import {readLimits, usageToday} from '../../sql/queries/limits.ts';
import type {LimitOptions} from '../add-limits.ts';
import {limitsText} from '../limits-text.ts';
import {modelName} from '../model.ts';
import {openDatabase} from '../services.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';

const ACT = {actor: AT_A_TERMINAL, reason: null};

/** `preheat limits …`: what may be sent and spent. Changes count at once, for runs under way too. */
export const limitsCommands = {
  show: (config: Config, {json}: {json: boolean}) => withPool(config, pool => print(pool, config, json)),

  set: (config: Config, {model, ...options}: LimitOptions) =>
    withPool(config, async pool => {
      const {maxUsdPerDay, burst, headroom, ...rest} = options;
      const change = {
        ...rest,
        ...(burst !== undefined && {burstRequests: burst}),
        ...(headroom !== undefined && {headroomShare: headroom}),
      };
      if (maxUsdPerDay === undefined && Object.keys(change).length === 0)
        throw new Error('Nothing to set. Name at least one limit; `preheat limits set --help` lists them.');
      const wanted = {model: modelName(config, model), ...change, ...(maxUsdPerDay && {maxUsdPerDay})};
      await setLimitsAs(pool, wanted, ACT);
      await print(pool, config, false);
    }),

  reset: (config: Config, {model}: {model?: string}) =>
    withPool(config, async pool => {
      const own = modelName(config, model);
      await resetLimitsAs(pool, model === undefined ? [own, ALL_MODELS] : [own], ACT);
      await print(pool, config, false);
    }),

  forget: (config: Config, {model}: {model?: string}) =>
    withPool(config, async pool => {
      const own = modelName(config, model);
      let isForgotten = false;
      for (const limit of LEARNT_NAMES)
        if (await forgetLearntAs(pool, {model: own, limit}, ACT)) isForgotten = true;
      if (!isForgotten) console.log(`No limit of ${own} was learnt: nothing has changed.\n`);
      await print(pool, config, false);
    }),
};

async function print(pool: Pool, config: Config, json: boolean): Promise<void> {
  const known = {rows: await readLimits(pool), usage: await usageToday(pool), nowMs: Date.now()};
  if (json) console.log(JSON.stringify({configured: config.limits, ...known}, null, 2));
  else console.log(limitsText({configured: config.limits, model: modelName(config), ...known}));
}

async function withPool(config: Config, work: (pool: Pool) => Promise<void>): Promise<void> {
  const pool = await openDatabase(config, 'preheat limits');
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
