import {ApplicationFailure} from '@temporalio/common';
import pLimit from 'p-limit';
import type {Asking} from '../domain/asking.ts';
import {answerForm, wireSchema} from '../domain/content/index.ts';
import {FAILURE} from '../domain/failures.ts';
import type {LessonRequest} from '../domain/lesson-request.ts';
import {loweredText} from '../domain/limits.ts';
import type {LessonOutcome} from '../domain/outcomes.ts';
import {costUsd, estimateInputTokens, estimateMaxUsd} from '../domain/prices.ts';
import {lessonPrompt, PROMPT_VERSION, repairPrompt} from '../domain/prompts/index.ts';
import type {VideoChoice} from '../domain/video.ts';
import type {Pool} from '../sql/client.ts';
import type {UnfinishedDraft} from '../sql/queries/claims.ts';
import {type NewDraft, storeDraft} from '../sql/queries/drafts.ts';
import {blockModel, noteFailure} from '../sql/queries/limits.ts';
import {releaseReservation, settleLost} from '../sql/queries/reservations.ts';
import {admit, type CallToAdmit} from './admission.ts';
import {type GeminiCall, OTHER_TEMPERATURE, promptChars, providerDown} from './gemini/index.ts';
import type {GeminiOutcome} from './gemini/outcome.ts';
import type {Model, Writer} from './model.ts';
import {outlast} from './outlast.ts';

/** What the models allow at most, thinking included (the provider's model pages: all 2.5 and 3.x flash models). */
const MOST_OUTPUT_TOKENS = 65_536;

type Outcome = Extract<LessonOutcome, {kind: 'failed' | 'wait' | 'stop'}>;

/** An answer, and how long it took. */
type Answered = Exclude<GeminiOutcome, {kind: 'lost'}> & {latencyMs: number};

export type DraftCall = {
  runId: number;
  cellId: number;
  request: LessonRequest;
  /** Somebody waits for this lesson: it may use what is kept from nightly work. */
  isInteractive: boolean;
  asking: Asking;
  /** For a video lesson: what to watch, or why there is nothing. */
  videoChoice: VideoChoice | null;
  /** The draft that did not pass; null before the first one. */
  previous: UnfinishedDraft | null;
  signal: AbortSignal;
};

/**
 * One paid call: reserve, call, store and settle. The request id names the call, so that a repeated attempt neither
 * reserves nor stores twice. A refusal for a quota, or a provider that keeps failing, blocks the model for everyone.
 *
 * @throws a `ProviderDown` ApplicationFailure where no answer came; not to be tried again while the model is blocked
 */
export function createDraftCall({
  pool,
  model,
  storePauseMs,
}: {
  pool: Pool;
  model: Model;
  /** Before an answer is stored once more while the database is away; for tests. */
  storePauseMs?: number;
}) {
  const inFlight = pLimit(model.maxConcurrent);
  const at = () => (model.now ? {atMs: model.now()} : {});

  return async function draftCall(
    call: DraftCall,
  ): Promise<{kind: 'drafted'; draft: UnfinishedDraft} | Outcome> {
    const {runId, cellId, request, asking, videoChoice, previous} = call;
    const writer = asking === 'other_model' ? (model.alternative ?? model) : model;
    const callNumber = previous ? previous.callNumber + 1 : 0;
    const requestId = `run:${runId}/cell:${cellId}/call:${callNumber}`;
    const prompt =
      previous && asking === 'repair'
        ? repairPrompt(request, previous, videoChoice)
        : lessonPrompt(request, videoChoice);
    const asked = {
      ...prompt,
      videoUrl: videoChoice?.kind === 'found' ? videoChoice.video.video_url : null,
      schema: wireSchema(answerForm(request.style, videoChoice)),
      maxOutputTokens:
        asking === 'larger' ? Math.min(2 * model.maxOutputTokens, MOST_OUTPUT_TOKENS) : model.maxOutputTokens,
      temperature: asking === 'other_model' ? OTHER_TEMPERATURE : null,
      signal: call.signal,
    };
    const price = writer.priceAt(Date.now());
    const size = {
      promptChars: promptChars(asked),
      videoMinutes: videoChoice?.kind === 'found' ? videoChoice.video.duration_minutes : 0,
      maxOutputTokens: asked.maxOutputTokens,
    };
    const {isInteractive} = call;
    const toAdmit = {
      requestId,
      runId,
      isInteractive,
      model: writer.name,
      maxUsd: estimateMaxUsd(price, size),
      maxInputTokens: estimateInputTokens(size),
      timeoutMs: model.timeoutMs,
      limits: model.limits,
      now: model.now,
    };
    // Its place in the pace is taken when it can be sent at once: not before a request in flight makes room.
    const answer = await inFlight(
      async () => (await admit(pool, toAdmit, call.signal)) ?? send(writer, asked, toAdmit),
    );
    switch (answer.kind) {
      case 'stop':
      case 'wait':
        return answer;
      case 'fatal':
        return {kind: 'stop', cause: answer.cause, message: answer.message};
      case 'video_refused': {
        // Without it, at once: a lesson without a video is better than none.
        const reason = 'Gemini cannot watch the video that was found';
        return draftCall({...call, videoChoice: {kind: 'none', reason}});
      }
      case 'invalid':
        return {kind: 'failed', message: answer.message};
      case 'drafted':
      case 'truncated':
      case 'blocked':
      case 'empty':
        // All of these were paid for, so all are stored; the checks tell them apart by the finish reason.
        return {
          kind: 'drafted',
          draft: await store(
            {
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
            },
            call.signal,
          ),
        };
    }
  };

  /** An answer that is stored again is stored once: a database that is away for a moment costs nothing that was paid. */
  async function store(draft: NewDraft, signal: AbortSignal): Promise<UnfinishedDraft> {
    return outlast(() => storeDraft(pool, draft, at()), {signal, pauseMs: storePauseMs});
  }

  /** Sends what was admitted. What was not paid for is given back before this returns. */
  async function send(
    writer: Writer,
    asked: GeminiCall,
    {requestId}: CallToAdmit,
  ): Promise<Answered | Extract<Outcome, {kind: 'wait'}>> {
    const sinceMs = performance.now();
    let answer;
    try {
      answer = await writer.gemini.generate(asked);
    } catch (error) {
      await releaseReservation(pool, requestId);
      throw isProviderDown(error) ? await noted(writer, error) : error;
    }
    switch (answer.kind) {
      case 'lost':
        await settleLost(pool, requestId);
        asked.signal.throwIfAborted();
        throw await noted(writer, providerDown(answer.message));
      case 'wait':
        await releaseReservation(pool, requestId);
        return block(writer, answer);
      case 'fatal':
      case 'invalid':
      case 'video_refused':
        await releaseReservation(pool, requestId);
        break;
      default:
    }
    return {...answer, latencyMs: Math.round(performance.now() - sinceMs)};
  }

  /**
   * Counts a failure of the provider, and returns it as it is to be thrown. Where the model is blocked now, Temporal is
   * not to try again: the next attempt would only be told to wait, and the run would never learn that its cell failed.
   */
  async function noted(writer: Writer, failure: ApplicationFailure): Promise<ApplicationFailure> {
    const blocked = await noteFailure(pool, {model: writer.name, message: failure.message, ...at()});
    return blocked ? ApplicationFailure.fromError(failure, {nonRetryable: true}) : failure;
  }

  /** No call of anybody goes to the model before then. */
  async function block(
    writer: Writer,
    {kind, cause, untilMs, message, learnt = {}}: Extract<GeminiOutcome, {kind: 'wait'}>,
  ): Promise<Extract<Outcome, {kind: 'wait'}>> {
    const {lowered, ...blocked} = await blockModel(pool, {
      model: writer.name,
      cause,
      untilMs,
      message,
      limits: model.limits,
      learnt,
      ...at(),
    });
    return {
      kind,
      ...blocked,
      message: [blocked.message, loweredText(writer.name, lowered)].filter(Boolean).join(' '),
    };
  }
}

function isProviderDown(error: unknown): error is ApplicationFailure {
  return error instanceof ApplicationFailure && error.type === FAILURE.providerDown;
}
