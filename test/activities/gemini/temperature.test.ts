import {expect, test} from 'vitest';
import {honoursTemperature} from '../../../activities/gemini/temperature.ts';

test.each([
  ['gemini-2.5-flash', true],
  ['models/gemini-2.5-flash-lite', true],
  ['gemini-3-flash-preview', true],
  ['gemini-3.1-flash-lite', true],
  ['gemini-3.5-flash', true],
  ['gemini-3.5-flash-lite', false],
  ['gemini-3.6-flash', false],
  ['gemini-3.8-flash', false],
  ['gemini-4-flash', false],
])('%s heeds a temperature: %s', (model, heeds) => {
  expect(honoursTemperature(model)).toBe(heeds);
});
