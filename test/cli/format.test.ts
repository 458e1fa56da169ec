import {expect, test} from 'vitest';
import {formatDuration, shorten, statusOf, summaryOf} from '../../cli/format.ts';
import {calibrationLines, unservedLines} from '../../cli/run-text.ts';
import type {Quote} from '../../domain/quotes.ts';
import type {RunProgress} from '../../domain/runs.ts';

test.each([
  [-5, '0 s'],
  [1_499, '1 s'],
  [119_000, '119 s'],
  [120_000, '2 min 0 s'],
  [7_199_000, '119 min 59 s'],
  [7_200_000, '2 h 0 min'],
])('%i ms are shown as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('a reason that would fill the terminal is cut, a usual one is not', () => {
  expect(shorten('a'.repeat(200))).toBe('a'.repeat(200));
  expect(shorten('a'.repeat(201))).toBe(`${'a'.repeat(200)} …`);
});

const OPENED_AT = new Date('2026-11-24T02:00:00Z');

/** A run that made all that it wanted. */
const PROGRESS: RunProgress = {
  runId: 3,
  workflowId: 'w',
  kind: 'manual',
  state: 'finished',
  model: 'gemini-x',
  cause: null,
  causeMessage: null,
  waitingUntil: null,
  openedAt: OPENED_AT,
  endedAt: new Date(OPENED_AT.getTime() + 61_000),
  wantedCount: 1_200,
  pendingCount: 0,
  publishedCount: 1_200,
  servedCount: 0,
  quarantinedCount: 0,
  failedCount: 0,
  archivedCount: 0,
  etaMs: null,
  slowReason: null,
  inFlightCount: 0,
  lessonsPerMinute: 1_180,
  spentUsd: 5.5,
  lostCallCount: 0,
  lostUsd: 0,
  reservedUsd: 0,
  maxUsd: null,
  quote: null,
};

const STOPPED = {state: 'stopped', cause: 'budget', causeMessage: 'No room.'} as const;

test('the end of a run that made everything is one line', () => {
  expect(summaryOf(PROGRESS)).toBe(
    'Run 3 finished after 61 s: 1,200 of 1,200 lessons made for $5.50 with gemini-x.',
  );
});

test.each([
  ['why it stopped', STOPPED, 'Run 3 stopped (budget) after 61 s'],
  [
    'what that cause means',
    STOPPED,
    '  A budget has no room for one more call; raise it or start another run to go on. (No room.)',
  ],
  [
    'lost calls',
    {lostCallCount: 2, lostUsd: 0.08},
    '  2 calls brought no whole answer and may be billed: $0.0800',
  ],
  ['served', {servedCount: 1}, '  1 were served already'],
  ['quarantined', {quarantinedCount: 2}, '  2 are in quarantine'],
  ['failed', {failedCount: 3}, '  3 failed.'],
  ['archived', {archivedCount: 4}, '  4 are wanted by no roadmap any more.'],
  ['pending', {pendingCount: 5}, '  5 were not reached'],
] as const)('the end of a run says %s', (_, changes, line) => {
  expect(summaryOf({...PROGRESS, ...changes}).split('\n')).toContainEqual(expect.stringContaining(line));
});

test.each([
  ['its rate, dollars and calls', {}, '1,180 lessons/min · $5.50 · 0 in flight'],
  ['its cap', {maxUsd: 8}, '1,180 lessons/min · $5.50 of $8.00 · 0 in flight'],
  ['what is emulated', {model: 'emulator:x'}, '1,180 lessons/min · $5.50 (emulated) · 0 in flight'],
  ['what failed', {quarantinedCount: 1, failedCount: 2}, '0 in flight · 1 quarantined · 2 failed'],
  ['how long it will take', {etaMs: 90_000}, '0 in flight · about 90 s left'],
  ['why it is slow', {slowReason: 'Paused by anna.'}, '0 in flight · Paused by anna.'],
] as const)('a run under way shows %s', (_, changes, text) => {
  expect(statusOf({...PROGRESS, ...changes})).toContain(text);
});

const RANGE = {low: 1, expected: 2, high: 3};
const QUOTE: Quote = {
  model: 'gemini-x',
  cellCount: 1_200,
  byState: [],
  byStyle: [],
  calls: RANGE,
  inputTokens: RANGE,
  outputTokens: RANGE,
  usd: {low: 5, expected: 5.6, high: 6.25},
  minutes: {low: 0.8, expected: 1, high: 1.4},
  basis: {lessonCount: 3, priorStyles: []},
  maxUsd: null,
  exceeds: {maxUsd: 0, usdToday: 0, requestsToday: 0},
};

test.each([
  ['as it was', {}, 'it was $5.50 and 61 s.'],
  ['that was dearer', {spentUsd: 7}, 'it was $7.00 (above the quote) and 61 s.'],
  ['that was cheaper', {spentUsd: 4.99}, 'it was $4.99 (below the quote) and 61 s.'],
  ['that took longer', {endedAt: new Date(OPENED_AT.getTime() + 90_000)}, 'and 90 s (above the quote).'],
  [
    'that is not whole, without a verdict',
    {spentUsd: 1, pendingCount: 1_000},
    'it was $1.00 and 61 s for 200 of them.',
  ],
])('the end of a run has its quote beside it: one %s', (_, changes, words) => {
  const line = summaryOf({...PROGRESS, quote: QUOTE, ...changes}).split('\n')[1];
  expect(line).toContain('  Quoted $5.00-6.25 and 48-84 s for 1,200 lessons; ');
  expect(line).toContain(words);
});

test('the cells that are not served are listed, and those that are not listed are counted', () => {
  const cell = {
    stepTitle: 'Loops',
    lessonNumber: 2,
    style: 'video',
    status: 'failed',
    causeMessage: 'Refused.',
  };
  const line = '    failed: Loops · lesson 2 · video: Refused.';
  expect(unservedLines({...PROGRESS, failedCount: 1}, [cell])).toEqual([line]);
  expect(unservedLines({...PROGRESS, failedCount: 1_001, quarantinedCount: 2}, [cell, cell])).toEqual([
    line,
    line,
    '    and 1,001 more: `preheat runs show 3` counts them by their errors.',
  ]);
  expect(unservedLines(PROGRESS, [])).toEqual([]);
});

test('how often quotes held is told once there is a run to tell by', () => {
  expect(calibrationLines('x', {runCount: 0, usdWithinCount: 0, minutesWithinCount: 0})).toEqual([]);
  expect(calibrationLines('x', {runCount: 20, usdWithinCount: 18, minutesWithinCount: 9})).toEqual([
    'Quotes of the last 20 whole runs with x: 18 held in dollars, 9 in minutes.',
  ]);
});
