/** Gemini's `thinkingConfig`; the SDK's types do not know it, the API does. */
export type ThinkingConfig = {thinkingLevel: 'minimal' | 'low'} | {thinkingBudget: number};

/**
 * The least thinking that a model accepts: thoughts are billed as output and count against `maxOutputTokens`.
 * Undefined for models whose rules are not known. (Live probes of August and September 2026: 3.5-flash-lite takes
 * `minimal`, 3.7 and 3.8 refuse it; 2.5 knows budgets only; giving both is a 400.)
 */
export function leastThinking(model: string): ThinkingConfig | undefined {
  const id = model.replace(/^models\//, '');
  if (id.startsWith('gemini-3.5-flash-lite')) return {thinkingLevel: 'minimal'};
  if (/^gemini-3(?:\.\d+)?-/.test(id)) return {thinkingLevel: 'low'};
  if (id.startsWith('gemini-2.5-flash')) return {thinkingBudget: 0};
  return undefined;
}
