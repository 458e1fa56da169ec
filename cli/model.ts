import {allowLongCalls} from '../activities/gemini/long-calls.ts';
import {createGemini} from '../activities/gemini/index.ts';
import type {Model} from '../activities/model.ts';
import type {ModelSettings} from '../api/console/commands.ts';
import type {Config} from '../config.ts';
import {EMULATED} from '../domain/runs.ts';
import {isEmulated} from './emulator.ts';
import {type ModelPrice, priceOf, tierPrice} from '../domain/prices.ts';
import {shutdownOf} from '../domain/shutdowns.ts';

/**
 * The model as the configuration describes it.
 *
 * @throws Error where the key or a price is missing: no run starts without them
 */
export function createModel(config: Config): Model {
  const {model, qualityModel, maxConcurrent, timeoutMs, maxOutputTokens} = config.gemini;
  allowLongCalls(timeoutMs);
  return {
    ...createWriter(config, model),
    emulated: isEmulated(config),
    maxOutputTokens,
    maxConcurrent,
    timeoutMs,
    limits: config.limits,
    alternative: qualityModel === model ? null : createWriter(config, qualityModel),
  };
}

function createWriter(config: Config, model: string): NonNullable<Model['alternative']> {
  const {apiKey, baseUrl, timeoutMs, serviceTier, price} = config.gemini;
  if (apiKey === undefined) {
    throw new Error(
      'GEMINI_API_KEY is not set. Set it to a key of the Gemini API, or use `npm start`, which brings an emulator.',
    );
  }
  const priceAt = (atMs: number): ModelPrice => {
    // The configured price is that of the configured model.
    const standard = (model === config.gemini.model ? price : undefined) ?? priceOf(model, atMs);
    if (standard === null) throw new Error(unknownPrice(config, model));
    return tierPrice(standard, serviceTier);
  };
  priceAt(Date.now());
  return {
    name: modelName(config, model),
    priceAt,
    gemini: createGemini({apiKey, baseUrl, model, serviceTier, timeoutMs}),
  };
}

/** What the console is told of the configured model. */
export function modelSettings(config: Config): ModelSettings {
  const {model, qualityModel, maxConcurrent, serviceTier, price} = config.gemini;
  return {
    name: modelName(config),
    emulated: isEmulated(config),
    alternative: qualityModel === model ? null : qualityModel,
    limits: config.limits,
    maxConcurrent: Math.min(maxConcurrent, config.laneCount),
    serviceTier,
    configuredPrice: price ?? null,
  };
}

/** A model as it stands in the database: the emulator's is marked. Default: the configured one. */
export function modelName(config: Config, model = config.gemini.model): string {
  return isEmulated(config) && !model.startsWith(EMULATED) ? `${EMULATED}${model}` : model;
}

function unknownPrice({gemini}: Config, model: string): string {
  const remedy =
    model === gemini.model
      ? 'Set GEMINI_INPUT_USD_PER_MILLION and GEMINI_OUTPUT_USD_PER_MILLION (dollars for a million tokens), or set GEMINI_MODEL'
      : 'Set GEMINI_QUALITY_MODEL';
  return `No price is known for the model ${model}. ${remedy} to a model with a known price, for example gemini-3.5-flash-lite.`;
}

/** Sentences about configured models that the provider is known to shut down. */
export function modelWarnings({gemini}: Config, now: Date): string[] {
  return [
    {setting: 'GEMINI_MODEL', model: gemini.model},
    {setting: 'GEMINI_QUALITY_MODEL', model: gemini.qualityModel},
  ].flatMap(named => shutdownOf(named, now.getTime())?.warning ?? []);
}
