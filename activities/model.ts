import type {ConfiguredLimits} from '../domain/limits.ts';
import type {ModelPrice} from '../domain/prices.ts';
import type {Gemini} from './gemini/index.ts';

/** A model that can be asked for drafts. */
export type Writer = {
  /** As it is stored with drafts and lessons; the emulator's is marked. */
  name: string;
  /** What its tokens cost at a time (epoch milliseconds): list prices change on known days. */
  priceAt(atMs: number): ModelPrice;
  gemini: Gemini;
};

/** The model that drafts lessons. */
export type Model = Writer & {
  /** The emulator answers: its lessons are marked. */
  emulated: boolean;
  maxOutputTokens: number;
  /** Requests in flight at a time in this process. */
  maxConcurrent: number;
  /** The longest that a call may last. */
  timeoutMs: number;
  /** The configured limits; what is set in the database goes before them. */
  limits: ConfiguredLimits;
  /** Epoch milliseconds, for tests with a time of their own; absent: the database's clock decides. */
  now?: () => number;
  /** Asked where the model was caught in a token loop; null: the same model once more, at another temperature. */
  alternative: Writer | null;
};
