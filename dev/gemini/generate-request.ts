import {badFields, invalidArgument} from './errors.ts';
import type {ApiError, FieldViolation} from './errors.ts';
import {judgeConfig, judgeContents, judgeTools} from './judge-request.ts';
import type {ModelFacts} from './models.ts';
import {isObject, listOf, readMessage} from './proto.ts';
import type {JsonObject} from './proto.ts';
import {cachedSchema} from './schema/cache.ts';
import type {SchemaNode} from './schema/node.ts';
import {judgeThinking} from './thinking.ts';
import type {ThinkingAsk} from './thinking.ts';
import {countTokens, sumOf} from './tokens.ts';
import type {PromptTokens} from './tokens.ts';
import {readVideos} from './videos.ts';
import type {VideoFacts} from './videos.ts';

/** What a generateContent request asks for, read and judged. */
export type GenerateRequest = {
  /** All text of the prompt, system instruction first. */
  promptText: string;
  promptTokens: PromptTokens;
  serviceTier: 'standard' | 'flex';
  mimeType: string;
  /** What JSON output must satisfy; null for any. */
  schema: SchemaNode | null;
  maxOutputTokens: number;
  thinking: ThinkingAsk;
  includeThoughts: boolean;
};

export type ReadAnswer = {kind: 'read'; request: GenerateRequest} | {kind: 'refused'; error: ApiError};

/** Who reads a request: the model that serves it, and the videos that the emulator was told of. */
export type Reader = {model: string; facts: ModelFacts; videos: Readonly<Record<string, VideoFacts>>};

/** Reads the body of generateContent for a model, refusing what the real service refuses, in its words. */
export function readGenerateRequest(body: unknown, {model, facts, videos}: Reader): ReadAnswer {
  const violations: FieldViolation[] = [];
  const message = readMessage(body, 'GenerateContentRequest', '', violations);
  const config = isObject(message['generationConfig']) ? message['generationConfig'] : {};
  const rawSchema = config['responseSchema'];
  const rawJsonSchema = config['responseJsonSchema'] ?? config['_responseJsonSchema'];
  const schema =
    rawSchema !== undefined
      ? cachedSchema(rawSchema, 'proto')
      : rawJsonSchema === undefined
        ? null
        : cachedSchema(rawJsonSchema, 'json');
  violations.push(...(schema?.violations ?? []));
  const serviceTier = readServiceTier(message['serviceTier'], violations);
  if (violations.length > 0) return {kind: 'refused', error: badFields(violations)};

  const contents = listOf(message['contents']);
  const promptText = joinTexts([message['systemInstruction'], ...contents]);
  const watched = readVideos(contents, {known: videos, facts, resolution: config['mediaResolution']});
  const thinking = thinkingOf(config);
  const mimeType = config['responseMimeType'];
  const request: GenerateRequest = {
    promptText,
    // A response schema is part of the input and is billed as such.
    promptTokens: {text: countTokens(promptText.length + (schema?.charCount ?? 0)), ...watched.tokens},
    serviceTier,
    mimeType: typeof mimeType === 'string' ? mimeType : 'text/plain',
    schema: schema?.node ?? null,
    maxOutputTokens: Number(config['maxOutputTokens'] ?? facts.outputTokenLimit),
    thinking,
    includeThoughts:
      isObject(config['thinkingConfig']) && config['thinkingConfig']['includeThoughts'] === true,
  };
  const error =
    judgeContents(contents, facts) ??
    judgeConfig(config, request, facts) ??
    judgeTools(listOf(message['tools']), request.mimeType, facts) ??
    judgeThinking(thinking, model, facts) ??
    (rawSchema !== undefined && rawJsonSchema !== undefined
      ? invalidArgument('Only one of response_schema and response_json_schema can be set.')
      : null) ??
    (schema !== null && schema.complaints.length > 0
      ? invalidArgument(schema.complaints.join('\n'))
      : null) ??
    watched.error ??
    (sumOf(request.promptTokens) > facts.inputTokenLimit
      ? invalidArgument(
          `The input token count exceeds the maximum number of tokens allowed ${facts.inputTokenLimit}.`,
        )
      : null);
  return error === null ? {kind: 'read', request} : {kind: 'refused', error};
}

/** The tier that is billed. `priority` has prices of its own, which the emulator does not know: it counts as standard. */
function readServiceTier(raw: unknown, violations: FieldViolation[]): 'standard' | 'flex' {
  if (raw === undefined) return 'standard';
  const tier = typeof raw === 'string' ? raw.toLowerCase().replace(/^service_tier_/, '') : '';
  if (tier === 'flex') return 'flex';
  if (!['standard', 'priority', 'unspecified'].includes(tier)) {
    violations.push({
      field: 'service_tier',
      description: `Invalid value at 'service_tier' (type.googleapis.com/google.ai.generativelanguage.v1beta.ServiceTier), ${JSON.stringify(raw)}`,
    });
  }
  return 'standard';
}

function thinkingOf(config: JsonObject): ThinkingAsk {
  const thinking = isObject(config['thinkingConfig']) ? config['thinkingConfig'] : {};
  const {thinkingLevel: level, thinkingBudget: budget} = thinking;
  return {
    level: typeof level === 'string' && level !== 'THINKING_LEVEL_UNSPECIFIED' ? level : null,
    budget: budget === undefined ? null : Number(budget),
  };
}

/** All text of these contents, one a line. */
export function joinTexts(contents: readonly unknown[]): string {
  return contents
    .map(textOf)
    .filter(text => text !== '')
    .join('\n');
}

function textOf(content: unknown): string {
  if (!isObject(content)) return '';
  return listOf(content['parts'])
    .map(part => (typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}
