import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {askPassword} from '../../cli/ask-password.ts';

const asked = (typed: string) => {
  const input = new PassThrough();
  const shown: string[] = [];
  const answer = askPassword('Password: ', {input, output: {write: text => shown.push(text)}});
  input.write(typed);
  return {answer, shown};
};

test('the password is what was typed, and is not shown', async () => {
  const {answer, shown} = asked('open sesame\r');

  expect(await answer).toBe('open sesame');
  expect(shown.join('')).toBe('Password: \n');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s gives none', async (_what, key) => {
  expect(await asked(key).answer).toBe(null);
});
