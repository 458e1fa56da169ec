import {ApplicationFailure} from '@temporalio/common';
import {FAILURE} from '../../domain/failures.ts';
import {readDetails} from './error-details.ts';
import type {GeminiOutcome} from './outcome.ts';
import {readQuota, type VagueRefusals} from './read-quota.ts';

/** An error of the API: `{error: {code, message, details}}`. */
export type Refusal = {status: number; message: string; errorDetails: readonly unknown[] | undefined};

const CHECK_KEY = 'Check GEMINI_API_KEY: keys are made in Google AI Studio.';
const CHECK_MODEL =
  'Check GEMINI_MODEL and the base URL, and whether this version of Preheat knows that model.';

/**
 * Sorts what the API refused.
 *
 * @throws a `ProviderDown` failure for what is wrong on the provider's side, to be tried again
 */
export function readRefusal(
  refusal: Refusal,
  context: {model: string; hasVideo: boolean; vague: VagueRefusals; nowMs: number},
): GeminiOutcome {
  const {status, message} = refusal;
  const details = readDetails(refusal.errorDetails, message);
  const said = `HTTP ${[status, ...details.reasons].join(', ')}: ${message || 'no message'}`;
  if (status === 429) return readQuota({message, details}, context.vague, context.nowMs);
  if (status >= 500 || status === 408) throw providerDown(`Gemini failed (${said})`);
  // A video that its owner made private or took down is a 403 too, or a bare 400.
  if (context.hasVideo && (status === 400 || status === 403) && !isKeyRefused(details.reasons, message)) {
    return {kind: 'video_refused', message: `Gemini refuses this request (${said}).`};
  }
  if (status === 401 || status === 403 || isKeyRefused(details.reasons, message)) {
    return {kind: 'fatal', cause: 'auth', message: `Gemini refuses the API key (${said}). ${CHECK_KEY}`};
  }
  if (status === 413 || (status === 400 && isAboutThisRequest(message))) {
    return {
      kind: 'invalid',
      message: `Gemini refuses this request (${said}). Shorten the step's title or description.`,
    };
  }
  return {
    kind: 'fatal',
    cause: 'config',
    message: `Gemini refuses requests to ${context.model} (${said}). ${CHECK_MODEL}`,
  };
}

/** A failure that Temporal tries again, bounded by the activity's retry policy. */
export function providerDown(message: string, cause?: Error): ApplicationFailure {
  return ApplicationFailure.create({
    type: FAILURE.providerDown,
    message: `${message}. It is tried again; if it stays, see Google's status page and the configured base URL.`,
    ...(cause && {cause}),
  });
}

function isKeyRefused(reasons: readonly string[], message: string): boolean {
  return (
    reasons.some(reason => reason.startsWith('API_KEY_') || reason === 'ACCESS_TOKEN_TYPE_UNSUPPORTED') ||
    /\bapi key (?:not valid|expired|not found)|\bAPI key was reported as leaked|\benable billing\b/i.test(
      message,
    )
  );
}

/** All requests of a style differ in their cell alone; only its size can make one of them wrong. */
function isAboutThisRequest(message: string): boolean {
  return /input token count|exceeds the maximum number of tokens|payload size exceeds/i.test(message);
}
