import {
  GoogleGenerativeAI,
  GoogleGenerativeAIAbortError,
  GoogleGenerativeAIError,
  GoogleGenerativeAIFetchError,
  GoogleGenerativeAIRequestInputError,
  type GenerationConfig,
  type ResponseSchema,
} from '@google/generative-ai';
import pLimit from 'p-limit';
import type {WireSchema} from '../../domain/content/index.ts';
import type {GeminiOutcome} from './outcome.ts';
import {countVagueRefusals} from './read-quota.ts';
import {providerDown, readRefusal} from './read-refusal.ts';
import {readResponse, ResponseBody} from './read-response.ts';
import {leastThinking, type ThinkingConfig} from './thinking.ts';

export type GeminiOptions = {
  apiKey: string;
  /** Scheme, host and port; the API's version is added here. */
  baseUrl: string;
  model: string;
  /** Requests in flight at a time in this process. */
  maxConcurrent: number;
  /** From sending a request to the last byte of its answer. Above what the provider itself allows, a call is paid for but lost. */
  timeoutMs: number;
  /** Epoch milliseconds; for tests. */
  now?: () => number;
};

export type GeminiCall = {
  system: string;
  user: string;
  schema: WireSchema;
  /** Thinking included. */
  maxOutputTokens: number;
  /** Cancels the call. The provider bills it all the same. */
  signal: AbortSignal;
};

export type Gemini = {
  /**
   * One request, never repeated here.
   *
   * @throws a `ProviderDown` ApplicationFailure where the provider cannot be reached, fails or answers nonsense;
   * the signal's reason where it was cancelled
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
  const {model, timeoutMs, now = Date.now} = options;
  // The SDK joins by plain concatenation: a slash at the end would make another path.
  const baseUrl = new URL(options.baseUrl).href.replace(/\/+$/, '');
  const sdk = new GoogleGenerativeAI(options.apiKey);
  const limit = pLimit(options.maxConcurrent);
  const vague = countVagueRefusals();

  async function send(call: GeminiCall): Promise<GeminiOutcome> {
    // The SDK overlooks a signal that has fired already, and sends.
    call.signal.throwIfAborted();
    const deadline = startDeadline(call.signal, timeoutMs);
    try {
      const {response} = await sdk
        .getGenerativeModel(
          {model, systemInstruction: call.system, generationConfig: generationConfig(model, call)},
          {baseUrl, apiVersion: API_VERSION},
        )
        .generateContent(call.user, {signal: deadline.signal});
      const body = ResponseBody.safeParse(response);
      if (!body.success) throw providerDown(`Gemini's answer has an unknown form (${body.error.message})`);
      if (body.data.error !== undefined) {
        const {code, message, details} = body.data.error;
        return readRefusal({status: code, message, errorDetails: details}, {model, vague, nowMs: now()});
      }
      if (body.data.candidates === undefined && body.data.promptFeedback === undefined) {
        throw providerDown('Gemini answered without a candidate and without a reason');
      }
      vague.forget();
      return readResponse(body.data, {model, promptChars: promptChars(call)});
    } catch (error) {
      call.signal.throwIfAborted();
      if (error instanceof GoogleGenerativeAIFetchError && error.status !== undefined) {
        const refusal = {status: error.status, message: apiMessage(error), errorDetails: error.errorDetails};
        return readRefusal(refusal, {model, vague, nowMs: now()});
      }
      throw asFailure(error, {baseUrl, timeoutMs});
    } finally {
      deadline.clear();
    }
  }

  return {generate: call => limit(() => send(call))};
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
    () => controller.abort(new DOMException(`No answer within ${timeoutMs} ms`, 'TimeoutError')),
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

/** All that is sent and counted as input. */
export function promptChars({system, user, schema}: Pick<GeminiCall, 'system' | 'user' | 'schema'>): number {
  return system.length + user.length + schemaChars(schema);
}

/** There is one schema a style, and writing it out costs as much as the rest of a call. */
const charsOfSchema = new WeakMap<WireSchema, number>();

function schemaChars(schema: WireSchema): number {
  const known = charsOfSchema.get(schema);
  if (known !== undefined) return known;
  const chars = JSON.stringify(schema).length;
  charsOfSchema.set(schema, chars);
  return chars;
}

/** No temperature: models from 3.5-flash-lite and 3.6-flash on ignore it and later ones refuse it. */
function generationConfig(model: string, {schema, maxOutputTokens}: GeminiCall): GenerationConfig {
  const thinkingConfig = leastThinking(model);
  const config: GenerationConfig & {thinkingConfig?: ThinkingConfig} = {
    responseMimeType: 'application/json',
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type is an enum of the same words
    responseSchema: schema as unknown as ResponseSchema,
    maxOutputTokens,
    ...(thinkingConfig && {thinkingConfig}),
  };
  return config;
}

/** The API's own message: the SDK puts address and status before it and the details behind it. */
function apiMessage({message, errorDetails}: GoogleGenerativeAIFetchError): string {
  const details = errorDetails === undefined ? '' : ` ${JSON.stringify(errorDetails)}`;
  const whole = details !== '' && message.endsWith(details) ? message.slice(0, -details.length) : message;
  return whole.replace(/^\[GoogleGenerativeAI Error\]: Error fetching from \S+ \[\d+ [^\]]*\] ?/, '').trim();
}

/** What is no answer of the API: broken connections, broken bodies, time-outs; anything else is a fault of ours. */
function asFailure(error: unknown, {baseUrl, timeoutMs}: {baseUrl: string; timeoutMs: number}): unknown {
  if (!(error instanceof Error)) return error;
  if (
    error instanceof GoogleGenerativeAIAbortError ||
    error.name === 'AbortError' ||
    error.name === 'TimeoutError'
  ) {
    return providerDown(`Gemini at ${baseUrl} gave no whole answer within ${timeoutMs / 1000} s`, error);
  }
  if (error instanceof GoogleGenerativeAIRequestInputError) return error;
  // A connection that ends in the middle of a body is a TypeError ("terminated") of fetch; broken JSON a SyntaxError.
  if (
    error instanceof GoogleGenerativeAIError ||
    error instanceof TypeError ||
    error instanceof SyntaxError
  ) {
    return providerDown(
      `Gemini at ${baseUrl} cannot be reached or answers nonsense (${error.message})`,
      error,
    );
  }
  return error;
}
