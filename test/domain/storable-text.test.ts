import {expect, test} from 'vitest';
import {storableText} from '../../domain/storable-text.ts';

test.each([
  ['a\0b', 'a\ufffdb'],
  ['\ud83c', '\ufffd'],
  ['\udf89\ud83c', '\ufffd\ufffd'],
])('%j becomes what can be stored', (text, expected) => {
  expect(storableText(text)).toBe(expected);
});

test.each(['', 'a\tb\r\nc', '🎉 変数 \u202e \ufffd'])('%j stays as it is', text => {
  expect(storableText(text)).toBe(text);
});
