import {
  ApiError,
  createPartFromUri,
  FinishReason,
  GoogleGenAI,
  MediaResolution,
  ServiceTier,
  ThinkingLevel,
  Type,
} from '@google/genai';
import type {GenerateContentConfig} from '@google/genai';
import {afterAll, beforeEach, describe, expect, test} from 'vitest';
import {EMULATOR_API_KEY, startGeminiEmulator} from '../../../dev/gemini/server.ts';
import {lessonBlock, MODEL} from './given.ts';
import type {Body} from './given.ts';

const emulator = await startGeminiEmulator();

beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const SCHEMA: GenerateContentConfig = {
  responseMimeType: 'application/json',
  responseSchema: {
    type: Type.OBJECT,
    properties: {
      level: {type: Type.STRING, enum: ['easy', 'hard']},
      title: {type: Type.STRING},
      steps: {type: Type.ARRAY, items: {type: Type.STRING}, minItems: '2', maxItems: '2'},
      note: {type: Type.STRING, nullable: true},
    },
    required: ['title', 'level', 'steps', 'note'],
    propertyOrdering: ['title', 'level', 'steps', 'note'],
  },
};

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`It should have failed with an ApiError, and did not: ${String(error)}`);
}

/** The SDK puts the whole body of an error into its message. */
const errorIn = ({message}: ApiError): Body['error'] => (JSON.parse(message) as Body).error;

describe.each(['v1beta', 'v1'])('the real SDK, speaking %s,', apiVersion => {
  const sdk = (apiKey = EMULATOR_API_KEY) =>
    new GoogleGenAI({apiKey, httpOptions: {baseUrl: emulator.url, apiVersion}});
  const ask = (config: GenerateContentConfig = {}, contents: string = lessonBlock()) =>
    sdk().models.generateContent({model: MODEL, contents, config});

  test('gets JSON to a schema with types in upper case, in the order that was asked for', async () => {
    const response = await ask({...SCHEMA, systemInstruction: 'Be brief.'});
    const lesson = JSON.parse(response.text ?? '') as Record<string, unknown>;
    expect(Object.keys(lesson)).toEqual(['title', 'level', 'steps', 'note']);
    expect(lesson['title']).toContain('Python Variables');
    expect(['easy', 'hard']).toContain(lesson['level']);
    expect(lesson['steps']).toHaveLength(2);
    expect(response.candidates?.[0]?.finishReason).toBe(FinishReason.STOP);
    expect(response).toMatchObject({
      modelVersion: MODEL,
      responseId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test('gets JSON to a JSON Schema', async () => {
    const response = await ask({
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        properties: {title: {type: 'string'}, minutes: {type: ['integer', 'null'], minimum: 5, maximum: 9}},
        required: ['title', 'minutes'],
        additionalProperties: false,
      },
    });
    const lesson = JSON.parse(response.text ?? '') as {title: string; minutes: number | null};
    expect(lesson.title).toContain('Python Variables');
    expect([null, 5, 6, 7, 8, 9]).toContain(lesson.minutes);
  });

  test('gets thoughts apart from the text, and a usage that adds up', async () => {
    const response = await ask({
      ...SCHEMA,
      thinkingConfig: {thinkingLevel: ThinkingLevel.HIGH, includeThoughts: true},
    });
    expect(response.candidates?.[0]?.content?.parts?.map(({thought}) => thought)).toEqual([true, undefined]);
    // The SDK leaves thoughts out of the text.
    expect(JSON.parse(response.text ?? '')).toHaveProperty('title');
    const {
      promptTokenCount = 0,
      candidatesTokenCount = 0,
      thoughtsTokenCount = 0,
      totalTokenCount,
    } = response.usageMetadata ?? {};
    expect(thoughtsTokenCount).toBeGreaterThan(1_000);
    expect(promptTokenCount + candidatesTokenCount + thoughtsTokenCount).toBe(totalTokenCount);
  });

  test('is cut where thoughts and text reach the output limit', async () => {
    const response = await ask({
      ...SCHEMA,
      maxOutputTokens: 200,
      thinkingConfig: {thinkingLevel: ThinkingLevel.LOW},
    });
    expect(response.candidates?.[0]?.finishReason).toBe(FinishReason.MAX_TOKENS);
    const {candidatesTokenCount = 0, thoughtsTokenCount = 0} = response.usageMetadata ?? {};
    expect(candidatesTokenCount + thoughtsTokenCount).toBe(200);
  });

  test('pays half for the flex tier', async () => {
    await ask({...SCHEMA, serviceTier: ServiceTier.FLEX});
    await ask(SCHEMA);
    const [flex, standard] = emulator.ledger();
    expect(flex).toMatchObject({serviceTier: 'flex', outputTokens: expect.any(Number)});
    expect(standard).toMatchObject({serviceTier: 'standard'});
    expect(flex?.usd).toBeCloseTo(
      (((flex?.promptTokens ?? 0) * 0.3 + (flex?.outputTokens ?? 0) * 2.5) / 1e6) * 0.5,
      8,
    );
  });

  test('sends a video by its address, with a resolution and without a type', async () => {
    const {fileData} = createPartFromUri('https://youtu.be/abc-DEF_123', 'video/mp4');
    const watch = async (config: GenerateContentConfig, file: object = {...fileData}) => {
      const response = await sdk().models.generateContent({
        model: MODEL,
        contents: [{parts: [{fileData: file}, {text: 'Watch.'}]}],
        config,
      });
      return response.usageMetadata?.promptTokensDetails?.map(({modality, tokenCount}) => [
        modality,
        tokenCount,
      ]);
    };
    const usual = [
      ['TEXT', 2],
      ['VIDEO', 42_000],
      ['AUDIO', 19_200],
    ];
    expect(await watch({})).toEqual(usual);
    expect(await watch({}, {fileUri: fileData?.fileUri})).toEqual(usual);
    expect((await watch({mediaResolution: MediaResolution.MEDIA_RESOLUTION_HIGH}))?.[1]).toEqual([
      'VIDEO',
      168_000,
    ]);
  });

  test('counts tokens', async () => {
    const counted = await sdk().models.countTokens({model: MODEL, contents: 'x'.repeat(400)});
    expect(counted.totalTokens).toBe(100);
    expect(emulator.ledger()).toMatchObject([{method: 'countTokens', outcome: 'counted', usd: 0}]);
  });

  test('lists the models, page by page, and describes one', async () => {
    const names: string[] = [];
    for await (const model of await sdk().models.list({config: {pageSize: 4}})) names.push(model.name ?? '');
    expect(names).toContain(`models/${MODEL}`);
    expect(names.length).toBeGreaterThan(4);
    expect(new Set(names).size).toBe(names.length);
    expect(await sdk().models.get({model: MODEL})).toMatchObject({
      name: `models/${MODEL}`,
      outputTokenLimit: 65_536,
      supportedActions: ['generateContent', 'countTokens'],
    });
  });

  test('gets errors as an ApiError with the body in its message', async () => {
    emulator.configure({faults: [{fault: 'quota_day', times: 1}]});
    const quota = await failureOf(ask());
    expect(quota.status).toBe(429);
    expect(errorIn(quota)).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      details: [
        {violations: [{quotaId: 'GenerateRequestsPerDayPerProjectPerModel'}]},
        {},
        {retryDelay: '47s'},
      ],
    });

    const key = await failureOf(sdk('wrong').models.generateContent({model: MODEL, contents: 'hello'}));
    expect(key.status).toBe(400);
    expect(errorIn(key)?.details?.[0]).toMatchObject({reason: 'API_KEY_INVALID'});

    const model = await failureOf(sdk().models.generateContent({model: 'gemini-9', contents: 'hello'}));
    expect(model.status).toBe(404);
    expect(errorIn(model)?.message).toContain(`not found for API version ${apiVersion}`);

    const level = await failureOf(
      sdk().models.generateContent({
        model: 'gemini-3.8-flash',
        contents: 'hello',
        config: {thinkingConfig: {thinkingLevel: ThinkingLevel.MINIMAL}},
      }),
    );
    expect(level.status).toBe(400);
    expect(errorIn(level)?.message).toContain("'minimal' is not a supported thinking level");
  });

  test('is told that a page of a front end is no JSON', async () => {
    emulator.configure({faults: [{fault: 'html_502'}]});
    expect(await failureOf(ask())).toMatchObject({
      status: 502,
      message: expect.stringContaining('Bad Gateway'),
    });
  });
});
