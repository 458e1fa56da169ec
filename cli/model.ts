import type {Model} from '../activities/draft-call.ts';
import {createGemini} from '../activities/gemini/index.ts';
import type {Config} from '../config.ts';
import {EMULATED} from '../domain/runs.ts';
import {isEmulated} from './emulator.ts';
import {priceOf, shutdownDate} from '../domain/prices.ts';

/**
 * The model as the configuration describes it.
 *
 * @throws Error where the key or the price is missing: no run starts without them
 */
export function createModel(config: Config): Model {
  const {apiKey, baseUrl, model: name, maxConcurrent, timeoutMs, maxOutputTokens} = config.gemini;
  if (apiKey === undefined) {
    throw new Error(
      'GEMINI_API_KEY is not set. Set it to a key of the Gemini API, or use `npm start`, which brings an emulator.',
    );
  }
  const price = config.gemini.price ?? priceOf(name);
  if (price === null) {
    throw new Error(
      `No price is known for the model ${name}. Set GEMINI_INPUT_USD_PER_MILLION and GEMINI_OUTPUT_USD_PER_MILLION ` +
        '(dollars for a million tokens), or set GEMINI_MODEL to a model with a known price.',
    );
  }
  const gemini = createGemini({apiKey, baseUrl, model: name, maxConcurrent, timeoutMs});
  const emulated = isEmulated(config);
  return {name: emulated ? `${EMULATED}${name}` : name, emulated, price, maxOutputTokens, gemini};
}

/** A sentence where the provider is known to shut the configured model down; else null. */
export function modelWarning({gemini}: Config, now: Date): string | null {
  const day = shutdownDate(gemini.model);
  if (day === null) return null;
  const verb = day <= now.toISOString().slice(0, 10) ? 'was shut down' : 'is to be shut down';
  return `The model ${gemini.model} ${verb} on ${day}. Set GEMINI_MODEL to another one, for example gemini-3.5-flash-lite.`;
}
