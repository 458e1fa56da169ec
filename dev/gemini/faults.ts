import {ANSWER_FAULTS} from './fault-answers.ts';
import {ERROR_FAULTS} from './fault-errors.ts';
import {instantMs} from './clock.ts';
import {seedOf} from './random.ts';

/** Faults of the connection itself. All but `reset_before_headers` were generated, and are billed. */
const TRANSPORT_FAULTS = [
  'reset_before_headers',
  'reset_mid_body',
  'hang_before_headers',
  'hang_mid_body',
  'slow_body',
  'late_answer',
] as const;

export type TransportFault = (typeof TRANSPORT_FAULTS)[number];
export type AnswerFault = keyof typeof ANSWER_FAULTS;
export type ErrorFault = keyof typeof ERROR_FAULTS;
export type FaultKind = TransportFault | AnswerFault | ErrorFault;

export const FAULT_KINDS: readonly FaultKind[] = [
  ...TRANSPORT_FAULTS,
  ...(Object.keys(ANSWER_FAULTS) as AnswerFault[]),
  ...(Object.keys(ERROR_FAULTS) as ErrorFault[]),
];

/** When a fault strikes: every condition that is given must hold. The first rule that strikes decides. */
export type FaultRule = {
  fault: FaultKind;
  /** The model that was asked for. */
  model?: string;
  key?: string;
  /** A part of the prompt's text or of its system instruction. */
  promptContains?: string;
  serviceTier?: 'standard' | 'flex';
  /** Numbers of generateContent requests that passed the key check, from 1. */
  requestNumbers?: readonly number[];
  fromRequest?: number;
  toRequest?: number;
  /** A burst: from (inclusive) and until (exclusive) by the emulator's clock; milliseconds or ISO 8601. */
  fromTime?: number | string;
  untilTime?: number | string;
  /** Strikes at most so many times. */
  times?: number;
  /**
   * In [0, 1]. Drawn from the seed, the request and how often this request was sent before: the same whatever
   * the order in which concurrent requests arrive, and drawn anew for each repetition.
   */
  probability?: number;
  seed?: number;
  /** `late_answer`: how late (default 5000). `slow_body`: the pause between its 16 pieces (default 50). */
  delayMs?: number;
  /** Overrides RetryInfo's delay of a 429, e.g. `1.5s`. */
  retryDelay?: string;
  /** `prompt_blocked`: why (default PROHIBITED_CONTENT). */
  blockReason?: string;
};

type FaultQuestion = {
  model: string;
  key: string;
  promptText: string;
  serviceTier: 'standard' | 'flex';
  requestHash: string;
  generateNumber: number;
  nowMs: number;
};

export type FaultBook = {
  choose(rules: readonly FaultRule[], question: FaultQuestion): FaultRule | null;
  clear(): void;
};

/** Of so many requests it is remembered how often each was sent; older ones begin again. */
const MAX_REMEMBERED = 100_000;

/** Rules are told apart by identity: setting them anew starts their counts anew. */
export function createFaultBook(): FaultBook {
  let strikes = new WeakMap<FaultRule, number>();
  const sendings = new Map<string, number>();
  const countSending = (requestHash: string): number => {
    const sending = (sendings.get(requestHash) ?? 0) + 1;
    sendings.set(requestHash, sending);
    const [oldest] = sendings.keys();
    if (sendings.size > MAX_REMEMBERED && oldest !== undefined) sendings.delete(oldest);
    return sending;
  };
  return {
    clear() {
      strikes = new WeakMap();
      sendings.clear();
    },
    choose(rules, question) {
      if (rules.length === 0) return null;
      const sending = countSending(question.requestHash);
      const rule = rules.find(
        candidate =>
          (strikes.get(candidate) ?? 0) < (candidate.times ?? Infinity) &&
          concerns(candidate, question) &&
          isDrawn(candidate, question.requestHash, sending),
      );
      if (rule === undefined) return null;
      strikes.set(rule, (strikes.get(rule) ?? 0) + 1);
      return rule;
    },
  };
}

function concerns(
  rule: FaultRule,
  {model, key, promptText, serviceTier, generateNumber, nowMs}: FaultQuestion,
): boolean {
  return (
    (rule.model === undefined || rule.model === model) &&
    (rule.key === undefined || rule.key === key) &&
    (rule.promptContains === undefined || promptText.includes(rule.promptContains)) &&
    (rule.serviceTier === undefined || rule.serviceTier === serviceTier) &&
    (rule.requestNumbers === undefined || rule.requestNumbers.includes(generateNumber)) &&
    generateNumber >= (rule.fromRequest ?? 0) &&
    generateNumber <= (rule.toRequest ?? Infinity) &&
    (rule.fromTime === undefined || nowMs >= instantMs(rule.fromTime, 'fromTime of a fault')) &&
    (rule.untilTime === undefined || nowMs < instantMs(rule.untilTime, 'untilTime of a fault'))
  );
}

function isDrawn({probability, seed = 0, fault}: FaultRule, requestHash: string, sending: number): boolean {
  if (probability === undefined) return true;
  return seedOf(`${seed} ${fault} ${requestHash} ${sending}`) / 2 ** 32 < probability;
}
