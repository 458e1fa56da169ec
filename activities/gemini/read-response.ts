import {z} from 'zod';
import {isBlocked, PROMPT_BLOCKED} from '../../domain/finish-reasons.ts';
import type {Usage} from '../../domain/prices.ts';
import {storableText} from '../../domain/storable-text.ts';
import type {Answer, GeminiOutcome} from './outcome.ts';

const count = z.number().int().nonnegative().optional();

/** The parts of a `generateContent` response that are read here; the SDK's own types lack half of them. */
export const ResponseBody = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(z.object({text: z.string().optional(), thought: z.boolean().optional()}))
              .optional(),
          })
          .optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({blockReason: z.string().optional()}).optional(),
  usageMetadata: z
    .object({
      promptTokenCount: count,
      cachedContentTokenCount: count,
      candidatesTokenCount: count,
      thoughtsTokenCount: count,
    })
    .optional(),
  modelVersion: z.string().optional(),
  responseId: z.string().optional(),
  error: z
    .object({code: z.number(), message: z.string().default(''), details: z.array(z.unknown()).optional()})
    .optional(),
});

export type ResponseBody = z.infer<typeof ResponseBody>;

/**
 * Sorts a response by what it says itself. The SDK's `text()` is not used: it mixes thoughts into the answer, gives
 * cut-off text as if it were whole, and an empty string for most blocked answers.
 */
export function readResponse(body: ResponseBody, sent: {model: string; promptChars: number}): GeminiOutcome {
  const candidate = body.candidates?.[0];
  // What was paid for must be stored.
  const answerText = storableText(
    (candidate?.content?.parts ?? [])
      .filter(({thought}) => thought !== true)
      .map(({text}) => text ?? '')
      .join(''),
  );
  const blockReason = candidate === undefined ? body.promptFeedback?.blockReason : undefined;
  const finishReason =
    blockReason === undefined ? (candidate?.finishReason ?? 'NONE') : `${PROMPT_BLOCKED}${blockReason}`;
  const answer: Answer = {
    answerText,
    finishReason,
    usage: usageOf(body, {promptChars: sent.promptChars, answerChars: answerText.length}),
    modelVersion: body.modelVersion ?? sent.model,
    responseId: body.responseId ?? null,
  };
  if (isBlocked(finishReason)) return {kind: 'blocked', ...answer};
  if (finishReason === 'MAX_TOKENS') return {kind: 'truncated', ...answer};
  if (answerText.trim() === '') return {kind: 'empty', ...answer};
  return {kind: 'drafted', ...answer};
}

/** A response without usage was paid for all the same: three characters a token errs on the dear side for English. */
function usageOf(
  {usageMetadata: usage}: ResponseBody,
  chars: {promptChars: number; answerChars: number},
): Usage {
  return {
    promptTokens: usage?.promptTokenCount ?? Math.ceil(chars.promptChars / 3),
    cachedTokens: usage?.cachedContentTokenCount ?? 0,
    // Absent beside a usage that is there, it means none: an answer without parts has no candidate tokens.
    outputTokens:
      usage?.candidatesTokenCount ?? (chars.answerChars === 0 ? 0 : Math.ceil(chars.answerChars / 3)),
    thoughtTokens: usage?.thoughtsTokenCount ?? 0,
  };
}
