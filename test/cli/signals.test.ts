import {expect, test} from 'vitest';
import {fired} from '../../cli/signals.ts';

test('who waits for a signal hears of one that fires later, and of one that has fired', async () => {
  const controller = new AbortController();
  let isHeard = false;
  const heard = fired(controller.signal).then(() => (isHeard = true));
  await Promise.resolve();
  expect(isHeard).toBe(false);
  controller.abort();
  await heard;
  await fired(controller.signal);
});
