import {expect, test} from 'vitest';
import {answerText, givenEmulator, jsonPrompt, lessonBlock, MODEL, prompt} from './given.ts';
import type {Asked} from './given.ts';

const SCHEMA = {
  type: 'object',
  properties: {title: {type: 'string'}, content: {type: 'string'}},
  required: ['title', 'content'],
};

function usageSum({body}: Asked): number {
  const {promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0} = body.usageMetadata ?? {};
  return promptTokenCount + candidatesTokenCount + thoughtsTokenCount;
}

test.each(['v1beta', 'v1'])('%s answers in the envelope of the interface', version => {
  const answer = givenEmulator().generate(jsonPrompt(lessonBlock(), SCHEMA), {version});
  expect(answer.status).toBe(200);
  expect(answer.contentType).toMatch(/^application\/json/);
  expect(answer.body.candidates).toHaveLength(1);
  expect(answer.body.candidates?.[0]).toMatchObject({
    content: {role: 'model'},
    finishReason: 'STOP',
    index: 0,
  });
  expect(answer.body).toMatchObject({
    modelVersion: MODEL,
    responseId: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
});

test('the same request has the same answer in every emulator, another request another', () => {
  const request = jsonPrompt(lessonBlock(), SCHEMA);
  expect(givenEmulator().generate(request).text).toBe(givenEmulator().generate(request).text);
  const other = givenEmulator().generate(jsonPrompt(lessonBlock({lesson_number: 2}), SCHEMA));
  expect(answerText(other)).not.toBe(answerText(givenEmulator().generate(request)));
});

test('fields may be written in snake_case and types in upper case', () => {
  const answer = givenEmulator().generate({
    system_instruction: {parts: [{text: 'Be brief.'}]},
    contents: [{parts: [{text: lessonBlock()}]}],
    generation_config: {
      response_mime_type: 'application/json',
      response_schema: {
        type: 'OBJECT',
        properties: {summary: {type: 'STRING', min_length: '1'}},
        property_ordering: ['summary'],
      },
    },
  });
  expect(JSON.parse(answerText(answer))).toEqual({summary: expect.stringContaining('Python Variables')});
});

test('the JSON Schema dialect is answered too, and ignores what it does not know', () => {
  const answer = givenEmulator().generate(
    prompt(lessonBlock(), {
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        additionalProperties: false,
        oneOf: [],
        properties: {title: {type: ['string', 'null']}},
        required: ['title'],
      },
    }),
  );
  expect(JSON.parse(answerText(answer))).toEqual({title: expect.stringContaining('Python Variables')});
});

test('usage adds up, and thinking is part of it', () => {
  const answer = givenEmulator().generate(
    jsonPrompt(lessonBlock(), SCHEMA, {thinkingConfig: {thinkingLevel: 'high'}}),
  );
  expect(answer.body.usageMetadata?.thoughtsTokenCount).toBeGreaterThan(1_000);
  expect(answer.body.usageMetadata?.candidatesTokenCount).toBe(Math.ceil(answerText(answer).length / 4));
  expect(usageSum(answer)).toBe(answer.body.usageMetadata?.totalTokenCount);
});

test('thoughts and text together stay within the output limit, and the text is cut', () => {
  const answer = givenEmulator().generate(
    jsonPrompt(lessonBlock(), SCHEMA, {maxOutputTokens: 300, thinkingConfig: {thinkingLevel: 'low'}}),
  );
  const {candidatesTokenCount = 0, thoughtsTokenCount = 0} = answer.body.usageMetadata ?? {};
  expect(answer.body.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
  expect(thoughtsTokenCount).toBeGreaterThan(0);
  expect(candidatesTokenCount + thoughtsTokenCount).toBe(300);
  expect(() => JSON.parse(answerText(answer)) as unknown).toThrow(SyntaxError);
});

test('thinking can use up the whole limit, so that no text is left', () => {
  const answer = givenEmulator().generate(
    jsonPrompt(lessonBlock(), SCHEMA, {maxOutputTokens: 50, thinkingConfig: {thinkingLevel: 'high'}}),
  );
  expect(answer.body.candidates?.[0]).toEqual({
    content: {role: 'model'},
    finishReason: 'MAX_TOKENS',
    index: 0,
  });
  expect(answer.body.usageMetadata?.thoughtsTokenCount).toBe(50);
});

test('thoughts are shown where they are asked for', () => {
  const answer = givenEmulator().generate(
    jsonPrompt(lessonBlock(), SCHEMA, {thinkingConfig: {thinkingLevel: 'high', includeThoughts: true}}),
  );
  expect(answer.body.candidates?.[0]?.content?.parts?.map(({thought}) => thought)).toEqual([true, undefined]);
});

test('part of the prompt can count as cached, and is then cheaper', () => {
  const {generate, configure, ledger} = givenEmulator();
  generate(prompt('x'.repeat(4_000)));
  configure({cachedShare: 0.5});
  const answer = generate(prompt('x'.repeat(4_000)));
  expect(answer.body.usageMetadata).toMatchObject({promptTokenCount: 1_000, cachedContentTokenCount: 500});
  const [plain, cached] = ledger().map(({usd}) => usd);
  expect((plain ?? 0) - (cached ?? 0)).toBeCloseTo((500 * (0.3 - 0.03)) / 1e6, 9);
});

test('flex costs half', () => {
  const {generate, ledger} = givenEmulator();
  generate({...prompt('hello'), serviceTier: 'flex'});
  const [entry] = ledger();
  expect(entry).toMatchObject({serviceTier: 'flex'});
  expect(entry?.usd).toBeCloseTo(
    (((entry?.promptTokens ?? 0) * 0.3 + (entry?.outputTokens ?? 0) * 2.5) / 1e6) * 0.5,
    8,
  );
});

test('a prompt without a lesson request gets plain text', () => {
  expect(answerText(givenEmulator().generate(prompt('Tell me something.')))).toMatch(/\.$/);
});

test('an enum can be asked for on its own', () => {
  const answer = givenEmulator().generate(
    prompt('Choose.', {
      responseMimeType: 'text/x.enum',
      responseSchema: {type: 'STRING', enum: ['left', 'right']},
    }),
  );
  expect(['left', 'right']).toContain(answerText(answer));
});

test('countTokens counts bare contents, and a whole request with its system instruction', () => {
  const {countTokens} = givenEmulator();
  const bare = {contents: [{parts: [{text: 'x'.repeat(400)}]}]};
  expect(countTokens(bare).body.totalTokens).toBe(100);
  // One character more, for the line end between the two.
  const whole = {...bare, systemInstruction: {parts: [{text: 'y'.repeat(39)}]}};
  expect(countTokens({generateContentRequest: whole}).body.totalTokens).toBe(110);
});

test.each([
  ['no contents', {contents: []}, /contents is not specified/],
  ['an unknown name', {contents: [], text: 'x'}, /Unknown name "text"/],
  ['no JSON', '{', /Invalid JSON payload/],
])('countTokens refuses %s', (_what, body, message) => {
  const {countTokens, ledger} = givenEmulator();
  const answer = countTokens(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error?.message).toMatch(message);
  expect(ledger()).toMatchObject([{method: 'countTokens', outcome: 'bad_request'}]);
});

test('the older models tell how sure they were', () => {
  const {generate} = givenEmulator();
  const candidate = (model: string) => generate(prompt('hello'), {model}).body.candidates?.[0];
  expect(candidate('gemini-2.5-flash')?.avgLogprobs).toBeLessThan(0);
  expect(candidate(MODEL)).not.toHaveProperty('avgLogprobs');
});
