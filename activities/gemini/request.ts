import type {
  GenerateContentRequest,
  GenerationConfig,
  ModelParams,
  Part,
  ResponseSchema,
} from '@google/generative-ai';
import type {WireSchema} from '../../domain/content/index.ts';
import type {ServiceTier} from '../../domain/prices.ts';
import {honoursTemperature} from './temperature.ts';
import {leastThinking, type ThinkingConfig} from './thinking.ts';

export type GeminiCall = {
  system: string;
  user: string;
  /** A public video that the model watches; null for none. */
  videoUrl: string | null;
  schema: WireSchema;
  /** Thinking included. */
  maxOutputTokens: number;
  /** For models that heed one; null for the model's own. */
  temperature: number | null;
  /** Cancels the call. The provider bills it all the same. */
  signal: AbortSignal;
};

/** What every call of a model has. The SDK's types do not know `thinkingConfig`; it passes it on. */
export function modelParams(model: string, call: GeminiCall): ModelParams {
  const thinkingConfig = leastThinking(model);
  const generationConfig: GenerationConfig & {thinkingConfig?: ThinkingConfig} = {
    responseMimeType: 'application/json',
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type is an enum of the same words
    responseSchema: call.schema as unknown as ResponseSchema,
    maxOutputTokens: call.maxOutputTokens,
    ...(thinkingConfig && {thinkingConfig}),
    ...(call.temperature !== null && honoursTemperature(model) && {temperature: call.temperature}),
  };
  return {model, systemInstruction: call.system, generationConfig};
}

/** The rest of it. `serviceTier` too is unknown to the SDK's types, and passed on. */
export function requestOf(
  call: GeminiCall,
  serviceTier: ServiceTier,
): GenerateContentRequest & {serviceTier?: ServiceTier} {
  const parts: Part[] = [{text: call.user}];
  if (call.videoUrl !== null) parts.unshift({fileData: {mimeType: 'video/*', fileUri: call.videoUrl}});
  return {
    contents: [{role: 'user', parts}],
    ...(serviceTier === 'standard' ? {} : {serviceTier}),
  };
}

/** All that is sent and counted as input. */
export function promptChars({system, user, schema}: Pick<GeminiCall, 'system' | 'user' | 'schema'>): number {
  return system.length + user.length + schemaChars(schema);
}

/** There is one schema a style, and writing it out costs as much as the rest of a call. */
const charsOfSchema = new WeakMap<WireSchema, number>();

function schemaChars(schema: WireSchema): number {
  const known = charsOfSchema.get(schema);
  if (known !== undefined) return known;
  const chars = JSON.stringify(schema).length;
  charsOfSchema.set(schema, chars);
  return chars;
}
