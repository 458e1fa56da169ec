import {type Config, EMULATOR_API_KEY} from '../config.ts';

/** The configuration with the emulator as its model. */
export function withEmulator(config: Config, url: string): Config {
  return {...config, gemini: {...config.gemini, apiKey: EMULATOR_API_KEY, baseUrl: url}};
}

/**
 * Whether lessons come from the emulator. Without a key that is what `preheat up` uses, so that is what the other
 * commands count by.
 */
export function isEmulated({gemini}: Config): boolean {
  return gemini.apiKey === undefined || gemini.apiKey === EMULATOR_API_KEY;
}
