import {invalidArgument} from './errors.ts';
import type {ApiError} from './errors.ts';
import type {ModelFacts, ThinkingLevel} from './models.ts';
import type {Random} from './random.ts';

/** `thinkingConfig` of a request; null where the request does not say. */
export type ThinkingAsk = {level: string | null; budget: number | null};

const TOKENS: Record<ThinkingLevel, number> = {minimal: 0, low: 160, medium: 520, high: 1_500};

/** What the model's generation refuses; null if the ask is fine. */
export function judgeThinking(
  {level, budget}: ThinkingAsk,
  model: string,
  facts: ModelFacts,
): ApiError | null {
  if (level !== null && budget !== null) {
    return invalidArgument('You can only set only one of thinking budget and thinking level.');
  }
  const {thinking} = facts;
  if (level !== null) {
    if (thinking.kind !== 'level') return invalidArgument('Thinking level is not supported for this model.');
    const isKnown = thinking.levels.some(known => known === level.toLowerCase());
    if (!isKnown) {
      const levels = thinking.levels.map(known => `'${known}'`).join(', ');
      return invalidArgument(
        `'${level.toLowerCase()}' is not a supported thinking level for ${model}. Supported levels: ${levels}.`,
      );
    }
  }
  if (budget !== null) {
    if (thinking.kind === 'none') return invalidArgument('Thinking budget is not supported for this model.');
    const maxTokens = thinking.kind === 'budget' ? thinking.maxTokens : 24_576;
    if (!Number.isInteger(budget) || budget < -1 || budget > maxTokens) {
      return invalidArgument(
        `The thinking budget ${budget} is invalid. Please choose a value between 0 and ${maxTokens}, or -1 for dynamic thinking.`,
      );
    }
  }
  return null;
}

/** How many tokens the model thinks for an accepted ask. */
export function thoughtTokens({level, budget}: ThinkingAsk, {thinking}: ModelFacts, random: Random): number {
  switch (thinking.kind) {
    case 'none':
      return 0;
    case 'budget': {
      if (budget === null) return vary(thinking.defaultTokens, random);
      return budget === -1 ? vary(400, random) : Math.min(budget, vary(400, random));
    }
    case 'level': {
      if (budget !== null) {
        // A budget is a soft floor here: even with 0 the newer models think on what they find hard.
        const thinksAnyway = !thinking.levels.includes('minimal') && random.below(4) === 0;
        if (budget === 0) return thinksAnyway ? 500 + random.below(101) : 0;
        return budget === -1 ? vary(400, random) : Math.min(budget, vary(400, random));
      }
      return vary(TOKENS[(level?.toLowerCase() ?? thinking.defaultLevel) as ThinkingLevel], random);
    }
  }
}

function vary(usual: number, random: Random): number {
  return Math.round(usual * (0.75 + random.next() / 2));
}
