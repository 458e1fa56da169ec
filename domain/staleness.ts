import type {KeyVariant} from './cells.ts';
import {REQUEST_CLOSES, REQUEST_OPENS} from './prompts/fence.ts';

/** Why a lesson that is served should be made anew; where several hold, the first of these is named. */
export type StaleReason = 'text' | 'prompt' | 'model' | 'age';

/** Which reasons count. A stale lesson is served until its replacement is published. */
export type StalenessPolicy = {
  /** The step's description or difficulty is not the one that the lesson was made from. */
  text: boolean;
  /**
   * The oldest prompt version that is still good enough (`PROMPT_VERSION_FORM`); null: any is. One that is newer than
   * the present prompts counts as the present one: else each lesson would be stale as soon as it is made.
   */
  minPromptVersion: string | null;
  /** The provider has shut the model down. */
  retiredModels: boolean;
  /** Older lessons are stale; null: none is. */
  maxAgeDays: number | null;
};

/** Nothing but a changed text: all else pays for lessons that may be as good as new ones. */
export const DEFAULT_STALENESS: StalenessPolicy = {
  text: true,
  minPromptVersion: null,
  retiredModels: false,
  maxAgeDays: null,
};

/**
 * A day, and a number where a day has several: `2026-11-24`, `2026-11-24.2`, `2026-11-24.10`, in this order. A version
 * in another form is older than all of these.
 */
export const PROMPT_VERSION_FORM = /^\d{4}-\d{2}-\d{2}(\.\d{1,6})?$/;

/** What counts as a lesson, and which lessons a run replaces. */
export type ServingPolicy = {
  /** The emulator is the model: its lessons count as lessons. */
  emulated: boolean;
  /** Default `DEFAULT_STALENESS`. */
  staleness?: StalenessPolicy | undefined;
  /** The keys under which a cell needs a lesson; default `DEFAULT_VARIANTS`. */
  variants?: readonly KeyVariant[] | undefined;
};

/**
 * The words on a step that a prompt asked with: a stored draft may be older than the step's present words. Null
 * where the prompt holds no request.
 */
export function stepWordsOf(prompt: string): {stepDescription: string; difficulty: string} | null {
  // The last fence: a draft that is sent back to be repaired stands before it.
  const opens = prompt.lastIndexOf(`${REQUEST_OPENS}\n`);
  const closes = prompt.lastIndexOf(`\n${REQUEST_CLOSES}`);
  if (opens === -1 || closes < opens) return null;
  const request: unknown = JSON.parse(prompt.slice(opens + REQUEST_OPENS.length, closes));
  const {step_description: stepDescription, difficulty} = request as Record<string, unknown>;
  if (typeof stepDescription !== 'string' || typeof difficulty !== 'string') return null;
  return {stepDescription, difficulty};
}
