import type {Asking} from '../domain/asking.ts';
import {answerForm, wireSchema} from '../domain/content/index.ts';
import type {LessonRequest} from '../domain/lesson-request.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import {costUsd, estimateMaxUsd} from '../domain/prices.ts';
import {lessonPrompt, PROMPT_VERSION, repairPrompt} from '../domain/prompts/index.ts';
import type {VideoChoice} from '../domain/video.ts';
import type {Pool} from '../sql/client.ts';
import type {UnfinishedDraft} from '../sql/queries/claims.ts';
import {hasRoomLater, releaseReservation, reserve, settleLost, storeDraft} from '../sql/queries/drafts.ts';
import {OTHER_TEMPERATURE, promptChars, providerDown} from './gemini/index.ts';
import type {Model} from './model.ts';

/** How long a run waits for calls in flight to free what they reserved and did not need. */
const SETTLING_MS = 5_000;

/** What the models allow at most, thinking included (the provider's model pages: all 2.5 and 3.x flash models). */
const MOST_OUTPUT_TOKENS = 65_536;

type Outcome = Extract<LessonOutcome, {kind: 'failed' | 'wait' | 'stop'}>;

/**
 * One paid call: reserve, call, store and settle. The request id names the call, so that a repeated attempt neither
 * reserves nor stores twice.
 *
 * @throws a `ProviderDown` ApplicationFailure where no answer came
 */
export function createDraftCall({pool, model}: {pool: Pool; model: Model}) {
  return async function draftCall(call: {
    runId: number;
    cellId: number;
    request: LessonRequest;
    asking: Asking;
    /** For a video lesson: what to watch, or why there is nothing. */
    videoChoice: VideoChoice | null;
    /** The draft that did not pass; null before the first one. */
    previous: UnfinishedDraft | null;
    signal: AbortSignal;
  }): Promise<{kind: 'drafted'; draft: UnfinishedDraft} | Outcome> {
    const {runId, cellId, request, asking, videoChoice, previous} = call;
    const video = videoChoice?.kind === 'found' ? videoChoice.video : null;
    const callNumber = previous ? previous.callNumber + 1 : 0;
    const requestId = `run:${runId}/cell:${cellId}/call:${callNumber}`;
    const prompt =
      previous && asking === 'repair'
        ? repairPrompt(request, previous, videoChoice)
        : lessonPrompt(request, videoChoice);
    const writer = asking === 'other_model' ? (model.alternative ?? model) : model;
    const asked = {
      ...prompt,
      videoUrl: video?.video_url ?? null,
      schema: wireSchema(answerForm(request.style, videoChoice)),
      maxOutputTokens:
        asking === 'larger' ? Math.min(2 * model.maxOutputTokens, MOST_OUTPUT_TOKENS) : model.maxOutputTokens,
      temperature: asking === 'other_model' ? OTHER_TEMPERATURE : null,
    };
    const price = writer.priceAt(Date.now());
    const maxUsd = estimateMaxUsd(price, {
      promptChars: promptChars(asked),
      videoMinutes: video?.duration_minutes ?? 0,
      maxOutputTokens: asked.maxOutputTokens,
    });
    const refusal = await refusedBudget({requestId, runId, maxUsd});
    if (refusal) return refusal;

    let answer;
    try {
      answer = await writer.gemini.generate({...asked, signal: call.signal});
    } catch (error) {
      await releaseReservation(pool, requestId);
      throw error;
    }
    switch (answer.kind) {
      case 'lost':
        await settleLost(pool, requestId);
        call.signal.throwIfAborted();
        throw providerDown(answer.message);
      case 'wait':
        await releaseReservation(pool, requestId);
        return answer;
      case 'fatal':
        await releaseReservation(pool, requestId);
        return {...answer, kind: 'stop'};
      case 'video_refused': {
        await releaseReservation(pool, requestId);
        // Without it, at once: a lesson without a video is better than none.
        const reason = 'Gemini cannot watch the video that was found';
        return draftCall({...call, videoChoice: {kind: 'none', reason}});
      }
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
            ...answer,
            ...answer.usage,
            requestId,
            cellId,
            runId,
            callNumber,
            asking,
            videoChoice,
            promptVersion: PROMPT_VERSION,
            prompt: prompt.user,
            model: writer.name,
            emulated: model.emulated,
            costUsd: costUsd(price, answer.usage),
          }),
        };
    }
  };

  /** Sets the most aside that the call may cost. Null where that is done; else why not, and whether to wait. */
  async function refusedBudget(call: {
    requestId: string;
    runId: number;
    maxUsd: number;
  }): Promise<Outcome | null> {
    let reserved = await reserve(pool, call);
    if (reserved === 'held') {
      // The attempt before ended between reserving and settling: its worker died while the call was under way.
      await settleLost(pool, call.requestId);
      reserved = await reserve(pool, call);
    }
    if (reserved !== 'refused') return null;
    const message = `The budget of the run has no room for one more call (up to $${call.maxUsd.toFixed(4)})`;
    // A reservation is several times what a call costs in the end: the calls in flight will free most of theirs.
    if (!(await hasRoomLater(pool, call))) return {kind: 'stop', cause: 'budget', message: `${message}.`};
    const untilMs = Date.now() + SETTLING_MS;
    return {
      kind: 'wait',
      cause: 'budget',
      untilMs,
      message: `${message} until those in flight are settled.`,
    };
  }
}
