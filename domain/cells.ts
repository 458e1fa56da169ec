import {createHash} from 'node:crypto';
import type {Style} from './styles.ts';

/**
 * Why a cell is wanted, or that it is not: exactly one holds of a cell at a time. A `stale` cell is served, by a lesson
 * that should be made anew.
 */
export const CELL_STATES = ['served', 'missing', 'placeholder', 'rejected', 'quarantined', 'stale'] as const;

/** `regenerate`: somebody wants a new version, whatever the cell has. */
export type CellState = (typeof CELL_STATES)[number] | 'regenerate';

/**
 * The states that a run fills unless it is told otherwise. Not `quarantined`: the same prompt and model failed
 * the checks there several times already, and each further night would pay for the same failure again.
 */
export const WANTED_BY_DEFAULT: readonly CellState[] = ['missing', 'placeholder', 'rejected', 'stale'];

/** The keys under which the reader looks for a lesson: it asks for a researched one unless a request says otherwise. */
export const KEY_VARIANTS = ['plain', 'multi_source_v1'] as const;

export type KeyVariant = (typeof KEY_VARIANTS)[number];

/** Where Preheat made the reader's tables itself. */
export const DEFAULT_VARIANTS: readonly KeyVariant[] = ['plain'];

/**
 * The reader's key of a cell: the md5 hex digest of `{step title}:{lesson number}:{style}` in UTF-8, with the variant
 * as a suffix unless it is the plain one; without trimming or case folding (facts of the reader, observed).
 * `preheat.cache_key` in SQL gives the same.
 */
export function cacheKey(
  stepTitle: string,
  lessonNumber: number,
  style: Style,
  variant: KeyVariant = 'plain',
): string {
  const suffix = variant === 'plain' ? '' : `:${variant}`;
  return createHash('md5').update(`${stepTitle}:${lessonNumber}:${style}${suffix}`, 'utf8').digest('hex');
}
