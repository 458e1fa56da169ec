/** What a draft's finish reason begins with where already the prompt was blocked; the provider's reason follows. */
export const PROMPT_BLOCKED = 'PROMPT_';

/** Finish reasons with which the provider refuses the subject: asking again only pays for the refusal again. */
const BLOCKED: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

/** Whether the provider refused the prompt or the answer, rather than failing at it. */
export function isBlocked(finishReason: string): boolean {
  return BLOCKED.has(finishReason) || finishReason.startsWith(PROMPT_BLOCKED);
}
