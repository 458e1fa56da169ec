import {modelNotFound} from './errors.ts';
import {resolveModel} from './models.ts';
import type {ModelFacts} from './models.ts';
import {errorReply, jsonReply} from './reply.ts';
import type {Reply} from './reply.ts';

type Models = Readonly<Record<string, ModelFacts>>;

/** `GET models`: those that are served at the time, in pages of at most 1,000 (default 50). */
export function listModels(models: Models, nowMs: number, query: URLSearchParams): Reply {
  const pageSize = Math.min(Math.max(Number(query.get('pageSize') ?? 50) || 50, 1), 1_000);
  const start = Number(query.get('pageToken') ?? 0) || 0;
  const served = Object.keys(models).filter(name => resolveModel(models, name, nowMs).kind === 'served');
  const page = served
    .slice(start, start + pageSize)
    .map(name => describeModel(name, models[name] as ModelFacts));
  const next = start + pageSize;
  return jsonReply(
    JSON.stringify({models: page, ...(next < served.length ? {nextPageToken: String(next)} : {})}),
  );
}

/** `GET models/{name}`. */
export function getModel(models: Models, nowMs: number, version: string, name: string): Reply {
  const facts = models[name];
  if (facts === undefined || resolveModel(models, name, nowMs).kind !== 'served') {
    return errorReply(modelNotFound(name, version, 'GetModel'));
  }
  return jsonReply(JSON.stringify(describeModel(name, facts)));
}

function describeModel(name: string, facts: ModelFacts) {
  return {
    name: `models/${name}`,
    version: '001',
    displayName: facts.displayName,
    inputTokenLimit: facts.inputTokenLimit,
    outputTokenLimit: facts.outputTokenLimit,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
    thinking: facts.thinking.kind !== 'none',
  };
}
