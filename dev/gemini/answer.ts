import type {GenerateRequest} from './generate-request.ts';
import {lessonMaterial} from './lesson/material.ts';
import type {LessonSubject} from './lesson/subject.ts';
import type {ModelFacts, Price} from './models.ts';
import {createRandom, seedOf} from './random.ts';
import {fillSchema} from './schema/fill.ts';
import {thoughtTokens} from './thinking.ts';
import {CHARS_PER_TOKEN, countTokens, sumOf, tokenDetails} from './tokens.ts';
import type {PromptTokens} from './tokens.ts';

export type Part = {text: string; thought?: true};

export type Usage = {
  promptTokens: PromptTokens;
  cachedTokens: number;
  candidateTokens: number;
  thoughtTokens: number;
};

/** An answer before it is put into the interface's envelope. Faults change it on the way. */
export type Answer = {
  /** Null leaves the candidate without content, an empty list leaves the content without parts. */
  parts: readonly Part[] | null;
  /** Null leaves the answer without candidates. */
  finishReason: string | null;
  blockReason?: string;
  usage: Usage;
  /** Only the older models tell it. */
  avgLogprobs: number | null;
  modelVersion: string;
  responseId: string;
};

export type AnswerOptions = {
  request: GenerateRequest;
  subject: LessonSubject | null;
  /** The model that answers. */
  model: string;
  facts: ModelFacts;
  requestHash: string;
  /** The share of the prompt that counts as read from the implicit cache, in [0, 1]. */
  cachedShare: number;
};

/** The answer's text for a subject: JSON to the request's schema, or a few sentences. */
export function writeText(
  {request, requestHash}: AnswerOptions,
  subject: LessonSubject | null,
  textInstead?: string,
): string {
  const random = createRandom(seedOf(requestHash));
  const material = subject === null ? {} : lessonMaterial(subject, random);
  const options = {random, ...(textInstead === undefined ? {} : {textInstead})};
  if (request.schema !== null) {
    const value = fillSchema(request.schema, material, options);
    return request.mimeType === 'text/x.enum' ? String(value) : JSON.stringify(value);
  }
  const content = {
    kind: 'string',
    nullable: false,
    options: null,
    format: '',
    minLength: 0,
    maxLength: Infinity,
  } as const;
  const text = String(fillSchema(content, material['content'], options));
  return request.mimeType === 'application/json' ? JSON.stringify({content: text}) : text;
}

/** What the model would answer, thinking and output limit included. */
export function makeAnswer(options: AnswerOptions): Answer {
  const {request, facts, model, requestHash} = options;
  const random = createRandom(seedOf(`thinking ${requestHash}`));
  const thought = Math.min(thoughtTokens(request.thinking, facts, random), request.maxOutputTokens);
  const answer: Answer = {
    parts: [{text: writeText(options, options.subject)}],
    finishReason: 'STOP',
    usage: {
      promptTokens: request.promptTokens,
      cachedTokens: Math.floor(sumOf(request.promptTokens) * options.cachedShare),
      candidateTokens: 0,
      thoughtTokens: thought,
    },
    avgLogprobs: facts.thinking.kind === 'level' ? null : -0.05 - random.next() / 4,
    modelVersion: model,
    responseId: requestHash,
  };
  const limited = limitOutput(answer, request.maxOutputTokens);
  if (!request.includeThoughts || thought === 0 || limited.parts === null) return limited;
  return {...limited, parts: [{text: THOUGHT, thought: true}, ...limited.parts]};
}

export const THOUGHT =
  '**Planning the answer**\n\nThe request names a subject and a shape. I will keep to both.';

/** Cuts the text where thoughts and text together reach the limit, and counts its tokens. */
export function limitOutput(answer: Answer, maxOutputTokens: number): Answer {
  const text = answer.parts?.[0]?.text ?? '';
  const available = maxOutputTokens - answer.usage.thoughtTokens;
  const isCut = countTokens(text.length) > available;
  const kept = isCut ? text.slice(0, Math.max(0, available) * CHARS_PER_TOKEN).toWellFormed() : text;
  return {
    ...answer,
    parts: kept === '' ? [] : [{text: kept}],
    finishReason: isCut ? 'MAX_TOKENS' : answer.finishReason,
    usage: {...answer.usage, candidateTokens: countTokens(kept.length)},
  };
}

/** The JSON of generateContent's answer. Counts of 0 are left out, as the service does. */
export function envelope(answer: Answer): {[name: string]: unknown} {
  const {parts, finishReason, blockReason, usage, modelVersion, responseId} = answer;
  const {cachedTokens, candidateTokens, thoughtTokens: thoughts} = usage;
  const promptTokens = sumOf(usage.promptTokens);
  const candidate = {
    ...(parts === null ? {} : {content: parts.length === 0 ? {role: 'model'} : {parts, role: 'model'}}),
    finishReason,
    index: 0,
    ...(parts === null || answer.avgLogprobs === null ? {} : {avgLogprobs: answer.avgLogprobs}),
  };
  return {
    ...(finishReason === null ? {} : {candidates: [candidate]}),
    ...(blockReason === undefined ? {} : {promptFeedback: {blockReason}}),
    usageMetadata: {
      promptTokenCount: promptTokens,
      ...(candidateTokens === 0 ? {} : {candidatesTokenCount: candidateTokens}),
      totalTokenCount: promptTokens + candidateTokens + thoughts,
      ...(cachedTokens === 0 ? {} : {cachedContentTokenCount: cachedTokens}),
      promptTokensDetails: tokenDetails(usage.promptTokens),
      ...(thoughts === 0 ? {} : {thoughtsTokenCount: thoughts}),
    },
    modelVersion,
    responseId,
  };
}

/** Dollars for a usage: cached input at its own price, video as text, thoughts as output, flex at half of all. */
export function costUsd(usage: Usage, price: Price, serviceTier: 'standard' | 'flex'): number {
  const input =
    (sumOf(usage.promptTokens) - usage.cachedTokens) * price.inUsd + usage.cachedTokens * price.cachedInUsd;
  const output = (usage.candidateTokens + usage.thoughtTokens) * price.outUsd;
  const usd = ((input + output) / 1e6) * (serviceTier === 'flex' ? 0.5 : 1);
  return Math.round(usd * 1e9) / 1e9;
}
