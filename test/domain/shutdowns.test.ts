import {expect, test} from 'vitest';
import {shutdownOf} from '../../domain/shutdowns.ts';

const named = {model: 'gemini-2.5-flash', setting: 'GEMINI_MODEL'};
const DAY_MS = 24 * 60 * 60 * 1_000;
const END_MS = Date.parse('2026-12-01');

test('a model without an announced end has none', () => {
  expect(shutdownOf({...named, model: 'gemini-3.8-flash'}, END_MS)).toBe(null);
});

test.each([
  [END_MS - 60 * DAY_MS - 1, false, 'is to be shut down'],
  [END_MS - 60 * DAY_MS, true, 'is to be shut down'],
  [END_MS - 1, true, 'is to be shut down'],
  [END_MS, true, 'was shut down'],
])('the end is near from 60 days before (%d)', (nowMs, isNear, verb) => {
  expect(shutdownOf(named, nowMs)).toEqual({
    model: 'gemini-2.5-flash',
    date: '2026-12-01',
    isNear,
    warning: `The model gemini-2.5-flash ${verb} on 2026-12-01. Set GEMINI_MODEL to another one, for example gemini-3.5-flash-lite.`,
  });
});
