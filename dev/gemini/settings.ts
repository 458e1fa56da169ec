import {FAULT_KINDS} from './faults.ts';
import type {FaultRule} from './faults.ts';
import {EMULATOR_API_KEY, refuseRealKeys} from './keys.ts';
import type {KeyFacts} from './keys.ts';
import {MODELS} from './models.ts';
import type {ModelFacts} from './models.ts';
import {isObject} from './proto.ts';
import type {Quota, Tier} from './quota.ts';

/** All that can be set of an emulator, at its start or while it runs. */
export type EmulatorSettings = {
  /** The keys that are known, each with its project. */
  keys: Readonly<Record<string, KeyFacts>>;
  models: Readonly<Record<string, ModelFacts>>;
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
  quotas: {},
  tier: 'paid',
  spendUsdPer10Minutes: null,
  faults: [],
  latency: {ms: 0, spreadMs: 0},
  cachedShare: 0,
};

/** Throws with a sentence that says what to do if the patch has an unknown name or looks like it holds a real key. */
export function applyPatch(settings: EmulatorSettings, patch: SettingsPatch): EmulatorSettings {
  if (!isObject(patch)) throw new TypeError('The settings of the Gemini emulator must be an object.');
  for (const name of Object.keys(patch)) {
    if (Object.hasOwn(DEFAULT_SETTINGS, name)) continue;
    const known = Object.keys(DEFAULT_SETTINGS).join(', ');
    throw new TypeError(`The Gemini emulator has no setting "${name}". It has: ${known}.`);
  }
  refuseRealKeys(Object.keys(patch.keys ?? {}));
  for (const {fault} of patch.faults ?? []) {
    if (FAULT_KINDS.includes(fault)) continue;
    throw new TypeError(
      `The Gemini emulator knows no fault "${fault}". It knows: ${FAULT_KINDS.join(', ')}.`,
    );
  }
  const models = {...settings.models};
  for (const [name, change] of Object.entries(patch.models ?? {})) {
    const base = models[name] ?? MODELS['gemini-3.5-flash-lite'];
    models[name] = {...(base as ModelFacts), ...change};
  }
  return {...settings, ...patch, models};
}
