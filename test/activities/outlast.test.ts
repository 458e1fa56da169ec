import {expect, test} from 'vitest';
import {LIMIT_MS, outlast} from '../../activities/outlast.ts';
import {MAX_REPAIRS} from '../../domain/asking.ts';
import {attemptTimeoutMs} from '../../domain/attempts.ts';

const {signal} = new AbortController();
const away = Object.assign(new Error('The server starts.'), {code: '57P03'});

/** Fails with each of these in turn, then succeeds. */
function failing(...errors: Error[]) {
  let count = 0;
  return {
    count: () => count,
    work: async () => {
      const error = errors[count];
      count += 1;
      if (error) throw error;
      return 'stored';
    },
  };
}

test('it is tried again until the database is back', async () => {
  const {work, count} = failing(away, away);
  expect(await outlast(work, {signal, pauseMs: 0})).toBe('stored');
  expect(count()).toBe(3);
});

test('what is wrong with the query is not tried again', async () => {
  const fault = Object.assign(new Error('There is no such table.'), {code: '42P01'});
  const {work, count} = failing(fault);
  await expect(outlast(work, {signal, pauseMs: 0})).rejects.toBe(fault);
  expect(count()).toBe(1);
});

test('a database that stays away is given up', async () => {
  const {work} = failing(...Array.from({length: 1_000}, () => away));
  await expect(outlast(work, {signal, pauseMs: 1, limitMs: 20})).rejects.toBe(away);
});

test('a cancellation ends the wait for it', async () => {
  const controller = new AbortController();
  const cancelled = new Error('The worker stops.');
  const {work, count} = failing(away, away);
  const outlasting = outlast(work, {signal: controller.signal, pauseMs: 60_000});
  controller.abort(cancelled);

  await expect(outlasting).rejects.toBe(cancelled);
  expect(count()).toBe(1);
});

test('an attempt at a lesson has the time to wait so with each of its calls', () => {
  const spareMs = attemptTimeoutMs(0);
  expect((1 + MAX_REPAIRS) * LIMIT_MS).toBeLessThan(spareMs);
});
