import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {confirm} from '../../cli/confirm.ts';

/** What is answered, and what was shown, where somebody types this (null: the input ends). */
async function answer(typed: string | null): Promise<{agreed: boolean; shown: string}> {
  const [input, output] = [new PassThrough(), new PassThrough({encoding: 'utf8'})];
  const asked = confirm('Start?', {input, output});
  if (typed === null) input.end();
  else input.write(`${typed}\n`);
  const agreed = await asked;
  return {agreed, shown: `${output.read() ?? ''}`};
}

test.each(['y', 'Y', 'yes', ' YES '])('"%s" agrees', async typed => {
  expect(await answer(typed)).toEqual({agreed: true, shown: 'Start? [y/N] '});
});

test.each(['', 'n', 'no', 'yesterday', 'oy'])('"%s" does not agree', async typed => {
  expect((await answer(typed)).agreed).toBe(false);
});

test('an input that ends does not agree', async () => {
  expect((await answer(null)).agreed).toBe(false);
});
