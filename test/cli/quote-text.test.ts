import {expect, test} from 'vitest';
import {quoteText} from '../../cli/quote-text.ts';
import {range, timeRange, usdRange} from '../../cli/ranges.ts';
import type {Quote} from '../../domain/quotes.ts';

const between = (low: number, high: number) => ({low, expected: (low + high) / 2, high});

const QUOTE: Quote = {
  model: 'gemini-x',
  cellCount: 1_237,
  byState: [
    {state: 'missing', cellCount: 1_200},
    {state: 'rejected', cellCount: 37},
  ],
  byStyle: [
    {style: 'reading', cellCount: 1_000},
    {style: 'video', cellCount: 237},
  ],
  calls: between(1_237, 1_399.6),
  inputTokens: between(1_800_000, 2_440_000),
  outputTokens: between(950_000, 1_100_000),
  usd: between(0.35, 0.55),
  minutes: between(5.9, 9.2),
  basis: {lessonCount: 320, priorStyles: []},
  maxUsd: null,
  exceeds: {maxUsd: 0, usdToday: 0, requestsToday: 0},
};

test('a quote says what is made, what it takes, and on what it rests', () => {
  expect(quoteText(QUOTE)).toBe(
    [
      '1,237 cells to make with gemini-x.',
      '  1,200 missing, 37 rejected: 1,000 reading, 237 video.',
      '  Quote: $0.35-0.55 and 6-9 min, for 1,237-1,400 calls with 1.8M-2.4M tokens in and 950K-1.1M out.',
      '  It rests on the last 320 lessons of these styles with this model.',
    ].join('\n'),
  );
});

test.each([
  [
    'that nobody pays it',
    {model: 'emulator:gemini-x'},
    /^1,237 cells to make with gemini-x \(emulated\)\.\n.*\n  Quote: \$0\.35-0\.55 \(emulated\) and /,
  ],
  [
    'that nothing is known yet',
    {basis: {lessonCount: 0, priorStyles: ['reading', 'video']}},
    /\n  No lesson was made with this model yet: the quote is an assumption, and wide for that\.$/,
  ],
  [
    'of which styles nothing is known yet',
    {basis: {lessonCount: 320, priorStyles: ['video']}},
    /320 lessons of these styles with this model; there is none yet of video, for which it is an assumption\.$/,
  ],
  [
    'that the budget is below it',
    {maxUsd: 0.3, exceeds: {...QUOTE.exceeds, maxUsd: 412}},
    /\n  The budget of \$0\.30 is below the quote: .*\n  412 of them would not fit in the budget of \$0\.30\.$/,
  ],
  [
    'what does not fit in a budget within it',
    {maxUsd: 0.4, exceeds: {...QUOTE.exceeds, maxUsd: 12}},
    /model\.\n  12 of them would not fit in the budget of \$0\.40\.$/,
  ],
  [
    'that nothing fits',
    {maxUsd: 0.01, exceeds: {...QUOTE.exceeds, maxUsd: 1_237}},
    /\n  None of them fits in the budget of \$0\.0100\.$/,
  ],
  [
    'what today’s dollars do not reach',
    {exceeds: {...QUOTE.exceeds, usdToday: 5}},
    /\n  5 of them would not fit in what is left of today's dollars: the run waits for the next day\.$/,
  ],
  [
    'what today’s requests do not reach',
    {exceeds: {...QUOTE.exceeds, requestsToday: 6}},
    /\n  6 of them would not fit in what is left of today's requests: the run waits for the next day\.$/,
  ],
] as const)('a quote says %s', (_, changes, words) => {
  expect(quoteText({...QUOTE, ...changes} as Quote)).toMatch(words);
});

test('a budget that suffices needs no words', () => {
  expect(quoteText({...QUOTE, maxUsd: 5})).toBe(quoteText(QUOTE));
});

test.each([
  [0.35, 0.55, '$0.35-0.55'],
  [0.0123, 0.0999, '$0.0123-0.0999'],
  [0.0123, 0.1, '$0.01-0.10'],
  [2.001, 2.004, '$2.00'],
  [0, 0, '$0.00'],
])('%d to %d dollars are shown as %s', (low, high, text) => {
  expect(usdRange(between(low, high))).toBe(text);
});

test.each([
  [0.1, 1.99, '6-119 s'],
  [0.5, 2, '1-2 min'],
  [6.4, 6.6, '6-7 min'],
  [6.6, 7.4, '7 min'],
  [119, 119.9, '119-120 min'],
  [90, 150, '1.5-2.5 h'],
])('%d to %d minutes are shown as %s', (low, high, text) => {
  expect(timeRange(between(low, high))).toBe(text);
});

test('ends that look alike are shown once', () => {
  expect(range(between(1, 1.2), value => value.toFixed(0))).toBe('1');
});
