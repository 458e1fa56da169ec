import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {FAULT_KINDS} from '../../../dev/gemini/faults.ts';
import {applyPatch, DEFAULT_SETTINGS} from '../../../dev/gemini/settings.ts';
import type {SettingsPatch} from '../../../dev/gemini/settings.ts';
import {MODEL} from './given.ts';

const apply = (patch: unknown) => applyPatch(DEFAULT_SETTINGS, patch as SettingsPatch);

test('the usual settings are settings', () => {
  expect(apply(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
});

test('a field replaces what was set before, and leaves the others', () => {
  const first = apply({cachedShare: 0.5, quotas: {'*': {requestsPerDay: 1}}});
  const second = applyPatch(first, {quotas: {[MODEL]: {}}});
  expect(second).toEqual({...DEFAULT_SETTINGS, cachedShare: 0.5, quotas: {[MODEL]: {}}});
});

test('a model is changed field by field, and a new one is like the usual model elsewhere', () => {
  const {models} = apply({models: {[MODEL]: {outputTokenLimit: 100}, mine: {displayName: 'Mine'}}});
  expect(models[MODEL]).toEqual({...DEFAULT_SETTINGS.models[MODEL], outputTokenLimit: 100});
  expect(models['mine']).toEqual({...DEFAULT_SETTINGS.models[MODEL], displayName: 'Mine'});
  expect(models['gemini-3.8-flash']).toEqual(DEFAULT_SETTINGS.models['gemini-3.8-flash']);
});

test.each([
  [{faults: [{fault: 'fire'}]}, /faults\.0\.fault: There is no fault "fire", only: .*overloaded/],
  [{faults: [{model: MODEL}]}, /faults\.0\.fault: There is no fault "undefined"/],
  [{faults: [{fault: 'safety', modell: 'x'}]}, /faults\.0: There is no "modell", only: fault, model,/],
  [{faults: [{fault: 'safety', probability: 2}]}, /faults\.0\.probability/],
  [{faults: [{fault: 'safety', untilTime: 'noon'}]}, /faults\.0\.untilTime: It must be milliseconds/],
  [{keys: {k: {project: 'p', state: 'lost'}}}, /keys\.k\.state/],
  [{models: {m: {shutdownAt: 'soon'}}}, /models\.m\.shutdownAt: It must be a time in ISO 8601/],
  [{models: {m: {thinking: {kind: 'level', levels: ['deep'], defaultLevel: 'low'}}}}, /thinking\.levels\.0/],
  [{quotas: {'*': {requestsPerMinute: -1}}}, /quotas\.\*\.requestsPerMinute/],
  [
    {quotas: {'*': {rpm: 1}}},
    /There is no "rpm", only: requestsPerMinute, inputTokensPerMinute, requestsPerDay/,
  ],
  [{latency: {ms: 5}}, /latency\.spreadMs/],
  [{latency: 5}, /latency: It must be an object/],
  [{videos: {v: {seconds: 5, access: 'unlisted'}}}, /videos\.v\.access/],
  [{cachedShare: 1.5}, /cachedShare/],
])('%j is refused', (patch, message) => {
  expect(() => apply(patch)).toThrow(message);
});

test('the documentation names every setting, every fault and every condition of one', async () => {
  const page = await readFile(new URL('../../../docs/gemini-emulator.md', import.meta.url), 'utf8');
  const conditions = [
    'model key serviceTier promptContains requestNumbers fromRequest toRequest fromTime untilTime times',
    'probability seed delayMs retryDelay blockReason',
  ].flatMap(line => line.split(' '));
  for (const name of [...Object.keys(DEFAULT_SETTINGS), ...FAULT_KINDS, ...conditions]) {
    expect(page).toContain(`\`${name}\``);
  }
});

test('all faults are named at once', () => {
  expect(() => apply({tier: 'gold', cachedShare: -1})).toThrow(/tier: .*\. cachedShare: /);
});
