import type {FieldViolation} from './errors.ts';

export type JsonObject = {[name: string]: unknown};

/**
 * The messages of the interface, by field: '' for a value that is not looked into, a message's name, `[]` before
 * it for a list. The proto part of a request refuses any other name with 400.
 */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GenerateContentRequest: {
    model: '',
    contents: '[]Content',
    systemInstruction: 'Content',
    tools: '[]Tool',
    toolConfig: '',
    safetySettings: '[]SafetySetting',
    generationConfig: 'GenerationConfig',
    cachedContent: '',
    serviceTier: '',
    store: '',
    labels: '',
    continuationToken: '',
  },
  CountTokensRequest: {model: '', contents: '[]Content', generateContentRequest: 'GenerateContentRequest'},
  Content: {role: '', parts: '[]Part'},
  Part: {
    text: '',
    thought: '',
    thoughtSignature: '',
    inlineData: 'Blob',
    fileData: 'FileData',
    functionCall: '',
    functionResponse: '',
    executableCode: '',
    codeExecutionResult: '',
    videoMetadata: 'VideoMetadata',
    partMetadata: '',
    mediaResolution: 'MediaResolution',
    toolCall: '',
    toolResponse: '',
    audioTranscription: '',
    mediaProcessing: '',
    speechMetadata: '',
  },
  Blob: {mimeType: '', data: '', displayName: ''},
  FileData: {mimeType: '', fileUri: '', displayName: ''},
  VideoMetadata: {startOffset: '', endOffset: '', fps: ''},
  MediaResolution: {level: ''},
  Tool: {
    functionDeclarations: '',
    googleSearchRetrieval: '',
    codeExecution: '',
    googleSearch: '',
    computerUse: '',
    urlContext: '',
    fileSearch: '',
    googleMaps: '',
    mcpServers: '',
  },
  SafetySetting: {category: '', threshold: ''},
  GenerationConfig: {
    stopSequences: '',
    responseMimeType: '',
    // Schemas have their own reader, which remembers the ones it has seen.
    responseSchema: '',
    responseJsonSchema: '',
    _responseJsonSchema: '',
    responseModalities: '',
    candidateCount: '',
    maxOutputTokens: '',
    temperature: '',
    topP: '',
    topK: '',
    seed: '',
    presencePenalty: '',
    frequencyPenalty: '',
    responseLogprobs: '',
    logprobs: '',
    enableEnhancedCivicAnswers: '',
    speechConfig: '',
    thinkingConfig: 'ThinkingConfig',
    imageConfig: '',
    audioTranscriptionConfig: '',
    mediaResolution: '',
  },
  ThinkingConfig: {includeThoughts: '', thinkingBudget: '', thinkingLevel: ''},
};

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; what is none of either is passed over. */
export function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function camelCase(name: string): string {
  return name.replace(/(?!^)_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`).replace(/^_/, '');
}

export function unknownName(name: string, path: string): FieldViolation {
  const place = path === '' ? '' : ` at '${path}'`;
  return {
    field: path,
    description: `Invalid JSON payload received. Unknown name "${name}"${place}: Cannot find field.`,
  };
}

function invalidValue(path: string, type: string, value: unknown): FieldViolation {
  return {field: path, description: `Invalid value at '${path}' (${type}), ${JSON.stringify(value)}`};
}

/**
 * Reads a message: names come back in camelCase whichever way they were written, nulls count as absent, and
 * what does not fit is added to `violations`.
 */
export function readMessage(
  value: unknown,
  message: string,
  path: string,
  violations: FieldViolation[],
): JsonObject {
  const result: JsonObject = {};
  if (!isObject(value)) {
    violations.push(
      invalidValue(path, `type.googleapis.com/google.ai.generativelanguage.v1beta.${message}`, value),
    );
    return result;
  }
  const fields = MESSAGES[message] ?? {};
  for (const [name, raw] of Object.entries(value)) {
    const known = camelCase(name);
    const type = Object.hasOwn(fields, known) ? fields[known] : undefined;
    if (type === undefined) violations.push(unknownName(name, path));
    else if (raw !== null) result[known] = readField(raw, type, join(path, snakeCase(known)), violations);
  }
  return result;
}

function readField(raw: unknown, type: string, path: string, violations: FieldViolation[]): unknown {
  if (type === '') return raw;
  if (!type.startsWith('[]')) return readMessage(raw, type, path, violations);
  if (!Array.isArray(raw)) {
    violations.push(invalidValue(path, `repeated ${type.slice(2)}`, raw));
    return [];
  }
  return raw.map((item, index) => readMessage(item, type.slice(2), `${path}[${index}]`, violations));
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
