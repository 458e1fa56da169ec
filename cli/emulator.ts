import {type Config, EMULATOR_API_KEY} from '../config.ts';
import type {Services} from './services-file.ts';

/** The configuration with the emulator as its model. */
export function withEmulator(config: Config, url: string): Config {
  return {...config, gemini: {...config.gemini, apiKey: EMULATOR_API_KEY, baseUrl: url}};
}

/**
 * The configuration with the model of a running `preheat up`, for commands that count its cells or quote its runs: its
 * worker makes them, whatever key and model this terminal has. Unchanged where another database is meant.
 */
export function withRunningModel(config: Config, services: Services | null): Config {
  if (services?.model === undefined || services.emulated === undefined) return config;
  if (config.databaseUrl !== undefined && config.databaseUrl !== services.databaseUrl) return config;
  const {model, emulated} = services;
  const {gemini} = config;
  // A configured price is that of the configured model.
  const price = model === gemini.model ? gemini.price : undefined;
  return {...config, gemini: {...gemini, model, price, emulated}};
}

/**
 * Whether lessons come from the emulator. Without a key that is what `preheat up` uses, so that is what the other
 * commands count by, where none runs that says what it does.
 */
export function isEmulated({gemini}: Config): boolean {
  return gemini.emulated ?? (gemini.apiKey === undefined || gemini.apiKey === EMULATOR_API_KEY);
}
