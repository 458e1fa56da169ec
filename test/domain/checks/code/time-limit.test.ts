import {expect, test} from 'vitest';
import {finishesWithin} from '../../../../domain/checks/code/time-limit.ts';

test('what ends in time is done', () => {
  let done = false;
  expect(
    finishesWithin(10_000, () => {
      done = true;
    }),
  ).toBe(true);
  expect(done).toBe(true);
});

test('what does not end is stopped, and the next is done again', () => {
  expect(
    finishesWithin(20, () => {
      for (;;);
    }),
  ).toBe(false);
  expect(finishesWithin(10_000, () => {})).toBe(true);
});

test('an error comes through as it was thrown', () => {
  const error = new RangeError('too deep');
  expect(() =>
    finishesWithin(10_000, () => {
      throw error;
    }),
  ).toThrow(error);
});
