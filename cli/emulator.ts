import {type Config, EMULATOR_API_KEY} from '../config.ts';
import type {Services} from './services-file.ts';

/** The configuration with the emulator as its model. */
export function withEmulator(config: Config, url: string): Config {
  return {...config, gemini: {...config.gemini, apiKey: EMULATOR_API_KEY, baseUrl: url}};
}

/**
 * The configuration of a worker: without a key, the emulator of a running `preheat up` writes, but only for the database
 * of that one. The readers of another would be served its lessons, so there the key is missed.
 */
export function withRunningEmulator(config: Config, services: Services | null): Config {
  if (!services?.geminiUrl || config.gemini.apiKey !== undefined || !isItsDatabase(config, services))
    return config;
  return withEmulator(config, services.geminiUrl);
}

/**
 * The configuration with the model of a running `preheat up`, for commands that count its cells or quote its runs: its
 * worker makes them, whatever key and model this terminal has. Unchanged where another database is meant.
 */
export function withRunningModel(config: Config, services: Services | null): Config {
  if (services?.model === undefined || services.emulated === undefined) return config;
  if (!isItsDatabase(config, services)) return config;
  const {model, emulated} = services;
  const {gemini} = config;
  // A configured price is that of the configured model.
  const price = model === gemini.model ? gemini.price : undefined;
  return {...config, gemini: {...gemini, model, price, emulated}};
}

function isItsDatabase({databaseUrl}: Config, services: Services): boolean {
  return databaseUrl === undefined || databaseUrl === services.databaseUrl;
}

/**
 * Whether lessons come from the emulator. Without a key that is what `preheat up` uses, so that is what the other
 * commands count by, where none runs that says what it does.
 */
export function isEmulated({gemini}: Config): boolean {
  return gemini.emulated ?? (gemini.apiKey === undefined || gemini.apiKey === EMULATOR_API_KEY);
}
