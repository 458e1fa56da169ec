import {expect, test} from 'vitest';
import type {Viewer} from '../../../api/access/viewer.ts';
import {watchAccess} from '../../../api/access/watch-access.ts';
import type {Scope} from '../../../domain/scopes.ts';

/** Only what the watch looks at. */
const viewer = (...scopes: Scope[]) => ({kind: 'user', scopes}) as unknown as Viewer;

const fired = async (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve()));

/** Looks that give these viewers one after the other, the last one for ever; `looked` settles after so many. */
function looks(...answers: (Viewer | Error)[]) {
  let count = 0;
  const waiting = new Map<number, () => void>();
  return {
    count: () => count,
    again: async () => {
      const answer = answers[Math.min(count, answers.length - 1)]!;
      count += 1;
      waiting.get(count)?.();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    times: async (times: number) => new Promise<void>(resolve => waiting.set(times, resolve)),
  };
}

const given = (again: () => Promise<Viewer>, log: (line: string) => void = () => {}) => {
  const gone = new AbortController();
  return {gone, options: {again, gone: gone.signal, log, lookMs: 1}};
};

test('it fires once a scope is gone, and not while there are more', async () => {
  const moderator = viewer('learner', 'mentor', 'moderator');
  const seen = looks(
    moderator,
    viewer('learner', 'mentor', 'moderator', 'admin'),
    viewer('learner', 'mentor'),
  );
  const {options} = given(seen.again);
  await fired(watchAccess(moderator, options));

  expect(seen.count()).toBe(3);
});

test('a look that fails is told and decides nothing', async () => {
  const lines: string[] = [];
  const seen = looks(new Error('The database is away.'), viewer());
  const {options} = given(seen.again, line => lines.push(line));
  await fired(watchAccess(viewer('learner'), options));

  expect(lines).toEqual([
    'Whether a subscription may go on could not be looked up: Error: The database is away.',
  ]);
});

test('it looks no more once nobody follows', async () => {
  const seen = looks(viewer('learner'));
  const {gone, options} = given(seen.again);
  const ended = watchAccess(viewer('learner'), options);
  await seen.times(2);
  gone.abort();
  const count = seen.count();
  // Whatever waited has come back by then.
  await new Promise(resolve => setImmediate(resolve));

  expect(seen.count()).toBe(count);
  expect(ended.aborted).toBe(false);
});

test('a stranger has nothing to lose', async () => {
  const seen = looks(viewer());
  const {options} = given(seen.again);
  watchAccess(viewer(), options);
  await new Promise(resolve => setImmediate(resolve));

  expect(seen.count()).toBe(0);
});
