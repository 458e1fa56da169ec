import type {LessonSubject} from './lesson/subject.ts';

/** What became of one request. A fault that was asked for stands there by its kind, as `fault:safety`. */
type LedgerOutcome =
  | 'answered'
  | 'max_tokens'
  | 'counted'
  | 'listed'
  | 'bad_key'
  | 'no_model'
  | 'bad_request'
  | 'quota'
  | `fault:${string}`;

export type LedgerEntry = {
  /** From 1, in the order of arrival. */
  requestNumber: number;
  /** Time of arrival by the emulator's clock, ISO 8601. */
  at: string;
  method: string;
  /** An accepted key; of any other only its first characters. */
  key: string;
  project: string;
  /** The model that was asked for, and the one that answered ('' if none did). */
  model: string;
  servedModel: string;
  serviceTier: 'standard' | 'flex';
  /** HTTP status of the answer; 0 when the connection was cut or left hanging before one. */
  httpStatus: number;
  outcome: LedgerOutcome;
  finishReason: string;
  promptTokens: number;
  /** Those of the prompt's that counted as read from the cache. */
  cachedTokens: number;
  /** What is billed as output: text and thoughts. */
  outputTokens: number;
  /** Those of the output's that were thoughts. */
  thoughtTokens: number;
  /** Dollars, rounded to billionths. */
  usd: number;
  /** The same for equal requests, so that a test sees what was paid for twice. */
  requestHash: string;
  style: string;
  stepTitle: string;
  lessonNumber: number | null;
};

/** A request of which nothing is known yet but when it came. */
export function emptyEntry(requestNumber: number, nowMs: number, method: string): LedgerEntry {
  return {
    requestNumber,
    at: new Date(nowMs).toISOString(),
    method,
    key: '',
    project: '',
    model: '',
    servedModel: '',
    serviceTier: 'standard',
    httpStatus: 0,
    outcome: 'answered',
    finishReason: '',
    promptTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    thoughtTokens: 0,
    usd: 0,
    requestHash: '',
    style: '',
    stepTitle: '',
    lessonNumber: null,
  };
}

/** The ledger's words for the lesson that a request asks for. */
export function lessonOf(
  subject: LessonSubject | null,
): Pick<LedgerEntry, 'style' | 'stepTitle' | 'lessonNumber'> {
  if (subject === null) return {style: '', stepTitle: '', lessonNumber: null};
  return {style: subject.style, stepTitle: subject.requestedTitle, lessonNumber: subject.lessonNumber};
}
