import type {FaultRule} from './faults.ts';
import {EMULATOR_API_KEY, refuseRealKeys} from './keys.ts';
import type {KeyFacts} from './keys.ts';
import {MODELS} from './models.ts';
import type {ModelFacts} from './models.ts';
import type {Quota, Tier} from './quota.ts';
import {readPatch} from './settings-schema.ts';
import type {VideoFacts} from './videos.ts';

/** All that can be set of an emulator, at its start or while it runs. */
export type EmulatorSettings = {
  /** The keys that are known, each with its project. */
  keys: Readonly<Record<string, KeyFacts>>;
  models: Readonly<Record<string, ModelFacts>>;
  /** What is known of YouTube videos, by id. Any other is public and lasts ten minutes. */
  videos: Readonly<Record<string, VideoFacts>>;
  /** By model; `*` for those that are not named. Each model of each project has its own buckets. */
  quotas: Readonly<Record<string, Quota>>;
  /** Which tier's names a 429 uses. */
  tier: Tier;
  /** Dollars a project may spend in any ten minutes; null for any. */
  spendUsdPer10Minutes: number | null;
  faults: readonly FaultRule[];
  /** How long an answer takes: `ms`, give or take up to `spreadMs`, drawn by the request. */
  latency: {ms: number; spreadMs: number};
  /** The share of each prompt that counts as read from the implicit cache, in [0, 1]. */
  cachedShare: number;
};

/** Fields replace what was set before; `models` is merged model by model, each with only the fields that differ. */
export type SettingsPatch = Partial<Omit<EmulatorSettings, 'models'>> & {
  models?: Readonly<Record<string, Partial<ModelFacts>>>;
};

export const DEFAULT_SETTINGS: EmulatorSettings = {
  keys: {[EMULATOR_API_KEY]: {project: 'emulator', state: 'accepted'}},
  models: MODELS,
  videos: {},
  quotas: {},
  tier: 'paid',
  spendUsdPer10Minutes: null,
  faults: [],
  latency: {ms: 0, spreadMs: 0},
  cachedShare: 0,
};

/**
 * The settings with the patch put over them.
 *
 * @throws TypeError that says what is wrong with the patch; Error where one of its keys looks like a real one
 */
export function applyPatch(settings: EmulatorSettings, given: SettingsPatch): EmulatorSettings {
  const patch = readPatch(given);
  refuseRealKeys(Object.keys(patch.keys ?? {}));
  const models = {...settings.models};
  for (const [name, change] of Object.entries(patch.models ?? {})) {
    const base = models[name] ?? MODELS['gemini-3.5-flash-lite'];
    models[name] = {...(base as ModelFacts), ...change};
  }
  return {...settings, ...patch, models};
}
