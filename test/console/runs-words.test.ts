import {expect, test} from 'vitest';
import {moneyBar} from '../../console/src/features/runs/money.ts';
import {runsSearch} from '../../console/src/features/runs/search.ts';
import {etaText, verdictOn} from '../../console/src/features/runs/words.ts';

const quote = (low: number, high: number) => ({
  cellCount: 1,
  basedOnLessons: 0,
  usd: {low, expected: low, high},
  minutes: {low: 1, expected: 1, high: 1},
});

test('the bar of dollars has room for the greatest of spent, quote and cap', () => {
  const bar = moneyBar({spentUsd: 1, reservedUsd: 0.5, maxUsd: 4, quote: quote(2, 3)});
  expect(bar).toMatchObject({cap: expect.closeTo(92.6, 1), spent: expect.closeTo(23.1, 1)});
  expect(bar?.reserved).toBeCloseTo(11.6, 1);
  expect(bar?.band?.from).toBeCloseTo(46.3, 1);
  expect(bar?.band?.to).toBeCloseTo(69.4, 1);
});

test('a cap that is far away is not drawn: the rest would be too small to be seen', () => {
  expect(moneyBar({spentUsd: 1, reservedUsd: 0, maxUsd: 100, quote: quote(2, 3)})).toMatchObject({
    cap: null,
    spent: expect.closeTo(30.9, 1),
  });
});

test('without any dollars there is no bar', () => {
  expect(moneyBar({spentUsd: 0, reservedUsd: 0, maxUsd: null, quote: null})).toBeNull();
});

test.each([
  [0.9, 'below'],
  [1, 'within'],
  [2, 'within'],
  [2.1, 'above'],
])('%d of a quote of 1 to 2 is %s', (outcome, verdict) => {
  expect(verdictOn({low: 1, high: 2}, outcome)).toBe(verdict);
});

test('when a run will have ended is told while it runs', () => {
  expect(etaText({etaMs: 90_000, state: 'running'})).toBe('about 1 min 30 s left');
  expect(etaText({etaMs: 90_000, state: 'paused'})).toBeNull();
  expect(etaText({etaMs: null, state: 'running'})).toBeNull();
});

test('what the list cannot read of an address is left out', () => {
  expect(runsSearch({show: 'open', start: 'true', more: 1})).toEqual({show: 'open', start: true});
  expect(runsSearch({show: 'some', start: 'yes'})).toEqual({});
});
