import {badFields, invalidArgument} from './errors.ts';
import type {ApiError, FieldViolation} from './errors.ts';
import type {ModelFacts} from './models.ts';
import {isObject, readMessage} from './proto.ts';
import type {JsonObject} from './proto.ts';
import {cachedSchema} from './schema/cache.ts';
import type {SchemaNode} from './schema/node.ts';
import {judgeThinking} from './thinking.ts';
import type {ThinkingAsk} from './thinking.ts';
import {countTokens, TOKENS_PER_VIDEO} from './tokens.ts';

/** What a generateContent request asks for, read and judged. */
export type GenerateRequest = {
  /** All text of the prompt, system instruction first. */
  promptText: string;
  textTokens: number;
  videoTokens: number;
  serviceTier: 'standard' | 'flex';
  mimeType: string;
  /** What JSON output must satisfy; null for any. */
  schema: SchemaNode | null;
  maxOutputTokens: number;
  thinking: ThinkingAsk;
  includeThoughts: boolean;
};

export type ReadAnswer = {kind: 'read'; request: GenerateRequest} | {kind: 'refused'; error: ApiError};

const MAX_VIDEOS = 10;

/** Reads the body of generateContent for a model, refusing what the real service refuses, in its words. */
export function readGenerateRequest(body: unknown, model: string, facts: ModelFacts): ReadAnswer {
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
  if (violations.length > 0) return {kind: 'refused', error: badFields(violations)};

  const contents = listOf(message['contents']);
  const promptText = joinTexts([message['systemInstruction'], ...contents]);
  const videoCount = contents.reduce((count, content) => count + videosOf(content), 0);
  const thinking = thinkingOf(config);
  const mimeType = config['responseMimeType'];
  const request: GenerateRequest = {
    promptText,
    // A response schema is part of the input and is billed as such.
    textTokens: countTokens(promptText.length + (schema?.charCount ?? 0)),
    videoTokens: videoCount * TOKENS_PER_VIDEO,
    serviceTier: String(message['serviceTier']).toLowerCase().endsWith('flex') ? 'flex' : 'standard',
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
    (videoCount > MAX_VIDEOS
      ? invalidArgument(
          `The request has ${videoCount} video files but the model only supports up to ${MAX_VIDEOS}.`,
        )
      : null) ??
    (request.textTokens + request.videoTokens > facts.inputTokenLimit
      ? invalidArgument(
          `The input token count exceeds the maximum number of tokens allowed ${facts.inputTokenLimit}.`,
        )
      : null);
  return error === null ? {kind: 'read', request} : {kind: 'refused', error};
}

function judgeContents(contents: readonly JsonObject[], facts: ModelFacts): ApiError | null {
  if (contents.length === 0) {
    return invalidArgument('* GenerateContentRequest.contents: contents is not specified\n');
  }
  for (const [index, content] of contents.entries()) {
    const role = content['role'] ?? 'user';
    if (role !== 'user' && role !== 'model' && role !== 'function') {
      return invalidArgument('Please use a valid role: user, model.');
    }
    if (listOf(content['parts']).length === 0) {
      return invalidArgument(
        `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.\n`,
      );
    }
  }
  if (contents.at(-1)?.['role'] === 'model' && !facts.modelTurnLast) {
    return invalidArgument('Requests ending with a model turn are not supported.');
  }
  return null;
}

function judgeConfig(config: JsonObject, request: GenerateRequest, facts: ModelFacts): ApiError | null {
  const {maxOutputTokens: limit, mimeType} = request;
  if (!Number.isInteger(limit)) {
    return badFields([
      {
        field: 'generation_config.max_output_tokens',
        description: `Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32), ${JSON.stringify(config['maxOutputTokens'])}`,
      },
    ]);
  }
  if (limit < 1 || limit > facts.outputTokenLimit) {
    return invalidArgument(
      `Unable to submit request because it has a maxOutputTokens value of ${limit} but the supported range is from 1 (inclusive) to ${facts.outputTokenLimit + 1} (exclusive). Update the value and try again.`,
    );
  }
  // The newer models ignore the temperature and still check its range.
  const temperature = Number(config['temperature'] ?? 1);
  if (!(temperature >= 0 && temperature <= 2)) {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n`,
    );
  }
  // The older models allow several; nothing here asks for them, so all refuse alike.
  if (Number(config['candidateCount'] ?? 1) !== 1) {
    return invalidArgument('Multiple candidates is not enabled for this model');
  }
  if (!['text/plain', 'application/json', 'text/x.enum'].includes(mimeType)) {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are \`text/plain\`, \`application/json\`, \`application/xml\`, \`application/yaml\` and \`text/x.enum\`.\n`,
    );
  }
  if (request.schema !== null && mimeType === 'text/plain') {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.response_schema: only allowed when \`response_mime_type\` is \`application/json\` or \`text/x.enum\`.\n`,
    );
  }
  return null;
}

function judgeTools(tools: readonly JsonObject[], mimeType: string, facts: ModelFacts): ApiError | null {
  if (tools.length === 0 || mimeType !== 'application/json' || facts.jsonWithSearch) return null;
  return invalidArgument(`Tool use with a response mime type: 'application/json' is unsupported`);
}

/** The prompt tokens of a countTokens body: bare contents, or a whole generateContent request. */
export function countRequestTokens(body: unknown): {tokens: number} | {error: ApiError} {
  const violations: FieldViolation[] = [];
  const message = readMessage(body, 'CountTokensRequest', '', violations);
  if (violations.length > 0) return {error: badFields(violations)};
  const whole = isObject(message['generateContentRequest']) ? message['generateContentRequest'] : message;
  const contents = listOf(whole['contents']);
  if (contents.length === 0)
    return {error: invalidArgument('* CountTokensRequest.contents: contents is not specified\n')};
  const charCount = joinTexts([whole['systemInstruction'], ...contents]).length;
  const videoCount = contents.reduce((count, content) => count + videosOf(content), 0);
  return {tokens: countTokens(charCount) + videoCount * TOKENS_PER_VIDEO};
}

function thinkingOf(config: JsonObject): ThinkingAsk {
  const thinking = isObject(config['thinkingConfig']) ? config['thinkingConfig'] : {};
  const {thinkingLevel: level, thinkingBudget: budget} = thinking;
  return {
    level: typeof level === 'string' ? level : null,
    budget: budget === undefined ? null : Number(budget),
  };
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function joinTexts(contents: readonly unknown[]): string {
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

function videosOf(content: JsonObject): number {
  return listOf(content['parts']).filter(part => part['fileData'] !== undefined).length;
}
