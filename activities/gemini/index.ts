import {
  GoogleGenerativeAI,
  GoogleGenerativeAIError,
  GoogleGenerativeAIFetchError,
  GoogleGenerativeAIRequestInputError,
} from '@google/generative-ai';
import type {ServiceTier} from '../../domain/prices.ts';
import type {GeminiOutcome} from './outcome.ts';
import {countVagueRefusals} from './read-quota.ts';
import {providerDown, readRefusal} from './read-refusal.ts';
import {readResponse, ResponseBody} from './read-response.ts';
import {type GeminiCall, modelParams, promptChars, requestOf} from './request.ts';

export {type GeminiCall, promptChars} from './request.ts';
export {providerDown} from './read-refusal.ts';
export {OTHER_TEMPERATURE} from './temperature.ts';

export type GeminiOptions = {
  apiKey: string;
  /** Scheme, host and port; the API's version is added here. */
  baseUrl: string;
  model: string;
  serviceTier: ServiceTier;
  /** From sending a request to the last byte of its answer. Above what the provider itself allows, a call is paid for but lost. */
  timeoutMs: number;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
};

export type Gemini = {
  /**
   * One request, never repeated here.
   *
   * @throws a `ProviderDown` ApplicationFailure where the provider cannot be reached or fails; the signal's reason where
   * it was cancelled before it was sent
   */
  generate(call: GeminiCall): Promise<GeminiOutcome>;
};

/** v1 has refused system instructions and schemas before; v1beta is documented with both. */
const API_VERSION = 'v1beta';

/**
 * The one place that knows the provider and its SDK.
 *
 * @throws TypeError for a base URL that is none
 */
export function createGemini(options: GeminiOptions): Gemini {
  const {model, serviceTier, timeoutMs, now = Date.now} = options;
  // The SDK joins by plain concatenation: a slash at the end would make another path.
  const baseUrl = new URL(options.baseUrl).href.replace(/\/+$/, '');
  const sdk = new GoogleGenerativeAI(options.apiKey);
  const vague = countVagueRefusals();

  async function generate(call: GeminiCall): Promise<GeminiOutcome> {
    // The SDK overlooks a signal that has fired already, and sends.
    call.signal.throwIfAborted();
    const deadline = startDeadline(call.signal, timeoutMs);
    try {
      const {response} = await sdk
        .getGenerativeModel(modelParams(model, call), {baseUrl, apiVersion: API_VERSION})
        .generateContent(requestOf(call, serviceTier), {signal: deadline.signal});
      const body = ResponseBody.safeParse(response);
      if (!body.success) return lost(`Gemini's answer has an unknown form (${body.error.message})`);
      if (body.data.error !== undefined) {
        const {code, message, details} = body.data.error;
        return readRefusal(
          {status: code, message, errorDetails: details},
          {model, hasVideo: call.videoUrl !== null, vague, nowMs: now()},
        );
      }
      if (body.data.candidates === undefined && body.data.promptFeedback === undefined) {
        return lost('Gemini answered without a candidate and without a reason');
      }
      vague.forget();
      return readResponse(body.data, {model, promptChars: promptChars(call)});
    } catch (error) {
      if (deadline.signal.aborted) return lost(reasonOf(deadline.signal.reason));
      if (error instanceof GoogleGenerativeAIFetchError && error.status !== undefined) {
        const refusal = {status: error.status, message: apiMessage(error), errorDetails: error.errorDetails};
        return readRefusal(refusal, {model, hasVideo: call.videoUrl !== null, vague, nowMs: now()});
      }
      // A connection that ends in the middle of a body is a TypeError ("terminated") of fetch; broken JSON a SyntaxError.
      if (error instanceof TypeError || error instanceof SyntaxError) {
        return lost(`Gemini at ${baseUrl} gave a broken answer (${error.message})`);
      }
      throw asFailure(error, baseUrl);
    } finally {
      deadline.clear();
    }
  }

  return {generate};
}

/**
 * A signal that fires after `timeoutMs`, or with `parent`, until it is cleared. Not the SDK's own timeout, which is never
 * cleared and keeps the process alive; nor `AbortSignal.timeout`, which keeps the request in memory until it fires
 * (measured: 240 MB more after 10,000 calls).
 */
function startDeadline(parent: AbortSignal, timeoutMs: number): {signal: AbortSignal; clear(): void} {
  const controller = new AbortController();
  const cancel = () => controller.abort(parent.reason);
  const timer = setTimeout(
    () => controller.abort(new Error(`Gemini gave no whole answer within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  parent.addEventListener('abort', cancel, {once: true});
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      parent.removeEventListener('abort', cancel);
    },
  };
}

/** The API's own message: the SDK puts address and status before it and the details behind it. */
function apiMessage({message, errorDetails}: GoogleGenerativeAIFetchError): string {
  const details = errorDetails === undefined ? '' : ` ${JSON.stringify(errorDetails)}`;
  const whole = details !== '' && message.endsWith(details) ? message.slice(0, -details.length) : message;
  return whole.replace(/^\[GoogleGenerativeAI Error\]: Error fetching from \S+ \[\d+ [^\]]*\] ?/, '').trim();
}

/** What never reached the API, or got no answer at all; anything else is a fault of ours. */
function asFailure(error: unknown, baseUrl: string): unknown {
  if (!(error instanceof GoogleGenerativeAIError) || error instanceof GoogleGenerativeAIRequestInputError)
    return error;
  return providerDown(`Gemini at ${baseUrl} cannot be reached (${error.message})`, error);
}

function lost(message: string): GeminiOutcome {
  return {kind: 'lost', message};
}

const reasonOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));
