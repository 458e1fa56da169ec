import {expect, test} from 'vitest';
import {askingAfter, type FailedDraft} from '../../domain/asking.ts';

const LOOP = 'round and round '.repeat(60);

const draft = (changes: Partial<FailedDraft> = {}): FailedDraft => ({
  finishReason: 'STOP',
  answerText: '{"title": "Wrong"}',
  callNumber: 0,
  asking: 'first',
  ...changes,
});

test.each([
  ['whole and wrong', draft(), 'repair'],
  ['wrong again', draft({callNumber: 1, asking: 'repair'}), 'repair'],
  ['wrong a third time', draft({callNumber: 2, asking: 'repair'}), null],
  ['cut off', draft({finishReason: 'MAX_TOKENS'}), 'larger'],
  [
    'cut off with the larger room too',
    draft({finishReason: 'MAX_TOKENS', callNumber: 1, asking: 'larger'}),
    null,
  ],
  [
    'cut off when it was repaired',
    draft({finishReason: 'MAX_TOKENS', callNumber: 1, asking: 'repair'}),
    'larger',
  ],
  ['wrong with the larger room', draft({callNumber: 1, asking: 'larger'}), 'repair'],
  ['caught in a loop', draft({finishReason: 'MAX_TOKENS', answerText: LOOP}), 'other_model'],
  [
    'caught in a loop by the other model too',
    draft({finishReason: 'MAX_TOKENS', answerText: LOOP, callNumber: 1, asking: 'other_model'}),
    null,
  ],
  ['a loop that ended by itself', draft({answerText: LOOP}), 'repair'],
  ['empty', draft({answerText: ' \n'}), 'again'],
  ['empty again', draft({answerText: '', callNumber: 1, asking: 'again'}), null],
  ['blocked', draft({finishReason: 'SAFETY', answerText: ''}), null],
  ['blocked before it was written', draft({finishReason: 'PROMPT_OTHER', answerText: ''}), null],
] as const)('%s', (_, failed, asking) => {
  expect(askingAfter(failed)).toBe(asking);
});
