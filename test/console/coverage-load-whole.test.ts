import {expect, test} from 'vitest';
import {loadWhole} from '../../console/src/features/coverage/matrix/load-whole.ts';
import type {Loaded} from '../../console/src/features/coverage/matrix/rows.ts';

/** Loads these parts, one after another; more than these are not to be asked for. */
function parts(...given: (Partial<Loaded> | undefined)[]) {
  const left = [...given];
  const loadMore = async (): Promise<Loaded | undefined> => {
    if (left.length === 0) throw new Error('Asked for too often.');
    const part = left.shift();
    return part && {steps: [], nextPosition: null, fault: null, ...part};
  };
  return {left, loadMore};
}

test.each<[string, (Partial<Loaded> | undefined)[]]>([
  ['part after part', [{nextPosition: 51}, {nextPosition: 101}, {}]],
  ['one part', [{}]],
  ['nothing', [undefined]],
])('a roadmap is loaded to its end: %s', async (_name, given) => {
  const {left, loadMore} = parts(...given);
  await loadWhole(loadMore);
  expect(left).toEqual([]);
});

test('a part that fails ends it', async () => {
  const {loadMore} = parts({nextPosition: 51}, {nextPosition: 51, fault: 'The server does not answer.'});
  await expect(loadWhole(loadMore)).rejects.toThrow('The server does not answer.');
});

test.each([51, 1])(
  'a roadmap that begins anew while it is loaded ends it (%i after 51)',
  async nextPosition => {
    const {loadMore} = parts({nextPosition: 51}, {nextPosition});
    await expect(loadWhole(loadMore)).rejects.toThrow('Select it once more.');
  },
);
