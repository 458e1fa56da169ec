import {expect, test, vi} from 'vitest';
import {createClock} from '../../../dev/gemini/clock.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');

test('time that passes while a clock is set does not move it', () => {
  let realMs = NOON;
  vi.spyOn(Date, 'now').mockImplementation(() => (realMs += 1));
  const clock = createClock();
  clock.set({setTo: 1_000, frozen: true});
  expect(clock.nowMs()).toBe(1_000);
  clock.set({setTo: 2_000, advanceMs: 500, frozen: true});
  expect(clock.nowMs()).toBe(2_500);
  clock.set({frozen: false});
  clock.set({advanceMs: 500});
  // One millisecond for each reading since it runs again: freed, advanced, read.
  expect(clock.nowMs()).toBe(3_002);
});

test('a clock that is set and frozen stands still, also when it is advanced', () => {
  const clock = createClock();
  clock.set({setTo: '2026-11-24T12:00:00Z', frozen: true});
  expect(clock.nowMs()).toBe(NOON);
  clock.set({advanceMs: 90_000});
  expect(clock.nowMs()).toBe(NOON + 90_000);
});

test('a clock that is only set runs on from there', () => {
  const clock = createClock();
  const before = Date.now();
  clock.set({setTo: NOON});
  const elapsedMs = clock.nowMs() - NOON;
  expect(elapsedMs).toBeGreaterThanOrEqual(0);
  expect(elapsedMs).toBeLessThanOrEqual(Date.now() - before);
});

test('a clock goes back to real time', () => {
  const clock = createClock();
  clock.set({setTo: NOON - 1e12, frozen: true});
  const before = Date.now();
  clock.set({real: true});
  expect(clock.nowMs()).toBeGreaterThanOrEqual(before);
});

test('a time that is none is refused by name', () => {
  expect(() => createClock().set({setTo: 'tomorrow'})).toThrow(/setTo: "tomorrow" is no time/);
});
