import {expect, test} from 'vitest';
import {resolveModel} from '../../../dev/gemini/models.ts';
import {DEFAULT_SETTINGS} from '../../../dev/gemini/settings.ts';
import {givenEmulator, MODEL, prompt} from './given.ts';

test('a model that is not there is answered 404 with the way to list them', () => {
  const {status, body} = givenEmulator().generate(prompt('hello'), {model: 'gemini-9'});
  expect(status).toBe(404);
  expect(body.error?.message).toBe(
    'models/gemini-9 is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.',
  );
});

test('a model that was shut down is not found either', () => {
  expect(givenEmulator().generate(prompt('hello'), {model: 'gemini-2.0-flash'}).status).toBe(404);
});

test('a model is re-routed from its shutdown on, and not a moment sooner', () => {
  const {emulator, generate, ledger} = givenEmulator();
  emulator.clock.set({setTo: '2026-12-01T07:59:59Z'});
  expect(generate(prompt('hello'), {model: 'gemini-2.5-flash'}).body.modelVersion).toBe('gemini-2.5-flash');
  emulator.clock.set({advanceMs: 1_000});
  expect(generate(prompt('hello'), {model: 'gemini-2.5-flash'}).body.modelVersion).toBe(MODEL);
  expect(ledger().map(({model, servedModel}) => [model, servedModel])).toEqual([
    ['gemini-2.5-flash', 'gemini-2.5-flash'],
    ['gemini-2.5-flash', MODEL],
  ]);
});

test('an announced price holds from its day on, and not a moment sooner', () => {
  const {emulator, generate, ledger} = givenEmulator();
  for (const setTo of ['2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00Z']) {
    emulator.clock.set({setTo});
    generate(prompt('hello'), {model: 'gemini-3.8-flash'});
  }
  const [before, after] = ledger();
  expect(before?.usd).toBeGreaterThan(0);
  expect(after?.usd).toBeCloseTo(2 * (before?.usd ?? 0), 9);
});

test('a model can be closed to new users', () => {
  const {generate} = givenEmulator({models: {[MODEL]: {availability: 'closed_to_new_users'}}});
  const {status, body} = generate(prompt('hello'));
  expect(status).toBe(404);
  expect(body.error?.message).toMatch(
    /^This model models\/gemini-3.5-flash-lite is no longer available to new users/,
  );
});

test('another name is answered by the model that it stands for', () => {
  const {body} = givenEmulator().generate(prompt('hello'), {model: 'gemini-flash-latest'});
  expect(body.modelVersion).toBe('gemini-3.8-flash');
});

test('models that are re-routed in a circle are not found', () => {
  const facts = DEFAULT_SETTINGS.models[MODEL];
  if (facts === undefined) throw new Error('The usual model is not in the table.');
  const models = {a: {...facts, aliasOf: 'b'}, b: {...facts, aliasOf: 'a'}};
  expect(resolveModel(models, 'a', 0)).toEqual({kind: 'not_found'});
});

test('the list leaves out what is shut down and comes in pages', () => {
  const {get} = givenEmulator();
  const first = get('/v1beta/models?pageSize=3').body;
  expect(first.models).toHaveLength(3);
  const rest = get(`/v1beta/models?pageToken=${first.nextPageToken}`).body;
  expect(rest.nextPageToken).toBeUndefined();
  const names = [...(first.models ?? []), ...(rest.models ?? [])].map(({name}) => name);
  expect(names).toContain('models/gemini-3.8-flash');
  expect(names).not.toContain('models/gemini-2.0-flash');
  expect(new Set(names).size).toBe(names.length);
});

test('one model is described, an unknown one is not found', () => {
  const {get} = givenEmulator();
  expect(get(`/v1/models/${MODEL}`).body).toMatchObject({name: `models/${MODEL}`, outputTokenLimit: 65_536});
  expect(get('/v1/models/nobody').status).toBe(404);
});
