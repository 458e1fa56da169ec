import {expect, test} from 'vitest';
import {EMULATOR_API_KEY, judgeKey, refuseRealKeys} from '../../../dev/gemini/keys.ts';
import {DEFAULT_SETTINGS} from '../../../dev/gemini/settings.ts';
import {givenEmulator, prompt} from './given.ts';

const REAL_KEYS = [`AIza${'x'.repeat(35)}`, 'AQ.Ab8invented'];

test('the usual key is accepted', () => {
  expect(judgeKey(DEFAULT_SETTINGS.keys, EMULATOR_API_KEY)).toMatchObject({
    kind: 'accepted',
    project: 'emulator',
  });
});

test('a request without a key is answered 403 as an unregistered caller', () => {
  const {status, body} = givenEmulator().generate(prompt('hello'), {key: null});
  expect(status).toBe(403);
  expect(body.error?.message).toMatch(/unregistered callers/);
});

test('a wrong key is answered 400 with its reason and a message for people', () => {
  const {status, body} = givenEmulator().generate(prompt('hello'), {key: 'guess'});
  expect(status).toBe(400);
  expect(body.error?.details?.map(detail => detail['@type'])).toEqual([
    'type.googleapis.com/google.rpc.ErrorInfo',
    'type.googleapis.com/google.rpc.LocalizedMessage',
  ]);
  expect(body.error?.details?.[0]?.['reason']).toBe('API_KEY_INVALID');
});

test.each(REAL_KEYS)('what looks like a real key is neither accepted nor written down: %s', key => {
  const {generate, ledger} = givenEmulator();
  const {status, body} = generate(prompt('hello'), {key});
  expect(status).toBe(400);
  expect(body.error?.message).toMatch(/never send it a real key/);
  expect(JSON.stringify(ledger())).not.toContain(key);
});

test.each(REAL_KEYS)('an emulator is not set up with what looks like a real key: %s', key => {
  expect(() => refuseRealKeys(['fine', key])).toThrow(/looks like a real API key/);
  expect(() => givenEmulator({keys: {[key]: {project: 'p', state: 'accepted'}}})).toThrow(/real API key/);
});

test.each(['AIzaSy-emulator', 'AQ.emulator-1'])('an invented key of a real form is accepted: %s', key => {
  const {generate, ledger} = givenEmulator({keys: {[key]: {project: 'p', state: 'accepted'}}});
  expect(generate(prompt('hello'), {key}).status).toBe(200);
  expect(ledger()).toMatchObject([{key, project: 'p'}]);
});

test.each([
  ['leaked', 403, /reported as leaked/],
  ['blocked', 403, /are blocked/],
  ['token_type_unsupported', 401, /invalid authentication credentials/],
] as const)('a key can be %s', (state, status, message) => {
  const answer = givenEmulator({keys: {mine: {project: 'p', state}}}).generate(prompt('hello'), {
    key: 'mine',
  });
  expect(answer.status).toBe(status);
  expect(answer.body.error?.message).toMatch(message);
});

test('a key that is called like a property of every object is unknown', () => {
  expect(judgeKey(DEFAULT_SETTINGS.keys, 'constructor').kind).toBe('refused');
});
