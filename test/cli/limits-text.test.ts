import {expect, test} from 'vitest';
import {limitsText} from '../../cli/limits-text.ts';
import type {StoredLimits} from '../../domain/limits.ts';
import type {DayUsage} from '../../sql/queries/limits.ts';
import {storedLimits, UNLIMITED} from '../domain/limits-givens.ts';

const NOW_MS = Date.UTC(2026, 10, 26, 12);

const row = (model: string, changes: Partial<StoredLimits> = {}) => storedLimits({...changes, model});

const used = (model: string, changes: Partial<DayUsage> = {}): DayUsage => ({
  model,
  requestCount: 1200,
  batchRequestCount: 1000,
  reservedUsd: 0,
  batchReservedUsd: 0,
  spentUsd: 4.2,
  batchSpentUsd: 4,
  ...changes,
});

const text = (rows: StoredLimits[], usage: DayUsage[] = [], configured = UNLIMITED) =>
  limitsText({configured, model: 'm', rows, usage, nowMs: NOW_MS});

test('without any limit every line says so', () => {
  expect(text([])).toBe(
    [
      'm',
      '  requests a minute          no limit',
      '  input tokens a minute      no limit',
      '  requests a day             no limit',
      '  at once                    1 (environment)',
      '  kept for people who wait   0 % (environment)',
      '  used today                 nothing yet',
      '',
      'All models',
      '  dollars a day              no limit',
      '  used today                 nothing yet',
    ].join('\n'),
  );
});

test('each limit says where it comes from', () => {
  const shown = text(
    [
      row('*', {maxUsdPerDay: 20}),
      row('m', {requestsPerMinute: 300, learntInputTokensPerMinute: 250_000, learntAt: new Date(NOW_MS - 1)}),
    ],
    [],
    {...UNLIMITED, requestsPerDay: 5000, inputTokensPerMinute: 1_000_000},
  );
  expect(shown).toContain('requests a minute          300 (set)');
  expect(shown).toContain('input tokens a minute      250,000 (learnt from a refusal, for a day)');
  expect(shown).toContain('requests a day             5,000 (environment)');
  expect(shown).toContain('dollars a day              $20.00 (set)');
  expect(text([], [], {...UNLIMITED, maxUsdPerDay: 5})).toContain('$5.00 (environment)');
});

test('what was used today stands with each model, another one too', () => {
  const shown = text([], [used('*', {reservedUsd: 0.5}), used('other')]);
  expect(shown).toContain('other\n');
  expect(shown.match(/1,200 requests, \$4\.20$/gm)).toHaveLength(1);
  expect(shown).toContain('1,200 requests, $4.20, $0.50 set aside for calls in flight');
});

test('what people who wait used is told beside it; where they used nothing, it is not', () => {
  expect(text([], [used('m')])).toContain(
    '  used today                 1,200 requests, $4.20\n    for people who wait      200 requests, $0.20\n',
  );
  expect(text([], [used('m', {batchRequestCount: 1200})])).not.toContain('    for people who wait');
});

test('a wait in force and a return step by step are told with their cause; what is over is not', () => {
  const blocked = {
    blockedUntil: new Date(NOW_MS + 60_000),
    blockedCause: 'day_quota',
    blockedMessage: 'Used up.',
  } as const;
  expect(text([row('m', blocked)])).toMatch(
    /waits until 2026-11-26T12:01:00Z: .*quota for today.*\(Used up\.\)/,
  );
  const over = {...blocked, blockedUntil: new Date(NOW_MS - 60_000)};
  expect(text([row('m', {...over, rampLimit: 3})])).toContain(
    'taken up again since 2026-11-26T11:59:00Z, 3 calls at a time (Used up.)',
  );
  expect(text([row('m', over)])).not.toContain('Used up.');
});
