import {expect, test} from 'vitest';
import {givenEmulator, jsonPrompt, prompt} from './given.ts';

const OBJECT = {type: 'OBJECT', properties: {a: {type: 'STRING'}}};

test('an unknown name is refused with its place, in snake_case', () => {
  const {status, body} = givenEmulator().generate(prompt('hello', {maxTokens: 5}));
  expect(status).toBe(400);
  expect(body.error?.message).toBe(
    `Invalid JSON payload received. Unknown name "maxTokens" at 'generation_config': Cannot find field.`,
  );
  expect(body.error?.details).toEqual([
    {
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: [{field: 'generation_config', description: body.error?.message}],
    },
  ]);
});

test('unknown names are found in every part of a request, all at once', () => {
  const {body} = givenEmulator().generate({
    ...jsonPrompt('hello', {
      ...OBJECT,
      properties: {a: {type: 'STRING', const: 'x'}},
      additionalProperties: false,
    }),
    contents: [{parts: [{txt: 'hello'}]}],
    extra: 1,
  });
  expect(body.error?.message.split('\n').map(line => /Unknown name .*:/.exec(line)?.[0])).toEqual([
    `Unknown name "txt" at 'contents[0].parts[0]':`,
    `Unknown name "extra":`,
    `Unknown name "additionalProperties" at 'generation_config.response_schema':`,
    `Unknown name "const" at 'generation_config.response_schema.properties[0].value':`,
  ]);
});

const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ['no contents', {contents: []}, /contents is not specified/],
  ['contents of another type', {contents: 'hello'}, /Invalid value at 'contents'/],
  ['an unknown role', {contents: [{role: 'assistant', parts: [{text: 'x'}]}]}, /valid role: user, model/],
  ['no parts', {contents: [{role: 'user', parts: []}]}, /parts must not be empty/],
  [
    'a model turn at the end',
    {contents: [{role: 'model', parts: [{text: 'x'}]}]},
    /ending with a model turn/,
  ],
  ['a temperature of 4', prompt('x', {temperature: 4}), /temperature must be in the range/],
  ['two candidates', prompt('x', {candidateCount: 2}), /Multiple candidates is not enabled/],
  ['an output limit of 0', prompt('x', {maxOutputTokens: 0}), /supported range is from 1/],
  ['an output limit above the model’s', prompt('x', {maxOutputTokens: 65_537}), /to 65537 \(exclusive\)/],
  ['an output limit that is no number', prompt('x', {maxOutputTokens: 'many'}), /TYPE_INT32/],
  ['an unknown MIME type', prompt('x', {responseMimeType: 'text/html'}), /allowed mimetypes/],
  ['a schema for plain text', prompt('x', {responseSchema: OBJECT}), /only allowed when/],
  ['two schemas', jsonPrompt('x', OBJECT, {responseJsonSchema: {}}), /Only one of/],
  ['an array without items', jsonPrompt('x', {type: 'ARRAY'}), /response_schema\.items: missing field/],
  ['an object without properties', jsonPrompt('x', {type: 'OBJECT'}), /should be non-empty for OBJECT type/],
  [
    'a required name that is no property',
    jsonPrompt('x', {...OBJECT, required: ['b']}),
    /required\[0\]: property is not defined/,
  ],
  [
    'an unknown type',
    jsonPrompt('x', {type: 'TEXT'}),
    /Invalid value at 'generation_config.response_schema.type'/,
  ],
  [
    'bounds that add up to too much',
    jsonPrompt('x', {type: 'ARRAY', items: {type: 'STRING'}, maxItems: 961}),
    /^Request contains an invalid argument\.$/,
  ],
  [
    'thinking level and budget',
    prompt('x', {thinkingConfig: {thinkingLevel: 'low', thinkingBudget: 0}}),
    /only set only one/,
  ],
  [
    'an unknown thinking level',
    prompt('x', {thinkingConfig: {thinkingLevel: 'deep'}}),
    /'deep' is not a supported thinking level/,
  ],
  [
    'a thinking budget that is too large',
    prompt('x', {thinkingConfig: {thinkingBudget: 30_000}}),
    /budget 30000 is invalid/,
  ],
  [
    'a prompt that is too long',
    prompt('x'.repeat(4 * 1_048_576 + 1)),
    /exceeds the maximum number of tokens allowed 1048576/,
  ],
  [
    'a field of another platform',
    {...prompt('x'), safetySettings: [{category: 'HARM', threshold: 'BLOCK_NONE', method: 'SEVERITY'}]},
    /Unknown name "method" at 'safety_settings\[0\]'/,
  ],
  ['a body that is no JSON', '{"contents":', /Invalid JSON payload received/],
];

test.each(refused)('%s is refused with 400', (_what, body, message) => {
  const {generate, ledger} = givenEmulator();
  const answer = generate(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatchObject({
    status: 'INVALID_ARGUMENT',
    message: expect.stringMatching(message),
  });
  expect(ledger()).toMatchObject([{outcome: 'bad_request', usd: 0}]);
});

test.each([
  ['flex', 200, 'flex'],
  ['SERVICE_TIER_FLEX', 200, 'flex'],
  ['standard', 200, 'standard'],
  ['priority', 200, 'standard'],
  ['unspecified', 200, 'standard'],
  ['cheap', 400, 'standard'],
  [1, 400, 'standard'],
])('the service tier %j is answered %i, and billed as %s', (serviceTier, status, billed) => {
  const {generate, ledger} = givenEmulator();
  const answer = generate({...prompt('x'), serviceTier});
  expect(answer.status).toBe(status);
  expect(answer.body.error?.message ?? '').toMatch(status === 200 ? /^$/ : /Invalid value at 'service_tier'/);
  expect(ledger()).toMatchObject([{serviceTier: billed}]);
});

test('what the newer SDK can send is known', () => {
  const request = {
    ...prompt('x', {mediaResolution: 'MEDIA_RESOLUTION_LOW', audioTranscriptionConfig: {}}),
    labels: {team: 'night'},
    safetySettings: [{category: 'HARM', threshold: 'BLOCK_NONE'}],
  };
  expect(givenEmulator().generate(request).status).toBe(200);
});

test('nulls count as absent', () => {
  expect(givenEmulator().generate({...prompt('x', {temperature: null}), toolConfig: null}).status).toBe(200);
});

test.each([
  ['gemini-3.8-flash', {thinkingLevel: 'MINIMAL'}, 400],
  ['gemini-3.5-flash-lite', {thinkingLevel: 'MINIMAL'}, 200],
  ['gemini-2.5-flash', {thinkingLevel: 'low'}, 400],
  ['gemini-2.5-flash', {thinkingBudget: 0}, 200],
  ['gemini-2.5-flash', {thinkingLevel: 'THINKING_LEVEL_UNSPECIFIED'}, 200],
  ['gemini-2.5-flash', {thinkingBudget: -1}, 200],
  ['gemini-2.5-flash', {thinkingBudget: -2}, 400],
])('%s answers thinking %j with %i', (model, thinkingConfig, status) => {
  expect(givenEmulator().generate(prompt('x', {thinkingConfig}), {model}).status).toBe(status);
});

test.each([
  ['gemini-2.5-flash', 400],
  ['gemini-3.8-flash', 200],
])('%s answers JSON together with search with %i', (model, status) => {
  const request = {...jsonPrompt('x', OBJECT), tools: [{googleSearch: {}}]};
  expect(givenEmulator().generate(request, {model}).status).toBe(status);
});

test('the older models continue a turn of their own', () => {
  const request = {contents: [{role: 'model', parts: [{text: 'x'}]}]};
  expect(givenEmulator().generate(request, {model: 'gemini-2.5-flash'}).status).toBe(200);
});

test('methods that are not served yet are said to be so', () => {
  const {emulator} = givenEmulator();
  const url = new URL('http://127.0.0.1/');
  const route = {
    kind: 'method',
    version: 'v1beta',
    model: 'gemini-3.5-flash-lite',
    method: 'batchGenerateContent',
  } as const;
  expect(emulator.handle({route, url, key: 'preheat-emulator', body: '{}'}).httpStatus).toBe(501);
});
