import {expect, test} from 'vitest';
import {leastThinking} from '../../../activities/gemini/thinking.ts';

test.each([
  ['gemini-3.5-flash-lite', {thinkingLevel: 'minimal'}],
  ['models/gemini-3.5-flash-lite', {thinkingLevel: 'minimal'}],
  ['gemini-3.8-flash', {thinkingLevel: 'low'}],
  ['gemini-3.7-flash', {thinkingLevel: 'low'}],
  ['gemini-3-flash-preview', {thinkingLevel: 'low'}],
  ['gemini-2.5-flash', {thinkingBudget: 0}],
  ['gemini-2.5-pro', undefined],
  ['gemini-2.0-flash', undefined],
  ['gemini-flash-latest', undefined],
])('%s thinks as little as %j', (model, config) => {
  expect(leastThinking(model)).toEqual(config);
});
