import {DEFAULT_VARIANTS, KEY_VARIANTS, type KeyVariant} from './cells.ts';

/** The setting `PREHEAT_CACHE_KEYS`: one variant of the key, or both. */
export const CACHE_KEYS = [...KEY_VARIANTS, 'both'] as const;

export type CacheKeys = (typeof CACHE_KEYS)[number];

/**
 * The keys under which each cell needs a lesson. Unless it is set: both where the application owns the tables, since its
 * own default request looks under the suffix and one that wants no research under the plain key.
 */
export function keyVariantsOf(setting: CacheKeys | undefined, isDjango: boolean): readonly KeyVariant[] {
  if (setting === undefined) return isDjango ? KEY_VARIANTS : DEFAULT_VARIANTS;
  return setting === 'both' ? KEY_VARIANTS : [setting];
}
