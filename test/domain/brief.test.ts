import {describe, expect, test} from 'vitest';
import {
  type BriefFacts,
  headlineOf,
  NEEDS,
  needsOf,
  spentVerdict,
  stoppedForGood,
} from '../../domain/brief.ts';
import type {Quote} from '../../domain/quotes.ts';
import type {RunProgress} from '../../domain/runs.ts';

const NOW_MS = Date.parse('2026-11-27T08:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

const WELL: BriefFacts = {
  missedNight: null,
  temporalAway: null,
  stoppedRun: null,
  pausedRunIds: [],
  breaker: null,
  shutdowns: [],
  quarantinedCount: 0,
  weakCount: 0,
  differingCount: 0,
  waitingCount: 0,
  learntLimits: [],
  coverageCountedAt: new Date(NOW_MS - DAY_MS),
};

describe('what needs a person', () => {
  test('is nothing where all is well, and before anything was counted', () => {
    expect(needsOf(WELL, NOW_MS)).toEqual([]);
    expect(needsOf({...WELL, coverageCountedAt: null}, NOW_MS)).toEqual([]);
  });

  test.each([
    [
      'night_missed',
      1,
      {missedNight: new Date('2026-11-27T01:30:00Z')},
      'The run that was due at 2026-11-27T01:30Z has not begun.',
    ],
    ['temporal_away', 1, {temporalAway: 'It does not answer.'}, 'It does not answer. No run starts'],
    [
      'run_stopped',
      1,
      {stoppedRun: {runId: 7, cause: 'auth', text: 'The key is refused.'}},
      'Run 7 stopped before its end: The key is refused.',
    ],
    ['run_paused', 2, {pausedRunIds: [3, 5]}, '2 runs are paused (3, 5): resume or cancel.'],
    [
      'breaker_open',
      1,
      {breaker: {text: 'It fails.', until: new Date('2026-11-27T08:10:00Z')}},
      'Nothing is sent to the model before 2026-11-27T08:10Z: It fails.',
    ],
    ['model_shutdown', 2, {shutdowns: ['One ends.', 'Two ends.']}, 'One ends. Two ends.'],
    ['quarantined_drafts', 1_200, {quarantinedCount: 1_200}, '1,200 drafts are in quarantine:'],
    ['weak_lessons', 1, {weakCount: 1}, '1 lesson was voted down by learners:'],
    ['opinions_differ', 2, {differingCount: 2}, '2 lessons have verdicts of this week that differ:'],
    ['reviews_waiting', 1, {waitingCount: 1}, "1 lesson waits for a mentor's review."],
    [
      'learnt_limits',
      1,
      {learntLimits: ['20 requests a minute']},
      'which hold for a day: 20 requests a minute.',
    ],
    [
      'coverage_old',
      1,
      {coverageCountedAt: new Date(NOW_MS - DAY_MS - 1)},
      'Coverage was counted last at 2026-11-26T07:59Z:',
    ],
  ] as const)('%s', (kind, count, facts, text) => {
    expect(needsOf({...WELL, ...(facts as Partial<BriefFacts>)}, NOW_MS)).toEqual([
      {kind, count, text: expect.stringContaining(text) as unknown},
    ]);
  });

  test('comes with the most urgent first', () => {
    const everything: BriefFacts = {
      missedNight: new Date(0),
      temporalAway: 'Away.',
      stoppedRun: {runId: 1, cause: 'auth', text: ''},
      pausedRunIds: [1],
      breaker: {text: '', until: new Date(0)},
      shutdowns: ['Soon.'],
      quarantinedCount: 1,
      weakCount: 1,
      differingCount: 1,
      waitingCount: 1,
      learntLimits: ['1'],
      coverageCountedAt: new Date(0),
    };
    expect(needsOf(everything, NOW_MS).map(({kind}) => kind)).toEqual(NEEDS);
  });
});

const QUOTE = {usd: {low: 1, expected: 1.2, high: 1.5}} as Quote;

const run = (changes: Partial<RunProgress> = {}): RunProgress => ({
  runId: 12,
  workflowId: 'w',
  kind: 'nightly',
  state: 'finished',
  model: 'gemini',
  cause: null,
  causeMessage: null,
  waitingUntil: null,
  openedAt: new Date('2026-11-27T01:30:00Z'),
  endedAt: new Date('2026-11-27T02:11:00Z'),
  wantedCount: 1_000,
  pendingCount: 0,
  publishedCount: 1_000,
  servedCount: 0,
  quarantinedCount: 0,
  failedCount: 0,
  archivedCount: 0,
  inFlightCount: 0,
  etaMs: null,
  slowReason: null,
  lessonsPerMinute: 0,
  spentUsd: 1.234,
  lostCallCount: 0,
  lostUsd: 0,
  reservedUsd: 0,
  maxUsd: null,
  quote: QUOTE,
  ...changes,
});

test.each([
  ['Run 12: 1,000 of 1,000 lessons made for $1.23 (quoted $1.00 to $1.50); finished after 41 minutes.', {}],
  [
    'Run 12: 0 of 1 lesson made for $0.00, 1 in quarantine, 2 failed, 3 left; stopped (auth) after 1 minute.',
    {
      state: 'stopped',
      cause: 'auth',
      quote: null,
      publishedCount: 0,
      wantedCount: 1,
      spentUsd: 0,
      quarantinedCount: 1,
      failedCount: 2,
      pendingCount: 3,
      endedAt: new Date('2026-11-27T01:31:00Z'),
    },
  ],
  [
    'Run 12: 1,000 of 1,000 lessons made for $1.23; running since 2026-11-27T01:30Z.',
    {state: 'running', endedAt: null, quote: null},
  ],
] as const)('%s', (headline, changes) => {
  expect(headlineOf(run(changes))).toBe(headline);
});

test.each([
  [true, {state: 'stopped', cause: 'auth'}],
  [true, {state: 'stopped', cause: 'config'}],
  [true, {state: 'stopped', cause: 'budget'}],
  [true, {state: 'stopped', cause: 'internal'}],
  [false, {state: 'stopped', cause: 'cancelled'}],
  [false, {state: 'stopped', cause: null}],
  [false, {state: 'waiting', cause: 'auth'}],
] as const)('that a person has to look after a run is %s: %o', (expected, ended) => {
  expect(stoppedForGood(ended)).toBe(expected);
});

test.each([
  ['within', {}],
  ['below', {spentUsd: 0.99}],
  ['above', {spentUsd: 1.51}],
  [null, {quote: null}],
  [null, {endedAt: null}],
] as const)('what was spent is %s what was quoted', (verdict, changes) => {
  expect(spentVerdict(run(changes))).toBe(verdict);
});
