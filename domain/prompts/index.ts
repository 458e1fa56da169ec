export {fencedRequest, REQUEST_CLOSES, REQUEST_OPENS} from './fence.ts';
export {lessonPrompt, systemPrompt} from './lesson-prompt.ts';
export {repairPrompt} from './repair-prompt.ts';

/** Changes with every change of what a model is asked (prompts or schemas): lessons remember which one made them. */
export const PROMPT_VERSION = '2026-11-24.2';

/**
 * The output budget of one call in tokens, thinking included. Lessons take 2,000 to 6,000; the rest is room for
 * thinking, and a bound on what a token loop can cost.
 */
export const MAX_OUTPUT_TOKENS = 16_384;
