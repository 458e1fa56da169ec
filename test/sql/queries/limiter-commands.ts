import * as fc from 'fast-check';
import type {Limits, ModelCall} from './limiter-model.ts';

const MINUTE = 60_000;

export const MODELS = ['a', 'b'];

/** The budgets of the runs: one that is soon spent, one that never is. */
export const RUN_CENTS = [300, 1_000_000];

/** Some minutes before midnight in Los Angeles, in the night of each change of clocks, before it and after it. */
export const BEGINNINGS = [
  '2026-03-08T07:40Z',
  '2026-03-09T06:40Z',
  '2026-11-01T06:40Z',
  '2026-11-02T07:40Z',
];

/** What happens next. `which` picks one of the calls in flight. */
export type Command =
  | {kind: 'ask'; call: Omit<ModelCall, 'requestId'>}
  | {kind: 'answer'; which: number; percent: number}
  | {kind: 'release' | 'lost'; which: number}
  | {kind: 'expire'}
  | {kind: 'advance'; ms: number}
  | {kind: 'limit'; model: string; limits: Limits}
  | {kind: 'dollars'; centsPerDay: number}
  | {kind: 'refused'; model: string; seconds: number}
  | {kind: 'failed'; model: string; times: number};

const model = fc.constantFrom(...MODELS);
const which = fc.nat(1_000);
const ask = fc.record({
  kind: fc.constant('ask' as const),
  call: fc.record({
    run: fc.nat(RUN_CENTS.length - 1),
    model,
    maxCents: fc.integer({min: 1, max: 20}),
    maxInputTokens: fc.constantFrom(10, 500, 3_000, 40_000),
    isInteractive: fc.boolean(),
    maxDelayMs: fc.constantFrom(0, 1_000, 5_000, 30_000),
    leaseMs: fc.constantFrom(5_000, 3 * MINUTE),
  }),
});
const advance = fc.record({
  kind: fc.constant('advance' as const),
  ms: fc.oneof(fc.nat(900), fc.nat(20_000), fc.nat(20 * MINUTE)),
});
export const limits: fc.Arbitrary<Limits> = fc.record({
  requestsPerMinute: fc.constantFrom(null, 7, 13, 120),
  inputTokensPerMinute: fc.constantFrom(null, 7_001, 100_003),
  // Of one request a day, a headroom leaves none.
  requestsPerDay: fc.constantFrom(null, 1, 5, 11, 40),
  burstRequests: fc.constantFrom(1, 3),
  headroomPercent: fc.constantFrom(0, 10, 50),
});
export const command: fc.Arbitrary<Command> = fc.oneof(
  {weight: 12, arbitrary: ask},
  {weight: 5, arbitrary: advance},
  {weight: 3, arbitrary: fc.record({kind: fc.constant('answer' as const), which, percent: fc.nat(100)})},
  {weight: 2, arbitrary: fc.record({kind: fc.constantFrom('release' as const, 'lost' as const), which})},
  {weight: 1, arbitrary: fc.record({kind: fc.constant('expire' as const)})},
  {weight: 1, arbitrary: fc.record({kind: fc.constant('limit' as const), model, limits})},
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('dollars' as const),
      // Below the dearest calls, and above them.
      centsPerDay: fc.constantFrom(15, 50, 200, 700),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('refused' as const),
      model,
      seconds: fc.integer({min: 1, max: 90}),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({kind: fc.constant('failed' as const), model, times: fc.integer({min: 1, max: 6})}),
  },
);
