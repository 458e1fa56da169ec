import {badFields, invalidArgument} from './errors.ts';
import type {ApiError, FieldViolation} from './errors.ts';
import {joinTexts} from './generate-request.ts';
import type {Reader} from './generate-request.ts';
import {isObject, listOf, readMessage} from './proto.ts';
import {countTokens} from './tokens.ts';
import type {PromptTokens} from './tokens.ts';
import {readVideos} from './videos.ts';

/** The prompt tokens of a countTokens body: bare contents, or a whole generateContent request. */
export function countRequestTokens(
  body: unknown,
  {facts, videos}: Reader,
): {tokens: PromptTokens} | {error: ApiError} {
  const violations: FieldViolation[] = [];
  const message = readMessage(body, 'CountTokensRequest', '', violations);
  if (violations.length > 0) return {error: badFields(violations)};
  const whole = isObject(message['generateContentRequest']) ? message['generateContentRequest'] : message;
  const contents = listOf(whole['contents']);
  if (contents.length === 0)
    return {error: invalidArgument('* CountTokensRequest.contents: contents is not specified\n')};
  const config = isObject(whole['generationConfig']) ? whole['generationConfig'] : {};
  const watched = readVideos(contents, {known: videos, facts, resolution: config['mediaResolution']});
  if (watched.error !== null) return {error: watched.error};
  const charCount = joinTexts([whole['systemInstruction'], ...contents]).length;
  return {tokens: {text: countTokens(charCount), ...watched.tokens}};
}
