import {loopUnit} from './checks/repetition.ts';
import {isBlocked} from './finish-reasons.ts';

/**
 * How a model is asked for a draft: `first`; `repair` with the findings of the draft before; `larger` with more room for
 * output; `other_model` (or the same at another temperature); `again` as before.
 */
export type Asking = 'first' | 'repair' | 'larger' | 'other_model' | 'again';

/** Calls a cell may have after its first one; then its draft is quarantined. */
export const MAX_REPAIRS = 2;

/** What is known of a draft that did not pass. */
export type FailedDraft = {finishReason: string; answerText: string; callNumber: number; asking: Asking};

/**
 * How to ask after a draft that did not pass; null where asking on would only cost money. A blocked request is never
 * asked again; a cut-off one once with more room; one caught in a token loop once of another model (a larger budget
 * would only feed the loop); an empty one once more. Everything else is repaired.
 */
export function askingAfter({finishReason, answerText, callNumber, asking}: FailedDraft): Asking | null {
  if (callNumber >= MAX_REPAIRS || isBlocked(finishReason)) return null;
  const next = remedyFor({finishReason, answerText});
  return next !== 'repair' && next === asking ? null : next;
}

function remedyFor({finishReason, answerText}: {finishReason: string; answerText: string}): Asking {
  if (finishReason === 'MAX_TOKENS') return loopUnit(answerText) === null ? 'larger' : 'other_model';
  return answerText.trim() === '' ? 'again' : 'repair';
}
