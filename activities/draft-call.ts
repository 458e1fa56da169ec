import type {LessonRequest} from '../domain/lesson-request.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import {costUsd, estimateMaxUsd, type ModelPrice} from '../domain/prices.ts';
import {wireSchema} from '../domain/content/index.ts';
import {lessonPrompt, PROMPT_VERSION, repairPrompt} from '../domain/prompts/index.ts';
import type {Pool} from '../sql/client.ts';
import type {UnfinishedDraft} from '../sql/queries/claims.ts';
import {hasRoomLater, releaseReservation, reserve, storeDraft} from '../sql/queries/drafts.ts';
import {type Gemini, promptChars} from './gemini/index.ts';

/** The model that drafts lessons, with what a call of it may cost. */
export type Model = {
  name: string;
  /** The emulator answers: its lessons are marked. */
  emulated: boolean;
  price: ModelPrice;
  maxOutputTokens: number;
  gemini: Gemini;
};

/** How long a run waits for calls in flight to free what they reserved and did not need. */
const SETTLING_MS = 5_000;

type Outcome = Extract<LessonOutcome, {kind: 'failed' | 'wait' | 'stop'}>;

/**
 * One paid call: reserve, call, store and settle. The request id names the call, so that a repeated attempt neither
 * reserves nor stores twice.
 */
export function createDraftCall({pool, model}: {pool: Pool; model: Model}) {
  return async function draftCall(call: {
    runId: number;
    cellId: number;
    request: LessonRequest;
    /** The draft that this call is to repair; null for a first draft. */
    previous: UnfinishedDraft | null;
    signal: AbortSignal;
  }): Promise<{kind: 'drafted'; draft: UnfinishedDraft} | Outcome> {
    const {runId, cellId, request, previous} = call;
    const callNumber = previous ? previous.callNumber + 1 : 0;
    const requestId = `run:${runId}/cell:${cellId}/call:${callNumber}`;
    const prompt = previous ? repairPrompt(request, previous) : lessonPrompt(request);
    // A truncated answer is asked for once more with room to end.
    const maxOutputTokens =
      previous?.finishReason === 'MAX_TOKENS' ? model.maxOutputTokens * 2 : model.maxOutputTokens;
    const schema = wireSchema(request.style);
    const maxUsd = estimateMaxUsd(model.price, {
      promptChars: promptChars({...prompt, schema}),
      maxOutputTokens,
    });
    if (!(await reserve(pool, {requestId, runId, maxUsd}))) {
      const message = `The budget of the run has no room for one more call (up to $${maxUsd.toFixed(4)})`;
      // A reservation is several times what a call costs in the end: the calls in flight will free most of theirs.
      if (await hasRoomLater(pool, {runId, maxUsd})) {
        const untilMs = Date.now() + SETTLING_MS;
        return {
          kind: 'wait',
          cause: 'budget',
          untilMs,
          message: `${message} until those in flight are settled.`,
        };
      }
      return {kind: 'stop', cause: 'budget', message: `${message}.`};
    }
    let answer;
    try {
      answer = await model.gemini.generate({...prompt, schema, maxOutputTokens, signal: call.signal});
    } catch (error) {
      await releaseReservation(pool, requestId);
      throw error;
    }
    switch (answer.kind) {
      case 'wait':
        await releaseReservation(pool, requestId);
        return answer;
      case 'fatal':
        await releaseReservation(pool, requestId);
        return {...answer, kind: 'stop'};
      case 'invalid':
        await releaseReservation(pool, requestId);
        return {kind: 'failed', message: answer.message};
      case 'drafted':
      case 'truncated':
      case 'blocked':
      case 'empty':
        // All of these were paid for, so all are stored; the checks tell them apart by the finish reason.
        return {
          kind: 'drafted',
          draft: await storeDraft(pool, {
            requestId,
            cellId,
            runId,
            callNumber,
            promptVersion: PROMPT_VERSION,
            prompt: prompt.user,
            model: model.name,
            emulated: model.emulated,
            answerText: answer.answerText,
            finishReason: answer.finishReason,
            ...answer.usage,
            costUsd: costUsd(model.price, answer.usage),
          }),
        };
    }
  };
}
