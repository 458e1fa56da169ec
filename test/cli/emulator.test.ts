import {expect, test} from 'vitest';
import {isEmulated, withEmulator, withRunningEmulator, withRunningModel} from '../../cli/emulator.ts';
import type {Services} from '../../cli/services-file.ts';
import {readConfig} from '../../config.ts';

const running = (changes: Partial<Services> = {}): Services => ({
  pid: 1,
  databaseUrl: 'postgresql://up',
  temporalAddress: '',
  temporalUiUrl: null,
  geminiUrl: null,
  httpUrl: '',
  model: 'gemini-up',
  emulated: false,
  ...changes,
});

const KEYLESS = readConfig({});
const KEYED = readConfig({GEMINI_API_KEY: 'a-real-key'});

test('without a running Preheat, the key of this terminal says whether lessons are emulated', () => {
  expect(isEmulated(KEYLESS)).toBe(true);
  expect(isEmulated(withEmulator(KEYED, 'http://emulator'))).toBe(true);
  expect(isEmulated(KEYED)).toBe(false);
  expect(withRunningModel(KEYED, null)).toEqual(KEYED);
});

test('a running Preheat says it for all terminals, and which model it is', () => {
  const real = withRunningModel(KEYLESS, running());
  expect([isEmulated(real), real.gemini.model]).toEqual([false, 'gemini-up']);
  const emulated = withRunningModel(KEYED, running({emulated: true}));
  expect([isEmulated(emulated), emulated.gemini.model]).toEqual([true, 'gemini-up']);
});

test('a price that is configured here counts for the model that is configured here', () => {
  const settings = {GEMINI_INPUT_USD_PER_MILLION: '1', GEMINI_OUTPUT_USD_PER_MILLION: '2'};
  const priced = readConfig(settings);
  expect(withRunningModel(priced, running()).gemini.price).toBeUndefined();
  const same = readConfig({...settings, GEMINI_MODEL: 'gemini-up'});
  expect(withRunningModel(same, running()).gemini.price).toEqual(priced.gemini.price);
});

test('on another database this terminal counts for itself; on the same one, named here too, it does not', () => {
  const other = readConfig({DATABASE_URL: 'postgresql://other', GEMINI_API_KEY: 'a-real-key'});
  expect(withRunningModel(other, running({emulated: true}))).toEqual(other);
  const same = readConfig({DATABASE_URL: 'postgresql://up', GEMINI_API_KEY: 'a-real-key'});
  expect(isEmulated(withRunningModel(same, running({emulated: true})))).toBe(true);
});

test.each([{model: undefined}, {emulated: undefined}])('a Preheat of before does not say it: %o', before => {
  expect(withRunningModel(KEYED, running({emulated: true, ...before}))).toEqual(KEYED);
});

test('a worker without a key uses the emulator of a running Preheat, but never for another database', () => {
  const services = running({geminiUrl: 'http://emulator'});
  const same = readConfig({DATABASE_URL: 'postgresql://up'});
  for (const keyless of [KEYLESS, same]) {
    expect(withRunningEmulator(keyless, services)).toEqual(withEmulator(keyless, 'http://emulator'));
  }
  const other = readConfig({DATABASE_URL: 'postgresql://learners'});
  for (const [config, up] of [
    [other, services],
    [KEYED, services],
    [KEYLESS, running()],
    [KEYLESS, null],
  ] as const) {
    expect(withRunningEmulator(config, up)).toEqual(config);
  }
});
