import {closeSync, openSync, writeSync} from 'node:fs';
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
  /** What is billed as output: text and thoughts. */
  outputTokens: number;
  usd: number;
  /** The same for equal requests, so that a test sees what was paid for twice. */
  requestHash: string;
  style: string;
  stepTitle: string;
  lessonNumber: number | null;
};

/** Append-only: entries are never changed, and a reset empties the memory but not the file. */
export type Ledger = {
  append(entry: LedgerEntry): void;
  entries(): LedgerEntry[];
  clear(): void;
  close(): void;
};

/** An emulator left running for days keeps the newest entries only; the file has them all. */
const MAX_ENTRIES = 200_000;

/** @param file gets each entry as one line of JSON, written before the answer is sent. */
export function createLedger(file?: string): Ledger {
  let entries: LedgerEntry[] = [];
  let descriptor = file === undefined ? null : openSync(file, 'a');
  return {
    append(entry) {
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) entries = entries.slice(MAX_ENTRIES / 10);
      if (descriptor !== null) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    entries: () => [...entries],
    clear: () => {
      entries = [];
    },
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

/** The ledger's words for the lesson that a request asks for. */
export function lessonOf(
  subject: LessonSubject | null,
): Pick<LedgerEntry, 'style' | 'stepTitle' | 'lessonNumber'> {
  if (subject === null) return {style: '', stepTitle: '', lessonNumber: null};
  return {style: subject.style, stepTitle: subject.requestedTitle, lessonNumber: subject.lessonNumber};
}
