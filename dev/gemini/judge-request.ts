import {badFields, invalidArgument} from './errors.ts';
import type {ApiError} from './errors.ts';
import type {GenerateRequest} from './generate-request.ts';
import type {ModelFacts} from './models.ts';
import {listOf} from './proto.ts';
import type {JsonObject} from './proto.ts';

// Each of these finds what the real service refuses, or gives null.

/** The turns of a prompt: somebody says something, and the last word is not the model's. */
export function judgeContents(contents: readonly JsonObject[], facts: ModelFacts): ApiError | null {
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

/** The generation config, where it has nothing to do with thinking or with the inside of a schema. */
export function judgeConfig(
  config: JsonObject,
  request: GenerateRequest,
  facts: ModelFacts,
): ApiError | null {
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

export function judgeTools(
  tools: readonly JsonObject[],
  mimeType: string,
  facts: ModelFacts,
): ApiError | null {
  if (tools.length === 0 || mimeType !== 'application/json' || facts.jsonWithSearch) return null;
  return invalidArgument(`Tool use with a response mime type: 'application/json' is unsupported`);
}
